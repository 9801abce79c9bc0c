"""What people bring from spreadsheets: their names of functions, and sentences for what is written otherwise here."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from goodwill.records.custom.formula.tree import Binary, Call, Literal, Node

ALIASES = {
    "isblank": "is_empty",
    "iferror": "or_else",
    "ifna": "or_else",
    "coalesce": "or_else",
    "substitute": "replace",
    "value": "number",
    "edate": "months_later",
    "now": "today",
    "int": "floor",
    "ucase": "upper",
    "lcase": "lower",
}
CHAINS = {"and": "and", "or": "or", "sum": "+", "concat": "&", "concatenate": "&", "product": "*"}
"""Functions of several values that are the same as an operator between them."""

_OTHERS = _(
    "It looks at other records, and a formula knows one. Make a roll-up: it counts and adds up what leads here."
)
_IFS = _("Write one if in the other: if(first, value, if(second, value, otherwise)).")
INSTEAD = {
    **dict.fromkeys(("vlookup", "xlookup", "hlookup", "lookup", "index", "match"), _OTHERS),
    **dict.fromkeys(("sumif", "sumifs", "countif", "countifs", "averageif", "count", "counta"), _OTHERS),
    **dict.fromkeys(("ifs", "switch", "choose"), _IFS),
    "datedif": _("Write years(from, to) for whole years, or days(from, to) for days."),
    "average": _("Write ([A] + [B]) / 2 for fields of one record. A roll-up gives the average over others."),
    "power": _("Powers are not computed. Multiply: [A] * [A]."),
    "roundup": _("Write ceiling(number), or round(number, places)."),
    "rounddown": _("Write floor(number), or round(number, places)."),
    "search": _("Write contains(text, part)."),
    "find": _("Write contains(text, part)."),
    "rand": _("What is computed is the same each time; there is no chance in it."),
}
SIGNS = {
    "'": _('A text stands in double quotes: "paid".'),
    "^": _("Powers are not computed. Multiply: [A] * [A]."),
    ":": _("There are no ranges: a formula computes with fields of one record, such as [Price]."),
    "$": _("There are no cells: a formula computes with fields of one record, such as [Price]."),
    "€": _("An amount is written as a number, without its currency."),
    "£": _("An amount is written as a number, without its currency."),
    "|": _("Write “or” between two conditions."),
    "!": _("Write “not” before a condition, and != for unlike."),
    "[": _("The name of a field ends with ]."),
    "]": _("The name of a field begins with [."),
    ".": _("A field is called by its name in brackets: [Price]."),
    "≤": _("Write <= for at most."),
    "≥": _("Write >= for at least."),
    "≠": _("Write != for unlike."),
    "×": _("Write * for times."),
    "÷": _("Write / for divided by."),
    "−": _("Write - for minus."),
}
DAY = _("A day is written as year, month, day: %s.")
SEVERAL_WORDS = _("A name of several words stands in brackets: [%s].")
POINT = _("Decimals stand behind a point, as in 1.5; a comma parts what a function takes.")
ONE_EQUAL = _("One = is enough.")
AND_WORD = _("Write “and” between two conditions; & joins texts.")


def call_of(name: str, at: int, to: int, arguments: tuple[Node, ...]) -> Node:
    """The function, or what it comes to in operators; a sum takes what is empty as nought, as a spreadsheet does."""
    if name not in CHAINS or not arguments:
        return Call(at, to, ALIASES.get(name, name), arguments)
    if name == "sum":
        arguments = tuple(_or_nought(one) for one in arguments)
    chain = arguments[0]
    for item in arguments[1:]:
        chain = Binary(at, to, CHAINS[name], chain, item)
    return chain


def _or_nought(item: Node) -> Node:
    return Call(item.at, item.to, "or_else", (item, Literal(item.to, item.to, Decimal(0))))
