"""Keeping the index: documents in, in few statements however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goodwill.kernel import workspace
from goodwill.kernel.inserting import insert
from goodwill.kernel.models.search import SearchRow, SearchSlip
from goodwill.kernel.text import digits, words

LONGEST_BODY = 200_000
WORD_LENGTHS = range(4, 25)
AT_ONCE = 500
MANY = 20


@dataclass(frozen=True)
class Document:
    """What a record is found by. `numbers` are texts whose digits count: phone numbers, invoice numbers."""

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
    body = " ".join(dict.fromkeys(word for text in document.texts for word in words(text)))
    return SearchRow(
        type=document.type,
        ref_id=document.ref_id,
        tag=document.tag,
        title=" ".join(words(document.title))[:300],
        body=body[:LONGEST_BODY],
        digits=" ".join(dict.fromkeys(found for number in document.numbers if (found := digits(number))))[:400],
        owner_id=document.owner_id,
        team_id=document.team_id,
        created_by_id=document.created_by_id,
    )


def _learn(found: Iterable[str]) -> None:
    """Add words that were never seen to the vocabulary; what this process saw before costs nothing."""
    seen: set[str] = workspace.memo().setdefault("search words", set())
    new = {word for word in found if len(word) in WORD_LENGTHS and word.isalpha()} - seen
    if not new:
        return
    seen |= new
    known = set(SearchSlip.objects.filter(word__in=new).values_list("word", flat=True).distinct())
    rows = [SearchSlip(slip=slip, word=word) for word in sorted(new - known) for slip in sorted(slips(word))]
    SearchSlip.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
