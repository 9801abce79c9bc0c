"""From what a person or program named to the record that something is about."""

from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Record
from goodwill.kernel.refs import Ref, fetch


def about_of(given: Ref | str | None, by: Actor, right: str) -> Ref | None:
    """The ref of a record on which the actor holds the right; None where none was named. Raises Invalid, Refused."""
    if not given:
        return None
    record = fetch(_ref(given))
    if not isinstance(record, Record) or not rights.allows(by, "read", record):
        raise Invalid({"about": _("The record that this is about is not here, or you may not see it.")})
    rights.require(by, right, record)
    return record.ref


def _ref(given: Ref | str) -> Ref:
    if isinstance(given, Ref):
        return given
    type_name, _colon, number = given.partition(":")
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise Invalid({"about": _("Name a record by its type and number, like “party:12”.")})
    return Ref(type_name, int(number))
