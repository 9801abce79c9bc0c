"""In which form a list is drawn, and by which fields: a part of its address, and of a view that is saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from goodwill.kernel.text import whole_number

LIST, BOARD, CALENDAR, MAP, CHART = "list", "board", "calendar", "map", "chart"
NARROWEST, WIDEST, MOST_WIDTHS = 3, 40, 60
MOST_PINNED = 4
PARTS = ("as", "by", "then", "measure", "span", "widths", "pinned")


@dataclass(frozen=True)
class Layout:
    """`by` names the field of lanes, days, groups or bars, `then` the one that divides bars; `measure` is what is added
    up, like `price:sum`; `span` how much a calendar shows; `widths` those of columns, like `name:20,phone:9`;
    `pinned` names the columns that stay beside the first one.
    """

    form: str = LIST
    by: str = ""
    then: str = ""
    measure: str = ""
    span: str = ""
    widths: str = ""
    pinned: str = ""

    def texts(self) -> dict[str, str]:
        """As an address names them."""
        own = (self.form, self.by, self.then, self.measure, self.span, self.widths, self.pinned)
        return dict(zip(PARTS, own, strict=True))

    def kept(self) -> dict[str, str]:
        """What a saved view keeps: that which says something."""
        return {name: text for name, text in self.texts().items() if text and (name, text) != ("as", LIST)}

    def widths_by_name(self) -> dict[str, int]:
        """In steps of 16 pixels; what is none is left out."""
        pairs = (part.partition(":") for part in self.widths.split(",")[:MOST_WIDTHS])
        found = {name: whole_number(text, digits=2) or 0 for name, _colon, text in pairs}
        return {name: width for name, width in found.items() if NARROWEST <= width <= WIDEST}

    def pins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in self.pinned.split(",") if name))[:MOST_PINNED]

    def turned(self, name: str) -> str:
        """The pinned columns with this one, or without it where it was one of them."""
        others = [one for one in self.pins() if one != name]
        return ",".join(others if name in self.pins() else [*others, name])

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Self:
        return cls(*(str(texts.get(name, LIST if name == "as" else "")) for name in PARTS))

    def differences(self, other: "Layout") -> dict[str, str | None]:
        theirs = other.texts()
        return {name: text if text != theirs[name] else None for name, text in self.texts().items()}

    def without(self, gone: Iterable[str]) -> Self:
        """The same; a list of rows where it speaks of a field that is not there."""
        named = {self.by, self.then, self.measure.partition(":")[0]}
        return type(self)(widths=self.widths, pinned=self.pinned) if named & set(gone) else self


ROWS = Layout()
