"""Rows without a name that tell a mail or a phone: they are about whoever is reached there, of whatever kind.

The mail decides, else the phone; of several, the only one of the kind that the row is taken for. A phone beside a mail
that nobody has is theirs whose name is in the mail.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from goodwill.areas.people.enums import ContactKind, PartyKind
from goodwill.areas.people.imports.drafts import NAMES, Draft, RowDraft
from goodwill.areas.people.imports.plain import Plain
from goodwill.areas.people.imports.sheets import Sheet
from goodwill.kernel.text import fold
from goodwill.transfer.mapping.contacts import bears
from goodwill.transfer.values import Given

if TYPE_CHECKING:
    from goodwill.areas.people.imports.known import Known

_MAIL, _PHONE = ContactKind.MAIL, ContactKind.PHONE


def is_reachable(draft: Draft) -> bool:
    return bool(draft.folds(_MAIL) or draft.folds(_PHONE))


def whoever(draft: Draft, known: "Known") -> tuple[Sheet | None, list[Sheet]]:
    """The one who is reached, or all of them."""
    found = _bearers(draft, known, _MAIL)
    if not found:
        found = _bearers(draft, known, _PHONE)
        if mails := draft.folds(_MAIL):
            theirs = [one for one in found if any(bears(mail, [one.party.name]) for mail in mails)]
            return (theirs[0], []) if len(theirs) == 1 else (None, found)
    if len(found) > 1:
        on_phone = _bearers(draft, known, _PHONE)
        found = [one for one in found if one in on_phone] or found
        alike = [one for one in found if one.party.kind == draft.kind]
        found = alike if len(alike) == 1 else found
    are_one = len({(one.party.kind, one.name_fold) for one in found}) == 1 and not known.are_apart(found)
    return (found[0], []) if are_one else (None, found)


def are_met(plain: Plain, known: "Known") -> bool:
    """Whether a row without a name reaches anybody."""
    return plain.is_nameless and any(known.reached(kind, *point) for point in plain.points for kind in PartyKind.values)


def waits(given: Given, draft: Draft, maybe: Sequence[Sheet], known: "Known") -> tuple[str, str] | None:
    """The text of the cell that several have and what is said of it, where the row says no more of whose it is."""
    family = "mail" if draft.folds(_MAIL) else "phone"
    if len(maybe) < 2 or (family == "mail" and not _bearers(draft, known, _MAIL)):
        return None
    told = (texts for target, texts in given.values.items() if target.partition(":")[0] == family)
    text = next(text for texts in told for text in texts)
    sentence = _("The row has no name, and %(count)s here have “%(text)s”. Say who is meant, or put in a name.")
    return text, sentence % {"count": len(maybe), "text": text[:80]}


def is_unnamed_at_a_company(given: Given, row: RowDraft | Plain, row_is: str) -> bool:
    """Whether a row of a file of people names the company alone."""
    kind = row.kind if isinstance(row, Plain) else row.main.kind
    if kind != PartyKind.COMPANY or row_is != PartyKind.PERSON or given.one("party_kind") or not given.one("company"):
        return False
    return not any(map(given.one, NAMES))


def colleague(draft: Draft, known: "Known") -> Sheet | None:
    """The one at a company who is reached as its row says, if the company itself is not."""
    for kind in (_MAIL, _PHONE):
        found = _bearers(draft, known, kind)
        if not found:
            continue
        theirs = [one for one in found if one.party.kind == PartyKind.PERSON and _is_at(one, draft.name_fold)]
        return theirs[0] if len(theirs) == len(found) == 1 else None
    return None


def _is_at(person: Sheet, company: str) -> bool:
    return any(fold(one.party.name)[:400] == company for one in person.companies)


def _bearers(draft: Draft, known: "Known", kind: ContactKind) -> list[Sheet]:
    found: Iterable[Sheet] = (
        sheet for told in draft.folds(kind) for each in PartyKind.values for sheet in known.reached(each, kind, told)
    )
    return [sheet for sheet in dict.fromkeys(found) if not known.are_numbered_apart(draft, sheet)]
