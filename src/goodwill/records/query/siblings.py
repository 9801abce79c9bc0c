"""The forms that the list of a type can take, and the fields that each can be drawn by."""

from django.utils.translation import gettext as _

from goodwill.kernel import layout
from goodwill.kernel.actors import Actor
from goodwill.records.fields import NUMERIC, Field, Kind, readable
from goodwill.records.filter.errors import shortened
from goodwill.records.filter.resolve import known_fields
from goodwill.records.layout import BOARD, CALENDAR, CHART, LIST, MAP, Layout
from goodwill.records.places import place_of
from goodwill.records.query.board import MOST_LANES
from goodwill.records.query.buckets import DATED, NAMED, By, groupable, plotted
from goodwill.records.query.errors import QueryError
from goodwill.records.query.foot import How, hows_for
from goodwill.records.query.listing import Listing
from goodwill.records.query.spans import SPANS
from goodwill.records.query.whereabouts import Whereabouts, whereabouts_of
from goodwill.records.registry import RecordType

FORMS = (LIST, BOARD, CALENDAR, MAP, CHART)
KEPT = ("created_at", "changed_at")


def fields_by(form: str, type: RecordType, actor: Actor) -> list[Field]:
    """What a form can be drawn by; the one that it is drawn by at first comes first."""
    able = layout.made(f"fields for a {form} of {type.name}", lambda: _able(form, type))
    return [field for field in able if readable(field, actor) and (form != BOARD or _of_few(field))]


def _able(form: str, type: RecordType) -> list[Field]:
    """Those of the type, whoever reads; how few values one has is not asked, as that may change by itself."""
    able = [field for field in type.all_fields.values() if groupable(field) and (form == LIST or plotted(field))]
    if form == BOARD:
        return _first(type.stage, sorted(able, key=lambda field: field.kind in NAMED))
    if form == CALENDAR:
        dates = [field for field in able if field.kind in DATED]
        return _first(type.date, sorted(dates, key=lambda field: (field.name in KEPT, not field.editable)))
    return _first(type.stage, [field for field in able if field.name != type.title])


def _of_few(field: Field) -> bool:
    if field.kind in (Kind.USER, Kind.TEAM):
        return field.editable
    few = field.kind is Kind.CHOICE and 2 <= len(field.options()) <= MOST_LANES
    return few or field.kind is Kind.YES_NO


def lane_fields(type: RecordType, actor: Actor) -> list[Field]:
    """What a board can be drawn by: also relations, where what they can lead to is little. Asks the database."""
    relations = (field for field in known_fields(type, actor) if field.kind is Kind.RELATION and field.editable)
    few = [field for field in relations if groupable(field) and By(type, field, actor).candidates(MOST_LANES)]
    return [*fields_by(BOARD, type, actor), *few]


def _first(name: str, fields: list[Field]) -> list[Field]:
    return sorted(fields, key=lambda field: field.name != name)


def forms_of(type: RecordType, actor: Actor) -> list[str]:
    """Those that make sense for the type: a calendar needs more of a date than that of making and of changing."""
    dates = [field for field in fields_by(CALENDAR, type, actor) if field.name not in KEPT]
    able = {LIST: True, BOARD: bool(fields_by(BOARD, type, actor)), CALENDAR: bool(dates), CHART: True}
    able[MAP] = place_of(type.name) is not None or bool(whereabouts_of(type, actor))
    return [form for form in FORMS if able.get(form)]


def field_by(form: str, name: str, type: RecordType, actor: Actor) -> Field:
    """The field of this name, or the usual one. Raises QueryError where the form cannot be drawn by it."""
    fields = fields_by(form, type, actor)
    found = next((field for field in fields if name in ("", field.name)), None)
    if found is None and form == BOARD:
        found = next((field for field in lane_fields(type, actor) if field.name == name), None)
    if found is None:
        said = _('%(type)s cannot be laid out by "%(field)s".')
        raise QueryError("layout", said % {"type": type.plural, "field": shortened(name or form)})
    return found


def place_for(listing: Listing, name: str) -> Whereabouts:
    """By what a map shows the records; raises QueryError where it cannot."""
    found = next((one for one in whereabouts_of(listing.type, listing.actor) if name in ("", one.name)), None)
    if found is None:
        raise QueryError("layout", _("%s have no such place on a map.") % listing.type.plural)
    return found


def by_of(listing: Listing, form: str, name: str, span: str = "") -> By:
    field = field_by(form, name, listing.type, listing.actor)
    usual = "day" if form == CALENDAR else "month"
    return By(listing.type, field, listing.actor, span if span in SPANS and form != CALENDAR else usual)


def measures_of(type: RecordType, actor: Actor) -> list[tuple[Field, How]]:
    """What can be added up besides the number of rows."""
    numbers = (field for field in known_fields(type, actor) if field.kind in NUMERIC and not field.many)
    return [(field, how) for field in numbers for how in hows_for(field) if how in (How.SUM, How.AVERAGE)]


def check_layout(listing: Listing, layout: Layout) -> None:
    """Raises QueryError for a layout in which the list cannot be drawn."""
    if layout.form not in FORMS:
        raise QueryError("layout", _('"%s" is no form that a list can take.') % shortened(layout.form))
    if layout.form == MAP:
        place_for(listing, layout.by)
    elif layout.by or layout.form in (BOARD, CALENDAR):
        field_by(layout.form, layout.by, listing.type, listing.actor)
    if layout.then:
        field_by(CHART, layout.then, listing.type, listing.actor)
    known = [f"{field.name}:{how}" for field, how in measures_of(listing.type, listing.actor)]
    if layout.measure and layout.measure not in known:
        said = _('"%(text)s" is nothing that %(type)s can be added up by.')
        names = {"text": shortened(layout.measure), "type": str(listing.type.plural).lower()}
        raise QueryError("layout", said % names)
