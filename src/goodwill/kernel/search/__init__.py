"""The search index: written by projections, asked by `records.search` with the actor's rights."""

from goodwill.kernel.search.asking import LONGEST, Hit, find
from goodwill.kernel.search.writing import (
    Document,
    Words,
    forget,
    keep,
    keep_new,
    keep_words,
    learning_once,
    words_of,
    words_of_new,
)

__all__ = [
    "LONGEST",
    "Document",
    "Hit",
    "Words",
    "find",
    "forget",
    "keep",
    "keep_new",
    "keep_words",
    "learning_once",
    "words_of",
    "words_of_new",
]
