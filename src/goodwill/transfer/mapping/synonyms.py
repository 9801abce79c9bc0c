"""From the words of a header to the target that they name."""

import re
from functools import cache, lru_cache

import jellyfish

from goodwill.kernel.text import fold, words
from goodwill.transfer.mapping.plain_words import SAID
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.mapping.words import FAMILIES, HEADERS, LABELS, MESSENGERS, NETWORKS

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBERED = re.compile(r"(.+?) ?([1-9])$|^([a-z ]+?) ([1-9]) ([a-z ]+)$")
_CLOSE = 0.9
_NO_TYPOS = frozenset(
    {"contract", "contracts", "content", "contest", "notice", "rate", "stated", "cite", "prone", "mails"}
)
"""Words that are one letter away from a header and mean something else."""
_FILLERS = frozenset(
    {
        "the",
        "of",
        "de",
        "des",
        "der",
        "die",
        "das",
        "du",
        "la",
        "le",
        "l",
        "d",
        "del",
        "di",
        "da",
        "do",
        "van",
        "en",
        "no",
    }
)


def header_text(header: str) -> str:
    """The words of a header as people say them: FirstName, first_name and "First name*" are one."""
    plain = header.replace("_", " ")
    text = " ".join(words(plain))
    return text if text in _names() else " ".join(words(_CAMEL.sub(" ", plain)))


def is_header_word(text: str) -> bool:
    """Is this the name of a column, for certain?"""
    return target_named(text)[1] >= 0.85 or any(text in names for names in SAID.values())


@lru_cache(4096)
def target_named(header: str) -> tuple[str, float]:
    """The target that a header names, and how sure that is (0 to 1); ("", 0.0) for none."""
    text = header_text(header)
    if not text or len(text) > 60:
        return "", 0.0
    exact = _exact(text)
    if exact:
        return exact, 0.95
    labelled = _labelled(text)
    if labelled:
        return labelled, 0.88
    close, likeness = _closest(text)
    if close:
        return close, round(likeness * 0.8, 2)
    inside = _inside(text)
    return (inside, 0.55) if inside else ("", 0.0)


def _exact(text: str) -> str:
    names = _names()
    if text in names:
        return names[text]
    numbered = _NUMBERED.match(text)
    if not numbered:
        return ""
    base = numbered[1] or f"{numbered[3]} {numbered[5]}"
    family, _, label = names.get(base, "").partition(":")
    number = numbered[2] or numbered[4]
    if label in ("", "1") and f"{family}:{number}" in TARGETS:
        return f"{family}:{number}"
    return f"{family}:{label}" if label and TARGETS[f"{family}:{label}"].repeats else ""


def _labelled(text: str) -> str:
    """ "business phone", "telephone professionnel", "billing city": a label and what it is the label of."""
    for label, label_words in _labels():
        if label_words == text:
            continue
        rest = f" {text} ".replace(f" {label_words} ", " ", 1).strip()
        if rest == text:
            continue
        rest = " ".join(word for word in rest.split() if word not in _FILLERS)
        base = _names().get(rest) or _names().get(rest.rstrip(" 123456789"), "")
        family, _, own = base.partition(":")
        if label == "fax" and own in ("home", "other"):
            return f"phone:{own}_fax"
        if own in ("", "1") and f"{family}:{label}" in TARGETS:
            return f"{family}:{label}"
        if own == "fax" and label in ("home", "other"):
            return f"phone:{label}_fax"
        if own in ("mobile", "fax", "work", "home") and label in ("work", "home", "other", "main"):
            return base
    return ""


def _closest(text: str) -> tuple[str, float]:
    if len(text) < 5 or text in _NO_TYPOS:
        return "", 0.0
    scored = (
        (jellyfish.jaro_winkler_similarity(text, name), name) for name in _names() if abs(len(name) - len(text)) < 4
    )
    likeness, name = max(scored, default=(0.0, ""))
    if likeness < _CLOSE or jellyfish.damerau_levenshtein_distance(text, name) > max(1, len(text) // 6):
        return "", 0.0
    return _names()[name], likeness


def _inside(text: str) -> str:
    """A known name that stands in the header as whole words: a mail or phone before anything else, then the longest."""
    padded = f" {text} "
    found = [name for name in _names() if len(name) > 3 and f" {name} " in padded]
    best = max(found, key=lambda name: (_names()[name].startswith(("mail:", "phone:")), len(name)), default="")
    return _names().get(best, "")


@cache
def _names() -> dict[str, str]:
    """All names that mean one target; earlier lines of the lists win."""
    names: dict[str, str] = {}
    for table, pattern in ((FAMILIES, "{}"), (HEADERS, "{}"), (NETWORKS, "social:{}"), (MESSENGERS, "im:{}")):
        for key, synonyms in table.items():
            target = pattern.format(key)
            target = target if target in TARGETS else f"{target}:1"
            for name in synonyms.split("|"):
                names.setdefault(" ".join(words(name)), target)
    for label in ("mobile", "fax", "pager"):
        for name in LABELS[label].split("|"):
            names.setdefault(" ".join(words(name)), f"phone:{label}")
    return names


@cache
def _labels() -> list[tuple[str, str]]:
    """Labels with each of their words, the longest words first."""
    pairs = [(label, fold(name)) for label, names in LABELS.items() for name in names.split("|")]
    return sorted(pairs, key=lambda pair: -len(pair[1]))
