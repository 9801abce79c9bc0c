"""What a list says while a field that it sorts or filters by has no index yet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from goodwill.records.fields import Field
from goodwill.records.filter.tree import And, Comparison, Filter, Not, Or
from goodwill.records.query import Listing


def said_of(listing: Listing, *, is_large: bool, is_saved: bool) -> str:
    """A sentence for a large list that reads every record; empty for all others."""
    slow = [field for field in _used(listing) if field.kept and not field.index] if is_large else []
    if not slow:
        return ""
    if is_saved:
        said = _("This list reads every record, since “%s” is being made fast in the background.")
    else:
        said = _("This list reads every record, because it looks at “%s”. Save it as a view, and it becomes fast.")
    return said % slow[0].label


def _used(listing: Listing) -> Iterator[Field]:
    sorted_by = listing.sort.text.partition(",")[0].strip().lstrip("-")
    by_name = listing.type.field(sorted_by).by_name if sorted_by in listing.type.all_fields else False
    names = [] if by_name else [sorted_by]
    names += [one.path[0] for one in _comparisons(listing.filter) if len(one.path) == 1]
    known = listing.type.all_fields
    yield from (known[name] for name in names if name in known)


def _comparisons(tree: Filter) -> Iterator[Comparison]:
    match tree:
        case Comparison():
            yield tree
        case Not(item):
            yield from _comparisons(item)
        case And(items) | Or(items):
            for item in items:
                yield from _comparisons(item)
