"""Search over every type that says what it is found by, with the actor's rights; and the projection behind it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Q, QuerySet

from goodwill.kernel import changes, extras, rights, search as index, seen
from goodwill.kernel.actors import ALL, NONE, OWN, Actor, is_filter
from goodwill.kernel.changes import Entry
from goodwill.kernel.models import Change, Record, Tracked
from goodwill.kernel.prepared import prepared
from goodwill.kernel.refs import Ref, models_by_name
from goodwill.kernel.text import digits, words
from goodwill.records import registry
from goodwill.records.abouts import names_of
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import TEXTUAL, Field, Kind, readable
from goodwill.records.fresh import Fresh, link_of, places_of, tells_all_of, title_of
from goodwill.records.registry import RecordType
from goodwill.records.show import labels_for, show
from goodwill.records.story import words_of
from goodwill.records.veil import narrows

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
    narrow = _narrowed(wanted, actor)
    if narrow:
        return _search_narrowed(text, wanted, narrow, actor, limit)
    hits = index.find(text, within, limit=limit)
    found = _seen(_refs(hits), wanted, actor)
    if len(found) < len(hits) == limit:  # what hangs on records out of reach took the places of what may be seen
        found = _seen(_refs(index.find(text, within, limit=DEEPER * limit)), wanted, actor)[:limit]
    return found


def looked_at(actor: Actor, *, limit: int = 6) -> list[Found]:
    """What the actor looked at last, the newest first."""
    return _seen(seen.recent(actor, limit), [kind for kind in registry.types() if kind.search], actor)


Hidden = Mapping[RecordType, frozenset[str]]


def _narrowed(types: Iterable[RecordType], actor: Actor) -> Hidden:
    """The types that are searched by fields which are hidden from the actor, with those."""
    if not narrows(actor):
        return {}
    found = {}
    for kind in types:
        declared = kind.search if isinstance(kind.search, tuple) else ()
        hidden = frozenset(part.field for part in declared if not readable(kind.field(part.field), actor))
        if hidden:
            found[kind] = hidden
    return found


def _search_narrowed(text: str, wanted: Sequence[RecordType], narrow: Hidden, actor: Actor, limit: int) -> list[Found]:
    """A hidden field never matches: what may have been found by one is held against the fields that are shown.

    Where that leaves something out, the types without hidden fields are asked anew, as if it had not been there.
    """
    within = _within(wanted, actor)
    hits = index.find(text, within, limit=DEEPER * limit) if within is not None else []
    kept = _found_by_what_is_shown(text, _refs(hits), narrow)
    if len(kept) < len(hits):
        others = _within([kind for kind in wanted if kind not in narrow], actor)
        more = index.find(text, others, limit=limit) if others is not None else []
        kept += [ref for ref in _refs(more) if ref not in kept]
    return _seen(kept, wanted, actor)[:limit]


def _found_by_what_is_shown(text: str, refs: Sequence[tuple[str, int]], narrow: Hidden) -> list[tuple[str, int]]:
    asked, number = words(text[: index.LONGEST]), digits(text)
    names = {kind.ref_name for kind in narrow}
    passing = set()
    for kind, hidden in narrow.items():
        ids = [pk for name, pk in refs if name == kind.ref_name]
        for document in _documents(kind, ids, without=hidden):
            told = " ".join(word for one in (document.title, *document.texts, *document.numbers) for word in words(one))
            numbers = " ".join(digits(one) for one in document.numbers)
            if all(word in told for word in asked) or (number and number.lstrip("0") in numbers):
                passing.add((document.type, document.ref_id))
    return [ref for ref in refs if ref[0] not in names or ref in passing]


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
        if is_filter(scope):
            condition |= Q(kind=name, ref_id__in=rights.visible(model.objects.all(), actor).values("pk"))
        elif scope == ALL:
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
            found |= {(kind.ref_name, one.id): one for one in described(kind, ids[kind.ref_name], actor)}
    return [found[name, pk] for name, pk in refs if (name, pk) in found]


def described(type: RecordType, ids: Collection[int], actor: Actor) -> Iterable[Found]:
    """Those of the type that the actor may see, each with what tells it from others of its name."""
    named = str(type.field(type.title).column)
    fields = [field for name in type.describe if readable(field := type.field(name), actor) and field.column]
    paths = (named, *(str(field.column) for field in fields), *(_ABOUT if type.is_about else ()))
    reach = rights.reach(type.model, actor)
    rows = [] if reach is None else _among(list(ids), type=type, reach=reach, paths=paths)
    wholes = names_of([Ref(*row[-2:]) for row in rows if row[-2]], actor) if type.is_about else {}
    stored = [{field.name: row[at] for at, field in enumerate(fields, 2)} for row in rows]
    labels = labels_for(fields, stored, actor)
    for row, its in zip(rows, stored, strict=True):
        said = [words_of(show(field, its[field.name], labels)) for field in fields]
        about = wholes.get(Ref(*row[-2:]), "") if type.is_about else ""
        kind = "" if "kind" in type.describe else str(type.label)
        title = str(row[1] or (said.pop(0) if said else "") or type.label)
        yield Found(type, row[0], title, " · ".join(part for part in (about, *said, kind) if part))


@prepared
def _among(ids: list[int], *, type: RecordType, reach: Q, paths: tuple[str, ...]) -> "QuerySet[Any, tuple[Any, ...]]":
    rows: QuerySet[Any] = type.model.objects.filter(reach, pk__in=ids, **type.constant)
    return rows.values_list("pk", *paths)


def _made_ahead(record: Tracked, parts: Sequence[Tracked]) -> index.Words | None:
    """What a new record without an id is found by. A part is searched with its whole, or not at all."""
    kinds = _kinds(type(record))
    for model in set(map(type, parts)):
        if _kinds(model):
            raise changes.NotAhead
    kind = next((kind for kind in kinds if kind.holds(record)), None)
    if kind is None:
        return None
    if record.extra:
        (document,) = _documents_of(kind, {_NEW: record}, Fresh.of(parts))
        return index.words_of(document)
    held = record.__dict__
    texts: list[str] = []
    numbers: list[str] = []
    for place in places_of(kind):
        (numbers if place.is_number else texts).extend(place.texts(held, parts))
    title = str(held[title_of(kind)] or "")
    return index.words_of_new(title, texts, numbers, held.get("owner_id"), held.get("team_id"))


def _kinds(model: type[Tracked]) -> Sequence[RecordType]:
    """The searched types of a model. Raises NotAhead where one has to be looked up to be found."""
    kinds = _told_by_columns(registry.for_model(model))
    if kinds is None or (kinds and not _more.keys().isdisjoint([kind.name for kind in kinds])):
        raise changes.NotAhead
    return kinds


@lru_cache(maxsize=256)
def _told_by_columns(types: tuple[RecordType, ...]) -> tuple[RecordType, ...] | None:
    """Those of the types that are searched, if columns tell all of them."""
    searched = tuple(kind for kind in types if kind.search)
    return searched if all(map(tells_all_of, searched)) else None


def _write_ahead(name: str, new: Sequence[tuple[int, index.Words]], by: Actor) -> None:
    index.keep_words(name, new, by.user_id)


def _forget_gone(name: str, ids: Sequence[int], _by: Actor) -> None:
    index.forget(name, ids)


@changes.projection(ahead=changes.Beforehand(_made_ahead, _write_ahead, gone=_forget_gone))
def keep_index(entries: Sequence[Entry]) -> None:
    """Write anew what was changed, and the wholes of changed parts, where it is something that one searches by.

    Of a part that went from one whole to another, both are told.
    """
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
            wholes[whole].update(left for entry in its if (left := entry.before.get(model.belongs_to)))
    for name, ids in wholes.items():
        left = {pk for pk in ids if (name, pk) not in known}
        for pk, kind in (*_types_of(name, left), *((pk, known[name, pk]) for pk in ids - left)):
            stale[kind].add(pk)
    for kind, ids in stale.items():
        new = fresh.records(kind, ids) if tells_all_of(kind) else {}
        index.keep_new(_documents_of(kind, new, fresh))
        reindex(kind, sorted(ids - new.keys()))


class _Sources(NamedTuple):
    """Where a type's documents come from: columns of its own, and models of rows that hang on it.

    A column that no history tells of may change with any update: then there are no `columns`.
    """

    columns: frozenset[str]
    parts: frozenset[type[Any]]


@lru_cache(maxsize=512)
def _sources(type: RecordType) -> _Sources:
    declared = type.search if isinstance(type.search, tuple) else ()
    fields = [type.field(part.field) for part in declared]
    columns = {str(field.column).split("__")[0] for field in fields if field.column} | {type.title, "owner", "team"}
    told = not columns & (type.model.derived | type.model.unlogged)
    parts = frozenset(apps.get_model(field.many.model) for field in fields if field.many)
    return _Sources(frozenset(columns) if told else frozenset(), parts)


def _says_something_new(entry: Entry, type: RecordType) -> bool:
    columns = _sources(type).columns
    if any(extras.is_extra(name) for name in entry.after):
        return True
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


@lru_cache(256)
def _told_by(type: RecordType) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """The fields that a type is searched by, and the columns that its documents need."""
    searched = type.search if isinstance(type.search, tuple) else ()
    fields = tuple(type.field(part.field) for part in searched)
    owned = ("owner_id", "team_id") if issubclass(type.model, Record) else ()
    single = (str(field.column) for field in fields if field.many is None and field.column)
    return fields, (*single, *owned, "created_by_id", extras.COLUMN)


def _documents(type: RecordType, ids: Sequence[int], *, without: Collection[str] = ()) -> Iterable[index.Document]:
    told, columns = _told_by(type)
    fields = [field for field in told if field.name not in without]
    rows = type.model.objects.filter(**type.constant, pk__in=ids)
    several = {field.name: _several(field, ids) for field in fields if field.many}
    more = _more[type.name](list(ids)) if type.name in _more else {}
    for row in rows.values("pk", *columns):
        yield _document(type, fields, row, several, more.get(row["pk"], ()), without=without)


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
    *,
    without: Collection[str] = (),
) -> index.Document:
    texts: list[str] = list(more)
    numbers: list[str] = []
    for field in fields:
        if field.name == type.title:
            continue
        values = several[field.name].get(row["pk"], []) if field.many else [row[str(field.column)]]
        (numbers if field.kind is Kind.PHONE else texts).extend(str(value) for value in values if value)
    for field in _searched_extras(type) if row[extras.COLUMN] else ():
        value = None if field.name in without else row[extras.COLUMN].get(field.name)
        if isinstance(value, str):
            (numbers if field.kind is Kind.PHONE else texts).append(value)
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


def _searched_extras(type: RecordType) -> list[Field]:
    """The firm's own texts, without those that are not for everybody."""
    return [field for field in own_fields(type.name).values() if field.kind in TEXTUAL and field.readable is None]


def _several(field: Field, ids: Sequence[int]) -> dict[int, list[str]]:
    """All values of a field with rows of its own: the shown text and the compared form, since both are typed."""
    many = field.many
    found: dict[int, list[str]] = defaultdict(list)
    if many:
        columns = [many.value, *([many.fold] if many.fold else [])]
        rows = many.rows().filter((f"{many.link}__in", ids)).order_by(*many.order)
        for pk, *values in rows.values_list(many.link, *columns):
            found[pk].extend(str(value) for value in values)
    return found
