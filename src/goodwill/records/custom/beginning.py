"""What the firm's own fields hold in a record that begins without a form, and which of them it may not be without."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from goodwill.kernel import changes, extras
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Tracked
from goodwill.records.custom.known import own_fields
from goodwill.records.custom.showing import hidden
from goodwill.records.fields import Field
from goodwill.records.registry import RecordType
from goodwill.records.values import read_value


def usual(type: RecordType, by: Actor) -> dict[str, Any]:
    """What they hold unless something else is said, as it is stored; a usual value that fits no more is none."""
    found = {}
    for name, field in own_fields(type.name).items():
        if field.default is not None:
            with suppress(Invalid):
                found[name] = changes.plain(read_value(field, field.default, by))
    return found


def needed(type: RecordType) -> list[Field]:
    """Those that must be filled in."""
    return [field for field in own_fields(type.name).values() if field.required and field.editable]


def unfilled(type: RecordType, record: Tracked, by: Actor) -> Sequence[Field]:
    """Those of the needed fields that hold nothing in this new record; what is not shown for it is not needed."""
    empty = [field for field in needed(type) if extras.value(record, field.name) in (None, "", [])]
    away = hidden(type, by, record=record) if empty else ()
    return [field for field in empty if field.name not in away]
