"""Which types of records there are. Areas register theirs in `apps.ready()`; nothing here knows an area."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import layout, rights
from goodwill.kernel.models import About, Tracked
from goodwill.kernel.own_types import own_types
from goodwill.kernel.refs import models_by_name
from goodwill.records.custom.known import own_fields, with_own_fields
from goodwill.records.fields import Field, Kind, Words, fields_of
from goodwill.records.layout import ROWS, Layout

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor

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
    layout: Layout = ROWS


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
    """What an area adds to the page of a record. `function` gives its template's context, or None to stay away.

    What has an order below 0 stands first in its column until somebody arranges it, everything else that a layout does
    not name last. A panel that `stays` may be moved and not left out; one that stands `alone` draws itself anew,
    since it holds what somebody types; `sketch` draws it while the page is arranged.
    """

    name: str
    label: Words
    template: str
    function: "Callable[[Any, Actor], Mapping[str, Any] | None]"
    icon: str = ""
    order: int = 100
    place: str = "side"  # left, main or side
    not_on: frozenset[str] = frozenset()
    """Types on whose pages it never stands, though it is given to all."""
    stays: bool = False
    alone: bool = False
    sketch: str = ""


@dataclass(frozen=True, eq=False)
class RecordType:
    """A noun of the business, declared once. What is left out follows from the model.

    `constant` narrows the model's table to this type; `title` names the field that names a record, `describe` those
    that stand under its name, `elsewhere` those that a page of its own shows outside of its details; `phone` the
    columns that a row shows on a phone beside its title: below it, at its end, below that, to call; `deeds` the verbs
    that are done most; `tick` the one that finishes a record, a circle before its title in lists; `face` draws one
    beside it: person or firm. `pages` replaces a generic page by a view: {"detail": "area.views.deal.page"}. `likely`
    is the path of a function of the type, what a new record is given and the actor: the records that it may be already.
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
    elsewhere: frozenset[str] = frozenset()
    deeds: tuple[str, ...] = ()
    tick: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    stage: str = ""
    date: str = ""
    place: str = ""
    timeline: str = ""
    create: str = ""
    likely: str = ""
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
        """Its own fields, the columns that other areas contribute, and the fields that the firm made, by name."""
        found = _fields.get(self)
        if found is None:
            found = {known.name: known for known in (*self.fields, *_columns.get(self.name, ()))}
            _belong(found.values(), self.ref_name)
            if _types.get(self.name) is self:
                _fields[self] = found
        return with_own_fields(self.name, found, _kinds_within(self.name))

    @property
    def whole_form(self) -> tuple[str | Group, ...]:
        """The form, with the fields that the firm made in a group at the end where it does not name them."""
        own = tuple(name for name in own_fields(self.name) if name not in self.form)
        return (*self.form, Group(_("Own fields"), own)) if own else self.form

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
_fields: dict[RecordType, dict[str, Field]] = {}
_type_sources: list[Callable[[], Iterable[RecordType]]] = []
_panel_sources: list[Callable[[str], Iterable[Panel]]] = []


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
    _registered.cache_clear()
    _kinds_within.cache_clear()
    return type


def add_type_source(source: Callable[[], Iterable[RecordType]]) -> None:
    """Register a function that gives the types that the firm which is entered has beside the registered ones.

    It is asked once for each layout of the firm. What a registered type is called, or where it lives, is taken.
    """
    _type_sources.append(source)


def add_panel_source(source: Callable[[str], Iterable[Panel]]) -> None:
    """Register a function from the name of a type to panels of its page that only this firm has."""
    _panel_sources.append(source)


def contribute_column(type_name: str, column: Field) -> None:
    """Add a field to the lists and filters of a type that another area owns."""
    _check_name(column.name, type_name)
    if any(known.name == column.name for known in _columns.setdefault(type_name, [])):
        raise BadDeclaration(f"{type_name} gets the column {column.name} twice")
    _columns[type_name].append(column)
    _fields.clear()


def contribute_panel(type_name: str, panel: Panel) -> None:
    _panels.setdefault(type_name, []).append(panel)
    _panels[type_name].sort(key=lambda known: (known.order, known.name))


def panels(type_name: str, place: str = "") -> tuple[Panel, ...]:
    """The panels of a type's page in their order, of one place or of all. A type's own stands for that of the same name
    which every type has.
    """
    own = [panel for source in _panel_sources for panel in source(type_name)]
    known = {panel.name: panel for panel in (*_panels.get(EVERY, ()), *own, *_panels.get(type_name, ()))}
    found = sorted(known.values(), key=lambda one: (one.order, one.name))
    return tuple(panel for panel in found if place in ("", panel.place) and type_name not in panel.not_on)


def types() -> tuple[RecordType, ...]:
    """Every type of the workspace that is entered: the registered ones in their order, then the firm's own."""
    return _here().all


def get(name: str) -> RecordType | None:
    return _here().by_name.get(name)


@cache
def _kinds_within(name: str) -> tuple[str, ...]:
    """The types of which this one is the whole: they live in its table, each narrowed to a part of it."""
    whole = _types.get(name)
    if whole is None or whole.constant:
        return ()
    return tuple(known.name for known in _types.values() if known.model is whole.model and known.constant)


def target_of(relation: Field) -> RecordType:
    """The type that a relation leads to."""
    target = get(relation.target)
    if target is None:
        raise LookupError(f"{relation.name} leads to {relation.target}, which is no record type")
    return target


def by_slug(slug: str) -> RecordType | None:
    return _here().by_slug.get(slug)


def for_model(model: type[Tracked]) -> tuple[RecordType, ...]:
    """The types that live in this model's table."""
    return tuple(_here().by_model.get(model, ()))


def fields_of_model(model: type[Tracked]) -> Mapping[str, Field]:
    """The fields of all types that live in this model's table: what its history speaks of."""
    kinds = for_model(model)
    return {name: field for kind in reversed(kinds) for name, field in kind.all_fields.items()}


def for_record(record: Tracked) -> RecordType | None:
    return next((known for known in for_model(type(record)) if known.holds(record)), None)


def for_ref(ref: tuple[str, int]) -> RecordType | None:
    """The type of the record behind a ref; asks the database only where several types share a model."""
    model = models_by_name().get(ref[0])
    candidates = for_model(model) if model else ()
    if len(candidates) < 2 or model is None:
        return candidates[0] if candidates else None
    record = model.everything.filter(pk=ref[1]).first()
    return for_record(record) if record else None


class _Index:
    """The types of one layout, by what they are looked up by."""

    def __init__(self, found: Iterable[RecordType]) -> None:
        self.by_name: dict[str, RecordType] = {}
        self.by_slug: dict[str, RecordType] = {}
        self.by_model: dict[type[Tracked], list[RecordType]] = {}
        for known in found:
            if known.name not in self.by_name and known.slug not in self.by_slug:
                self.by_name[known.name] = self.by_slug[known.slug] = known
                self.by_model.setdefault(known.model, []).append(known)
        self.all = tuple(self.by_name.values())


def _here() -> _Index:
    return layout.made("record types", _with_own) if own_types().live else _registered()


@cache
def _registered() -> _Index:
    return _Index(_types.values())


def _with_own() -> _Index:
    return _Index((*_types.values(), *(known for source in _type_sources for known in source())))


def ref_name_of(type_name: str) -> str:
    """Under which name history and rights know the records of a type; a type of a firm's own has a name of its own."""
    known = _types.get(type_name)
    return known.ref_name if known else type_name


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
