"""Contact points and addresses of a row; what cannot be taken is named and kept."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from goodwill.areas.people.contact_values import check_contact
from goodwill.areas.people.enums import NUMBERS as NUMBERED, ContactKind
from goodwill.areas.people.imports.dialling import Dialling
from goodwill.areas.people.imports.whole import Wrong, addresses_in_full, points_in_full
from goodwill.areas.people.models import Address, ContactPoint
from goodwill.kernel.address import parse_address
from goodwill.kernel.errors import Invalid
from goodwill.kernel.inserting import fresh
from goodwill.kernel.mailbox import split_mails
from goodwill.kernel.phone import parse_phone
from goodwill.kernel.text import digits
from goodwill.transfer.mapping.contacts import bears, is_shared
from goodwill.transfer.mapping.targets import NUMBERS, TARGETS
from goodwill.transfer.values import Given

_FAMILIES = {
    "phone": ContactKind.PHONE,
    "mail": ContactKind.MAIL,
    "website": ContactKind.WEB,
    "domain": ContactKind.WEB,
    "social": ContactKind.SOCIAL,
    "im": ContactKind.MESSENGER,
}
_PLACES = ("street", "street2", "street3", "po_box", "city", "region", "postcode", "country", "address")
_NAMES = ("full_name", "given_name", "family_name")
_LONGEST = {"value": 300, "label": 40}
_SHORTER = {"street": 200, "more": 200, "postcode": 20, "city": 100, "region": 100}
_POWER = re.compile(r"\+?\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_AT = re.compile(r"\s*[(\[{]\s*(?:at|ät|@)\s*[)\]}]\s*", re.IGNORECASE)
_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|punkt)\s*[)\]}]\s*", re.IGNORECASE)
"""What people write so that no machine reads it."""
_BETWEEN = re.compile(r"\s*[;\n|]\s*|\s+/\s+|,\s+|\s+(?:or|and|oder|und|ou|et|o|y|e|of|en|eller|och|og|lub|i)\s+")
_LEAST_DIGITS = 6
_BESIDE = {
    "fax": re.compile(r"\b(?:fax|telefax|faks)\b", re.IGNORECASE),
    "mobile": re.compile(r"\b(?:mobile?|mobil|handy|cell|portable|movil|cellulare|mob)\b", re.IGNORECASE),
    "home": re.compile(r"\b(?:home|private?|privat|domicile|casa)\b", re.IGNORECASE),
    "work": re.compile(r"\b(?:work|office|buro|büro|bureau|geschäftlich|dienstlich)\b", re.IGNORECASE),
}
_STROKE = re.compile(r"\s+/\s+|\s*\|\s*")
_LINK = re.compile(r"[^#]*#((?:https?://|www\.)[^#\s]+)#.*", re.IGNORECASE)
"""Words, and the address between two of these signs."""


class Whose(Enum):
    """Of the points that a row names, those of one party; a contact's are the row's own where it names none."""

    OWN = frozenset({"", "contact"})
    WITHOUT_CONTACT = frozenset({""})
    CONTACT = frozenset({"contact"})
    COMPANY = frozenset({"company"})


def points_of(
    given: Given, dialling: Dialling, whose: Whose, asked: list[Wrong] | None = None
) -> tuple[list[ContactPoint], list[Wrong]]:
    """Each once, in the order of the targets. What is taken, but somebody should look at, goes to `asked`."""
    found: dict[tuple[str, str], ContactPoint] = {}
    wrong: list[Wrong] = []
    if "" in whose.value and (whole := points_in_full(given, wrong)):
        return whole, wrong
    contact = [given.one(name) for name in _NAMES] if whose in (Whose.CONTACT, Whose.WITHOUT_CONTACT) else []
    for target, kind, label, text in _told(given):
        is_mail = bool(contact) and kind is ContactKind.MAIL
        if (_owner(_whose(target), text, contact) if is_mail else _whose(target)) not in whose.value:
            continue
        try:
            if len(text) > _LONGEST["value"]:
                raise Invalid({"value": "…"})
            is_cut = kind in NUMBERED and _POWER.fullmatch(text.strip())
            if is_cut and parse_phone(text.strip(), dialling.country) is None:
                raise Invalid({"value": _("A spreadsheet has cut this number. Its last digits are not in the file.")})
            value = check_contact(kind, _page(text) if kind is ContactKind.WEB else text)
        except Invalid as refusal:
            wrong.append((str(TARGETS[target].name), text, "" if refusal.sentence == "…" else refusal.sentence))
            continue
        said: dict[str, Any] = {"kind": kind.value, "value": value}
        if label:
            said["label"] = label[: _LONGEST["label"]]
        if kind in NUMBERED:
            said["country"], doubt = dialling.of(value)
            if doubt and asked is not None:
                asked.append((str(TARGETS[target].name), text, doubt))
        if place := sum(known is kind for known, _fold in found):
            said["position"] = place
        point = fresh(ContactPoint, said)
        point.derive()
        found.setdefault((kind, point.fold), point)
    return list(found.values()), wrong


def _page(text: str) -> str:
    """The address of a page, out of what Access and Excel write around it. Raises Invalid for what is none."""
    found = _LINK.fullmatch(text.strip())
    address = (found[1] if found else text.strip()).replace("\\:", ":")  # as Google writes it
    if address.startswith("#") or " " in address:
        raise Invalid({"value": _("This is no address of a page.")})
    return address


def _told(given: Given) -> Iterator[tuple[str, ContactKind, str, str]]:
    for target, texts in given.values.items():
        kind, family, label = _meaning(target)
        if kind is None:
            continue
        labels = given.every(f"{'im_service' if family == 'im' else family + '_label'}:{label}")
        for place, text in enumerate(texts):
            said = labels[min(place, len(labels) - 1)].lstrip("* ").lower() if labels else _plain(label)
            for one in _mails(text) if kind is ContactKind.MAIL else [text]:
                if kind is not ContactKind.PHONE:
                    yield (target, *_fax(kind, said), one)
                    continue
                numbers = _phones(one)
                for number in numbers:
                    beside = _said_beside(number) if len(numbers) > 1 else ""
                    yield (target, *_fax(kind, beside or said), number)


def _mails(text: str) -> list[str]:
    """Several in one cell, also with a stroke or a bar between them."""
    text = _DOT.sub(".", _AT.sub("@", text))
    parts = _STROKE.split(text) if text.count("@") > 1 else [text]
    return [one for part in parts for one in split_mails(part)] or [text]


def _phones(text: str) -> list[str]:
    """Several in one cell; a stroke within a number, or before its extension, is none between two."""
    if len(digits(text)) < 2 * _LEAST_DIGITS:
        return [text]
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    are_all = all(len(digits(part)) >= _LEAST_DIGITS and part[0] != "-" for part in parts)
    return parts if len(parts) > 1 and are_all else [text]


def _said_beside(number: str) -> str:
    """ "fax 020 7946 0998", "0171 1234567 (mobil)": the label that stands in the cell."""
    return next((label for label, words in _BESIDE.items() if words.search(number)), "")


def _fax(kind: ContactKind, label: str) -> tuple[ContactKind, str]:
    """A fax is a kind of its own, whatever stands beside the word."""
    words = label.split()
    if kind is not ContactKind.PHONE or "fax" not in words:
        return kind, label
    return ContactKind.FAX, " ".join(word for word in words if word != "fax")


@lru_cache(maxsize=1024)
def _meaning(target: str) -> tuple[ContactKind | None, str, str]:
    family, _colon, label = target.partition(":")
    return _FAMILIES.get(family), family, label


@lru_cache(maxsize=1024)
def _whose(target: str) -> str:
    label = target.partition(":")[2]
    if target == "domain" or label == "company":
        return "company"
    return "contact" if label.partition("_")[0] == "contact" else ""


def _owner(whose: str, mail: str, contact: Sequence[str]) -> str:
    """Of a row that names a contact: a mail with their name in it is theirs, and one like info@ the company's."""
    if whose == "contact":
        return "" if is_shared(mail) else whose
    return "contact" if not whose and bears(mail, contact) and not is_shared(mail) else whose


def _plain(label: str) -> str:
    """What stands beside the point: whose it is does not."""
    label = label.removeprefix("contact").lstrip("_")
    return "" if label in NUMBERS or label == "company" else label.replace("_", " ")


def addresses_of(given: Given, country: str, *, company: bool) -> tuple[list[Address], list[Wrong]]:
    wrong: list[Wrong] = []
    if not company and (whole := addresses_in_full(given, wrong)):
        return whole, wrong
    parts: dict[str, dict[str, str]] = {}
    for target in given.values:
        _kind, family, label = _meaning(target)
        if family in _PLACES and (label == "company") is company:
            parts.setdefault(label, {})[family] = given.one(target)
    if not parts:
        return [], wrong
    found: dict[str, Address] = {}
    for label, told in parts.items():
        said = given.one(f"address_label:{label or 1}").lstrip("* ").lower() or _plain(label)
        address = _address(told, country)
        held = address.__dict__
        for name, most in _SHORTER.items():
            if len(held[name]) > most:
                wrong.append((str(TARGETS["address"].name), held[name], ""))
                held[name] = held[name][:most]
        address.label = said[:40]
        address.derive()
        if any((address.street, address.more, address.postcode, address.city, address.region)):
            address.position = len(found)
            found.setdefault(address.fold, address)
    _locate(given, list(found.values()))
    return list(found.values()), wrong


def _address(told: dict[str, str], country: str) -> Address:
    street = [" ".join(line.split()) for line in told.get("street", "").splitlines() if line.strip()]
    more = [*street[1:], *(told[name] for name in ("street2", "street3", "po_box") if told.get(name))]
    if not (street or told.get("city") or told.get("postcode")) and told.get("address"):
        whole = parse_address(told["address"], told.get("country") or country)
        plain = {name: getattr(whole, name) for name in ("street", "postcode", "city", "region", "country")}
        return fresh(Address, {**plain, "more": ", ".join(whole.extra.splitlines())})
    plain = {name: " ".join(told.get(name, "").split()) for name in ("city", "region", "postcode", "country")}
    return fresh(Address, {"street": street[0] if street else "", "more": ", ".join(more), **plain})


def _locate(given: Given, addresses: Sequence[Address]) -> None:
    try:
        place = float(given.one("latitude")), float(given.one("longitude"))
    except ValueError:
        return
    if len(addresses) == 1 and abs(place[0]) <= 90 and abs(place[1]) <= 180:
        addresses[0].latitude, addresses[0].longitude = place
