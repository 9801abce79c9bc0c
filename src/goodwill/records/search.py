"""Search over every type that says what it is found by, with the actor's rights; and the projection behind it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Q

from goodwill.kernel import changes, search as index, seen
from goodwill.kernel.actors import ALL, NONE, OWN, Actor
from goodwill.kernel.changes import Entry
from goodwill.kernel.models import Change, Record, Tracked
from goodwill.kernel.refs import Ref, models_by_name
from goodwill.records import registry
from goodwill.records.abouts import names_of
from goodwill.records.fields import LINKED, Field, Kind
from goodwill.records.fresh import Fresh, link_of
from goodwill.records.registry import RecordType

AT_ONCE = 1000
DEEPER = 20
_NEW: Any = None
"""The id of what has none yet."""
_ABOUT = ("about_type", "about_id")
_more: dict[str, Callable[[list[int]], Mapping[int, Sequence[str]]]] = {}


@dataclass(frozen=True)
class Found:
    """A hit as a page shows it."""

    type: RecordType
    id: int
    title: str
    detail: str


def also_found_by(type_name: str, texts: Callable[[list[int]], Mapping[int, Sequence[str]]]) -> None:
    """Have records of a type found by texts that none of its fields holds; `texts` gives them by the records' ids."""
    _more[type_name] = texts


def search(text: str, actor: Actor, *, limit: int = 20, types: Iterable[RecordType] = ()) -> list[Found]:
    """The records that the actor may see, best first."""
    wanted = [kind for kind in (types or registry.types()) if kind.search]
    within = _within(wanted, actor)
    if within is None:
        return []
    hits = index.find(text, within, limit=limit)
    found = _seen(_refs(hits), wanted, actor)
    if len(found) < len(hits) == limit:  # what hangs on records out of reach took the places of what may be seen
        found = _seen(_refs(index.find(text, within, limit=DEEPER * limit)), wanted, actor)[:limit]
    return found


def looked_at(actor: Actor, *, limit: int = 6) -> list[Found]:
    """What the actor looked at last, the newest first."""
    return _seen(seen.recent(actor, limit), [kind for kind in registry.types() if kind.search], actor)


def _refs(hits: Sequence[index.Hit]) -> list[tuple[str, int]]:
    return [(hit.type, hit.ref_id) for hit in hits]


def _within(types: Iterable[RecordType], actor: Actor) -> Q | None:
    """The rows of the index that the actor's rights reach."""
    condition = Q()
    for name, model in {kind.ref_name: kind.model for kind in types}.items():
        if not issubclass(model, Record):
            condition |= Q(kind=name)
            continue
        scope = actor.scope(name, "read")
        if scope == ALL:
            condition |= Q(kind=name)
        elif scope != NONE:
            own = Q(owner_id=actor.user_id) | Q(owner_id=None, created_by_id=actor.user_id)
            reach = own if scope == OWN or not actor.team_ids else own | Q(team_id__in=actor.team_ids)
            condition |= Q(kind=name) & reach
    return condition & Q(tag="") if condition else None


def _seen(refs: Sequence[tuple[str, int]], types: Sequence[RecordType], actor: Actor) -> list[Found]:
    """Those that are there and may be seen at this moment; one query for each type."""
    ids: dict[str, set[int]] = defaultdict(set)
    for name, pk in refs:
        ids[name].add(pk)
    found: dict[tuple[str, int], Found] = {}
    for kind in types:
        if ids.get(kind.ref_name):
            found |= {(kind.ref_name, one.id): one for one in _of_type(kind, ids[kind.ref_name], actor)}
    return [found[name, pk] for name, pk in refs if (name, pk) in found]


def _of_type(type: RecordType, ids: set[int], actor: Actor) -> Iterable[Found]:
    named = [type.field(name) for name in (type.title, *type.describe)]
    paths = [field.column for field in named if field.column and field.kind not in LINKED]
    whole = _ABOUT if type.is_about else ()
    rows = list(type.rows(actor).filter(pk__in=ids).values_list("pk", *paths, *whole))
    wholes = names_of([Ref(*row[-2:]) for row in rows if row[-2]], actor) if whole else {}
    for pk, title, *rest in rows:
        said = [wholes.get(Ref(*rest[-2:])), *rest[:-2]] if whole else rest
        yield Found(type, pk, str(title), " · ".join(str(part) for part in (*said, type.label) if part))


def _made_ahead(record: Tracked, parts: Sequence[Tracked]) -> index.Words | None:
    """What a new record without an id is found by. A part is searched with its whole, or not at all."""
    kind = next((kind for kind in _kinds(type(record)) if kind.holds(record)), None)
    if any(_kinds(type(part)) for part in parts):
        raise changes.NotAhead
    if kind is None:
        return None
    (document,) = _documents_of(kind, {_NEW: record}, Fresh.of(parts))
    return index.words_of(document)


@cache
def _kinds(model: type[Tracked]) -> tuple[RecordType, ...]:
    """The searched types of a model. Raises NotAhead where one has to be looked up to be found."""
    kinds = _searched(model.ref_name())
    if any(kind.name in _more or not Fresh({}).tells_all_of(kind) for kind in kinds):
        raise changes.NotAhead
    return kinds


def _write_ahead(name: str, new: Sequence[tuple[int, index.Words]], by: Actor) -> None:
    index.keep_words(name, new, by.user_id)


@changes.projection(ahead=changes.Beforehand(_made_ahead, _write_ahead))
def keep_index(entries: Sequence[Entry]) -> None:
    """Write anew what was changed, and the wholes of changed parts, where it is something that one searches by."""
    stale: dict[RecordType, set[int]] = defaultdict(set)
    wholes: dict[str, set[int]] = defaultdict(set)
    known: dict[tuple[str, int], RecordType] = {}
    by_model: dict[type[Tracked], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_model[type(entry.record)].append(entry)
    fresh = Fresh(by_model)
    for model, its in by_model.items():
        name, kinds = model.ref_name(), _searched(model.ref_name())
        for entry in its if kinds else ():
            kind = next((kind for kind in kinds if kind.holds(entry.record)), None)
            if kind is not None:
                known[name, entry.record.pk] = kind
                if _says_something_new(entry, kind):
                    stale[kind].add(entry.record.pk)
        whole = its[0].record.root().type if model.belongs_to else ""
        if whole and any(model in _sources(kind).parts for kind in _searched(whole)):
            link = link_of(model)
            wholes[whole].update(getattr(entry.record, link) for entry in its)
    for name, ids in wholes.items():
        left = {pk for pk in ids if (name, pk) not in known}
        for pk, kind in (*_types_of(name, left), *((pk, known[name, pk]) for pk in ids - left)):
            stale[kind].add(pk)
    for kind, ids in stale.items():
        new = fresh.records(kind, ids) if fresh.tells_all_of(kind) else {}
        index.keep_new(_documents_of(kind, new, fresh))
        reindex(kind, sorted(ids - new.keys()))


class _Sources(NamedTuple):
    """Where a type's documents come from: columns of its own, and models of rows that hang on it.

    A column that no history tells of may change with any update: then there are no `columns`.
    """

    columns: frozenset[str]
    parts: frozenset[type[Any]]


@cache
def _sources(type: RecordType) -> _Sources:
    declared = type.search if isinstance(type.search, tuple) else ()
    fields = [type.field(part.field) for part in declared]
    columns = {str(field.column).split("__")[0] for field in fields if field.column} | {type.title, "owner", "team"}
    told = not columns & (type.model.derived | type.model.unlogged)
    parts = frozenset(apps.get_model(field.many.model) for field in fields if field.many)
    return _Sources(frozenset(columns) if told else frozenset(), parts)


def _says_something_new(entry: Entry, type: RecordType) -> bool:
    columns = _sources(type).columns
    return entry.kind != Change.Kind.UPDATE or not columns or bool(columns & entry.after.keys())


def _searched(name: str) -> tuple[RecordType, ...]:
    model = models_by_name().get(name)
    return tuple(kind for kind in registry.for_model(model) if kind.search) if model else ()


def _types_of(name: str, ids: Collection[int]) -> Iterator[tuple[int, RecordType]]:
    """The types of records that are named by ids; asks only where several types share a table."""
    kinds = _searched(name)
    if len(kinds) == 1:
        yield from ((pk, kinds[0]) for pk in ids)
    elif kinds and ids:
        columns = sorted({column for kind in kinds for column in kind.constant})
        for row in kinds[0].model.everything.filter(pk__in=ids).values("pk", *columns):
            for kind in kinds:
                if all(row[column] == value for column, value in kind.constant.items()):
                    yield row["pk"], kind


def reindex(type: RecordType, ids: Sequence[int]) -> None:
    """Write the documents of these records of the type, and forget those that are in the trash."""
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        documents = list(_documents(type, chunk))
        index.keep(documents)
        gone = set(chunk) - {document.ref_id for document in documents}
        if gone:
            index.forget(type.ref_name, gone)


@cache
def _told_by(type: RecordType) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """The fields that a type is searched by, and the columns that its documents need."""
    searched = type.search if isinstance(type.search, tuple) else ()
    fields = tuple(type.field(part.field) for part in searched)
    kept = ("owner_id", "team_id", "created_by_id") if issubclass(type.model, Record) else ("created_by_id",)
    return fields, (*(str(field.column) for field in fields if field.many is None and field.column), *kept)


def _documents(type: RecordType, ids: Sequence[int]) -> Iterable[index.Document]:
    fields, columns = _told_by(type)
    rows = type.model.objects.filter(**type.constant, pk__in=ids)
    several = {field.name: _several(field, ids) for field in fields if field.many}
    more = _more[type.name](list(ids)) if type.name in _more else {}
    for row in rows.values("pk", *columns):
        yield _document(type, fields, row, several, more.get(row["pk"], ()))


def _documents_of(type: RecordType, records: Mapping[int, Tracked], fresh: Fresh) -> Iterator[index.Document]:
    """The same of records that are at hand with all that hangs on them."""
    if not records:
        return
    fields, columns = _told_by(type)
    several = {field.name: fresh.several(field.many) for field in fields if field.many}
    more = _more[type.name](list(records)) if type.name in _more else {}
    for pk, record in records.items():
        row = {"pk": pk, **{name: getattr(record, name) for name in columns}}
        yield _document(type, fields, row, several, more.get(pk, ()))


def _document(
    type: RecordType,
    fields: Sequence[Field],
    row: dict[str, Any],
    several: dict[str, dict[int, list[str]]],
    more: Sequence[str],
) -> index.Document:
    texts: list[str] = list(more)
    numbers: list[str] = []
    for field in fields:
        if field.name == type.title:
            continue
        values = several[field.name].get(row["pk"], []) if field.many else [row[str(field.column)]]
        (numbers if field.kind is Kind.PHONE else texts).extend(str(value) for value in values if value)
    return index.Document(
        type=type.ref_name,
        ref_id=row["pk"],
        title=str(row[str(type.field(type.title).column)] or ""),
        texts=texts,
        numbers=numbers,
        owner_id=row.get("owner_id"),
        team_id=row.get("team_id"),
        created_by_id=row.get("created_by_id"),
    )


def _several(field: Field, ids: Sequence[int]) -> dict[int, list[str]]:
    """All values of a field with rows of its own: the shown text and the compared form, since both are typed."""
    many = field.many
    found: dict[int, list[str]] = defaultdict(list)
    if many:
        columns = [many.value, *([many.fold] if many.fold else [])]
        for pk, *values in many.rows().filter((f"{many.link}__in", ids)).values_list(many.link, *columns):
            found[pk].extend(str(value) for value in values)
    return found
