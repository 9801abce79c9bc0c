"""How a file is read: what is left empty is found out, and what was found out can be stored and used again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from goodwill.transfer.readers.errors import unreadable

AUTO = -1


@dataclass(frozen=True, slots=True)
class Reading:
    language: str = ""
    """Of the user: decides between encodings, orders of a date and decimal signs that fit equally."""
    encoding: str = ""
    fallback: str = ""
    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    skip_space: bool = False
    wrapped: bool = False
    """Each row stands in quotes as a whole, and is taken out of them first."""
    sheet: str = ""
    header_row: int = AUTO
    """Row number of the column names; 0: there are none."""

    def sheet_among(self, names: Sequence[str], usual: str) -> str:
        """The sheet to read. Raises Unreadable where the one that was named is not there."""
        name = self.sheet or usual
        if name not in names:
            raise unreadable("no_such_sheet", sheet=name, sheets=", ".join(names))
        return name

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Reading":
        return cls(**{each.name: data[each.name] for each in fields(cls) if each.name in data})


AUTOMATIC = Reading()
