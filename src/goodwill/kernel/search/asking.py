"""Asking the index: titles that begin so, then such words, then words that begin so, then parts of words, then the
nearest words.

Each step is one indexed query with a limit, and later steps run only while the earlier ones found too little. The
database ranks nothing: ranking a two-letter prefix would read every match.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from goodwill.kernel.models.search import SearchRow, SearchSlip
from goodwill.kernel.prepared import prepared
from goodwill.kernel.search.writing import WORD_LENGTHS, slips
from goodwill.kernel.text import digits, words

SHORTEST_PART = 3
WORDS, LETTERS = "kernel_search_words", "kernel_search_letters"
"""The indexes of SQLite."""
_LONGEST_SHORT = 3
"""Letters of the longest beginnings that have an index of their own."""
MOST_WORDS = 8
LONGEST = 200
END = chr(0x10FFFF)
MAIL = re.compile(r"@[^@\s]+\.")  # what is found as it is typed is no beginning of other addresses


class Hit(NamedTuple):
    type: str
    ref_id: int
    title: str


def find(text: str, within: Q, *, limit: int = 20) -> list[Hit]:
    """The records that a text finds, best first; `within` narrows to rows that may be seen, and calls the type `kind`.

    All words must be there, each as the beginning of a word or (from three signs on) as a part of one. A text of digits
    is also looked for in the middle of numbers. If nothing is found, each word may have one typing error.
    """
    asked = words(text[:LONGEST])[:MOST_WORDS]
    if not asked:
        return []
    found: dict[tuple[str, int], Hit] = {}
    for step in _steps(asked, text):
        for hit in step(within, limit):
            found.setdefault((hit.type, hit.ref_id), hit)
        if len(found) >= limit or (found and MAIL.search(text)):
            break
    if not found and (corrected := _corrected(asked)):
        for step in _matching(corrected):
            found |= {(hit.type, hit.ref_id): hit for hit in step(within, limit)}
            if len(found) >= limit:
                break
    return list(found.values())[:limit]


Step = Callable[[Q, int], Iterable[Hit]]


def _steps(asked: list[str], text: str) -> Iterator[Step]:
    yield lambda within, limit: _titles(" ".join(asked), within, limit)
    are_parts = all(len(word) >= SHORTEST_PART for word in asked)
    is_anywhere = not are_parts or _is_anywhere(asked)
    if is_anywhere:
        yield from _matching(asked)
    number = digits(text)
    if len(number) >= SHORTEST_PART and len(number) >= len("".join(asked)) - 2:
        yield lambda within, limit: _parts([number.lstrip("0") or number], within, limit)
    if are_parts and is_anywhere:
        yield lambda within, limit: _parts(asked, within, limit)


def _rows(within: Q) -> Any:
    """The rows that may be seen. `kind` is the type behind a function call, so that no planner goes by its index."""
    return (
        SearchRow.objects.alias(kind=Coalesce("type", Value(""))).filter(within).values_list("type", "ref_id", "title")
    )


def _titles(beginning: str, within: Q, limit: int) -> Iterable[Hit]:
    return map(Hit._make, _between(beginning, beginning + END, within=within, limit=limit))


@prepared
def _between(first: str, end: str, *, within: Q, limit: int) -> "QuerySet[Any, tuple[str, int, str]]":
    rows = _rows(within).filter(title__gte=first, title__lt=end).order_by("title", "id")[:limit]
    return cast("QuerySet[Any, tuple[str, int, str]]", rows)


def _matching(asked: list[str]) -> Iterator[Step]:
    """Rows that hold each word, the last one perhaps only begun; then those that hold a word which begins like each.

    Single letters begin so many words that all of these are gathered first: only where the other words are found.
    """
    if len(asked) > 1:
        yield lambda within, limit: _holding(asked, begun=len(asked) - 1, within=within, limit=limit)
    longer = [word for word in asked if len(word) > 1]
    if not longer or len(longer) == len(asked):
        yield lambda within, limit: _holding(asked, within=within, limit=limit)
    else:
        yield (
            lambda within, limit: (
                _holding(asked, within=within, limit=limit) if any(_holding(longer, within=within, limit=1)) else ()
            )
        )


def _holding(asked: list[str], *, begun: int = 0, within: Q, limit: int) -> Iterable[Hit]:
    """Rows that hold each word; of those from the place `begun` on, one that begins so."""
    if connection.vendor == "postgresql":
        query = " & ".join(f"{word}:*" if at >= begun else word for at, word in enumerate(asked))
        where = "words @@ to_tsquery('simple', %s)"
    else:
        is_long = max(map(len, asked[begun:])) > _LONGEST_SHORT
        if is_long and not _any(WORDS, _words_query(asked, begun, _LONGEST_SHORT)):
            return ()
        return map(Hit._make, _indexed(_words_query(asked, begun), index=WORDS, within=within, limit=limit))
    return map(Hit._make, _where(query, where=where, within=within, limit=limit))


def _words_query(asked: list[str], begun: int, longest: int | None = None) -> str:
    return " ".join(f'"{word[:longest]}"*' if at >= begun else f'"{word}"' for at, word in enumerate(asked))


def _is_anywhere(parts: list[str]) -> bool:
    """Whether any text holds all of these."""
    return connection.vendor != "sqlite" or _any(LETTERS, _parts_query(parts))


def _any(index: str, query: str) -> bool:
    """Whether anything matches: cheap for parts, and for beginnings that have an index of their own.

    For longer beginnings SQLite reads all that is kept of the word before the place where such words would stand, which
    may be the most common word of the firm.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {index} WHERE {index} MATCH %s LIMIT 1", [query])  # noqa: S608 - ours
        return cursor.fetchone() is not None


def _parts_query(parts: list[str]) -> str:
    return " AND ".join(f'"{part}"' for part in parts)


def _parts(parts: list[str], within: Q, limit: int) -> Iterable[Hit]:
    """Rows that hold each part anywhere."""
    if connection.vendor == "postgresql":
        where = " AND ".join(["letters LIKE %s"] * len(parts))
        values = [f"%{part}%" for part in parts]
        return map(Hit._make, _where(*values, where=where, within=within, limit=limit))
    return map(Hit._make, _indexed(_parts_query(parts), index=LETTERS, within=within, limit=limit))


@prepared
def _where(*values: str, where: str, within: Q, limit: int) -> "QuerySet[Any, tuple[str, int, str]]":
    rows = _rows(within).extra(where=[where], params=values)[:limit]  # noqa: S610 - constants above
    return cast("QuerySet[Any, tuple[str, int, str]]", rows)


@prepared
def _indexed(query: str, *, index: str, within: Q, limit: int) -> "QuerySet[Any, tuple[str, int, str]]":
    """By a join: an index that is asked within a condition is read to its end before the first row comes."""
    where = [f"kernel_searchrow.id = {index}.rowid", f"{index} MATCH %s"]
    rows = _rows(within).extra(tables=[index], where=where, params=[query])[:limit]  # noqa: S610 - ours
    return cast("QuerySet[Any, tuple[str, int, str]]", rows)


def _corrected(asked: list[str]) -> list[str]:
    """The words with each unknown one put right; empty where one cannot be."""
    nearest = []
    for word in asked:
        better = _nearest(word) if len(word) in WORD_LENGTHS else None
        nearest.append(better or word)
    return nearest if nearest != asked else []


def _nearest(word: str) -> str | None:
    """A known word that is one letter more, less, other or swapped away."""
    near = _with_slips(sorted(slips(word)))
    candidates = sorted(near, key=lambda known: (abs(len(known) - len(word)), known))
    return candidates[0] if candidates else None


@prepared
def _with_slips(of: list[str]) -> "QuerySet[SearchSlip, str]":
    return SearchSlip.objects.filter(slip__in=of).values_list("word", flat=True).distinct()[:50]
