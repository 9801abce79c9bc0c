"""Names of persons, taken apart and put together."""

import re
from dataclasses import dataclass
from functools import cache

from goodwill.kernel.text import words

LONGEST = 200
FULL = ("given", "additional", "family", "suffix")
_HOUSEHOLD = re.compile(
    r"(?:fam\.?|familie|famille|familia|famiglia|eheleute|rodzina) [^\W\d_][\w'’ -]*|(?:the )?[^\W\d_][\w'’-]* family"
    r"|(?:mr\.?|mrs\.?|ms\.?|dr\.?|herr|frau|mm?e?\.?|sra?\.?) (?:&|\+|and|und|et|y) "
    r"(?:mr\.?|mrs\.?|ms\.?|dr\.?|herr|frau|mm?e?\.?|sra?\.?) [^\W\d_][\w'’. -]*",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:Dr|Mr|Mrs|Ms|Rev|Prof|Sir|Herr|Frau|Mme|M)\.? )*"
_WORD = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][\w'’-]+"
_COUPLE = re.compile(
    rf"{_TITLE}{_WORD}(?: (?P<family>{_WORD}))? (?:&|\+|and|und|et) {_TITLE}{_WORD}(?: {_WORD})* (?P<name>{_WORD})"
)
_IN_TRADE = frozenset(
    {"sons", "son", "co", "company", "partner", "partners", "associates", "bros", "brothers", "sohne", "sohn", "cie",
     "fils", "figli", "hijos", "zonen", "group", "gruppe", "team", "design", "architects", "architekten", "solicitors"}
)  # fmt: skip
"""Two names with one of these are a firm."""
_INSTITUTION = re.compile(
    r".{2,} (?:school|university|college|hospital|association|foundation|council|institute|restaurant|nursery"
    r"|grundschule|schule|gymnasium|universität|krankenhaus|stiftung|verein|kindergarten)"
    r"|(?:école|université|mairie|collège|lycée|universidad|ayuntamiento|università|universität|gemeinde"
    r"|stadtwerke) .{2,}",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r".{2,} (?:(?i:g?gmbh|mbh|ltd|limited|llc|llp|inc|plc|pty|sarl|s\.a\.r\.l|s\.r\.l|s\.p\.a|gbr|ohg|e\.k|e\.v|b\.v"
    r"|n\.v|s\.a|aps|a/s|sp\. z o\.o|d\.o\.o|s\.r\.o)|AG|KG|SE|UG|SA|SAS|SRL|SpA|SL|BV|NV|AB|Oy|OY|AS|eG|eV|KGaA)\.?"
    r"(?: \(.*\))?"
)
_PLAIN = re.compile("[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+){1,2}")


@dataclass(frozen=True, slots=True)
class Name:
    prefix: str = ""
    given: str = ""
    additional: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""

    @property
    def full(self) -> str:
        """As it is shown: without title and nickname."""
        return " ".join(part for part in map(self.__getattribute__, FULL) if part)


def split_name(full: str) -> Name:
    """The parts of a full name; a name that is only a title ("Prince") is a given name. Never raises."""
    if _PLAIN.fullmatch(full):
        parts = full.split(" ")
        if _vocabulary().isdisjoint(part.lower() for part in parts):
            return Name(given=parts[0], additional=" ".join(parts[1:-1]), family=parts[-1])
    return split_any(full)


def split_any(full: str) -> Name:
    """What `split_name` gives, by the library alone: for all that is not plain, and to test the fast way against."""
    if len(full) > LONGEST:
        return Name(given=full)
    from nameparser import parse

    found = parse(full)
    if not (found.given or found.family):
        return Name(given=full)
    return Name(found.title, found.given, found.middle, found.family, found.suffix, found.nickname)


def shown_name(typed: str, parts: Name) -> str:
    """The name to show for what was typed: put together from its parts, or as it was typed if that lost a word."""
    if len(typed) > LONGEST:
        return typed
    told = sorted(word for part in (parts.prefix, parts.nickname, parts.full) for word in words(part))
    return parts.full if told == sorted(words(typed)) and parts.full else typed


def names_household(full: str) -> bool:
    """ "Fam. Huber", "The Marsh family", "Mr and Mrs Stone", "Anna & Peter Field": a name that is of several people."""
    if _HOUSEHOLD.fullmatch(full):
        return True
    couple = _COUPLE.fullmatch(full)
    if couple is None or not _IN_TRADE.isdisjoint(words(full)):
        return False
    return couple["family"] in (None, couple["name"])


def names_firm(full: str) -> bool:
    """ "Vogel GmbH", "Acme Ltd. (formerly Bros)", "Park Road School": it says its legal form, or what it is."""
    return _FIRM.fullmatch(full) is not None or _INSTITUTION.fullmatch(full) is not None


@cache
def _vocabulary() -> frozenset[str]:
    """Every word that means something to the library: titles, particles, suffixes..."""
    from nameparser import Lexicon

    lexicon = Lexicon.default()
    sets = (
        lexicon.titles,
        lexicon.given_name_titles,
        lexicon.suffix_acronyms,
        lexicon.suffix_words,
        lexicon.particles,
        lexicon.conjunctions,
        lexicon.bound_given_names,
        lexicon.maiden_markers,
    )
    return frozenset(word for each in sets for phrase in each for word in phrase.lower().split())
