"""From what a person or a program gave to the value that a field stores; what cannot be taken gets a sentence."""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from babel.numbers import NumberFormatError, parse_decimal
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext as _, to_locale

from goodwill.kernel import rights
from goodwill.kernel.actors import READ, Actor
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Team, User
from goodwill.kernel.times import time_of_day
from goodwill.records.fields import TEXTUAL, Field, Kind, readable, right_on, writable
from goodwill.records.registry import target_of

LONGEST_TEXT, LONGEST_LINE = 100_000, 600
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0", ""})


def read_values(
    fields: Mapping[str, Field],
    given: Mapping[str, Any],
    actor: Actor,
    *,
    creating: bool = False,
    new: bool = False,
) -> dict[str, Any]:
    """The stored values of what was given by field name. Raises Invalid with a sentence for each field, and Refused
    for one that the actor's role only reads. `new` values are those of a record that is being made, and `creating`
    wants all that it needs.
    """
    taken: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, raw in given.items():
        field = fields.get(name)
        if field is None or not field.editable or not readable(field, actor):
            problems[name] = _("There is no such field to write.")
            continue
        if right_on(field, actor) == READ and not writable(field, actor, new=new or creating):
            raise Refused(rights.locked_sentence(field.label))
        try:
            taken[name] = read_value(field, raw, actor)
        except Invalid as error:
            problems[name] = error.sentence
    if creating:
        needed = (field for field in fields.values() if field.required and field.editable)
        missing = (field for field in needed if field.name not in given)
        problems |= {field.name: _("%s is needed.") % field.label for field in missing}
    if problems:
        raise Invalid(problems)
    return taken


def read_value(field: Field, raw: Any, actor: Actor) -> Any:
    """One value. Text comes from forms and files, JSON values from the API; both are taken."""
    value = raw.strip() if isinstance(raw, str) else raw
    if value in (None, "") or (value == [] and field.kind in (Kind.CHOICES, Kind.TAGS)):
        if field.required:
            raise Invalid(_("%s is needed.") % field.label)
        return _nothing(field)
    reader = _READERS.get(field.kind)
    if reader is None:
        raise Invalid(_("%s cannot be written here.") % field.label)
    return reader(field, value, actor)


def _nothing(field: Field) -> Any:
    if field.kind in (Kind.CHOICES, Kind.TAGS):
        return []
    if field.kind is Kind.YES_NO:
        return False
    return "" if field.kind in TEXTUAL | {Kind.CHOICE, Kind.COUNTRY, Kind.LANGUAGE} else None


def _text(field: Field, value: Any, actor: Actor) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Invalid(_("%s takes text.") % field.label)
    text = _UNSEEN.sub("", str(value)).strip()
    if field.kind is not Kind.LONG_TEXT:
        text = " ".join(text.split())
    most = LONGEST_LINE if field.kept and field.kind is not Kind.LONG_TEXT else LONGEST_TEXT
    if len(text) > most:
        raise Invalid(_("%(field)s takes at most %(most)s characters.") % {"field": field.label, "most": most})
    return text


def _number(field: Field, value: Any, actor: Actor) -> int | float:
    """Stored as an integer shifted by the field's scale, or as a float where there is none."""
    exact = _decimal(field, value)
    if field.scale is None:
        return float(exact)
    shifted = exact.scaleb(field.scale)
    if shifted != shifted.to_integral_value():
        sentence = _("%(field)s takes at most %(digits)s digits after the point.")
        raise Invalid(sentence % {"field": field.label, "digits": field.scale})
    if abs(shifted) >= 2**63:
        raise Invalid(_("%s is too large a number.") % field.label)
    return int(shifted)


def _decimal(field: Field, value: Any) -> Decimal:
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        found = _written_number(value) if isinstance(value, str) else Decimal(str(value))
        if not found.is_finite() or math.isinf(float(found)):
            raise InvalidOperation
        return found
    except (InvalidOperation, NumberFormatError, ValueError, TypeError, OverflowError) as error:
        raise Invalid(_("%(field)s takes a number, and “%(value)s” is none.") % _named(field, value)) from error


def _written_number(text: str) -> Decimal:
    if len(text) > 40:
        raise InvalidOperation
    try:
        return Decimal(text)
    except InvalidOperation:
        found: Decimal = parse_decimal(text, locale=to_locale(get_language() or "en"), strict=True)
        return found


def _yes_no(field: Field, value: Any, actor: Actor) -> bool:
    word = str(value).lower()
    if word not in _YES | _NO:
        raise Invalid(_("%(field)s takes yes or no, not “%(value)s”.") % _named(field, value))
    return word in _YES


def _date(field: Field, value: Any, actor: Actor) -> datetime.date:
    try:
        found = value if isinstance(value, datetime.date) else parse_date(str(value))
    except ValueError:
        found = None
    if found is None:
        raise Invalid(_("%(field)s takes a date like 2026-03-15, not “%(value)s”.") % _named(field, value))
    return found


def _moment(field: Field, value: Any, actor: Actor) -> datetime.datetime:
    try:
        found = value if isinstance(value, datetime.datetime) else parse_datetime(str(value))
        if found is None and (day := parse_date(str(value))):
            found = datetime.datetime.combine(day, datetime.time.min)
        if found is not None:
            found = timezone.make_aware(found) if timezone.is_naive(found) else found
            return found.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        found = None
    raise Invalid(_("%(field)s takes a date and time like 2026-03-15 14:30, not “%(value)s”.") % _named(field, value))


def _time(field: Field, value: Any, actor: Actor) -> str:
    found = time_of_day(str(value))
    if not found:
        raise Invalid(_("%(field)s takes a time of the day like 14:30, not “%(value)s”.") % _named(field, value))
    return found


def _choice(field: Field, value: Any, actor: Actor) -> str:
    """One of the options, by its value or by its label."""
    wanted = str(value)
    for option in field.options():
        if wanted == option.value:
            return option.value
    for option in field.options():
        if wanted.casefold() == str(option.label).casefold():
            return option.value
    allowed = ", ".join(str(option.label) for option in field.options()[:12])
    sentence = _("%(field)s has no choice “%(value)s”. It can be: %(allowed)s.")
    raise Invalid(sentence % {**_named(field, value), "allowed": allowed})


def _choices(field: Field, value: Any, actor: Actor) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        raise Invalid(_("%s takes a list.") % field.label)
    return list(dict.fromkeys(_choice(field, str(part).strip(), actor) for part in parts if str(part).strip()))


def _code(field: Field, value: Any, actor: Actor) -> str:
    if field.options():
        return _choice(field, value, actor)
    return _text(field, value, actor)


def _link(field: Field, value: Any, actor: Actor) -> str:
    text = _text(field, value, actor)
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        raise Invalid(_("%(field)s takes an address like https://example.com, not “%(value)s”.") % _named(field, value))
    return text


def _mail(field: Field, value: Any, actor: Actor) -> str:
    from goodwill.kernel.mailbox import Problem, check_mail

    found = check_mail(str(value))
    if isinstance(found, Problem):
        raise Invalid(_("%(field)s takes a mail address, and “%(value)s” is none.") % _named(field, value))
    return found.address


def _phone(field: Field, value: Any, actor: Actor) -> str:
    from goodwill.kernel.models import Profile
    from goodwill.kernel.phone import parse_phone

    found = parse_phone(str(value), Profile.current().country)
    if found is None:
        raise Invalid(_("%(field)s takes a phone number, and “%(value)s” is none.") % _named(field, value))
    return found.e164


def _id(field: Field, value: Any) -> int:
    raw: Any = value.get("id") if isinstance(value, dict) else value
    try:
        found = int(str(raw))
    except ValueError as error:
        raise Invalid(_("%(field)s takes the id of a record, not “%(value)s”.") % _named(field, value)) from error
    if not 0 < found < 2**63:
        raise Invalid(_("%s names a record that is not here, or that you may not see.") % field.label)
    return found


def _user(field: Field, value: Any, actor: Actor) -> int | None:
    if value == "me":
        return actor.user_id
    found = _id(field, value)
    if not User.objects.filter(pk=found, is_active=True, deleted_at=None).exists():
        raise Invalid(_("%s takes somebody of the firm who is active.") % field.label)
    return found


def _team(field: Field, value: Any, actor: Actor) -> int:
    found = _id(field, value)
    if not Team.objects.filter(pk=found).exists():
        raise Invalid(_("%s takes a team of the firm.") % field.label)
    return found


def _relation(field: Field, value: Any, actor: Actor) -> int:
    found = _id(field, value)
    if not target_of(field).rows(actor).filter(pk=found).exists():
        raise Invalid(_("%s names a record that is not here, or that you may not see.") % field.label)
    return found


def _tags(field: Field, value: Any, actor: Actor) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise Invalid(_("%s takes a list of words.") % field.label)
    return list(dict.fromkeys(_text(field, part, actor) for part in parts if part.strip()))


def _named(field: Field, value: Any) -> dict[str, Any]:
    return {"field": field.label, "value": str(value)[:60]}


_READERS: Mapping[Kind, Callable[[Field, Any, Actor], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.PERCENT: _number,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.TIME: _time,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LINK: _link,
    Kind.MAIL: _mail,
    Kind.PHONE: _phone,
    Kind.PLACE: _text,
    Kind.USER: _user,
    Kind.TEAM: _team,
    Kind.RELATION: _relation,
    Kind.TAGS: _tags,
    Kind.COUNTRY: _code,
    Kind.LANGUAGE: _code,
}
