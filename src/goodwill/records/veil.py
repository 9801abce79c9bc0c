"""What hand-written pages show of a record at hand, without the fields that are hidden from the actor."""

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
    """A copy with nothing in its hidden columns, to be shown and never written back; rights still ask the record. What
    was loaded with it and may not be seen is empty, too.
    """
    hidden, unseen = hidden_fields(record.ref_name(), actor), _unseen(record, actor)
    if not hidden and not unseen:
        return record
    veiled = _copied(record)
    veiled.__dict__["unveiled"] = record
    for name in unseen:
        setattr(veiled, name, None)
    for field in hidden:
        if field.kept is not None:
            veiled.__dict__[extras.COLUMN] = field.kept.without(veiled.__dict__[extras.COLUMN])
        if field.column and "__" not in field.column and field.many is None:
            column: Any = veiled._meta.get_field(field.column)
            empty = None if column.is_relation or column.null else "" if field.kind in TEXTUAL else column.get_default()
            setattr(veiled, field.column, empty)
    return veiled


def _unseen(record: Tracked, actor: Actor) -> list[str]:
    loaded = record._state.fields_cache.items()
    return [name for name, one in loaded if isinstance(one, Record) and not rights.allows(actor, "read", one)]


def _copied(record: T) -> T:
    """`copy.copy` looks for the model by its name, and the models of a firm's own types stand in no registry."""
    copied = type(record).__new__(type(record))
    copied.__dict__.update(record.__getstate__())
    return copied


def veil_all(records: Iterable[T], actor: Actor) -> list[T]:
    return [veil(record, actor) for record in records]


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
