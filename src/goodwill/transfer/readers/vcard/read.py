"""Cards out of a file, one at a time; a broken one among good ones becomes a problem and the others are read."""

import re
from collections.abc import Iterator
from io import TextIOWrapper

from goodwill.transfer.readers.encoding import detect_encoding, repaired
from goodwill.transfer.readers.errors import Problem, problem
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.reading import AUTOMATIC, Reading
from goodwill.transfer.readers.vcard.card import OWN_UID, Card, Property
from goodwill.transfer.readers.vcard.content import Line, border, parse_line, unfolded
from goodwill.transfer.readers.vcard.fields import fill

MAX_CARD = 16 << 20
_MAX_LINE = 1 << 20
_INLINE_AGENT = re.compile(r"AGENT[^:]*:BEGIN:VCARD\s*$", re.IGNORECASE)
_JOINED = frozenset({"NOTE", "LABEL", "ADR", "DESCRIPTION"})


def read_cards(source: Input, reading: Reading = AUTOMATIC) -> Iterator[Card | Problem]:
    """Cards in their order; a Problem for what stands between them. `Card.problems` tells of the card itself."""
    encoding = detect_encoding(source, reading.language, reading.encoding)
    codec = encoding.name if encoding.name.startswith("utf") else "utf-8"
    with source.open() as stream:
        text = TextIOWrapper(stream, encoding=codec, errors="surrogateescape", newline="")
        yield from _cards(_agents_apart(_physical(text)), reading.fallback or encoding.fallback)


def _physical(text: TextIOWrapper) -> Iterator[Line]:
    number = 0
    while line := text.readline(_MAX_LINE):
        number += 1
        yield number, line.replace("\0", "") if "\0" in line else line


def _agents_apart(lines: Iterator[Line]) -> Iterator[Line]:
    """ "AGENT:BEGIN:VCARD" becomes two lines, unless the card within is folded into the value."""
    before: Line | None = None
    for number, text in lines:
        if before is not None and not text.startswith((" ", "\t")):
            yield before[0], before[1].rstrip()[: -len("BEGIN:VCARD")]
            yield before[0], "BEGIN:VCARD\n"
            before = None
        elif before is not None:
            yield before
            before = None
        if text.startswith(("A", "a")) and _INLINE_AGENT.match(text):
            before = (number, text)
        else:
            yield number, text
    if before is not None:
        yield before


def _cards(lines: Iterator[Line], fallback: str) -> Iterator[Card | Problem]:
    collected: list[Line] = []
    depth = size = 0
    for number, text in lines:
        edge = border(text if collected else text.lstrip())
        if edge == "BEGIN" and collected and not _holds_agent(collected):
            yield _card(collected, fallback, is_open=True)
            collected, depth, size = [(number, text)], 1, 0
        elif edge == "BEGIN":
            collected.append((number, text))
            depth += 1
        elif edge == "END" and collected:
            depth -= 1
            collected.append((number, text))
            if not depth:
                yield _card(collected, fallback) if size <= MAX_CARD else _too_large(collected)
                collected, size = [], 0
        elif collected:
            size += len(text)
            if size <= MAX_CARD:
                collected.append((number, text))
        elif text.strip():
            yield problem("outside_card", number, raw=text.strip()[:200])
    if collected:
        yield _card(collected, fallback, is_open=True) if size <= MAX_CARD else _too_large(collected)


def _holds_agent(collected: list[Line]) -> bool:
    """In 2.1 a card may stand inside of another, after an empty AGENT."""
    last = next((text for _, text in reversed(collected) if text.strip()), "")
    return last.strip().upper().partition(";")[0].startswith("AGENT")


def _too_large(collected: list[Line]) -> Problem:
    number, _ = collected[0]
    return problem("huge_card", number, raw="".join(text for _, text in collected)[:2000], limit=MAX_CARD >> 20)


def _card(collected: list[Line], fallback: str, *, is_open: bool = False) -> Card:
    line = collected[0][0]
    card = Card(line=line)
    fill(card, _properties(collected, fallback, card.problems))
    if is_open:
        card.problems.append(problem("open_card", line))
    raw = "".join(text for _, text in collected)
    if card.is_list and not card.uid.startswith(OWN_UID):
        card.problems.append(problem("group_card", line, text=card.display))
    elif card.is_empty:
        card.problems.append(problem("empty_card", line, raw=_shown(raw)))
    elif not (card.full_name or card.family_name or card.given_name or card.organization or card.nicknames):
        card.problems.append(problem("nameless_card", line, text=card.display))
    if card.problems:
        card.raw = _shown(raw)
    return card


def _properties(collected: list[Line], fallback: str, problems: list[Problem]) -> list[Property]:
    found: list[Property] = []
    inside = 0
    for number, text in unfolded(collected):
        edge = border(text)
        inside += (edge == "BEGIN") - (edge == "END")
        if edge or inside > 1:
            continue
        parsed = parse_line(number, text, fallback)
        if parsed is not None:
            found.append(parsed)
        elif found and found[-1].name in _JOINED:
            found[-1].value += "\\n" + repaired(text.strip(), fallback)
            shown = found[-1].value.replace("\\n", " ")[:200]
            problems.append(problem("broken_value", number, found[-1].name, _shown(text), text=shown))
        else:
            problems.append(problem("broken_line", number, raw=_shown(text.strip())))
    return found


def _shown(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")[:100_000]
