"""A filter in words, as its chips say it."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records.filter.check import check
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.filter.editing import Joined
from goodwill.records.filter.errors import FilterError
from goodwill.records.filter.parser import parse
from goodwill.records.filter.tree import Filter
from goodwill.records.registry import RecordType


def read(text: str, type: RecordType, actor: Actor) -> Joined:
    return Joined.of(check(parse(text), type, actor))


def in_words(text: str, type: RecordType, actor: Actor) -> str:
    """The filter as its chips say it; as it is written where the reader may not know of all that it speaks of."""
    try:
        joined = read(text, type, actor)
        return _joined(chips(joined.tree, type, actor), _("or") if joined.one_will_do else _("and"))
    except FilterError:
        return text


def fitting(text: str, type: RecordType, actor: Actor) -> str:
    """Those of its conditions that fit; nothing where none does, or the text cannot be read."""
    try:
        joined = Joined.of(parse(text))
    except FilterError:
        return ""
    return Joined(tuple(item for item in joined.items if _fits(item, type, actor)), joined.one_will_do).text


def _fits(item: Filter, type: RecordType, actor: Actor) -> bool:
    try:
        check(item, type, actor)
    except FilterError:
        return False
    return True


def _joined(drawn: Iterable[Chip], joiner: str) -> str:
    return f" {joiner} ".join(part for chip in drawn for part in said(chip))


def said(chip: Chip) -> Iterator[str]:
    """A chip as a part of a sentence."""
    if chip.kind != "group":
        yield " ".join(part for part in (chip.label, chip.operator_label, chip.value_label) if part)
        return
    inner = f" {chip.joiner} ".join(part for item in chip.items for part in said(item))
    yield _("not (%s)") % inner if chip.negated else f"({inner})"
