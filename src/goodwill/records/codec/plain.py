"""A record's values as JSON knows them: what the API answers with, and what it takes back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Profile
from goodwill.kernel.money import Money, from_amount
from goodwill.records.fields import CODED, NUMERIC, TEXTUAL, Field, Kind
from goodwill.records.labels import Link
from goodwill.records.query.cells import Row
from goodwill.records.registry import RecordType

_EMPTY_TEXT = TEXTUAL | CODED


def plain_row(fields: Mapping[str, Field], row: Row) -> dict[str, Any]:
    return plain_rows(fields, [row])[0]


def plain_rows(fields: Mapping[str, Field], rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What stands for nothing is found once for each field: most cells are empty, and most others text."""
    nothing = {name: _nothing(field) for name, field in fields.items()}
    found = []
    for row in rows:
        values: dict[str, Any] = {"id": row.id, "version": row.version}
        for name, cell in row.cells.items():
            if cell is None:
                values[name] = nothing[name]
            elif cell.__class__ is str:
                values[name] = cell or nothing[name]
            else:
                values[name] = plain_value(fields[name], cell) if cell != [] else []
        found.append(values)
    return found


def plain_value(field: Field, cell: Any) -> Any:
    """Money and links are objects, days and moments ISO text, scaled numbers exact text; empty text is ""."""
    if isinstance(cell, list):
        return [plain_value(field, one) for one in cell if one not in (None, "")]
    if cell is None or cell == "":
        return _nothing(field)
    match cell:
        case Money():
            return {"amount": str(cell.amount), "currency": cell.currency}
        case Link():
            return {"id": cell.id, "name": cell.label, "type": cell.type}
        case datetime():
            return cell.astimezone(UTC).isoformat()
        case date():
            return cell.isoformat()
        case int() if field.kind in NUMERIC and field.scale:
            return str(Decimal(cell).scaleb(-field.scale))
    return cell


def written(type: RecordType, given: Mapping[str, Any], record: Any = None) -> dict[str, Any]:
    """Plain values as `records.writing` takes them. `record` is the one that they go into, where there is one."""
    problems: dict[str, str] = {}
    taken = {}
    for name, value in given.items():
        field = type.all_fields.get(name)
        try:
            is_money = field is not None and field.kind is Kind.MONEY and value not in (None, "")
            taken[name] = _minor(type, field, value, record) if field and is_money else value
        except Invalid as error:
            problems[name] = error.sentence
    if problems:
        raise Invalid(problems)
    return taken


def _minor(type: RecordType, field: Field, value: Any, record: Any) -> str:
    """An amount as people write it, in the unit that the field is read in."""
    kept = str(getattr(record or type.model(), field.currency)) if field.currency else field.unit
    kept = kept or Profile.current().currency
    amount = value.get("amount") if isinstance(value, Mapping) else value
    currency = value.get("currency", kept) if isinstance(value, Mapping) else kept
    if currency != kept:
        raise Invalid(_("%(field)s is kept in %(currency)s.") % {"field": field.label, "currency": kept})
    try:
        if isinstance(amount, bool) or len(str(amount)) > 40:
            raise InvalidOperation
        money = from_amount(Decimal(str(amount)), kept)
    except InvalidOperation:
        money = None
    if money is None:
        sentence = _("%(field)s takes an amount like 12.50, not “%(value)s”.")
        raise Invalid(sentence % {"field": field.label, "value": str(amount)[:60]})
    return str(Decimal(money.minor).scaleb(-(field.scale or 0)))


def _nothing(field: Field) -> Any:
    if field.many or field.kind in (Kind.TAGS, Kind.CHOICES):
        return []
    return "" if field.kind in _EMPTY_TEXT else None
