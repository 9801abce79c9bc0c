"""Whom a row may be about, as the grid of problems shows and offers it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from goodwill.areas.people.imports.sheets import Sheet
from goodwill.transfer.importers import Candidate
from goodwill.transfer.readers.bundle import row_words


def candidates(sheets: Sequence[Sheet]) -> list[Candidate]:
    return [_candidate(sheet) for sheet in sheets]


def resembles(sheets: Sequence[Sheet]) -> str:
    first = sheets[0]
    if len(sheets) > 1:
        return _("This may be one of these: %(names)s.") % {"names": ", ".join(map(_who, sheets))}
    if not first.party.pk and first.row:
        return _("This may be %(who)s of row %(row)s.") % {"who": _who(first), "row": row_words(first.row)}
    return _("This may be %(who)s, who is here already.") % {"who": _who(first)}


def _who(sheet: Sheet) -> str:
    more = _detail(sheet)
    return f"{sheet.party.name} ({more})" if more else sheet.party.name


def _detail(sheet: Sheet) -> str:
    party = sheet.party
    stored = party.primary_mail or party.primary_phone or party.city
    return stored or next((point.shown for point in sheet.points), "")


def _candidate(sheet: Sheet) -> Candidate:
    party = sheet.party
    return Candidate(party.pk, party.name, _detail(sheet), party.kind, None if party.pk else sheet.row)
