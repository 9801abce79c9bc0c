"""Which fields a list shows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records.fields import Field
from goodwill.records.filter.errors import did_you_mean, shortened
from goodwill.records.filter.resolve import known_fields
from goodwill.records.query.errors import QueryError
from goodwill.records.query.hops import DOT, hop_field
from goodwill.records.registry import RecordType

MAX_COLUMNS = 60


def columns_of(names: Iterable[str], type: RecordType, actor: Actor) -> tuple[Field, ...]:
    """The named fields, or the type's own columns. What the actor may not know of is refused as unknown."""
    wanted = list(dict.fromkeys(names))
    known = {field.name: field for field in known_fields(type, actor)}
    most = max(MAX_COLUMNS, len(known))  # all fields of a type, however many the firm made
    known |= {name: field for name in wanted if DOT in name and (field := hop_field(name, type, actor))}
    if not wanted:
        return tuple(known[name] for name in type.columns if name in known)
    if len(wanted) > most:
        raise QueryError("columns", _("A list has %(most)s columns at most.") % {"most": most})
    for name in wanted:
        if name not in known:
            said = _('%(type)s have no field "%(field)s".') % {"type": type.plural, "field": shortened(name)}
            raise QueryError("columns", said + did_you_mean(name, known))
    return tuple(known[name] for name in wanted)
