"""One language for lists, views, segments, conditions, report rows and API queries. README.md is its first page."""

from goodwill.records.filter.check import check
from goodwill.records.filter.errors import FilterError
from goodwill.records.filter.parser import parse
from goodwill.records.filter.predicate import predicate
from goodwill.records.filter.printer import to_text
from goodwill.records.filter.sql import apply
from goodwill.records.filter.tree import EVERYTHING, Comparison, Filter, all_of, any_of

__all__ = [
    "EVERYTHING",
    "Comparison",
    "Filter",
    "FilterError",
    "all_of",
    "any_of",
    "apply",
    "check",
    "parse",
    "predicate",
    "to_text",
]
