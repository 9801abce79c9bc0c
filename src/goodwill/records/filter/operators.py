"""What a comparison can say: how it is written, how many values it takes, what its opposite is."""

from enum import StrEnum


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
    WITHIN = "within"
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
    Operator.WITHIN: Takes.TWO,
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
