"""Which operators each kind of field has."""

from goodwill.records.fields import Kind
from goodwill.records.filter.operators import Operator

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
_TIME = (
    Operator.BEFORE,
    Operator.AFTER,
    Operator.UNTIL,
    Operator.SINCE,
    Operator.BETWEEN,
    *_ONE_OF,
    *_EMPTINESS,
)
_SEVERAL = (Operator.HAS, Operator.HAS_NOT, Operator.ANY, Operator.NONE, Operator.HAS_ALL, *_EMPTINESS)
_OWNER = (*_ONE_OF, Operator.MY_TEAM, Operator.NOT_MY_TEAM, *_EMPTINESS)

BY_KIND: dict[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: _TEXT,
    Kind.LONG_TEXT: _TEXT,
    Kind.LINK: _TEXT,
    Kind.MAIL: _TEXT,
    Kind.PLACE: (*_TEXT, Operator.WITHIN),
    Kind.PHONE: (Operator.CONTAINS, Operator.CONTAINS_NOT, *_ONE_OF, *_EMPTINESS),
    Kind.NUMBER: _NUMBER,
    Kind.MONEY: _NUMBER,
    Kind.PERCENT: _NUMBER,
    Kind.YES_NO: (Operator.IS, Operator.IS_NOT),
    Kind.DATE: _DATE,
    Kind.MOMENT: _DATE,
    Kind.TIME: _TIME,
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
    _TIME: {
        Operator.ON: Operator.IS,
        Operator.EQUAL: Operator.IS,
        Operator.UNEQUAL: Operator.IS_NOT,
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
_PLAIN = {
    Operator.EQUAL: Operator.IS,
    Operator.UNEQUAL: Operator.IS_NOT,
    Operator.HAS: Operator.IS,
    Operator.HAS_NOT: Operator.IS_NOT,
}


def proper(operator: Operator, kind: Kind) -> Operator:
    """The kind's own operator for what was written; unchanged when the kind has none."""
    known = BY_KIND[kind]
    if operator in known:
        return operator
    return _SYNONYMS.get(known, _PLAIN).get(operator, operator)
