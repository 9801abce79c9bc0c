import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from jinja2 import Environment
from markupsafe import Markup, escape

from goodwill.kernel.remembering import remembering
from goodwill.ui.words import language

MACRO = re.compile(r"{%-?\s*macro\s+([a-z]\w*)\(")
PLAIN_NAME = re.compile(r"[a-z][a-z0-9:.-]*")
# Those that say no words of their own, so that their drawing follows from what they are given; a page has hundreds.
REMEMBERED = frozenset(
    {"button", "chip", "dot", "face", "icon", "key", "mark", "menu_item", "palette_line", "reach", "who"}
)
# Those that say words, and are the same on most pages of a list: each is drawn once for its language.
SPOKEN = frozenset({"list_deeds", "list_forms", "list_menus", "list_sort"})
# Those of which a page has many that differ in numbers alone, which they are given first, as a tuple.
NUMBERED = frozenset({"entry_deeds"})
# Those that say a day or a moment as it is said today.
DATED = frozenset({"when"})
STAND_INS = (900_719_925_474_001, 900_719_925_474_002)


class Components:
    """The macros of a folder of templates as one global: `ui.button(...)`.

    A global, because a block that is rendered alone has lost its template's imports; one name, so that no
    variable of a page can hide a component; loaded at first use, so that a page pays only for what it draws.
    """

    def __init__(self, env: Environment, folder: str) -> None:
        self._env = env
        self._files: dict[str, str] = {}
        for root in env.loader.searchpath if env.loader else ():  # type: ignore[attr-defined]
            for path in sorted(Path(root, folder).glob("*.html")):
                for name in MACRO.findall(path.read_text(encoding="utf-8")):
                    self._files.setdefault(name, f"{folder}/{path.name}")

    def __getattr__(self, name: str) -> Any:
        try:
            template = self._env.get_template(self._files[name])
        except KeyError:
            raise AttributeError(f"There is no component called {name}.") from None
        macro = getattr(template.module, name)
        if name in REMEMBERED:
            macro = remembered(macro)
        elif name in SPOKEN:
            macro = spoken(macro)
        elif name in DATED:
            macro = dated(macro)
        elif name in NUMBERED:
            macro = numbered(macro)
        if not self._env.auto_reload:
            setattr(self, name, macro)
        return macro

    def __dir__(self) -> list[str]:
        return sorted(self._files)


def remembered(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro, which draws the same again from memory.

    Typed: words that are safe and words that are not differ. Lazy words are told apart by what they say now.
    """

    @remembering(1024, typed=True)
    def drawn(*args: Any, **kwargs: Any) -> Markup:
        return macro(*args, **kwargs)

    def draw(*args: Any, **kwargs: Any) -> Markup:
        try:
            return drawn(*args, **kwargs)
        except TypeError:  # a mapping among them
            return macro(*args, **kwargs)

    return draw


def spoken(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro, which draws the same again from memory, for each language on its own."""

    @lru_cache(64, typed=True)
    def drawn(_language: str | None, *args: Any) -> Markup:
        return macro(*args)

    return lambda *args: drawn(translation.get_language(), *args)


def dated(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro, drawn once for each day on which it is said; how long ago something was is said anew each time."""

    @remembering(4096, typed=True)
    def drawn(_language: str | None, _zone: str, _today: date, *args: Any) -> Markup:
        return macro(*args)

    def draw(value: Any, style: str = "relative_day") -> Markup:
        if value is None or style == "ago":
            return macro(value, style)
        return drawn(language(), timezone.get_current_timezone_name(), timezone.localdate(), value, style)

    return draw


def numbered(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro, drawn once for what it is given beside its numbers, which are put in afterwards."""

    @lru_cache(256, typed=True)
    def drawn(_language: str | None, numbers: int, *args: Any, **kwargs: Any) -> str:
        return str(macro(*STAND_INS[:numbers], *args, **kwargs))

    def draw(numbers: tuple[int, ...], *args: Any, **kwargs: Any) -> Markup:
        html = drawn(translation.get_language(), len(numbers), *args, **kwargs)
        for stand_in, number in zip(STAND_INS, numbers, strict=False):
            html = html.replace(str(stand_in), str(int(number)))
        return Markup(html)  # noqa: S704 - drawn by the macro but for numbers

    return draw


def attributes(values: Mapping[str, object]) -> Markup:
    """HTML attributes from a mapping: True is a bare attribute, None and False are left out.

    Refused are names that our security policy would block in the browser anyway: inline handlers and styles.
    """
    shown = []
    for name, value in values.items():
        if not _is_allowed(name):
            raise ValueError(f"{name!r} cannot be an attribute of a component.")
        if value is not None and value is not False:
            shown.append(f' {name}="{"" if value is True else escape(value)}"')
    return Markup("".join(shown))  # noqa: S704 - each part is escaped above


@lru_cache(256)
def _is_allowed(name: str) -> bool:
    return bool(PLAIN_NAME.fullmatch(name)) and not name.startswith("on") and name != "style"
