"""Which program wrote a table, told by its headers, and what it means by each of them."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from goodwill.kernel.formulas import OWN_COLUMN, mark_of
from goodwill.kernel.text import fold
from goodwill.transfer.mapping.targets import IGNORE, TARGETS

_KNOWN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Maker:
    """A program and one kind of table that it writes."""

    key: str
    name: str
    subject: str
    """What a row is about: person or company; empty if the rows tell."""
    signature: frozenset[str]
    """Headers that nobody else writes that way, of which `needed` must be there."""
    needed: int
    headers: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    separator: str = ""
    """Stands between several values in one cell."""
    nothing: dict[str, frozenset[str]] = field(default_factory=dict)
    """By header: what this maker writes where nobody said anything."""

    def is_numbered(self, name: str) -> bool:
        return any(pattern.fullmatch(name) for pattern, _ in self.patterns)

    def meaning(self, header: str) -> str | None:
        """The target, "" for a column that nobody needs, None for one that this maker does not write."""
        name = _plain(header)
        if name in self.headers:
            return self.headers[name]
        for pattern, template in self.patterns:
            if found := pattern.fullmatch(name):
                target = found.expand(template)
                return target if target in TARGETS else IGNORE
        return None

    def says_nothing(self, headers: Sequence[str]) -> dict[int, list[str]]:
        """By position: the texts of a column that stand for no text at all."""
        told = {position: self.nothing.get(_plain(header), frozenset()) for position, header in enumerate(headers)}
        return {position: sorted(texts) for position, texts in told.items() if texts}


@dataclass(frozen=True, slots=True)
class Recognised:
    maker: Maker
    targets: tuple[str | None, ...]
    """For each header, as `Maker.meaning` says."""
    known: int


def recognise(headers: Sequence[str]) -> Recognised | None:
    """The maker that these headers fit best; None for a table that somebody made by hand."""
    names = {_plain(header) for header in headers}
    best: tuple[float, Recognised] | None = None
    for maker in makers():
        signed = sum(name in maker.signature or maker.is_numbered(name) for name in names)
        if signed < maker.needed:
            continue
        targets = tuple(maker.meaning(header) for header in headers)
        known = sum(target is not None for target in targets)
        if known < len(headers) * _KNOWN_SHARE and maker.subject:
            continue
        score = known + signed / 2
        if best is None or score > best[0]:
            best = (score, Recognised(maker, targets, known))
    return best[1] if best else None


@cache
def makers() -> tuple[Maker, ...]:
    folder = resources.files(__package__) / "data" / "makers"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(_maker(file.name.removesuffix(".toml"), file.read_text("utf-8")) for file in files)


def _maker(key: str, text: str) -> Maker:
    data = tomllib.loads(text)
    return Maker(
        key=key,
        name=data["name"],
        subject=data["subject"],
        signature=frozenset(map(_plain, data["signature"])),
        needed=data["needed"],
        headers={_plain(header): target for header, target in data["headers"].items()},
        patterns=tuple((re.compile(pattern), target) for pattern, target in data.get("patterns", {}).items()),
        separator=data.get("separator", ""),
        nothing={_plain(header): frozenset(texts) for header, texts in data.get("nothing", {}).items()},
    )


def _plain(header: str) -> str:
    if mark_of(header) is not None:
        return fold(OWN_COLUMN)
    return fold(header).rstrip(" *").replace("_", " ")
