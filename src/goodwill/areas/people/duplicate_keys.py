"""What two entries of the same party are likely to have in common: the keys by which doubles are looked up."""

import re
from collections.abc import Iterable
from functools import lru_cache

from goodwill.areas.people.enums import KeyKind, PartyKind
from goodwill.kernel.text import words

Key = tuple[str, str]

KEY_LENGTH = 160
_ASCII = re.compile("[a-z]+")
_LEGAL_FORMS = frozenset(
    """
    ab ag and aps as asa bv bvba co company corp corporation doo eg ev gbr gmbh hb inc incorporated kb kft kg kk lda
    limited llc llp lp ltd ltda mbh nv oao ohg oo ooo oy oyj plc pte pty sa sarl sas se sl spa spzoo srl sro the ug und
    """.split()  # noqa: SIM905
)


def keys_of(
    kind: str,
    name: str,
    *,
    given: str = "",
    family: str = "",
    company: str = "",
    phones: Iterable[str] = (),
    mails: Iterable[str] = (),
) -> set[Key]:
    """The keys of a party. `phones` are national digits, `mails` normal forms, `company` is a name."""
    person = kind == PartyKind.PERSON
    sound = name_sound(f"{given} {family}" if given and family else name) if person else company_sound(name)
    found = {(KeyKind.NAME.value, sound)} if sound else set()
    found |= {(KeyKind.PHONE.value, number) for number in phones if number}
    found |= {(KeyKind.MAIL.value, mail[:KEY_LENGTH]) for mail in mails if mail}
    if person and company and (at := work_key(name, company)):
        found.add((KeyKind.WORK.value, at))
    return found


@lru_cache(maxsize=65536)
def word_sound(word: str) -> str:
    """How a folded word sounds in English; one of another script or with digits stays as it is written."""
    if not _ASCII.fullmatch(word):
        return word
    from jellyfish import metaphone

    return metaphone(word) or word


def name_sound(name: str) -> str:
    """The sounds of all words, whatever their order."""
    return " ".join(sorted({word_sound(word) for word in words(name)}))[:KEY_LENGTH]


def company_words(name: str) -> list[str]:
    """The words of a company's name without what its legal form adds; all of them if nothing else is left."""
    all_words = words(name)
    return [word for word in all_words if word not in _LEGAL_FORMS] or all_words


def company_sound(name: str) -> str:
    return " ".join(word_sound(word) for word in company_words(name))[:KEY_LENGTH]


def work_key(name: str, company: str) -> str:
    """Name and company, folded."""
    return (
        f"{' '.join(sorted(words(name)))} @ {' '.join(company_words(company))}"[:KEY_LENGTH] if name and company else ""
    )
