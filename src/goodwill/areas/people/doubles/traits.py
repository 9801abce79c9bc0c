"""What two entries are compared by, folded once for all comparisons."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from goodwill.areas.people.duplicate_keys import Place, company_words, word_sound
from goodwill.areas.people.enums import PartyKind
from goodwill.kernel.remembering import remembering
from goodwill.kernel.text import words

# Birthdays that programs fill in where nobody knows.
_MADE_UP = frozenset({"1900-01-01", "1901-01-01", "1970-01-01", "1980-01-01", "2000-01-01"})
_NONE: frozenset[str] = frozenset()


class Traits(NamedTuple):
    """`names` are words with their sounds; of a person, the first `given` of them are given names. `phones` are
    national digits, `mails` normal forms, `numbers` pairs of a system and the number there, `birthday` ISO text or
    `--MM-DD`. `starts` are how the words of the name begin."""

    kind: str
    names: tuple[tuple[str, str], ...]
    given: int = 0
    nickname: str = ""
    phones: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    company: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    birthday: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    starts: frozenset[str] = frozenset()


def traits(
    kind: str,
    name: str,
    *,
    given: str = "",
    family: str = "",
    nickname: str = "",
    company: str = "",
    phones: Collection[str] = (),
    mails: Collection[str] = (),
    places: Sequence[Place] = (),
    birthday: str = "",
    numbers: Iterable[tuple[str, str]] = (),
) -> Traits:
    first: tuple[str, ...] = ()
    if kind != PartyKind.PERSON:
        rest = _company(name) if kind == PartyKind.COMPANY else folded(name)
    elif given or family:
        first, rest = _spoken(given), _spoken(family)
    else:
        rest = _spoken(name)
    names = first + rest
    return Traits(
        kind,
        tuple([(word, word_sound(word)) for word in names]),
        len(first),
        " ".join(folded(nickname)) if nickname else "",
        frozenset(phones) if phones else _NONE,
        frozenset(mails) if mails else _NONE,
        _company(company) if company else (),
        tuple(places),
        "" if birthday in _MADE_UP else birthday,
        tuple(numbers),
        frozenset([word[:2] for word in names]),
    )


def _spoken(name: str) -> tuple[str, ...]:
    """The words of a name. A mail address that stands for one is none: everybody of a firm would be named alike."""
    return () if "@" in name else folded(name)


@remembering(1 << 15)
def folded(text: str) -> tuple[str, ...]:
    return tuple(words(text))


@remembering(1 << 15)
def _company(name: str) -> tuple[str, ...]:
    return tuple(company_words(name))
