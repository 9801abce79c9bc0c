"""Where the value of a custom field lies: under a key of a record's `extra`, and how the database finds it there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Func, OuterRef

from goodwill.kernel import extras
from goodwill.records.fields import TEXTUAL, Kind


class _Iso(models.TextField):  # type: ignore[type-arg]
    """A text for the database, which orders as time goes on; a day or a moment for everybody else."""

    read: Callable[[str], Any]

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None or isinstance(value, str) else self.text(value)

    def to_python(self, value: Any) -> Any:
        return type(self).read(value) if isinstance(value, str) else value

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return self.to_python(value)

    @staticmethod
    def text(value: Any) -> str:
        return str(value.isoformat())


class IsoDate(_Iso):
    read = date.fromisoformat


class IsoMoment(_Iso):
    read = datetime.fromisoformat

    @staticmethod
    def text(value: Any) -> str:
        return str(value.astimezone(UTC).isoformat())


class _InExtra(Func):
    """The value under a path of keys. The keys are names that we made: they are part of the statement, as an index on
    the expression needs them to be.
    """

    arity = 1

    def __init__(
        self,
        path: tuple[str, ...],
        cast: str,
        nothing: str,
        output_field: "models.Field[Any, Any]",
        column: Any = None,
    ) -> None:
        super().__init__(column or F(extras.COLUMN), output_field=output_field)
        self._path, self._cast, self._nothing = path, cast, nothing

    def statement(self, vendor: str, column: str) -> str:
        if vendor == "postgresql":
            found = f"({column} #>> '{{{','.join(self._path)}}}')"
            found = f"({found})::{self._cast}" if self._cast else found
            nothing = self._nothing
        else:
            found = f"json_extract({column}, '$." + ".".join(f'"{key}"' for key in self._path) + "')"
            nothing = {"false": "0"}.get(self._nothing, self._nothing)
        return f"coalesce({found}, {nothing})" if nothing else found

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        return self.statement(connection.vendor, column), params


_CASTS: dict[Kind, tuple[str, Callable[[], Any]]] = {
    Kind.MONEY: ("bigint", models.BigIntegerField),
    Kind.USER: ("bigint", models.BigIntegerField),
    Kind.RELATION: ("bigint", models.BigIntegerField),
    Kind.YES_NO: ("boolean", models.BooleanField),
    Kind.DATE: ("", IsoDate),
    Kind.MOMENT: ("", IsoMoment),
}
_READERS: dict[Kind, Callable[[str], Any]] = {Kind.DATE: date.fromisoformat, Kind.MOMENT: datetime.fromisoformat}


@dataclass(frozen=True)
class Kept:
    """The place of a field's values. `scale` is the field's; a `computed` value lies beside those that were given."""

    name: str
    kind: Kind
    scale: int | None = 0
    computed: bool = False

    @property
    def nullable(self) -> bool:
        """Whether a record may have nothing there; of yes and no, what was never said is no."""
        return self.kind is not Kind.YES_NO

    @property
    def key(self) -> str:
        """Under which the value lies. What is computed as something else now is not to be taken for what it was."""
        return f"{self.name}:{self.kind}:{self.scale}" if self.computed else self.name

    @property
    def expression(self) -> _InExtra:
        path = (extras.COMPUTED, self.key) if self.computed else (self.key,)
        if self.kind in (Kind.NUMBER, Kind.PERCENT):
            whole = self.scale is not None
            output: Any = models.BigIntegerField() if whole else models.FloatField()
            return _InExtra(path, "bigint" if whole else "double precision", "", output)
        cast, field = _CASTS.get(self.kind, ("", models.TextField))
        return _InExtra(path, cast, "" if self.nullable else "false", field())

    @property
    def outside(self) -> _InExtra:
        """The id of a linked record, in a query within that of the records that hold it."""
        return _InExtra((self.key,), "bigint", "", models.BigIntegerField(), OuterRef(extras.COLUMN))

    @property
    def point(self) -> tuple[_InExtra, _InExtra]:
        """Latitude and longitude of the place that the value names."""
        north, east = (
            _InExtra((extras.PLACED, self.name, part), "double precision", "", models.FloatField()) for part in "ne"
        )
        return north, east

    @property
    def compared(self) -> _InExtra:
        """What filters compare and lists sort by: of text, its folded form."""
        if self.kind not in TEXTUAL:
            return self.expression
        return _InExtra((extras.FOLDED, self.name), "", "", models.TextField())

    def value(self, extra: Mapping[str, Any]) -> Any:
        """The value as a field stores it: days and moments as such, a list of choices as a list."""
        return self.converted(extra.get(extras.COMPUTED, {}).get(self.key) if self.computed else extra.get(self.key))

    def without(self, extra: Mapping[str, Any]) -> dict[str, Any]:
        """The same with nothing in this place, nor what follows from it."""
        left = {name: value for name, value in extra.items() if name != self.name}
        for beside in (extras.COMPUTED, extras.FOLDED):
            if beside in left:
                left[beside] = {key: one for key, one in left[beside].items() if key not in (self.key, self.name)}
        return left

    def converted(self, stored: Any) -> Any:
        if stored is None:
            return {Kind.YES_NO: False, Kind.CHOICES: []}.get(self.kind)
        reader = _READERS.get(self.kind)
        return reader(stored) if reader else stored
