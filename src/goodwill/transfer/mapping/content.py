"""What the cells of a column look like, whatever its header says."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from goodwill.kernel.text import fold
from goodwill.transfer.mapping.targets import Kind
from goodwill.transfer.readers.dates import LANGUAGES, DateColumn
from goodwill.transfer.readers.numbers import NumberColumn, parse_yes_no

_MAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[A-Za-z]{2,24}")
_MAILS = re.compile(rf"(?:.*<)?{_MAIL.pattern}>?(?:\s*[,;\s]\s*(?:[^,;]*<)?{_MAIL.pattern}>?)*")
_SEVERAL_MAILS = re.compile(rf"{_MAIL.pattern}>?\s*[,;\s]\s*.*{_MAIL.pattern}")
_URL = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|eu|info|de|fr|es|it|nl|pt|pl|se"
                  r"|dk|at|ch|be|uk|us|io|biz|shop)(?:/\S*)?", re.IGNORECASE)  # fmt: skip
_PHONE = re.compile(
    r"(?:\+|00|\(?0|\()[\d ()/.\-\u00a0]{6,24}(?:\s*(?:x|ext\.?|dw)\s*\d{1,6})?|\d{2,5}[ /-][\d /-]{4,15}",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[€$£¥]\s*-?[\d.,' ]+|-?[\d.,' ]+\s*(?:[€$£¥]|EUR|USD|GBP|CHF|PLN|SEK|DKK|kr)", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_LEGAL = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|e\.? ?k\.?|ug|gbr|e\.? ?v\.?|ltd|limited|llc|llp|inc|corp|plc|co|company|s\.?a\.?"
    r"|s\.?a\.?r\.?l|sas|sl|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|lda|sp\.? z o\.?o|a/?s|aps|ab|oy|group|holding|& sons?"
    r"|consulting|solutions)\b\.?",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w'’.-]*(?:,? [^\W\d_][\w'’.-]*){1,3}")
_PREFIXES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "hr", "fr", "m", "mme", "mlle", "sr", "sra",
     "srta", "sig", "sigra", "dott", "dhr", "mevr", "mevrouw", "de heer", "pan", "pani", "hr dr", "herr dr", "frau dr",
     "prof dr", "monsieur", "madame", "senor", "senora", "signor", "signora", "ing", "dipl ing", "dr med", "hrn"}
)  # fmt: skip
_ENOUGH = 0.7
SAMPLES = 3
LONGEST = 300
"""Letters of a cell; what is longer is a text and nothing else, and a whole letter in one cell takes no longer."""


@dataclass(slots=True)
class Profile:
    """Counts over the sampled cells of a column."""

    total: int = 0
    filled: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)
    legal_forms: int = 0
    prefixes: int = 0
    several_mails: str = ""
    long: int = 0
    dates: DateColumn = field(default_factory=DateColumn)
    numbers: NumberColumn = field(default_factory=NumberColumn)
    samples: list[str] = field(default_factory=list)

    def add(self, cell: str) -> None:
        self.total += 1
        text = cell.strip()
        if not text:
            return
        self.filled += 1
        if len(text) > LONGEST:
            self.long += 1
            text = text[:LONGEST]
            self.samples += [text] if len(self.samples) < SAMPLES and text not in self.samples else []
            return
        if len(self.samples) < SAMPLES and text not in self.samples:
            self.samples.append(text)
        self.kinds.update(_kinds(text))
        self.dates.add(text)
        self.numbers.add(text)
        self.long += len(text) > 80 or "\n" in text
        self.legal_forms += _LEGAL.search(text) is not None
        self.prefixes += fold(text).replace(".", "").strip() in _PREFIXES
        if not self.several_mails and "@" in text and _SEVERAL_MAILS.search(text):
            self.several_mails = text

    def share(self, kind: Kind) -> float:
        return self.kinds[kind] / self.filled if self.filled else 0.0

    @property
    def kind(self) -> Kind | None:
        """What nearly all cells are, the most telling kind first."""
        if not self.filled:
            return None
        for kind in (Kind.MAIL, Kind.URL, Kind.YESNO, Kind.COUNTRY, Kind.MONEY, Kind.PHONE, Kind.ID):
            if self.share(kind) >= _ENOUGH:
                return kind
        if self.dates.share >= _ENOUGH:
            return Kind.DATE
        if self.numbers.share >= _ENOUGH:
            return Kind.NUMBER
        if self.long * 2 > self.filled:
            return Kind.NOTE
        if self.legal_forms > self.filled * 0.3:
            return Kind.COMPANY
        return Kind.NAME if self.share(Kind.NAME) >= _ENOUGH else None


def profile(cells: Iterable[str]) -> Profile:
    found = Profile()
    for cell in cells:
        found.add(cell)
    return found


def _kinds(text: str) -> list[Kind]:
    if "@" in text:
        return [Kind.MAIL] if _MAILS.fullmatch(text) else []
    found = []
    if _URL.fullmatch(text):
        found.append(Kind.URL)
    if _PHONE.fullmatch(text) and not re.fullmatch(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", text):
        found.append(Kind.PHONE)
    if _MONEY.fullmatch(text):
        found.append(Kind.MONEY)
    if parse_yes_no(text) is not None:
        found.append(Kind.YESNO)
    if fold(text) in _countries():
        found.append(Kind.COUNTRY)
    if _UUID.fullmatch(text):
        found.append(Kind.ID)
    if _PERSON.fullmatch(text):
        found.append(Kind.NAME)
    return found


@cache
def _countries() -> frozenset[str]:
    """Names of countries in the main languages, and their codes."""
    from babel import Locale

    names = {"usa", "u.s.a.", "uk", "united states of america", "great britain", "england", "scotland", "deutschland"}
    for language in LANGUAGES:
        territories = {str(code): name for code, name in Locale(language).territories.items()}
        names |= {fold(name) for code, name in territories.items() if len(code) == 2}
        names |= {code.lower() for code in territories if len(code) == 2 and code.isalpha()}
    return frozenset(names - {"no", "so", "zz", "eu", "un", "xa", "xb", "ez", "qo"})
