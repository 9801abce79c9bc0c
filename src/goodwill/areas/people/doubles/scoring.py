"""How sure it is that two entries are one party, and why.

The model of Fellegi and Sunter: each trait that both tell adds log2(m / u) to the odds, where m is how often true
doubles agree like this and u how often strangers do; what only one tells adds nothing (I. P. Fellegi and A. B. Sunter,
"A Theory for Record Linkage", Journal of the American Statistical Association 64, 1969, pages 1183-1210). For names u
follows from how often they occur in the firm itself (W. E. Winkler, "Frequency-Based Matching in Fellegi-Sunter Model
of Record Linkage", US Bureau of the Census RR2000/06). The bits of the levels are fixed, the same for every firm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from goodwill.areas.people.doubles.comparing import Level, Names, birthday_bits, number_level, place_bits, text_level
from goodwill.areas.people.doubles.rarity import Rarity
from goodwill.areas.people.doubles.traits import Traits
from goodwill.areas.people.enums import PartyKind

PERHAPS, POSSIBLE, LIKELY, CERTAIN = 0.25, 0.5, 0.9, 0.995
SHARED_BOXES = frozenset("admin contact hello hi info kontakt mail office post sales service support team".split())  # noqa: SIM905
# Two of one household share all but their given name, and so does somebody entered under a wrong one: without a proof
# this is a perhaps, whatever else adds up.
_HOUSEHOLD = log2(0.3 / 0.7)
_STRONG = 8.0
_HOPELESS = log2(PERHAPS / (1 - PERHAPS))
# An address says little of two who work at the same company.
_COLLEAGUES = 3.0
_PROOFS = frozenset({"mail", "number", "birthday"})
_BEYOND_NAMES = frozenset({*_PROOFS, "phone", "address", "like_address", "like_birthday", "like_number"})

Told = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Score:
    """`bits` are log2 of the odds; `reasons` are codes with the bits of each, the weightiest first."""

    bits: float
    reasons: tuple[Told, ...]

    @property
    def probability(self) -> float:
        return 1 / (1 + 2 ** -max(-60.0, min(60.0, self.bits)))

    @property
    def certain(self) -> bool:
        """Sure, and not from the names alone: what is merged unseen needs more, and nothing of weight against it."""
        for_it = {code for code, bits in self.reasons if bits > 0}
        against = any(bits <= -2 for _code, bits in self.reasons)
        return self.probability >= CERTAIN and not against and bool(for_it & _BEYOND_NAMES) and "initial" not in for_it


def is_worth_comparing(one: Traits, other: Traits) -> bool:
    """Whether there is any chance, at nearly no cost: a name that begins alike, or a proof that needs none."""
    return one.kind == other.kind and not (
        one.starts.isdisjoint(other.starts)
        and one.mails.isdisjoint(other.mails)
        and one.phones.isdisjoint(other.phones)
        and not (one.birthday and one.birthday == other.birthday)
        and not (one.numbers and other.numbers)
    )


def score(one: Traits, other: Traits, rarity: Rarity) -> Score:
    """Compare two entries; those of different kinds are never one. What cannot become a perhaps any more after their
    names is not looked at further."""
    if one.kind != other.kind:
        return Score(-60.0, ())
    found: list[Told] = []
    names = Names(one, other, rarity) if one.names and other.names else None
    if names:
        found.append((_name_code(names), names.bits))
        if rarity.prior + names.bits + _at_most(one, other, names) < _HOPELESS:
            return Score(-60.0, tuple(found))
    found += _reach(one, other)
    found += _facts(one, other)
    bits = rarity.prior + sum(each for _code, each in found)
    if names and names.weakest is Level.NOT and one.kind == PartyKind.HOUSEHOLD and not _proven(found):
        return Score(-60.0, tuple(found))  # the name of the family is all that tells households of one street
    if names and names.given_differs and not _proven(found):
        bits = _HOUSEHOLD if names.shares and _at_one_place(found) else min(bits, _HOUSEHOLD)
    return Score(bits, tuple(sorted(found, key=lambda each: -abs(each[1]))))


def _proven(found: list[Told]) -> bool:
    return any(code in _PROOFS and bits > 0 for code, bits in found)


def _at_most(one: Traits, other: Traits, names: Names) -> float:
    """No more than this can all but the names add."""
    bits = 0.0
    if one.places and other.places:
        bits += 60.0 if names.given_differs and names.shares else 16.0
    if one.mails and other.mails:
        bits += 4.0 if one.mails.isdisjoint(other.mails) else 14.0
    if one.phones and other.phones:
        bits += 3.0 if one.phones.isdisjoint(other.phones) else 9.0
    if one.birthday and other.birthday:
        bits += 11.0
    if one.numbers and other.numbers:
        bits += 14.0
    return bits + 4.5 if one.company and other.company else bits


def told(result: Score) -> list[str]:
    """The codes worth telling: what speaks for it, and what names a contradiction."""
    return [code for code, bits in result.reasons if bits > 0 or code.startswith("other_")]


def _at_one_place(told: list[Told]) -> bool:
    return any(code in ("address", "like_address") and bits >= _STRONG for code, bits in told)


def _name_code(names: Names) -> str:
    if names.weakest is Level.EXACT:
        return "same_name"
    if names.weakest is Level.NOT:
        return "other_given" if names.given_differs else "other_name"
    return {Level.INITIAL: "initial", Level.NICK: "nickname"}.get(names.weakest, "like_name")


def _reach(one: Traits, other: Traits) -> Iterator[Told]:
    if one.mails and other.mails:
        if same := one.mails & other.mails:
            shared = one.kind == PartyKind.PERSON and all(is_shared(mail) for mail in same)
            yield ("shared_mail", 5.0) if shared else ("mail", 14.0)
        elif _same_box(one, other):
            yield "like_mail", 4.0
        else:
            yield "other_mail", -0.7
    if one.phones and other.phones:
        if one.phones & other.phones:
            yield "phone", 9.0
        elif any(number_level(mine, theirs) for mine in one.phones for theirs in other.phones if len(mine) > 6):
            yield "like_phone", 3.0
        else:
            yield "other_phone", -1.0


def is_shared(mail: str) -> bool:
    """Whether a mailbox is by its name one of many people."""
    return mail.partition("@")[0] in SHARED_BOXES


def _same_box(one: Traits, other: Traits) -> bool:
    """The same name before the @ of another provider, if it says something."""
    boxes = {mail.partition("@")[0] for mail in one.mails} & {mail.partition("@")[0] for mail in other.mails}
    return any(len(box) > 5 and box not in SHARED_BOXES for box in boxes)


def _facts(one: Traits, other: Traits) -> Iterator[Told]:
    if one.places and other.places:
        bits, level = max(place_bits(mine, theirs) for mine in one.places[:3] for theirs in other.places[:3])
        bits = min(bits, _COLLEAGUES) if one.company and one.company == other.company else bits
        apart = "same_town" if bits > 0 else "other_address"
        yield {Level.EXACT: "address", Level.CLOSE: "like_address"}.get(level, apart), bits
    if one.birthday and other.birthday:
        bits, level = birthday_bits(one.birthday, other.birthday)
        yield {Level.EXACT: "birthday", Level.CLOSE: "like_birthday"}.get(level, "other_birthday"), bits
    if one.company and other.company:
        if one.company == other.company:
            yield "company", 4.5
        else:
            level = text_level(" ".join(one.company), " ".join(other.company))
            yield ("like_company", 2.5) if level is Level.CLOSE else ("other_company", -1.5)
    if one.numbers and other.numbers:
        yield from _numbers(dict(one.numbers), dict(other.numbers))


def _numbers(mine: dict[str, str], theirs: dict[str, str]) -> Iterator[Told]:
    """Numbers of one system: the same is a proof; another may still be a double of that system's own."""
    levels = [number_level(mine[system], theirs[system]) for system in mine.keys() & theirs.keys()]
    if levels:
        best = max(levels)
        yield {Level.EXACT: ("number", 14.0), Level.CLOSE: ("like_number", 7.0)}.get(best, ("other_number", -2.0))
