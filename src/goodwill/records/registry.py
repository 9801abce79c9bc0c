"""Which types of records there are. Areas register theirs in `apps.ready()`; nothing here knows an area."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from goodwill.kernel import rights
from goodwill.kernel.models import About, Tracked
from goodwill.kernel.refs import models_by_name
from goodwill.records.fields import Field, Kind, Words, fields_of

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.workspace import Workspace

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class View:
    """A list that everybody finds ready, or that somebody saved: `filter` and `sort` in their text forms, sums as
    `price:average`.
    """

    name: str
    label: Words
    filter: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Fields that stand together in a form, under a heading."""

    label: Words
    fields: tuple[str, ...]


@dataclass(frozen=True)
class SearchField:
    """What the search finds a record by; a hit in a heavier field comes first."""

    field: str
    tag: str = ""
    weight: int = 1


@dataclass(frozen=True)
class Panel:
    """What an area adds to the page of a record. `function` gives its template's context, or None to stay away."""

    name: str
    label: Words
    template: str
    function: "Callable[[Any, Actor], Mapping[str, Any] | None]"
    icon: str = ""
    order: int = 100
    place: str = "side"  # side, main or facts


@dataclass(frozen=True, eq=False)
class RecordType:
    """A noun of the business, declared once. What is left out follows from the model.

    `constant` narrows the model's table to this type; `title` names the field that names a record, `describe` those
    that stand under its name; `phone` the columns that a row shows on a phone beside its title: below it, at its end,
    below that, to call; `deeds` the verbs that are done most; `face` draws one beside it: person or firm. `pages`
    replaces a generic page by a view:
    {"detail": "area.views.deal.page"}.
    """

    name: str
    model: type[Tracked]
    label: Words
    plural: Words
    slug: str
    icon: str = "circle"
    face: str = ""
    constant: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    title: str = ""
    columns: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    sort: str = "-changed_at"
    form: tuple[str | Group, ...] = ()
    views: tuple[View, ...] = ()
    search: "tuple[SearchField, ...] | Callable[[Any], Iterable[tuple[str, str]]]" = ()
    describe: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    stage: str = ""
    date: str = ""
    place: str = ""
    timeline: str = ""
    create: str = ""
    parent: str = ""
    sample: Callable[[int], dict[str, Any]] | None = None

    def __post_init__(self) -> None:
        fields = self.fields or fields_of(self.model)
        listed = [known.name for known in fields if known.in_list]
        usual = {
            "fields": fields,
            "title": self.title or next((f.name for f in fields if f.kind is Kind.TEXT), fields[0].name),
            "columns": self.columns or tuple(listed[:6]),
            "phone": self.phone or tuple([name for name in self.columns or listed if name != self.title][:3]),
            "form": self.form or tuple(known.name for known in fields if known.in_form),
        }
        for name, value in usual.items():
            object.__setattr__(self, name, value)
        _belong(self.fields, self.ref_name)

    @property
    def is_about(self) -> bool:
        """Whether its records hang on others."""
        return issubclass(self.model, About)

    @property
    def ref_name(self) -> str:
        """The name under which history, rights and search know it; types of one model share it."""
        return self.model.ref_name()

    @property
    def all_fields(self) -> Mapping[str, Field]:
        """Its own fields and the columns that other areas contribute, by name."""
        found = _fields.get(self.name)
        if found is None:
            found = {known.name: known for known in (*self.fields, *_columns.get(self.name, ()))}
            _belong(found.values(), self.ref_name)
            _fields[self.name] = found
        return found

    def field(self, name: str) -> Field:
        return self.all_fields[name]

    def rows(self, actor: "Actor", right: str = "read") -> "models.QuerySet[Any]":
        """The records of the type on which the actor holds the right, without those in the trash."""
        return rights.visible(self.model.objects.filter(**self.constant), actor, right)

    def holds(self, record: Tracked) -> bool:
        """Whether this record is one of the type."""
        return isinstance(record, self.model) and all(
            getattr(record, name) == value for name, value in self.constant.items()
        )


EVERY = "*"
"""Stands for all types, where a panel is contributed."""

_types: dict[str, RecordType] = {}
_columns: dict[str, list[Field]] = {}
_panels: dict[str, list[Panel]] = {}
_fields: dict[str, dict[str, Field]] = {}


class BadDeclaration(ValueError):
    """A declaration that contradicts itself or another one; found at start."""


def register(type: RecordType) -> RecordType:
    known = _types.get(type.name)
    if known is not None and known is not type:
        raise BadDeclaration(f"two record types are called {type.name}")
    if any(other.slug == type.slug for other in _types.values() if other is not type):
        raise BadDeclaration(f"two record types live at /{type.slug}/")
    for declared in type.fields:
        _check_name(declared.name, type.name)
    _types[type.name] = type
    _fields.pop(type.name, None)
    return type


def contribute_column(type_name: str, column: Field) -> None:
    """Add a field to the lists and filters of a type that another area owns."""
    _check_name(column.name, type_name)
    if any(known.name == column.name for known in _columns.setdefault(type_name, [])):
        raise BadDeclaration(f"{type_name} gets the column {column.name} twice")
    _columns[type_name].append(column)
    _fields.pop(type_name, None)


def contribute_panel(type_name: str, panel: Panel) -> None:
    _panels.setdefault(type_name, []).append(panel)
    _panels[type_name].sort(key=lambda known: (known.order, known.name))


def panels(type_name: str, place: str = "") -> tuple[Panel, ...]:
    """The panels of a type's page in their order, of one place or of all."""
    found = sorted((*_panels.get(type_name, ()), *_panels.get(EVERY, ())), key=lambda known: (known.order, known.name))
    return tuple(panel for panel in found if place in ("", panel.place))


def types(workspace: "Workspace | None" = None) -> tuple[RecordType, ...]:
    """Every type of the workspace, in the order of their registration."""
    return tuple(_types.values())


def get(name: str) -> RecordType | None:
    return _types.get(name)


def target_of(relation: Field) -> RecordType:
    """The type that a relation leads to."""
    target = _types.get(relation.target)
    if target is None:
        raise LookupError(f"{relation.name} leads to {relation.target}, which is no record type")
    return target


def by_slug(slug: str) -> RecordType | None:
    return next((known for known in _types.values() if known.slug == slug), None)


def for_model(model: type[Tracked]) -> tuple[RecordType, ...]:
    """The types that live in this model's table."""
    return tuple(known for known in _types.values() if known.model is model)


def for_record(record: Tracked) -> RecordType | None:
    return next((known for known in _types.values() if known.holds(record)), None)


def for_ref(ref: tuple[str, int]) -> RecordType | None:
    """The type of the record behind a ref; asks the database only where several types share a model."""
    model = models_by_name().get(ref[0])
    candidates = for_model(model) if model else ()
    if len(candidates) < 2 or model is None:
        return candidates[0] if candidates else None
    record = model.everything.filter(pk=ref[1]).first()
    return for_record(record) if record else None


def _belong(fields: Iterable[Field], ref_name: str) -> None:
    """Say whose fields these are: a role's rights on fields go by it."""
    for known in fields:
        if known.of not in ("", ref_name):
            raise BadDeclaration(f"{known.name} of {known.of} is given to {ref_name}, too")
        object.__setattr__(known, "of", ref_name)


def _check_name(name: str, type_name: str) -> None:
    from goodwill.records.filter.parser import NEVER_NAMES

    if not _NAME.fullmatch(name) or name in NEVER_NAMES:
        raise BadDeclaration(f"{type_name} has a field that no filter can name: {name}")
