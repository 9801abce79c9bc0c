"""The figures of a run, as words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, ngettext

from goodwill.transfer.models import Import, ImportRow
from goodwill.ui.formats import number

Kept = ImportRow.Outcome
TONES = {Kept.REFUSED: "bad", Kept.DOUBLE: "warn", Kept.PROBLEM: "warn", Kept.LEFT: "", Kept.GOOD: "good"}
WRITTEN = ("new", "updated", "double")


def taken(counts: Mapping[str, int]) -> int:
    """The rows that are written."""
    return sum(counts.get(name, 0) for name in WRITTEN)


def sentence(counts: Mapping[str, int], *, was_written: bool) -> str:
    """ "312 new, 41 updated, 7 perhaps double, 5 wrong": what there is none of is left out."""
    words = (
        ("new", ngettext("%(num)s new", "%(num)s new", counts.get("new", 0))),
        ("updated", ngettext("%(num)s updated", "%(num)s updated", counts.get("updated", 0))),
        ("same", ngettext("%(num)s unchanged", "%(num)s unchanged", counts.get("same", 0))),
        ("double", _double(counts.get("double", 0), was_written=was_written)),
        ("refused", _refused(counts.get("refused", 0), was_written=was_written)),
        ("left", ngettext("%(num)s left out", "%(num)s left out", counts.get("left", 0))),
    )
    shown = {name for name, _words in words if counts.get(name)} or {"new"}
    return ", ".join(text % {"num": number(counts.get(name, 0))} for name, text in words if name in shown)


def joined(counts: Mapping[str, int]) -> str:
    """Rows that are no record of their own."""
    count = counts.get("joined", 0)
    one = "%(num)s row is about somebody of an earlier row and is put together with it."
    many = "%(num)s rows are about somebody of an earlier row and are put together with it."
    return ngettext(one, many, count) % {"num": number(count)} if count else ""


def _refused(count: int, *, was_written: bool) -> str:
    return _("%(num)s not taken") if was_written else ngettext("%(num)s wrong", "%(num)s wrong", count)


def _double(count: int, *, was_written: bool) -> str:
    if was_written:
        return ngettext("%(num)s new, but perhaps double", "%(num)s new, but perhaps double", count)
    return ngettext("%(num)s perhaps double", "%(num)s perhaps double", count)


def kinds(run: Import, here: str, show: str) -> list[dict[str, Any]]:
    """How many rows of each kind need a look; each shows only its own."""
    found = []
    for name, label in Kept.choices:
        count = run.rows.filter(outcome=name).count()
        if count:
            address = here if show == name else f"{here}?show={name}"
            found.append(
                {"label": label, "value": count, "tone": TONES[Kept(name)], "href": address, "current": show == name}
            )
    return found
