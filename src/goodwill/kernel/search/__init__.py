"""The search index: written by projections, asked by `records.search` with the actor's rights."""

from goodwill.kernel.search.asking import LONGEST, Hit, find
from goodwill.kernel.search.writing import Document, forget, keep, keep_new, merging_later

__all__ = ["LONGEST", "Document", "Hit", "find", "forget", "keep", "keep_new", "merging_later"]
