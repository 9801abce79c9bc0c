"""What a bare text in quotes says, spelled out as comparisons."""

from goodwill.kernel.actors import Actor
from goodwill.kernel.text import digits, words
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.operators import Operator
from goodwill.records.filter.resolve import searched_fields
from goodwill.records.filter.tree import Comparison, Filter, Search, Text, all_of, any_of
from goodwill.records.registry import RecordType

_SHORTEST_NUMBER = 3


def spelled_out(search: Search, type: RecordType, actor: Actor) -> Filter:
    """Each word occurs in at least one of the searched fields."""
    fields = searched_fields(type, actor)
    return all_of(
        any_of(_contains(field, word) for field in fields if _fits(field, word)) for word in words(search.text)
    )


def _contains(field: Field, word: str) -> Comparison:
    return Comparison((field.name,), Operator.CONTAINS, (Text(word),))


def _fits(field: Field, word: str) -> bool:
    return field.kind is not Kind.PHONE or (digits(word) == word and len(word.strip("0")) >= _SHORTEST_NUMBER)
