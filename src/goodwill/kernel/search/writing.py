"""Keeping the index: documents in, in few statements however many there are."""

import contextvars
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from goodwill.kernel import workspace
from goodwill.kernel.inserting import fresh, insert, insert_values
from goodwill.kernel.models.search import SearchRow, SearchSlip
from goodwill.kernel.prepared import prepared
from goodwill.kernel.text import digits, words

LONGEST_BODY = 200_000
WORD_LENGTHS = range(4, 25)
AT_ONCE = 500
MANY = 20
MOST_KNOWN = 100_000
_known: contextvars.ContextVar[set[str] | None] = contextvars.ContextVar("known words", default=None)
"""Words that are in the vocabulary for certain, while one job writes many transactions."""
_COLUMNS = ("type", "ref_id", "tag", "title", "body", "digits", "owner_id", "team_id", "created_by_id")

_NEW_COLUMNS = ("ref_id", "title", "body", "digits", "owner_id", "team_id")


@dataclass(frozen=True, slots=True)
class Document:
    """What a record is found by: a word is kept once, whatever its place.

    `numbers` are texts whose digits count: phone numbers, invoice numbers.
    """

    type: str
    ref_id: int
    title: str
    texts: Sequence[str] = ()
    numbers: Sequence[str] = ()
    tag: str = ""
    owner_id: int | None = None
    team_id: int | None = None
    created_by_id: int | None = None


def keep(documents: Iterable[Document]) -> None:
    """Write documents, each in the place of the one that was kept for the same record and tag."""
    rows = [_row(document) for document in documents]
    if not rows:
        return
    stale = rows if len(rows) < MANY else _insert_new(rows)
    SearchRow.objects.bulk_create(
        stale,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["type", "ref_id", "tag"],
        update_fields=["title", "body", "digits", "owner_id", "team_id", "created_by_id"],
    )
    _learn(word for row in rows for word in row.title.split())


Words = tuple[str, str, str, int | None, int | None]
"""Title, body, digits, owner and team of a document as it is kept, without the record's id."""


def words_of(document: Document) -> Words:
    if document.tag:
        raise ValueError("What not everybody may read is kept with its tag.")
    return words_of_new(document.title, document.texts, document.numbers, document.owner_id, document.team_id)


def words_of_new(
    title: str, texts: Sequence[str], numbers: Sequence[str], owner_id: int | None, team_id: int | None
) -> Words:
    """The same of what is no document yet."""
    return (*_told(title, texts, numbers), owner_id, team_id)


def keep_words(type: str, new: Sequence[tuple[int, Words]], created_by_id: int | None) -> None:
    """Write what was made of records of a type before they had an id."""
    rows = [(ref_id, *found) for ref_id, found in new]
    always = {"type": type, "tag": "", "created_by_id": created_by_id}
    insert_values(SearchRow, _NEW_COLUMNS, rows, converted=True, always=always, together=True)
    _learn(word for _id, found in new for word in found[0].split())


def keep_new(documents: Iterable[Document]) -> None:
    """Write documents of records that have none yet."""
    rows = [_values(document) for document in documents]
    insert_values(SearchRow, _COLUMNS, rows, together=True)
    _learn(word for row in rows for word in row[3].split())


@contextmanager
def learning_once() -> Iterator[None]:
    """Remember which words were learned, for work of many transactions."""
    token = _known.set(set())
    try:
        yield
    finally:
        _known.reset(token)


def _insert_new(rows: Sequence[SearchRow]) -> list[SearchRow]:
    """Write the rows of records that have none yet the fast way; returns the others."""
    types, ids = {row.type for row in rows}, {row.ref_id for row in rows}
    known = set(SearchRow.objects.filter(type__in=types, ref_id__in=ids).values_list("type", "ref_id", "tag"))
    new = {(row.type, row.ref_id, row.tag): row for row in rows if (row.type, row.ref_id, row.tag) not in known}
    insert(new.values())
    return [row for row in rows if (row.type, row.ref_id, row.tag) in known]


def forget(type: str, ids: Iterable[int]) -> None:
    SearchRow.objects.filter(type=type, ref_id__in=list(ids)).delete()


def slips(word: str) -> set[str]:
    """The word itself, and each form of it that lacks one letter."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _row(document: Document) -> SearchRow:
    return fresh(SearchRow, dict(zip(_COLUMNS, _values(document), strict=True)))


def _values(document: Document) -> tuple[str, int, str, str, str, str, int | None, int | None, int | None]:
    return (
        document.type,
        document.ref_id,
        document.tag,
        *_told(document.title, document.texts, document.numbers),
        document.owner_id,
        document.team_id,
        document.created_by_id,
    )


def _told(title: str, texts: Sequence[str], numbers: Sequence[str]) -> tuple[str, str, str]:
    """Title, body and digits of a document; what stands in one of them is found there and kept in no other."""
    titled = words(title)
    body = dict.fromkeys(words(" ".join(texts)))
    shown = " ".join(titled)[:300]
    for word in titled if len(shown) < 300 else shown.split():
        body.pop(word, None)
    found = dict.fromkeys([digits(number) for number in numbers])
    found.pop("", None)
    numbered = " ".join(found)[:400]
    for number in numbered.split():
        body.pop(number, None)
    return shown, " ".join(body)[:LONGEST_BODY], numbered


def _learn(found: Iterable[str]) -> None:
    """Add words that were never seen to the vocabulary; what this process saw before costs nothing."""
    seen: set[str] = workspace.memo().setdefault("search words", set())
    lasting = _known.get()
    new = set(found) - seen
    if lasting:
        new -= lasting
    new = {word for word in new if len(word) in WORD_LENGTHS and word.isalpha()}
    if not new:
        return
    seen |= new
    if lasting is not None and len(lasting) < MOST_KNOWN:
        transaction.on_commit(partial(lasting.update, new))
    known = set(_known_among(sorted(new)))
    rows = [(slip, word) for word in sorted(new - known) for slip in sorted(slips(word))]
    insert_values(SearchSlip, ("slip", "word"), rows, new_only=True)


@prepared
def _known_among(found: list[str]) -> "QuerySet[SearchSlip, str]":
    return SearchSlip.objects.filter(word__in=found).values_list("word", flat=True).distinct()
