"""Does a filter fit a record type? And if so: the same filter with every word in its proper form."""

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.text import words
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.errors import FilterError, shortened
from goodwill.records.filter.kinds import BY_KIND, proper
from goodwill.records.filter.lexer import speakable
from goodwill.records.filter.operands import MAX_TEXT, check_place, proper_value
from goodwill.records.filter.operators import Operator, Takes, takes
from goodwill.records.filter.resolve import resolve, searched_fields
from goodwill.records.filter.tree import (
    And,
    Comparison,
    Filter,
    Not,
    Number,
    Or,
    Period,
    Search,
    Text,
    Word,
    all_of,
    any_of,
)
from goodwill.records.registry import RecordType, get


def check(filter: Filter, type: RecordType, actor: Actor) -> Filter:
    """The filter in its proper form. Raises FilterError with a sentence that names the field and what is possible."""
    if isinstance(filter, And):
        return all_of(check(item, type, actor) for item in filter.items)
    if isinstance(filter, Or):
        return any_of(check(item, type, actor) for item in filter.items)
    if isinstance(filter, Not):
        return Not(check(filter.item, type, actor))
    if isinstance(filter, Search):
        return _search(filter, type, actor)
    return _comparison(filter, type, actor)


def _search(search: Search, type: RecordType, actor: Actor) -> Search:
    if not words(search.text) or len(search.text) > MAX_TEXT or not speakable(search.text):
        raise FilterError(_('There is no word to look for in "%(text)s".') % {"text": shortened(search.text)})
    if not searched_fields(type, actor):
        raise FilterError(_("%(type)s have no text to look in.") % {"type": type.plural})
    return search


def _comparison(comparison: Comparison, type: RecordType, actor: Actor) -> Comparison:
    field = resolve(comparison.path, type, actor).field
    named = comparison.values and all(isinstance(value, Text | Word) for value in comparison.values)
    if field.kind is Kind.RELATION and named and (target := get(field.target)):
        by_title = Comparison((*comparison.path, target.title), comparison.operator, comparison.values)
        return _comparison(by_title, type, actor)
    operator = _operator(comparison, field)
    values = tuple(proper_value(value, operator, field) for value in comparison.values)
    if len(values) == 0 and takes(operator) is not Takes.NOTHING:
        raise _not_possible(field, comparison.operator)
    if operator is Operator.WITHIN:
        if [isinstance(value, Number) for value in values] != [True, False]:
            raise _not_possible(field, comparison.operator)
        check_place(values[1], field, actor)
    if len({value.currency for value in values if isinstance(value, Number)}) > 1:
        raise FilterError(_("%(field)s is compared in one currency at a time.") % {"field": field.label})
    return Comparison(comparison.path, operator, values)


def _operator(comparison: Comparison, field: Field) -> Operator:
    operator = proper(comparison.operator, field.kind)
    if operator in (Operator.ON, Operator.NOT_ON) and isinstance(comparison.values[0], Period):
        operator = Operator.IN if operator is Operator.ON else Operator.NOT_IN
    if operator not in BY_KIND[field.kind]:
        raise _not_possible(field, comparison.operator)
    spans = [isinstance(value, Period) for value in comparison.values]
    if any(spans) != (takes(operator) is Takes.PERIOD):
        raise FilterError(
            _('%(field)s: a span of time goes with "in" (in last 30 days), a single day with on, before, after.')
            % {"field": field.label}
        )
    return operator


def _not_possible(field: Field, operator: Operator) -> FilterError:
    said = _('%(field)s cannot be compared with "%(operator)s". Possible: %(operators)s.')
    possible = ", ".join(BY_KIND[field.kind])
    return FilterError(said % {"field": field.label, "operator": operator, "operators": possible})
