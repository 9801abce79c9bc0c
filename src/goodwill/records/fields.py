"""What lists, forms, filters, search and the codec know of a record's values; none of them looks at Django's fields."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import CHANGE, HIDDEN, READ

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.workspace import Workspace
    from goodwill.records.custom.kept import Kept

Words = str | Promise


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    YES_NO = "yes_no"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"
    MAIL = "mail"
    PHONE = "phone"
    PLACE = "place"
    USER = "user"
    TEAM = "team"
    RELATION = "relation"
    TAGS = "tags"
    COUNTRY = "country"
    LANGUAGE = "language"
    FILE = "file"
    JSON = "json"


TEXTUAL = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.LINK, Kind.MAIL, Kind.PHONE, Kind.PLACE})
CODED = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.LANGUAGE})
NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT})
LINKED = frozenset({Kind.USER, Kind.TEAM, Kind.RELATION, Kind.FILE})


@dataclass(frozen=True)
class Choice:
    """`tone` is one of the look's: good, info, warn, bad or none."""

    value: str
    label: Words
    tone: str = ""


Choices = tuple[Choice, ...]


@dataclass(frozen=True, eq=False)
class Many:
    """Where a field with several values keeps them: rows of `model` whose column `link` holds the record's id.

    `fold` is the column that holds the compared form of `value`; `constant` narrows the rows to this field's own;
    `point` are the columns with the latitude and the longitude of a place.
    """

    model: str
    link: str
    value: str
    fold: str = ""
    constant: Mapping[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ("pk",)
    point: tuple[str, str] | None = None

    def rows(self) -> "models.QuerySet[Any]":
        """The field's rows of all records, without those in the trash."""
        return self.manager().filter(**self.constant)

    def manager(self) -> "models.Manager[Any]":
        manager: models.Manager[Any] = apps.get_model(self.model)._default_manager
        return manager


@dataclass(frozen=True, eq=False)
class Field:
    """One value of a record. Empty (None or "") is a value: there is no third answer beside yes and no.

    `column` is an ORM path (None: there is no single column), `fold` the column with the folded text that text is
    compared by, `order` the columns that it sorts by. `scale` shifts stored integers to what people read (2: 1250 is
    12.50; None: a float); `currency` is the column with the code that goes with an amount, `unit` the one code of all
    its amounts. A contributed value that no column holds names its `expression`; a field that the firm made is `kept`
    in `extra`, and drawn only where its record meets `shown_when`. A `yearly` date comes again each year: it names the
    column with month and day, like 03-15, or the firm's own field itself. A `deadline` is told as one (overdue, today)
    for as long as the field that is named as its `end`, if one is, is empty. `readable` hides the field from those for
    whom it returns False. `of` is the ref name of the records that it is a field of, which the registry fills in. A
    role's rights on a field reach those that `follow` it (the first phone goes with all phones), and the rows that it
    has or is `drawn_from`. What no column of its own holds may be `set_by` a verb whose parameter has its name: then it
    is written in its place, in lists.
    """

    name: str
    label: Words
    kind: Kind = Kind.TEXT
    column: str | None = ""
    order: tuple[str, ...] | None = None
    fold: str = ""
    choices: "Choices | Callable[[Workspace], Choices]" = ()
    target: str = ""
    many: Many | None = None
    scale: int | None = 0
    currency: str = ""
    unit: str = ""
    expression: "models.expressions.Combinable | None" = None
    default: Any = None
    help: Words = ""
    editable: bool = True
    required: bool = False
    in_form: bool = True
    in_list: bool = True
    sensitive: bool = False
    sortable: bool = True
    filterable: bool = True
    index: bool = False
    kept: "Kept | None" = None
    shown_when: str = ""
    yearly: str = ""
    deadline: bool = False
    end: str = ""
    readable: "Callable[[Actor], bool] | None" = None
    of: str = ""
    follows: tuple[str, ...] = ()
    drawn_from: Many | None = None
    set_by: str = ""

    def __post_init__(self) -> None:
        if self.kept:
            object.__setattr__(self, "expression", self.kept.expression)
        if self.column == "":
            object.__setattr__(self, "column", None if self.many or self.expression else self.name)
        if self.order is None:
            object.__setattr__(self, "order", self._usual_order())
        if not (self.order or self._ordered_by_value() or self.by_name):
            object.__setattr__(self, "sortable", False)
        if not self.comparable:
            object.__setattr__(self, "filterable", False)

    def _usual_order(self) -> tuple[str, ...]:
        if self.many or self.kind in LINKED or self.kind is Kind.JSON:
            return ()
        if self.kind in TEXTUAL:
            return (self.fold,) if self.fold else ()
        return (self.column,) if self.column else ()

    def _ordered_by_value(self) -> bool:
        """Whether lists are sorted by what is computed of it."""
        if self.kept:
            return self.kind not in LINKED | {Kind.CHOICES}
        return self.expression is not None and self.kind in NUMERIC | {Kind.DATE, Kind.MOMENT, Kind.YES_NO}

    @property
    def located(self) -> bool:
        """Whether it is known where on the earth its values lie."""
        return self.kind is Kind.PLACE and bool(self.kept or (self.many and self.many.point))

    @property
    def by_name(self) -> bool:
        """Whether lists are sorted by the name of what it leads to."""
        alone = not self.many and bool(self.column or self.kept)
        return alone and self.kind in (Kind.USER, Kind.RELATION)

    @property
    def places(self) -> int:
        """With how many decimals its numbers are always written: as many as the firm said."""
        is_said = self.kept is not None and not self.kept.computed and self.kind in (Kind.NUMBER, Kind.PERCENT)
        return (self.scale or 0) if is_said else 0

    @property
    def comparable(self) -> bool:
        """Whether a filter can look at it: text needs its folded column, everything else a column of some kind."""
        if self.kind is Kind.JSON:
            return False
        if self.kept:
            return True
        if self.kind in TEXTUAL:
            return bool(self.many.fold if self.many else self.fold)
        return bool(self.many or self.column or self.expression)

    def options(self) -> Choices:
        """What can be chosen, in the workspace that is entered."""
        if callable(self.choices):
            from goodwill.kernel.workspace import current

            return self.choices(current())
        return self.choices

    def read(self, source: Any) -> Any:
        """The stored value in a record, or in a row that is keyed by field names or by columns."""
        if isinstance(source, Mapping):
            return source.get(self.name, source.get(self.column))
        if self.kept:
            return self.kept.value(source.extra)
        return read_column(source, self.column) if self.column else None

    @staticmethod
    def is_empty(value: Any) -> bool:
        return value is None or value in ("", [])


def read_column(record: Any, path: str) -> Any:
    """The value at an ORM path of a record; None where a relation on the way is empty; a foreign key as its id."""
    *hops, last = path.split("__")
    for hop in hops:
        try:
            record = getattr(record, hop, None)
        except ObjectDoesNotExist:
            return None
    if record is None:
        return None
    try:
        found = record._meta.get_field(last)
    except FieldDoesNotExist:
        return getattr(record, last, None)
    return getattr(record, getattr(found, "attname", last), None)


def column_at(model: type[models.Model], path: str) -> tuple[Any, bool]:
    """The Django field at the end of an ORM path, and whether a row may have nothing there."""
    nullable = False
    here: Any = model
    *hops, last = path.split("__")
    for hop in hops:
        relation = here._meta.get_field(hop)
        nullable = nullable or not relation.concrete or relation.null
        here = relation.related_model
    field = here._meta.get_field(last)
    return field, nullable or field.null


def readable(field: Field, actor: "Actor") -> bool:
    """Whether the actor may know of this field at all: what is hidden behaves everywhere like what does not exist."""
    if field.readable is not None and not field.readable(actor):
        return False
    return not actor.narrowed or right_on(field, actor) != HIDDEN


def writable(field: Field, actor: "Actor", *, new: bool = False) -> bool:
    """Whether the actor may write this field, as far as the record itself may be changed.

    What a `new` record cannot be made without is given by whoever makes it, even where they only read it afterwards.
    """
    return field.editable and readable(field, actor) and (right_on(field, actor) == CHANGE or (new and field.required))


_STRICTEST = (HIDDEN, READ, CHANGE)


def right_on(field: Field, actor: "Actor") -> str:
    """What the actor's role says of the field, or of the strictest that it follows: hidden, read or change."""
    if not actor.narrowed:
        return CHANGE
    if not field.follows:
        return actor.field_right(field.of, field.name)
    return min((_right_behind(name, field, actor) for name in field.follows), key=_STRICTEST.index)


def _right_behind(name: str, field: Field, actor: "Actor") -> str:
    """On a field of the same records, or on one of others: `visit.price`."""
    of, _dot, own = name.rpartition(".")
    return actor.field_right(of or field.of, own)


# A record's own book-keeping: read by everybody, typed by nobody.
_KEPT = {
    "created_at": _("Created"),
    "created_by": _("Created by"),
    "changed_at": _("Changed"),
    "changed_by": _("Changed by"),
}
_LABELS = {**_KEPT, "owner": _("Owner"), "team": _("Team")}
_LEFT_OUT = frozenset({"id", "version", "deleted_at", "extra"})
_KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (models.EmailField, Kind.MAIL),
    (models.URLField, Kind.LINK),
    (models.CharField, Kind.TEXT),
    (models.TextField, Kind.LONG_TEXT),
    (models.BooleanField, Kind.YES_NO),
    (models.DateTimeField, Kind.MOMENT),
    (models.DateField, Kind.DATE),
    (models.IntegerField, Kind.NUMBER),
    (models.FloatField, Kind.NUMBER),
    (models.JSONField, Kind.JSON),
)
_LINKS = {"kernel.User": Kind.USER, "kernel.Team": Kind.TEAM, "kernel.File": Kind.FILE}


def fields_of(
    model: type[models.Model], *, without: Container[str] = (), **changes: Mapping[str, Any]
) -> tuple[Field, ...]:
    """The fields that a model speaks of by itself; `changes` sets properties of some: `phase={"label": _("Phase")}`.

    Columns that follow from others (`derived`, `unlogged`, those of the write path) are left out unless `changes` names
    them; `<name>_fold` and `<name>_sort` become the compared and the sorted form of `<name>`.
    """
    hidden = _LEFT_OUT | getattr(model, "derived", frozenset()) | getattr(model, "unlogged", frozenset())
    hidden -= changes.keys()
    names = {column.name for column in model._meta.concrete_fields}
    spoken = [c for c in model._meta.concrete_fields if c.name not in hidden and c.name not in without]
    spoken.sort(key=lambda column: (column.name in _LABELS, column.name in _KEPT))
    return tuple(Field(**{**_described(column, names), **changes.get(column.name, {})}) for column in spoken)


def _described(column: "models.Field[Any, Any]", names: Container[str]) -> dict[str, Any]:
    name = column.name
    kind = _kind(column)
    fold = f"{name}_fold" if f"{name}_fold" in names else ""
    described: dict[str, Any] = {
        "name": name,
        "label": _LABELS.get(name) or capfirst(column.verbose_name),
        "kind": kind,
        "fold": fold,
        "order": (f"{name}_sort",) if f"{name}_sort" in names else None,
        "choices": tuple(Choice(str(value), label) for value, label in column.flatchoices),
        "scale": None if isinstance(column, models.FloatField) else 0,
        "default": column.get_default() if column.has_default() and not callable(column.default) else None,
        "help": column.help_text,
        "editable": column.editable and name not in _KEPT,
        "required": not (column.blank or column.null or column.has_default()),
        "in_form": column.editable and name not in _KEPT and kind is not Kind.JSON,
        "in_list": kind not in (Kind.LONG_TEXT, Kind.JSON),
        "index": getattr(column, "db_index", False) or column.unique or _leads_an_index(column),
    }
    if kind is Kind.RELATION:
        described["target"] = _ref_name(column)
    if kind in (Kind.USER, Kind.TEAM):
        described["order"] = (f"{name}__name",)
    return described


def _kind(column: "models.Field[Any, Any]") -> Kind:
    if isinstance(column, models.ForeignKey):
        return _LINKS.get(column.related_model._meta.label, Kind.RELATION)
    if column.choices:
        return Kind.CHOICE
    return next((kind for django, kind in _KINDS if isinstance(column, django)), Kind.JSON)


def _ref_name(column: Any) -> str:
    related = column.related_model
    return str(related.ref_name() if hasattr(related, "ref_name") else related._meta.model_name)


def _leads_an_index(column: "models.Field[Any, Any]") -> bool:
    names = {column.name, f"-{column.name}", f"{column.name}_fold", f"{column.name}_sort"}
    return any(index.fields and index.fields[0] in names for index in column.model._meta.indexes)
