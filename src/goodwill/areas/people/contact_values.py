"""How a phone, a mail, a website or a handle is kept: as typed, as shown, and as compared."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from goodwill.areas.people.enums import NUMBERS, ContactKind
from goodwill.kernel.errors import Invalid
from goodwill.kernel.phone import parse_phone
from goodwill.kernel.remembering import remembering
from goodwill.kernel.text import digits, fold

SHORTEST_NUMBER = 3


class ContactValue(NamedTuple):
    """`fold` is what is compared: a phone's international digits, the rest folded. `national`: as one dials at home."""

    shown: str
    fold: str
    national: str = ""


@remembering(512)
def read_contact(kind: str, value: str, country: str = "") -> ContactValue:
    """What follows from a value; one that is no number or address stays as it is. Never raises."""
    if kind in NUMBERS:
        return _read_phone(value, country)
    if kind == ContactKind.WEB:
        shown = value.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        return ContactValue(shown or value, fold(shown or value))
    return ContactValue(value, fold(value))


def _read_phone(value: str, country: str) -> ContactValue:
    phone = parse_phone(value, country)
    if phone is None:
        plain = digits(value)
        return ContactValue(value, plain or fold(value), plain.lstrip("0"))
    return ContactValue(phone.display, phone.e164[1:], phone.national.lstrip("0"))


def check_contact(kind: str, value: str) -> str:
    """The value as it will be kept. Raises Invalid with a sentence when it can be no contact point of its kind."""
    value = " ".join(value.split())
    if not value:
        raise Invalid({"value": _("There is nothing in it. Type a number, an address or a name.")})
    if kind == ContactKind.MAIL:
        return _check_mail(value)
    if kind in NUMBERS and len(digits(value)) < SHORTEST_NUMBER:
        sentence = _("“%s” is no phone number. Type at least its digits.")
        raise Invalid({"value": sentence % value[:60]})
    return value


def _check_mail(value: str) -> str:
    from goodwill.kernel.mailbox import Problem, check_mail

    found = check_mail(value)
    if isinstance(found, Problem):
        raise Invalid({"value": found.sentence})
    return found.address
