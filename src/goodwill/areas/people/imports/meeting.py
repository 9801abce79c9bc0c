"""By what rows of a file are met by other rows of it: names, mails and phones. See `transfer.arranging`."""

from collections.abc import Iterator

from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.imports.drafts import Draft, RowDraft
from goodwill.areas.people.imports.plain import Plain
from goodwill.kernel.text import fold
from goodwill.transfer.arranging import Met
from goodwill.transfer.values import Given

REACHED = frozenset({ContactKind.MAIL.value, ContactKind.PHONE.value})
_MORE = hash("a row that says more than is plain")
"""These are met by numbers, fields of the firm and ties as well: they stay in their order."""


def met(given: Given) -> Met:
    draft = given.draft
    if isinstance(draft, Plain):
        return _plain(draft)
    if isinstance(draft, RowDraft):
        parts = [part for part in (draft.main, draft.company, draft.person) if part]
        return Met(draft.main.name_sort, [_MORE, *(key for part in parts for key in _keys(part))])
    return Met("", [_MORE])


def _plain(row: Plain) -> Met:
    keys = [hash((row.kind, row.name_fold))]
    keys += [hash(point) for point in row.points if point[0] in REACHED]
    company = row.company
    if company is None:
        return Met(row.name_sort, keys)
    if company.is_bare:
        return Met(row.name_sort, keys, (hash((company.kind, company.name_fold)), company.name))
    return Met(row.name_sort, [*keys, *_plain(company).keys])


def _keys(draft: Draft) -> Iterator[int]:
    yield hash((str(draft.kind), draft.name_fold))
    for point in draft.points:
        if point.kind in REACHED:
            yield hash((str(point.kind), point.fold))
    for tie in draft.ties:
        yield hash((str(tie.type), fold(tie.name)[:400]))
