"""The shapes in which components take their data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from goodwill.ui.formats import here

WIDTH, HEIGHT, MARGIN = 280, 44, 4
Pair = tuple[Any, Any]


class Item:
    """A mapping or object whose missing parts are None, so that a page names only the parts it needs."""

    __slots__ = ("_whole",)

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        if isinstance(self._whole, Mapping):
            return self._whole.get(name)
        return getattr(self._whole, name, None)

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


class Column:
    """A column of a list: the parts that the grid asks for, and whatever else its maker gave it."""

    __slots__ = (
        *("_whole", "classes", "foot", "held", "href", "key", "label", "menu", "number", "phone", "pin", "sorted"),
        "width",
    )

    def __init__(self, whole: Any) -> None:
        self._whole = whole
        part = Item(whole)
        for name in ("key", "label", "href", "sorted", "number", "width", "phone", "pin", "menu", "foot"):
            setattr(self, name, getattr(part, name))
        self.held = f"pin pin-{self.pin}" if self.pin else ""
        marks = ("num" if self.number else "", f"phone-{self.phone}" if self.phone else "", self.held)
        self.classes = " ".join(filter(None, marks))

    def __getattr__(self, name: str) -> Any:
        return getattr(Item(self._whole), name)


def column(whole: Any) -> Column:
    return whole if isinstance(whole, Column) else Column(whole)


def each(items: Iterable[Any] | None) -> list[Item]:
    return [Item(item) for item in items or ()]


def grouped(options: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Sequence[Pair]]]:
    """Options as (group, pairs), where loose ones belong to the group None. Django's choices come either way."""
    for key, words in options:
        if isinstance(words, list | tuple):
            yield key, words
        else:
            yield None, [(key, words)]


def spark_line(values: Sequence[float]) -> str:
    """The points of a small line chart, lowest value at the bottom."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step, scale = WIDTH / (len(values) - 1), (HEIGHT - 2 * MARGIN) / ((high - low) or 1)
    return " ".join(f"{i * step:.1f} {HEIGHT - MARGIN - (value - low) * scale:.1f}" for i, value in enumerate(values))


def local_minute(value: datetime) -> str:
    """A moment as an input of type datetime-local wants it."""
    return here(value).strftime("%Y-%m-%dT%H:%M")


def bound(field: Any) -> Item:
    """What a control needs to know of a bound field of a Django form."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    attrs = {
        name: value
        for name, value in field.build_widget_attrs(widget.attrs).items()
        if name not in ("id", "required", "placeholder", "rows", "cols", "aria-describedby", "aria-invalid")
    }
    return Item(
        {
            "kind": kind,
            "many": getattr(widget, "allow_multiple_selected", False),
            "name": field.html_name,
            "id": field.auto_id or f"id_{field.html_name}",
            "label": field.label,
            "value": field.value(),
            "error": " ".join(field.errors),
            "hint": field.help_text,
            "required": field.field.required,
            "rows": int(widget.attrs.get("rows", 4)),
            "placeholder": widget.attrs.get("placeholder", ""),
            "options": list(getattr(field.field, "choices", ())),
            "attrs": attrs,
        }
    )


FILTERS = {
    "bound": bound,
    "column": column,
    "each": each,
    "grouped": grouped,
    "item": Item,
    "local_minute": local_minute,
    "spark_line": spark_line,
}
