"""Sheets of companies that name a contact person in each row: whose are the mail and the phone?

Read from left to right, as people write them: what stands behind the contact's name is the contact's, until the sheet
goes on about the company (its address, a fax, a website). A mail that bears the contact's name is theirs wherever
it stands, and one like info@ the company's.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from goodwill.kernel.text import fold, words
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
     "post", "admin", "verkauf", "vertrieb", "buero", "zentrale", "contacto", "ventas", "accueil", "orders"}
)  # fmt: skip
_SHORTEST = 3
_PLAIN = frozenset({"", "work", *NUMBERS})


def give_to_contact(columns: Sequence["Suggestion"]) -> None:
    """Turn mails and phones of the contact to what says so; nothing where rows are not companies with contacts."""
    places = {each.target: place for place, each in enumerate(columns) if each.target}
    families = {target.partition(":")[0] for target in places}
    if not ("company" in places and _NAME in places and places["company"] < places[_NAME]):
        return
    if families & (_PIECES | {"given_name", "family_name"}):
        return
    names = columns[places[_NAME]].samples
    is_contact = False
    for each in columns:
        family, _colon, label = each.target.partition(":")
        if family in _OF_CONTACT:
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


def _turn(each: "Suggestion", target: str) -> None:
    each.alternatives = (each.target, *each.alternatives)
    each.target = target


def _are_shared(mails: Sequence[str]) -> bool:
    locals_ = [fold(mail.partition("@")[0]) for mail in mails]
    return bool(locals_) and all(one in _SHARED for one in locals_)


def _bear(mails: Sequence[str], names: Sequence[str]) -> bool:
    """Whether most of these hold a part of the name of one of these."""
    parts = {part for name in names for part in words(name) if len(part) >= _SHORTEST}
    told = [any(part in fold(mail.partition("@")[0]) for part in parts) for mail in mails]
    return sum(told) * 2 > len(told)
