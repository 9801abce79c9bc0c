"""How alike two words, names, numbers or addresses are, in levels and in bits."""

from collections.abc import Callable
from enum import IntEnum
from functools import cache

from goodwill.areas.people.doubles.nicknames import are_one_name
from goodwill.areas.people.doubles.rarity import Rarity
from goodwill.areas.people.doubles.traits import Traits
from goodwill.areas.people.duplicate_keys import Place
from goodwill.kernel.remembering import remembering


class Level(IntEnum):
    NOT, FAR, INITIAL, CLOSE, SOUND, NICK, EXACT = range(7)


# What agreeing less than letter by letter takes off the bits of the word.
TAKEN_OFF = {Level.EXACT: 0.0, Level.NICK: 2.0, Level.SOUND: 1.5, Level.CLOSE: 2.5, Level.FAR: 10.0}
BITS_OF_INITIAL = 2.0
ANOTHER_NAME, ANOTHER_GIVEN, MISSING_NAME = -6.0, -9.0, -0.5


@remembering(1 << 17)
def word_level(one: str, other: str) -> Level:
    """How two folded words agree: same, forms of one name, alike by a typing error, an initial, or not."""
    if one == other:
        return Level.EXACT
    if one[:1] == other[:1] and (len(one) == 1 or len(other) == 1):
        return Level.INITIAL
    if are_one_name(one, other):
        return Level.NICK
    alike = _likeness(one, other)
    if alike >= 0.88 or (len(one) > 3 and len(other) > 3 and _edits(one, other) == 1):
        return Level.CLOSE
    return Level.FAR if alike >= 0.76 else Level.NOT


@remembering(1 << 17)
def text_level(one: str, other: str) -> Level:
    """How two folded texts of several words agree."""
    if one == other:
        return Level.EXACT
    if one.replace(" ", "") == other.replace(" ", "") or sorted(one.split()) == sorted(other.split()):
        return Level.CLOSE
    alike = _likeness(one, other)
    return Level.CLOSE if alike >= 0.88 else Level.FAR if alike >= 0.76 else Level.NOT


def number_level(one: str, other: str) -> Level:
    """How two numbers of a kind agree: same, one slip of the finger apart, or not."""
    if one == other:
        return Level.EXACT
    return Level.CLOSE if min(len(one), len(other)) > 3 and _edits(one, other) == 1 else Level.NOT


class Names:
    """How two names agree, whatever the order of their words: bits, the weakest agreement, and what differs."""

    __slots__ = ("bits", "given_differs", "shares", "weakest")

    def __init__(self, one: Traits, other: Traits, rarity: Rarity) -> None:
        self.bits, self.weakest, self.given_differs, self.shares = 0.0, Level.EXACT, False, True
        if one.names == other.names:
            self.bits = sum(rarity.bits(sound) for _word, sound in one.names)
            return
        if _run_together(one) == _run_together(other):
            fewer = min(one, other, key=lambda each: len(each.names))
            self.bits, self.weakest = sum(rarity.bits(sound) for _word, sound in fewer.names) - 1, Level.CLOSE
            return
        self.shares = False
        left, right = list(range(len(one.names))), list(range(len(other.names)))
        for level, i, j in _agreements(one, other):
            if i in left and j in right:
                left.remove(i)
                right.remove(j)
                self._agree(level, one.names[i][1], other.names[j][1], rarity)
        self._miss(one, other, left, right)

    def _agree(self, level: Level, one: str, other: str, rarity: Rarity) -> None:
        self.weakest = min(self.weakest, level)
        self.shares = True
        commoner = min(rarity.bits(one), rarity.bits(other))
        self.bits += BITS_OF_INITIAL if level is Level.INITIAL else max(-2.0, commoner - TAKEN_OFF[level])

    def _miss(self, one: Traits, other: Traits, left: list[int], right: list[int]) -> None:
        """Words that found no like: of both sides they contradict each other, of one they are but missing."""
        if _is_other_part(one, other, len(left)) or _is_other_part(other, one, len(right)):
            self.weakest = Level.FAR
            self.bits += MISSING_NAME * 2
            return
        for i, j in zip(left, right, strict=False):
            self.weakest = Level.NOT
            given = i < one.given and j < other.given
            self.given_differs |= given
            self.bits += ANOTHER_GIVEN if given else ANOTHER_NAME
        self.bits += MISSING_NAME * abs(len(left) - len(right))


def _run_together(bearer: Traits) -> str:
    return "".join(word for word, _sound in bearer.names)


def _is_other_part(one: Traits, other: Traits, missed: int) -> bool:
    """Of one only the given name is known, of the other only the family name: they do not contradict each other."""
    return missed == len(one.names) == one.given and other.given == 0 and len(other.names) == 1


def _agreements(one: Traits, other: Traits) -> list[tuple[Level, int, int]]:
    """The pairs of words that agree, the surest first."""
    found = []
    for i, (word, sound) in enumerate(one.names):
        for j, (like, like_sound) in enumerate(other.names):
            level = Level.EXACT if word == like else word_level(word, like)
            if sound == like_sound and level < Level.SOUND and level is not Level.INITIAL and _looks_so(word, like):
                level = Level.SOUND
            elif level is Level.NOT and (_is_nickname(one, i, like) or _is_nickname(other, j, word)):
                level = Level.NICK
            if level:
                found.append((level, i, j))
    if len(found) > 1:
        found.sort(reverse=True)
    return found


@remembering(1 << 15)
def _looks_so(one: str, other: str) -> bool:
    """Two words of one sound that are written alike, too: Tal and Dale sound alike to the algorithm, and to nobody."""
    return one[0] == other[0] or _likeness(one, other) >= 0.8


def _is_nickname(bearer: Traits, place: int, word: str) -> bool:
    return bool(bearer.nickname) and bearer.nickname == word and place < max(bearer.given, 1)


def place_bits(one: Place, other: Place) -> tuple[float, Level]:
    """What two addresses say together, between -6 and 16, and how alike they are; street and house may be swapped."""
    agree = _parts(one, other)
    if one.street != other.street and (one.more or other.more):
        agree = max(agree, _parts(one._replace(street=one.more, more=one.street), other))
    bits, same, another = agree
    level = Level.NOT if same < 2 else Level.CLOSE if another or one.house != other.house else Level.EXACT
    return max(-6.0, min(16.0, bits)), level


def _parts(one: Place, other: Place) -> tuple[float, int, int]:
    """Bits, and how many parts of weight are the same and how many another's."""
    bits, same, another = 0.0, 0, 0
    for mine, theirs, (equal, close, far, unlike) in zip(one, other, _PLACE_BITS, strict=True):
        if not mine or not theirs:
            continue
        if mine == theirs:
            bits += equal
            same += equal > 1
            continue
        level = (number_level if mine[0].isdecimal() else text_level)(mine, theirs)
        bits += close if level is Level.CLOSE else far if level is Level.FAR else unlike
        same += level is Level.CLOSE and equal > 1
        another += level is Level.NOT and equal > 1
    return bits, same, another


# For same, nearly same, similar and another: house, street, more, postcode, town, region.
_PLACE_BITS = (
    (3.5, 1.0, 0.0, -1.5),
    (6.0, 4.0, 1.5, -2.0),
    (4.0, 3.0, 1.0, -0.5),
    (5.0, 3.0, 0.0, -2.0),
    (3.0, 2.5, 1.0, -1.5),
    (0.5, 0.0, 0.0, -1.0),
)


def birthday_bits(one: str, other: str) -> tuple[float, Level]:
    """Two birthdays: same, one part off or day and month in each other's place, or another."""
    if one == other:
        return (11.0 if len(one) == 10 else 7.0), Level.EXACT
    if one[-5:] == other[-5:] and (len(one) != 10 or len(other) != 10):
        return 7.0, Level.EXACT
    if len(one) != 10 or len(other) != 10:
        return -5.0, Level.NOT
    if one[:5] == other[:5] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return 8.0, Level.CLOSE
    parts = sum(mine == theirs for mine, theirs in zip(one.split("-"), other.split("-"), strict=True))
    if parts == 2 or _edits(one.replace("-", ""), other.replace("-", "")) == 1:
        return 5.0, Level.CLOSE
    return -5.0, Level.NOT


def _likeness(one: str, other: str) -> float:
    return float(_metrics()[0](one, other))


def _edits(one: str, other: str) -> int:
    """Letters added, left out, changed or swapped with their neighbour."""
    return int(_metrics()[1](one, other)) if -2 < len(one) - len(other) < 2 else 2


@cache
def _metrics() -> tuple[Callable[[str, str], float], Callable[[str, str], int]]:
    """Loaded when first needed."""
    from jellyfish import damerau_levenshtein_distance, jaro_winkler_similarity

    return jaro_winkler_similarity, damerau_levenshtein_distance
