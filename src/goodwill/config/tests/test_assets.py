import re

import pytest

from goodwill.config import assets
from goodwill.kernel.errors import Told


@pytest.fixture
def plus_alone(monkeypatch, tmp_path):
    folder = tmp_path / "lucide-static/icons"
    folder.mkdir(parents=True)
    (folder / "plus.svg").write_text(
        '<!-- licence -->\n<svg\n  stroke="currentColor"\n>\n  <path d="M5 12h14" />\n  <path d="M12 5v14" />\n</svg>\n'
    )
    monkeypatch.setattr(assets, "MODULES", tmp_path)


def test_the_sprite_has_a_symbol_for_each_icon(plus_alone):
    assert assets._sprite(["plus"]) == (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        '<symbol id="plus" viewBox="0 0 24 24"><path d="M5 12h14" /><path d="M12 5v14" /></symbol></svg>\n'
    )


def test_an_icon_that_lucide_lacks_stops_the_build_and_is_named(plus_alone):
    with pytest.raises(Told, match=r"no icon named plsu, mius\. Correct src/goodwill/ui/icons\.txt"):
        assets._sprite(["plus", "plsu", "mius"])


def test_every_icon_of_the_list_is_named_once():
    names = assets.icon_names()
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def test_a_digest_changes_with_content_and_name(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"1")
    before = assets._digest([one])
    assert assets._digest([other]) != before
    one.write_bytes(b"2")
    assert assets._digest([one]) != before


def test_browser_parts_are_made_once(monkeypatch, tmp_path):
    installs = []
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(assets, "_install_modules", lambda: installs.append(1))
    assert assets._bring_vendor() is True
    assert assets._bring_vendor() is False
    (tmp_path / "vendor" / assets.HTMX).unlink()
    assert assets._bring_vendor() is True
    assert len(installs) == 2


def test_static_files_are_hashed_and_compressed_and_modules_find_each_other(monkeypatch, tmp_path, settings_of):
    source = tmp_path / "source/goodwill/js"
    source.mkdir(parents=True)
    (source / "page.js").write_text('import { draw } from "./draw.js";\ndraw();\n' + "// words\n" * 100)
    (source / "draw.js").write_text("export function draw() {}\n" + "// words\n" * 100)
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings_of(STATIC_ROOT=tmp_path / "root", STATICFILES_DIRS=[tmp_path / "source"], STATICFILES_FINDERS=finders)
    assert assets._collect() is True
    assert assets._collect() is False
    made = {path.name for path in (tmp_path / "root/goodwill/js").iterdir()}
    hashed = next(name for name in made if re.fullmatch(r"page\.[0-9a-f]{12}\.js", name))
    assert {f"{hashed}.gz", f"{hashed}.br"} <= made
    text = (tmp_path / "root/goodwill/js" / hashed).read_text()
    assert re.search(r'from "\./draw\.[0-9a-f]{12}\.js"', text)


@pytest.fixture
def settings_of():
    from django.contrib.staticfiles.finders import get_finder
    from django.test import override_settings

    changed = []

    def change(**values):
        changed.append(override_settings(**values))
        changed[-1].enable()
        get_finder.cache_clear()

    yield change
    for one in changed:
        one.disable()
    get_finder.cache_clear()


def test_before_files_are_collected_names_stay_as_they_are(tmp_path):
    from goodwill.config.static_files import StaticFiles

    assert StaticFiles(location=tmp_path, base_url="/static/").url("vendor/icons.svg") == "/static/vendor/icons.svg"
