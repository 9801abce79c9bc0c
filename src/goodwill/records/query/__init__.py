"""Lists of records: filtered, sorted, page by page, as plain values."""

from goodwill.records.labels import Link, labels_of
from goodwill.records.query.cells import Row
from goodwill.records.query.columns import columns_of
from goodwill.records.query.errors import QueryError
from goodwill.records.query.listing import Listing
from goodwill.records.query.results import Count, Neighbours, Page
from goodwill.records.query.sort import sort_of, sortable

__all__ = [
    "Count",
    "Link",
    "Listing",
    "Neighbours",
    "Page",
    "QueryError",
    "Row",
    "columns_of",
    "labels_of",
    "sort_of",
    "sortable",
]
