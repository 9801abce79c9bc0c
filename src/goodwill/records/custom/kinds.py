"""The kinds of fields that a firm can make, as somebody chooses among them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models import CustomField
from goodwill.records.fields import Kind, Words

FORMULA, ROLLUP = "formula", "rollup"


@dataclass(frozen=True)
class FieldKind:
    """`asks` names what has to be said about such a field, beside its name."""

    kind: str
    label: Words
    hint: Words
    icon: str
    asks: tuple[str, ...] = ()


KINDS = {
    one.kind: one
    for one in (
        FieldKind(Kind.TEXT, _("Text"), _("A word or a line"), "type", ("default", "unique")),
        FieldKind(Kind.LONG_TEXT, _("Long text"), _("Several lines"), "text-quote"),
        FieldKind(Kind.NUMBER, _("Number"), _("To count, add and compare"), "hash", ("decimals", "default", "unique")),
        FieldKind(Kind.MONEY, _("Money"), _("An amount in one currency"), "banknote", ("currency", "default")),
        FieldKind(Kind.PERCENT, _("Percent"), _("A share of a hundred"), "percent", ("decimals", "default")),
        FieldKind(Kind.DATE, _("Date"), _("A day"), "calendar", ("unique", "yearly")),
        FieldKind(Kind.MOMENT, _("Date and time"), _("A day and an hour"), "calendar-clock"),
        FieldKind(Kind.TIME, _("Time"), _("An hour of the day"), "clock"),
        FieldKind(Kind.CHOICE, _("Choice"), _("One of a list"), "circle-check", ("choices", "default")),
        FieldKind(Kind.CHOICES, _("Several choices"), _("Any number of a list"), "list-checks", ("choices",)),
        FieldKind(Kind.YES_NO, _("Yes or no"), _("A box to tick"), "toggle-left", ("default",)),
        FieldKind(Kind.LINK, _("Link"), _("An address on the web"), "link", ("unique",)),
        FieldKind(Kind.MAIL, _("Mail"), _("A mail address"), "at-sign", ("unique",)),
        FieldKind(Kind.PHONE, _("Phone"), _("A number to call"), "phone", ("unique",)),
        FieldKind(Kind.PLACE, _("Place"), _("A town, or an address with its town: for maps"), "map-pin"),
        FieldKind(Kind.USER, _("Colleague"), _("Somebody of the firm"), "circle-user"),
        FieldKind(Kind.RELATION, _("Relation"), _("Another record, such as a company"), "share-2", ("target",)),
        FieldKind(FORMULA, _("Formula"), _("Computed from other fields"), "square-function", ("formula", "decimals")),
        FieldKind(ROLLUP, _("Roll-up"), _("Counted or summed over related records"), "sigma", ("rollup",)),
    )
}


def kind_of(row: CustomField) -> FieldKind:
    return KINDS[FORMULA if row.formula else ROLLUP if row.rollup else row.kind]
