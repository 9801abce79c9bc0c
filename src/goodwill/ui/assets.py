"""The files that every page loads: one style sheet made of many, the modules, the icons."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.templatetags.static import static

HERE = Path(__file__).parent
CSS = Path("static/goodwill/css")
BUILT = HERE / CSS / "goodwill.css"
FIRST = ("layers.css", "tokens.css", "base.css", "frame.css")
UNKNOWN_ICON = "circle"
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
ROOM = re.compile(r"\s*([{};])\s*")


def sources() -> list[Path]:
    """The style sheets in their order: ours, layers first, then what each area adds as `static/goodwill/css/*.css`."""
    own = HERE / CSS
    found = [own / name for name in FIRST]
    for folder in [own, *(Path(app.path) / CSS for app in apps.get_app_configs() if app.label != "ui")]:
        found += [path for path in sorted(folder.glob("*.css")) if path not in found and path != BUILT]
    return found


def build() -> Path:
    """Write the one style sheet that pages link to, without comments and room; `goodwill assets` calls it."""
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    made = ROOM.sub(r"\1", COMMENTS.sub("", whole)).strip() + "\n"
    if not BUILT.exists() or BUILT.read_text(encoding="utf-8") != made:
        BUILT.write_text(made, encoding="utf-8")
    return BUILT


def stylesheet() -> str:
    """The address of the style sheet, which in development is made anew when one of its sources has changed."""
    if settings.DEBUG or not BUILT.exists():
        build()
    return address("goodwill/css/goodwill.css")


@cache
def scripts() -> tuple[str, ...]:
    """The modules that the first page loads, for the browser to fetch at once instead of one after the other."""
    modules = sorted((HERE / "static/goodwill/js").glob("*.js"))
    return tuple(static(f"goodwill/js/{path.name}") for path in modules if path.name != "trusted.js")


@cache
def address(path: str) -> str:
    """`static()` for what each page asks for, some of it hundreds of times."""
    return static(path)


@cache
def icons() -> frozenset[str]:
    lines = (HERE / "icons.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def known_icon(name: str) -> str:
    return name if name in icons() else UNKNOWN_ICON
