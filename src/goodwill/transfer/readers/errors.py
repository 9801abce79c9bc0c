"""What a reader has to say about a file, a row or a cell: data first, a sentence when somebody looks.

A problem holds a code and its parameters, never a finished text: it crosses processes, is stored with the import
and is read in the language of whoever opens it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from django.utils.translation import gettext as _

from goodwill.transfer.readers.sentences import SENTENCES
from goodwill.ui.formats import number

_SIGNS = ("sign", "usual")
_SIZES = ("size", "limit", "rows", "columns", "found", "expected")


class Severity(IntEnum):
    NOTE = 10
    """Read as it stands; worth knowing."""
    CHECK = 20
    """Repaired while reading; the original is in `raw`."""
    LEFT_OUT = 30
    """Not taken unless somebody says so."""
    ERROR = 40
    """The row waits until somebody repairs it."""
    STOP = 50
    """The file cannot be read, or not beyond this place."""


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    severity: Severity
    row: int = 0
    """Row as a spreadsheet numbers it, from 1; for cards the line. 0: the file as a whole."""
    column: str = ""
    raw: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What happened, and where several files are read as one, in which of them."""
        told = str(SENTENCES[self.code].happened % self._named())
        return f"{self.params['part']}: {told}" if "part" in self.params else told

    @property
    def advice(self) -> str:
        """What to do now."""
        return str(SENTENCES[self.code].advice % self._named())

    def as_data(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity.name.lower(),
            "row": self.row,
            "column": self.column,
            "raw": self.raw,
            "params": dict(self.params),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Problem":
        return cls(
            code=data["code"],
            severity=Severity[data["severity"].upper()],
            row=data["row"],
            column=data["column"],
            raw=data["raw"],
            params=data["params"],
        )

    def _named(self) -> dict[str, str | int]:
        sizes = {name: number(its) for name, its in self.params.items() if name in _SIZES and isinstance(its, int)}
        signs = {name: _("tab") for name in _SIGNS if self.params.get(name) == "\t"}
        return {"row": self.row, "column": self.column, "raw": self.raw, **self.params, **sizes, **signs}


class Unreadable(Exception):
    """The file cannot be read, or not beyond a place that `problem` names. Rows that came before are good."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem

    def __reduce__(self) -> tuple[type["Unreadable"], tuple[Problem]]:
        return type(self), (self.problem,)


def problem(code: str, row: int = 0, column: str = "", raw: str = "", **params: str | int) -> Problem:
    """A problem of the severity that its code always has."""
    return Problem(code, Severity[SENTENCES[code].severity], row, column, raw, params)


def unreadable(code: str, row: int = 0, raw: str = "", **params: str | int) -> Unreadable:
    return Unreadable(problem(code, row, "", raw, **params))
