"""Which columns say whom a row is about: the name in one or two, and what tells namesakes apart."""

from collections.abc import Sequence

from goodwill.kernel.text import fold
from goodwill.transfer.mapping.plain_words import SAID
from goodwill.transfer.mapping.suggest import Suggestion, Why
from goodwill.transfer.mapping.synonyms import header_text, target_named

REACH = "reach"
"""By what somebody is known of whom a name alone does not say who it is."""
BESIDE, FURTHER, GIVEN = "beside", "further", "given"
"""What tells namesakes apart, and the given name of whom the column has the family name."""
_KNOWN_BY = ("mail", "customer_number", "external_id")
_TELLING = ("company", "city", "postcode", "phone", "street", "address")
_NAMES = ("full_name", "family_name", "given_name")
_EXACT = 0.95


def say_whose(columns: Sequence[Suggestion], headers: Sequence[str], whom: str, title: str) -> None:
    """`whom` and `title` are targets. What a column is called exactly stays; nothing is done for a file that names
    nobody."""
    families = [target_named(header)[0].partition(":")[0] for header in headers]
    free = [place for place, each in enumerate(columns) if each.confidence < _EXACT and not _is_else(each, whom, title)]
    exact = next((place for place, each in enumerate(columns) if each.target == whom and place not in free), None)
    if exact is None:
        exact = _name(columns, headers, families, free, title)
        if exact is None:
            return
        _take(columns[exact], whom)
        if families[exact] == "family_name":
            _give(columns, [place for place in free if families[place] == "given_name"], [f"{whom}:{GIVEN}"])
    others = [place for place in free if place != exact]
    _give(columns, [place for place in others if families[place] in _KNOWN_BY], [f"{whom}:{REACH}"])
    told = sorted(
        (place for place in others if families[place] in _TELLING), key=lambda at: _TELLING.index(families[at])
    )
    _give(columns, told, [f"{whom}:{BESIDE}", f"{whom}:{FURTHER}"])


def _is_else(each: Suggestion, whom: str, title: str) -> bool:
    return each.target not in ("", whom, title)


def _name(
    columns: Sequence[Suggestion], headers: Sequence[str], families: Sequence[str], free: Sequence[int], title: str
) -> int | None:
    """The column with the name: of a person; what is said in plain words; of a company."""
    said = [place for place in free if (header_text(headers[place]) or fold(headers[place])) in SAID["about"]]
    people = [place for place in said if families[place] != "company"]
    titled = [place for place, each in enumerate(columns) if each.target == title]
    is_titled = any(place not in free or families[place] not in _NAMES for place in titled)
    named = [place for kind in _NAMES for place in free if families[place] == kind]
    companies = [place for place in free if families[place] == "company"]
    ways = (named, people, companies) if is_titled else (people, named[1:], companies)
    return next((way[0] for way in ways if way), None)


def _give(columns: Sequence[Suggestion], places: Sequence[int], targets: Sequence[str]) -> None:
    for place, target in zip(places, targets, strict=False):
        _take(columns[place], target)


def _take(each: Suggestion, target: str) -> None:
    each.target, each.confidence, each.why, each.alternatives = target, max(each.confidence, 0.8), Why.HEADER, ()
