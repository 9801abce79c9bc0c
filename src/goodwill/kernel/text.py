"""How text is compared: one folding for search, duplicates, unique rules and sorting."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose; letters "WITH STROKE" and the like are found by their name.
_LETTERS = {
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ĸ": "k",
    "ŋ": "n",
    "ƿ": "w",
    "ȝ": "y",
}
_APOSTROPHES = "`´\u1ffd‘’‚‛ʹʻʼʽˈ′＇ꞌ"
_QUOTES = "“”„‟«»＂"
_DASHES = "‐‑‒–—―−－﹘﹣⁃"
_SIGNS = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_QUOTES, '"') | dict.fromkeys(_DASHES, "-")

# Marks that people leave out when they type. The vowel signs of Indic scripts and the voicing marks of kana are
# marks for Unicode too, but leaving them out makes another word: they stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_STROKED = re.compile(r"LATIN SMALL LETTER ([A-Z]{1,2}) WITH ")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"[0-9]+")
_CACHED_BELOW = 0x3000
_SORT_LENGTH = 120
_PADDED = 10


def fold(text: str) -> str:
    """The form in which two texts are compared: compatible forms united, case and accents off, white space collapsed.

    ß is ss, ø is o, ł is l, æ is ae; typographic quotes and dashes are plain ones; digits of any script are 0-9;
    invisible characters vanish and control characters are white space. Folding twice changes nothing.
    """
    if text.isascii():
        if not text.isprintable():
            text = text.translate(_FOLDED)
        return " ".join(text.lower().replace("`", "'").split())
    return " ".join(unicodedata.normalize("NFC", text.translate(_FOLDED)).split())


def digits(text: str) -> str:
    """The decimal digits of any script, as 0-9."""
    if text.isascii():
        return _NOT_DIGITS.sub("", text)
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def whole_number(text: str, *, digits: int = 18) -> int | None:
    """What is written in digits alone, and not in more than fit into an id."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def words(text: str) -> list[str]:
    """The folded words, without punctuation, in their order."""
    return words_of(fold(text))


def words_of(folded: str) -> list[str]:
    """The same of a text that is folded already."""
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    return folded.translate(_SPACED).split()


def sort_key(text: str) -> str:
    """A text that sorts by its code points as people expect: folded, punctuation off, 2 before 10, at most 120 long."""
    return sort_key_of(words(text))


def sort_key_of(found: list[str]) -> str:
    """The same of a text's words."""
    key = " ".join(found)
    return _NUMBER.sub(_padded, key)[:_SORT_LENGTH]


def _padded(number: re.Match[str]) -> str:
    return number[0].lstrip("0").rjust(_PADDED, "0")


@lru_cache(maxsize=2048)
def _folded_sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    category = unicodedata.category(sign)
    if category in ("Cc", "Cs", "Zl", "Zp"):
        return " "
    if category == "Cf" or _INVISIBLE.match(sign):
        return ""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", sign))
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain.casefold()))
    if plain == sign:
        stroked = _STROKED.match(unicodedata.name(sign, ""))
        return _LETTERS.get(sign) or (stroked[1].lower() if stroked else sign)
    return plain.translate(_FOLDED)


class _Folded(dict[int, str]):
    """A translation table that fills itself; only the signs of everyday scripts are kept for good."""

    def __missing__(self, code: int) -> str:
        folded = _folded_sign(chr(code))
        if code < _CACHED_BELOW:
            self[code] = folded
        return folded


class _Spaced(dict[int, str]):
    """Maps what is no letter, number or mark of a word to a space."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        spaced = sign if unicodedata.category(sign)[0] in "LNM" else " "
        if code < _CACHED_BELOW:
            self[code] = spaced
        return spaced


_FOLDED = _Folded()
_SPACED = _Spaced()
