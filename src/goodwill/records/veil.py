"""What hand-written pages show of a record at hand, without the fields that are hidden from the actor."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from goodwill.kernel import extras, rights, scopes
from goodwill.kernel.actors import HIDDEN, READ, Actor
from goodwill.kernel.models import Change, Record, Tracked
from goodwill.kernel.refs import models_by_name
from goodwill.records.fields import TEXTUAL, Field, readable
from goodwill.records.scopes import held_in, kinds_of

T = TypeVar("T", bound=Tracked)


def narrows(actor: Actor) -> bool:
    """Whether the actor's role says anything of single fields: most do not, and then nothing need be looked at."""
    return bool(actor.narrowed)


def hides(actor: Actor, ref_name: str, *names: str) -> bool:
    """Whether one of these fields is hidden from the actor by their role."""
    return narrows(actor) and any(actor.field_right(ref_name, name) == HIDDEN for name in names)


def hidden_fields(ref_name: str, actor: Actor) -> list[Field]:
    """What the actor's role hides of all types in one table."""
    if not actor.narrowed.get(ref_name):
        return []
    fields = {field.name: field for kind in kinds_of(ref_name) for field in kind.all_fields.values()}
    return [field for field in fields.values() if not readable(field, actor)]


def veil(record: T, actor: Actor) -> T:
    return veil_all([record], actor)[0]


def veil_all(records: Iterable[T], actor: Actor) -> list[T]:
    """Copies with nothing in their hidden columns, to be shown and never written back; rights still ask the records.

    What was loaded with them and may not be seen is empty, too: one query a model, none where the actor sees all of it.
    """
    rows = list(records)
    hidden = {name: hidden_fields(name, actor) for name in {row.ref_name() for row in rows}}
    loaded: dict[type[Record], set[int]] = defaultdict(set)
    for row in rows:
        for _name, one in _loaded_with(row):
            loaded[type(one)].add(one.pk)
    unseen = {model: out_of_reach(model, ids, actor) for model, ids in loaded.items()}
    return [_veiled(row, hidden[row.ref_name()], unseen) for row in rows]


def out_of_reach(model: type[Tracked], ids: Iterable[int], actor: Actor) -> set[int]:
    """Those of these records that the actor may not see; no query for whoever sees all of them."""
    asked = set(ids)
    if not asked or rights.unlimited(model, actor):
        return set()
    return asked.difference(rights.visible(model.everything.filter(pk__in=asked), actor).values_list("pk", flat=True))


def _loaded_with(record: Tracked) -> list[tuple[str, Record]]:
    return [(name, one) for name, one in record._state.fields_cache.items() if isinstance(one, Record)]


def _veiled(record: T, hidden: list[Field], unseen: Mapping[type[Record], set[int]]) -> T:
    away = [name for name, one in _loaded_with(record) if one.pk in unseen[type(one)]]
    if not hidden and not away:
        return record
    veiled = _copied(record)
    veiled.__dict__["unveiled"] = getattr(record, "unveiled", record)
    for name in away:
        setattr(veiled, name, None)
    for field in hidden:
        if field.kept is not None:
            veiled.__dict__[extras.COLUMN] = field.kept.without(veiled.__dict__[extras.COLUMN])
        if field.column and "__" not in field.column and field.many is None:
            column: Any = veiled._meta.get_field(field.column)
            empty = None if column.is_relation or column.null else "" if field.kind in TEXTUAL else column.get_default()
            setattr(veiled, field.column, empty)
    return veiled


def _copied(record: T) -> T:
    """`copy.copy` looks for the model by its name, and the models of a firm's own types stand in no registry."""
    copied = type(record).__new__(type(record))
    copied.__dict__.update(record.__getstate__())
    return copied


def hides_text(ref_name: str, actor: Actor) -> bool:
    """Whether a text of these records is hidden: then what was made of several of their texts is not shown either."""
    return any(field.kind in TEXTUAL for field in hidden_fields(ref_name, actor))


def hides_change(change: Change, actor: Actor) -> bool:
    """Whether this was a change of a row that holds a hidden field; what a change does not say counts as if it did."""
    model = models_by_name().get(change.type)
    if model is None or not narrows(actor):
        return False
    said: Mapping[str, Any] = {**change.before, **change.after}
    return any(
        hides(actor, one.of, one.field) and all(said.get(name, value) == value for name, value in one.constant.items())
        for one in held_in(model)
    )


def known_rows(rows: Any, actor: Actor) -> Any:
    """The rows that hang on a record which is seen, without those that hold its hidden fields."""
    if not narrows(actor):
        return rows
    locked = scopes.rows_locked(rows.model, actor, READ)
    return rows if locked is None else rows.exclude(locked)
