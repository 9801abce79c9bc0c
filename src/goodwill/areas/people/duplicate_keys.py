"""What two entries of the same party are likely to have in common: the keys by which doubles are looked up."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from goodwill.areas.people.enums import KeyKind, PartyKind
from goodwill.kernel.remembering import remembering
from goodwill.kernel.text import words

Key = tuple[str, str]

KEY_LENGTH = 160
MOST_PLACES = 3
_NAME, _PHONE, _MAIL, _WORK, _STAFF, _BORN, _PLACE, _HOUSE, _LANE, _TOWN = (
    kind.value
    for kind in (
        KeyKind.NAME, KeyKind.PHONE, KeyKind.MAIL, KeyKind.WORK, KeyKind.STAFF, KeyKind.BORN, KeyKind.PLACE,
        KeyKind.HOUSE, KeyKind.LANE, KeyKind.TOWN,
    )
)  # fmt: skip
_DIGITS = re.compile(r"\d+")
_ASCII = re.compile("[a-z]+")
_LEGAL_FORMS = frozenset(
    """
    ab ag and aps as asa bv bvba co company corp corporation doo eg ev gbr gmbh hb inc incorporated kb kft kg kk lda
    limited llc llp lp ltd ltda mbh nv oao ohg oo ooo oy oyj plc pte pty sa sarl sas se sl spa spzoo srl sro the ug und
    """.split()  # noqa: SIM905
)


class Place(NamedTuple):
    """An address in comparable parts: the number of the house apart from its street."""

    house: str
    street: str
    more: str
    postcode: str
    city: str
    region: str


def place(street: str = "", more: str = "", postcode: str = "", city: str = "", region: str = "") -> Place:
    """An address; the number of the house is the first number of its street, wherever it stands there."""
    house, named = _street(street) if street else ("", "")
    return Place(house, named, _joined(more), _joined(postcode).replace(" ", ""), _joined(city), _joined(region))


def _street(street: str) -> tuple[str, str]:
    folded = words(street)
    house = next((word for word in folded if _DIGITS.match(word)), "")
    return house, " ".join([word for word in folded if word != house])


@remembering(1 << 15)
def _joined(text: str) -> str:
    return " ".join(words(text)) if text else ""


def keys_of(
    kind: str,
    name: str,
    *,
    given: str = "",
    family: str = "",
    company: str = "",
    phones: Iterable[str] = (),
    mails: Iterable[str] = (),
    places: Sequence[Place] = (),
    birthday: str = "",
) -> set[Key]:
    """The keys of a party. `phones` are national digits, `mails` normal forms, `company` is a name, `birthday` ISO."""
    person = kind == PartyKind.PERSON
    sound = name_sound(f"{given} {family}" if given and family else name) if person else company_sound(name)
    found = {(_NAME, sound)} if sound else set()
    found |= {(_PHONE, number) for number in phones if number}
    found |= {(_MAIL, mail[:KEY_LENGTH]) for mail in mails if mail}
    if person and company and (at := work_key(name, company)):
        found.add((_WORK, at))
        found.add((_STAFF, staff_key(family or name, company)))
    if person and birthday:
        found.add((_BORN, birthday))
    for one in places[:MOST_PLACES]:
        found.update(_place_keys(one, name if not (given or family) else f"{given} {family}"))
    return found


def packed(keys: Iterable[Key]) -> str:
    """Keys as one text, in their order: a line for each."""
    return "\n".join([f"{kind} {key}" for kind, key in sorted(keys)])


def unpacked(text: str) -> Iterator[Key]:
    for line in text.split("\n") if text else ():
        kind, _space, key = line.partition(" ")
        yield kind, key


def _place_keys(at: Place, name: str) -> Iterator[Key]:
    """Beginnings are enough for a key: what is misspelt is seldom misspelt there."""
    if at.postcode and at.house:
        yield _PLACE, f"{at.postcode} {at.house}"[:KEY_LENGTH]
    if at.street and at.house:
        yield _HOUSE, f"{at.house} {at.street[:3]}"[:KEY_LENGTH]
    if at.street and at.postcode:
        yield _LANE, f"{at.postcode} {at.street[:3]}"[:KEY_LENGTH]
    if at.city:
        for word in words(name)[:4]:
            yield _TOWN, f"{at.city[:3]} {word[:4]}"


@remembering(65536)
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


@remembering(4096)
def _company_said(name: str) -> str:
    return " ".join(company_words(name))


def company_sound(name: str) -> str:
    return " ".join(word_sound(word) for word in company_words(name))[:KEY_LENGTH]


def work_key(name: str, company: str) -> str:
    """Name and company, folded."""
    return f"{' '.join(sorted(words(name)))} @ {_company_said(company)}"[:KEY_LENGTH] if name and company else ""


def staff_key(family: str, company: str) -> str:
    """How the last word of a name sounds, and the company: Bob and Robert Smith, or Smyth, at Northgate."""
    last = words(family)[-1:]
    return f"{word_sound(last[0])} @ {_company_said(company)}"[:KEY_LENGTH] if last else ""
