"""Which charset of before Unicode makes words out of these bytes."""

import codecs
import re
from functools import cache

_BY_LANGUAGE = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk"), "cp1251"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "el": "cp1253",
    "tr": "cp1254",
    "az": "cp1254",
    "he": "cp1255",
    "ar": "cp1256",
    "fa": "cp1256",
    "vi": "cp1258",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
    "zh-tw": "big5",
    "zh-hant": "big5",
}
# Letters and signs that text in the charset's languages is made of, the frequent ones first.
_TYPICAL = {
    "cp1252": "éäöüßèàáóíúñçåøæêëôîïìòùâûãõÄÖÜÉÀÁÓÍÅØÆÇÑÊœÿýðþŒ´’‘“”„–—€£§°ºª«»¡¿·©®™…š\xa0",
    "cp1250": "ąćęłńóśźżěščřžýáíéúůďťňőűĺľŕăâîşţđäöüôĄĆĘŁŃÓŚŹŻĚŠČŘŽÝÁÍÉÚŮĎŤŇŐŰÄÖÜß’“”„–—€§°«»…\xa0",
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґОЕАИНТСРВЛКМДПУЯЫЬГЗБЧЙХЖШЮЦЩЭФЁІЇЄҐ№«»–—’“”„…\xa0",
    "cp1253": "αοιετσνηυρπκμλωςδγχθφβξζψάέίόήύώϊϋΑΟΙΕΤΣΝΗΥΡΠΚΜΛΩΔΓΧΘΦΒΞΖΨΆΈΊΌΉΎΏ€«»–—’“”…\xa0",
    "cp1254": "ıişğüöçâîûİŞĞÜÖÇéáàäß’“”„–—€§°«»…\xa0",
    "cp1255": "אבגדהוזחטיךכלםמןנסעףפץצקרשת–—’“”…\xa0",
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگ،؛؟–—’“”…\xa0",
    "cp1257": "āčēģīķļņšūžąęėįųõäöüĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲÕÄÖÜóéß’“”„–—€§°«»…\xa0",
    "koi8-r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёОЕАИНТСРВЛКМДПУЯЫЬГЗБЧЙХЖШЮЦЩЭФ",
    "mac_roman": "éäöüßèàáóíúñçåøæêëôîïìòùâûãõÄÖÜÉÀÅØÆÇÑ’“”„–—€£§°«»…\xa0",
    "cp850": "éäöüßèàáóíúñçåøæêëôîïìòùâûãõÄÖÜÉÅØÆÇÑ£§°ºª«»¡¿\xa0",
    "cp437": "éäöüßèàáóíúñçåæêëôîïìòùâûÄÖÜÉÅÆÇÑ£°ºª«»¡¿\xa0",
}
_LETTERS = {
    "de": "äöüßÄÖÜ",
    "fr": "éèàçêùâîôûëïœÉÀÇ",
    "es": "áéíóúñü¿¡ÁÉÍÓÚÑ",
    "pt": "ãõáéíóúâêôçÃÕÁÉÍÓÚÇ",
    "it": "àèéìòùÀÈ",
    "nl": "éëïóöè",
    "sv": "åäöéÅÄÖ",
    "fi": "äöåÄÖ",
    "da": "æøåéÆØÅ",
    "nb": "æøåéÆØÅ",
    "no": "æøåéÆØÅ",
    "is": "áéíóúýðþæöÁÍÞÖ",
}
_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "mac_roman", "cp850", "cp437"})
_WIDE = ("cp932", "gb18030", "cp949", "big5")
_HIGH = re.compile(rb"[^\x00-\x7f]")
_WIDE_RUN = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{2,}")
_BEFORE = "’«“„”‘¡¿\xa0–—·"
_UNDEFINED, _CONTROL, _ODD, _CASE, _RUN = -8.0, -6.0, -1.5, -2.0, -0.6


# Encodings of Python that are no charsets of files; reading a long text in some takes the square of its length.
_NO_CHARSETS = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)


def is_charset(name: str) -> bool:
    """Whether a file may be written in an encoding of this name."""
    try:
        "".encode(name)
        return codecs.lookup(name).name not in _NO_CHARSETS
    except (LookupError, ValueError):
        return False


def charset_for(language: str) -> str:
    """The charset that programs used to write in this language."""
    language = language.lower().replace("_", "-")
    return _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.partition("-")[0], "cp1252")


def best_charset(evidence: bytes, language: str = "") -> tuple[str, bool]:
    """The charset that fits these lines best, and whether it is the one that `language` lets us expect."""
    expected = charset_for(language)
    high = len(_HIGH.findall(evidence))
    if not high:
        return expected, True
    wide = _best_wide(evidence, expected, high)
    if wide:
        return wide, wide == expected
    if expected in _WIDE:
        expected = "cp1252"
    own = _LETTERS.get(language.lower()[:2], "")
    scores = {charset: _score(evidence, charset, own) / high for charset in _TYPICAL}
    scores[expected] = scores.get(expected, 0.0) + (0.35 if language else 0.1)
    best = max(scores, key=lambda charset: scores[charset])
    return best, best == expected and bool(language)


def _best_wide(evidence: bytes, expected: str, high: int) -> str:
    """An East Asian charset, if the bytes are nothing but words in it."""
    for charset in sorted(_WIDE, key=lambda name: name != expected):
        text = evidence.decode(charset, "replace")
        in_runs = sum(len(run) for run in _WIDE_RUN.findall(text))
        if in_runs * 2 >= high * 0.8 and text.count("\ufffd") <= 1 and (charset == expected or in_runs > 8):
            return charset
    return ""


def _score(evidence: bytes, charset: str, own: str) -> float:
    """Points for each sign that is not ASCII: what is typical of the charset and of the user's language counts for
    it; control characters, capitals and signs inside of words, and mixed scripts count against it."""
    values = _values(charset)
    latin = charset in _LATIN
    score = 0.0
    before = " "
    for sign in evidence.decode(charset, "replace"):
        if not sign.isascii():
            score += values.get(sign) or _value_of(sign)
            score += _neighbours(before, sign, latin) + (0.5 if sign in own else 0.0)
        elif sign.isalpha() and not before.isascii() and (not latin if before.isalpha() else before not in _BEFORE):
            score += _ODD
        before = sign
    return score


def _neighbours(before: str, sign: str, latin: bool) -> float:
    if not sign.isalpha():
        return _ODD if before.isalpha() and sign not in "’'–—”“»\xa0®™°" else 0.0
    odd = _CASE if sign.isupper() and before.islower() else 0.0
    if before.isalpha() and before.isascii() != latin:
        odd += _RUN if latin else _ODD
    return odd


@cache
def _values(charset: str) -> dict[str, float]:
    return {sign: 1.0 if place < 30 else 0.6 for place, sign in enumerate(_TYPICAL[charset])}


def _value_of(sign: str) -> float:
    if sign == "\ufffd":
        return _UNDEFINED
    if "\x80" <= sign <= "\x9f":
        return _CONTROL
    return -0.2 if sign.isalpha() else -0.8
