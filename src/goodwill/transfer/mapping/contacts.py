"""Sheets of companies that name a contact person in each row: whose are the mail and the phone?

Read from left to right, as people write them: what stands behind the contact's name is the contact's, until the sheet
goes on about the company (its address, a fax, a website). A mail that bears the contact's name is theirs wherever
it stands, and one like info@ the company's. Columns with a number behind a second name are of further contacts.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from goodwill.kernel.text import fold, words
from goodwill.transfer.mapping.synonyms import target_named
from goodwill.transfer.mapping.targets import NUMBERS

if TYPE_CHECKING:
    from goodwill.transfer.mapping.suggest import Suggestion

_NAME = "full_name"
_OF_CONTACT = frozenset({_NAME, "job_title", "department", "prefix", "salutation"})
_OF_COMPANY = frozenset(
    {"company", "address", "street", "house_number", "po_box", "city", "region", "postcode", "country", "website",
     "industry", "employees", "vat_number"}
)  # fmt: skip
_PIECES = frozenset({"phone_label", "mail_label", "phone_country", "phone_area", "phone_extension"})
_FAXES = frozenset({"phone:fax", "phone:other_fax"})
_SHARED = frozenset(
    {"info", "office", "mail", "email", "contact", "kontakt", "hello", "hallo", "sales", "service", "support", "team",
     "post", "admin", "verkauf", "vertrieb", "buero", "zentrale", "contacto", "ventas", "accueil", "orders", "order",
     "bestellung", "bestellungen", "einkauf", "rechnung", "buchhaltung", "billing", "accounts", "invoice", "invoices",
     "welcome", "empfang", "reception", "werkstatt", "shop", "anfrage", "enquiries", "commercial", "sekretariat",
     "secretariat", "biuro", "kontor", "webmaster", "newsletter", "noreply"}
)  # fmt: skip
_COMPANY = (
    "compan", "firm", "switchboard", "unternehmen", "zentrale", "societe", "entreprise", "empresa", "azienda", "ditta",
    "bedrijf", "foretag", "virksomhed",
)  # fmt: skip
"""How words begin that say of a mail or phone that it is the company's."""
_SHORTEST, _SURE = 3, 0.8
_PLAIN = frozenset({"", "work", *NUMBERS})
_LOCAL = re.compile(r"[._+-]")
_NUMBER = re.compile(r"(?<!\d)([2-5])(?!\d)")
_FURTHER = {"full_name": "contact_name", "job_title": "contact_title", "mail": "contact_mail", "phone": "contact_phone"}


def give_to_contact(columns: Sequence["Suggestion"]) -> None:
    """Turn mails and phones of the contact to what says so; nothing where rows are not companies with contacts."""
    places = {each.target: place for place, each in enumerate(columns) if each.target}
    families = {target.partition(":")[0] for target in places}
    if not ("company" in places and _NAME in places and places["company"] < places[_NAME]):
        return
    if families & (_PIECES | {"given_name", "family_name"}):
        return
    further = _further(columns)
    names = columns[places[_NAME]].samples
    is_contact = False
    for each in columns:
        family, _colon, label = each.target.partition(":")
        if each.position in further:
            _turn(each, further[each.position])
        elif family in ("mail", "phone") and _is_of_company(each.column):
            continue
        elif family in _OF_CONTACT:
            is_contact = True
        elif family in _OF_COMPANY or each.target in _FAXES:
            is_contact = False
        elif family == "mail" and label in _PLAIN:
            if not _are_shared(each.samples) and (is_contact or _bear(each.samples, names)):
                _turn(each, "mail:contact")
        elif each.target == "phone:mobile":
            _turn(each, "phone:contact_mobile")
        elif family == "phone" and label in _PLAIN and is_contact:
            _turn(each, "phone:contact")


def is_shared(mail: str) -> bool:
    """One like info@, which is nobody's own."""
    return _LOCAL.split(fold(mail.partition("@")[0]))[0] in _SHARED


def bears(mail: str, names: Iterable[str]) -> bool:
    """Whether it holds a part of one of these names."""
    local = fold(mail.partition("@")[0])
    return any(len(part) >= _SHORTEST and part in local for name in names for part in words(name))


def _is_of_company(header: str) -> bool:
    return any(word.startswith(_COMPANY) for word in words(header))


def _further(columns: Sequence["Suggestion"]) -> dict[int, str]:
    """The columns of a second contact and those behind, by position: each number has a column for a name."""
    numbered = {each.position: _numbered(each.column) for each in columns}
    called = {number for number, target in numbered.values() if target == "contact_name"}
    return {place: f"{target}:{number}" for place, (number, target) in numbered.items() if target and number in called}


def _numbered(header: str) -> tuple[str, str]:
    """ "Contact 2 mail", "Ansprechpartner 2": the number, and what it is of that contact."""
    found = _NUMBER.search(header)
    if not found:
        return "", ""
    meant = target_named(" ".join(_NUMBER.sub(" ", header).replace("()", " ").split()))[0]
    family, _colon, label = meant.partition(":")
    if family == "phone" and label == "mobile":
        return found[1], "contact_mobile"
    return found[1], _FURTHER.get(family, "") if label in _PLAIN else ""


def _turn(each: "Suggestion", target: str) -> None:
    each.alternatives = (each.target, *each.alternatives) if each.target else each.alternatives
    each.target = target
    each.confidence = max(each.confidence, _SURE)


def _are_shared(mails: Sequence[str]) -> bool:
    return bool(mails) and all(map(is_shared, mails))


def _bear(mails: Sequence[str], names: Sequence[str]) -> bool:
    """Whether most of these bear one of the names."""
    return sum(bears(mail, names) for mail in mails) * 2 > len(mails)
