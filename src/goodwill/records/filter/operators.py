"""What a comparison can say: how it is written, how many values it takes, how it reads on the page."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodwill.records.fields import Kind


class Operator(StrEnum):
    """The value is the one way in which it is written; the parser takes synonyms."""

    IS = "is"
    IS_NOT = "is not"
    ANY = "is any of"
    NONE = "is none of"
    CONTAINS = "contains"
    CONTAINS_NOT = "does not contain"
    STARTS = "starts with"
    ENDS = "ends with"
    HAS = "has"
    HAS_NOT = "does not have"
    HAS_ALL = "has all of"
    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    BETWEEN = "between"
    ON = "on"
    NOT_ON = "not on"
    BEFORE = "before"
    UNTIL = "on or before"
    AFTER = "after"
    SINCE = "on or after"
    IN = "in"
    NOT_IN = "not in"
    MY_TEAM = "in my team"
    NOT_MY_TEAM = "not in my team"
    EMPTY = "is empty"
    FILLED = "is not empty"


class Takes(StrEnum):
    NOTHING = "nothing"
    ONE = "one"
    TWO = "two"
    MANY = "many"
    PERIOD = "period"


_TAKES = {
    Operator.ANY: Takes.MANY,
    Operator.NONE: Takes.MANY,
    Operator.HAS_ALL: Takes.MANY,
    Operator.BETWEEN: Takes.TWO,
    Operator.IN: Takes.PERIOD,
    Operator.NOT_IN: Takes.PERIOD,
    Operator.MY_TEAM: Takes.NOTHING,
    Operator.NOT_MY_TEAM: Takes.NOTHING,
    Operator.EMPTY: Takes.NOTHING,
    Operator.FILLED: Takes.NOTHING,
}

# Each of these says the opposite of the other one: it holds exactly where the other does not.
OPPOSITE = {
    Operator.IS_NOT: Operator.IS,
    Operator.NONE: Operator.ANY,
    Operator.CONTAINS_NOT: Operator.CONTAINS,
    Operator.HAS_NOT: Operator.HAS,
    Operator.UNEQUAL: Operator.EQUAL,
    Operator.NOT_ON: Operator.ON,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_MY_TEAM: Operator.MY_TEAM,
    Operator.EMPTY: Operator.FILLED,
}


def takes(operator: Operator) -> Takes:
    return _TAKES.get(operator, Takes.ONE)


_EMPTINESS = (Operator.EMPTY, Operator.FILLED)
_ONE_OF = (Operator.IS, Operator.IS_NOT, Operator.ANY, Operator.NONE)
_TEXT = (
    *_ONE_OF,
    Operator.CONTAINS,
    Operator.CONTAINS_NOT,
    Operator.STARTS,
    Operator.ENDS,
    *_EMPTINESS,
)
_NUMBER = (
    Operator.EQUAL,
    Operator.UNEQUAL,
    Operator.LESS,
    Operator.AT_MOST,
    Operator.MORE,
    Operator.AT_LEAST,
    Operator.BETWEEN,
    Operator.ANY,
    Operator.NONE,
    *_EMPTINESS,
)
_DATE = (
    Operator.IN,
    Operator.NOT_IN,
    Operator.ON,
    Operator.NOT_ON,
    Operator.BEFORE,
    Operator.AFTER,
    Operator.UNTIL,
    Operator.SINCE,
    Operator.BETWEEN,
    *_EMPTINESS,
)
_SEVERAL = (Operator.HAS, Operator.HAS_NOT, Operator.ANY, Operator.NONE, Operator.HAS_ALL, *_EMPTINESS)
_OWNER = (*_ONE_OF, Operator.MY_TEAM, Operator.NOT_MY_TEAM, *_EMPTINESS)

BY_KIND: dict[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: _TEXT,
    Kind.LONG_TEXT: _TEXT,
    Kind.LINK: _TEXT,
    Kind.MAIL: _TEXT,
    Kind.PHONE: (Operator.CONTAINS, Operator.CONTAINS_NOT, *_ONE_OF, *_EMPTINESS),
    Kind.NUMBER: _NUMBER,
    Kind.MONEY: _NUMBER,
    Kind.PERCENT: _NUMBER,
    Kind.YES_NO: (Operator.IS, Operator.IS_NOT),
    Kind.DATE: _DATE,
    Kind.MOMENT: _DATE,
    Kind.CHOICE: (*_ONE_OF, *_EMPTINESS),
    Kind.COUNTRY: (*_ONE_OF, *_EMPTINESS),
    Kind.LANGUAGE: (*_ONE_OF, *_EMPTINESS),
    Kind.CHOICES: _SEVERAL,
    Kind.TAGS: _SEVERAL,
    Kind.USER: _OWNER,
    Kind.TEAM: _OWNER,
    Kind.RELATION: (*_ONE_OF, *_EMPTINESS),
    Kind.FILE: _EMPTINESS,
    Kind.JSON: (),
}

# What people write although the kind has its own word for it.
_SYNONYMS: dict[tuple[Operator, ...], dict[Operator, Operator]] = {
    _NUMBER: {Operator.IS: Operator.EQUAL, Operator.IS_NOT: Operator.UNEQUAL},
    _DATE: {
        Operator.IS: Operator.ON,
        Operator.IS_NOT: Operator.NOT_ON,
        Operator.EQUAL: Operator.ON,
        Operator.UNEQUAL: Operator.NOT_ON,
        Operator.LESS: Operator.BEFORE,
        Operator.AT_MOST: Operator.UNTIL,
        Operator.MORE: Operator.AFTER,
        Operator.AT_LEAST: Operator.SINCE,
    },
    _SEVERAL: {
        Operator.IS: Operator.HAS,
        Operator.EQUAL: Operator.HAS,
        Operator.IS_NOT: Operator.HAS_NOT,
        Operator.UNEQUAL: Operator.HAS_NOT,
    },
}
_PLAIN = {Operator.EQUAL: Operator.IS, Operator.UNEQUAL: Operator.IS_NOT, Operator.HAS: Operator.IS}


def proper(operator: Operator, kind: Kind) -> Operator:
    """The kind's own operator for what was written; unchanged when the kind has none."""
    known = BY_KIND[kind]
    if operator in known:
        return operator
    return _SYNONYMS.get(known, _PLAIN).get(operator, operator)


_LABELS: dict[Operator, Promise] = {
    Operator.IS: _("is"),
    Operator.IS_NOT: _("is not"),
    Operator.ANY: _("is any of"),
    Operator.NONE: _("is none of"),
    Operator.CONTAINS: _("contains"),
    Operator.CONTAINS_NOT: _("does not contain"),
    Operator.STARTS: _("starts with"),
    Operator.ENDS: _("ends with"),
    Operator.HAS: _("has"),
    Operator.HAS_NOT: _("does not have"),
    Operator.HAS_ALL: _("has all of"),
    Operator.EQUAL: _("is"),
    Operator.UNEQUAL: _("is not"),
    Operator.LESS: _("is less than"),
    Operator.AT_MOST: _("is at most"),
    Operator.MORE: _("is more than"),
    Operator.AT_LEAST: _("is at least"),
    Operator.BETWEEN: _("is between"),
    Operator.ON: _("is on"),
    Operator.NOT_ON: _("is not on"),
    Operator.BEFORE: _("is before"),
    Operator.UNTIL: _("is on or before"),
    Operator.AFTER: _("is after"),
    Operator.SINCE: _("is on or after"),
    Operator.IN: _("is in"),
    Operator.NOT_IN: _("is not in"),
    Operator.MY_TEAM: _("is in my team"),
    Operator.NOT_MY_TEAM: _("is not in my team"),
    Operator.EMPTY: _("is empty"),
    Operator.FILLED: _("is not empty"),
}


def label(operator: Operator) -> Promise:
    return _LABELS[operator]
