import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import override_settings

from goodwill.ui import assets, views
from goodwill.ui.tests import sample_site
from goodwill.ui.tests.conftest import Tags

Ask = Callable[..., HttpRequest]
INLINE = re.compile(r"^(on\w+|style|hx-on.*)$")
PACKAGE = assets.HERE.parent


@pytest.fixture
def page(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> Tags:
    sample_site.fill(monkeypatch)
    request = ask("/style")
    request.actor = SimpleNamespace(name="Mara Klein")  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=sample_site.__name__):
        return Tags(views.style(request).content.decode())


def test_the_page_of_all_parts_has_nothing_that_the_policy_blocks(page: Tags) -> None:
    assert not [(tag, name) for tag, attrs in page.tags for name in attrs if INLINE.match(name)]
    assert all(attrs.get("src") for tag, attrs in page.tags if tag == "script")
    assert not [tag for tag, _ in page.tags if tag == "style"]


def test_each_id_is_there_once(page: Tags) -> None:
    assert not [name for name, times in Counter(page.all("id")).items() if times > 1]


def test_labels_and_descriptions_point_at_something(page: Tags) -> None:
    wanted = {
        word
        for name in ("for", "aria-labelledby", "aria-describedby", "popovertarget")
        for value in page.all(name)
        for word in value.split()
    }
    assert wanted <= set(page.all("id"))


def test_every_icon_of_every_template_is_in_the_sprite() -> None:
    named = re.compile(r"""(?:ui\.icon\(|icon=|"icon": ?|icon_button\()["']([a-z0-9-]+)["']""")
    used = {
        (name, path.name)
        for path in [*PACKAGE.rglob("jinja2/**/*.html"), *PACKAGE.rglob("*.py")]
        if "tests" not in path.parts
        for name in named.findall(path.read_text(encoding="utf-8"))
    }
    assert not {(name, where) for name, where in used if name not in assets.icons()}


def test_templates_build_no_script_and_no_style() -> None:
    forbidden = re.compile(r"<[^>{]*\s(?:style|on\w+)=|hx-on|\|\s*safe\b|javascript:|hx-vals=['\"]js:")
    texts = {path.name: path.read_text(encoding="utf-8") for path in Path(assets.HERE, "jinja2").rglob("*.html")}
    assert not [(name, found[0]) for name, text in texts.items() if (found := forbidden.search(text))]


def test_the_style_sheet_begins_with_the_layers_and_keeps_its_order() -> None:
    names = [path.name for path in assets.sources()]
    assert names[:4] == ["layers.css", "tokens.css", "base.css", "frame.css"]
    assert len(names) == len(set(names))
    assert assets.build().read_text().startswith("@layer tokens, base, frame, parts, phone;")


def test_styles_name_no_side_of_the_screen() -> None:
    sides = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right)\s*:|text-align:\s*(left|right)"
    )
    assert not [(path.name, match[0]) for path in assets.sources() if (match := sides.search(path.read_text()))]


def test_only_the_tokens_name_colours() -> None:
    colour = re.compile(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", re.IGNORECASE)
    others = [path for path in assets.sources() if path.name != "tokens.css"]
    loose = {path.name for path in others if colour.search(path.read_text())}
    assert loose <= {"base.css", "frame.css", "control.css", "menu.css", "stage.css"}


def test_the_first_view_stays_small() -> None:
    import gzip

    own = [assets.build(), *Path(assets.HERE, "static/goodwill/js").glob("*.js")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in own) < 60 * 1024
