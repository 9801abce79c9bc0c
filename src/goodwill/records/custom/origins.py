"""What computed fields are made of: who may not know of that, may not know what it comes to."""

from collections.abc import Iterable, Iterator, Mapping

from goodwill.kernel.models import CustomField
from goodwill.records.custom.formula import FormulaError
from goodwill.records.custom.formula.parser import parse
from goodwill.records.custom.formula.tree import Binary, Call, Name, Node, Unary
from goodwill.records.filter import FilterError, parse as parse_filter
from goodwill.records.filter.tree import And, Comparison, Filter, Not, Or

Place = tuple[str, str]
"""A type, and the name of a field of it."""


def origins_of(rows: Iterable[CustomField]) -> Mapping[Place, frozenset[Place]]:
    """Of each computed field, all fields behind it, also those behind computed ones."""
    direct = {(row.type, row.name): frozenset(_direct(row)) for row in rows if row.formula or row.rollup}
    return {place: frozenset(_all_behind(place, direct)) for place in direct}


def _all_behind(place: Place, direct: Mapping[Place, frozenset[Place]]) -> set[Place]:
    found: set[Place] = set()
    waiting = [place]
    while waiting:
        new = direct.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return found


def _direct(row: CustomField) -> Iterator[Place]:
    if row.formula:
        yield from ((row.type, name) for name in _names_in_formula(row.formula))
        return
    spec: Mapping[str, str] = row.rollup
    names = {spec.get("via", ""), spec.get("field", ""), *_names_in_filter(spec.get("filter", ""))}
    yield from ((spec.get("type", ""), name) for name in names if name)


def _names_in_formula(text: str) -> set[str]:
    try:
        return set(_names(parse(text)))
    except FormulaError:
        return set()


def _names(node: Node) -> Iterator[str]:
    match node:
        case Name(name=name):
            yield name
        case Unary(item=item):
            yield from _names(item)
        case Binary(left=left, right=right):
            yield from (*_names(left), *_names(right))
        case Call(arguments=arguments):
            for one in arguments:
                yield from _names(one)


def _names_in_filter(text: str) -> set[str]:
    try:
        return {comparison.path[0] for comparison in comparisons(parse_filter(text))}
    except FilterError:
        return set()


def comparisons(tree: Filter) -> Iterator[Comparison]:
    match tree:
        case And(items) | Or(items):
            for item in items:
                yield from comparisons(item)
        case Not(item):
            yield from comparisons(item)
        case Comparison():
            yield tree
