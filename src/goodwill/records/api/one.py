"""One record as the API gives and takes it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from goodwill.kernel import layout, rights, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.prepared import prepared
from goodwill.records import parameters
from goodwill.records.api.answers import stale
from goodwill.records.codec import plain_row, written
from goodwill.records.fields import Field, Kind, readable
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query import sort_of
from goodwill.records.query.cells import Reader
from goodwill.records.registry import RecordType
from goodwill.records.values import read_values


def shown(type: RecordType, pk: int, actor: Actor) -> dict[str, Any]:
    """All that the actor may know of the record, in the same queries as a list of one."""
    found = shown_each(type, [pk] if 0 < pk < 2**63 else [], actor)
    if pk not in found:
        raise Missing
    return found[pk]


def shown_each(type: RecordType, pks: Collection[int], actor: Actor) -> dict[int, dict[str, Any]]:
    """All that the actor may know of these records, by id; those that may not be seen are left out."""
    if not pks:
        return {}
    fields = {field.name: field for field in known_fields(type, actor)}
    reader = Reader(type, actor, tuple(fields.values()), sort_of("", type, actor))
    seen = rights.reach(type.model, actor)
    if seen is None:
        return {}
    found = _rows(list(pks), type=type, seen=seen, aliases=tuple(reader.aliases.items()), paths=reader.paths)
    return {row.id: plain_row(fields, row) for row in reader.rows(found)}


@prepared
def _rows(
    pks: list[int], *, type: RecordType, seen: Q, aliases: tuple[tuple[str, Any], ...], paths: tuple[str, ...]
) -> "QuerySet[Any, tuple[Any, ...]]":
    rows: QuerySet[Any] = type.model.objects.filter(seen, pk__in=pks, **type.constant)
    return (rows.annotate(**dict(aliases)) if aliases else rows).order_by().values_list(*paths)


def etag(record: Mapping[str, Any]) -> str:
    return f'"{record["version"]}"'


def require_version(type: RecordType, pk: int, version: int | None, actor: Actor, yours: Mapping[str, Any]) -> None:
    """Hold the row, and refuse unless it still is the version that the client knows."""
    if version is None:
        return
    now = type.model.locked(pk).version
    if now == version:
        return
    record = shown_each(type, [pk], actor).get(pk) or {"id": pk, "version": now}  # in the trash it is not shown
    raise stale(etag(record), record, dict(yours))


def given_to_create(type: RecordType, given: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """Fields as they are; what only the type's own verb takes is read here, like the parameters of any verb."""
    fields = creating_fields(type)
    refuse_unknown(type, fields, given, actor)
    extra = {name: fields[name] for name in given if not _is_own(type, fields[name])}
    taken = read_values(extra, {name: given[name] for name in extra}, actor)
    own = {name: value for name, value in given.items() if name not in extra}
    return {**written(type, own), **taken}


def creating_fields(type: RecordType) -> dict[str, Field]:
    """What can be given to a new record: its fields, and the parameters of the verb that makes it."""
    return layout.made(f"fields for a new one of {type.name}", lambda: _creating_fields(type))


def _creating_fields(type: RecordType) -> dict[str, Field]:
    if not type.create:
        return _columns(type)
    function = import_string(type.create)
    declared = verbs.get(type.ref_name, function.__name__)
    takes = parameters.fields_of_verb(declared) if declared else {}
    given = {name: field for name, field in takes.items() if field.kind is not Kind.JSON}
    return {**given, **_taken_by(function, type)}


def changing_fields(type: RecordType) -> dict[str, Field]:
    """What can be given to a record that is there."""
    own = verbs.get(type.ref_name, "edit")
    return _taken_by(own.function, type) if own else _columns(type)


def refuse_unknown(type: RecordType, fields: Mapping[str, Field], given: Mapping[str, Any], actor: Actor) -> None:
    """Together with what the actor may not know of, so that nothing tells the two apart."""
    hidden = {name for name in given if name in type.all_fields and not readable(type.all_fields[name], actor)}
    unknown = [name for name in given if name in hidden or name not in fields]
    if unknown:
        raise Invalid(dict.fromkeys(unknown, _("There is no such field to write.")))


def _columns(type: RecordType) -> dict[str, Field]:
    """Fields with several values have rows of their own, which only a verb of the type writes."""
    return {name: field for name, field in type.all_fields.items() if field.editable and not field.many}


def _taken_by(function: Callable[..., Any], type: RecordType) -> dict[str, Field]:
    takes = verbs.taken_by(function)
    every = any(one.kind is one.VAR_KEYWORD for one in takes.values())
    return {name: field for name, field in type.all_fields.items() if field.editable and (every or name in takes)}


def _is_own(type: RecordType, field: Field) -> bool:
    return type.all_fields.get(field.name) is field
