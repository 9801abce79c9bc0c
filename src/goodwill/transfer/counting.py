"""The figures of a run, as words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, ngettext

from goodwill.transfer.models import Import, ImportRow

Kept = ImportRow.Outcome
TONES = {Kept.REFUSED: "bad", Kept.DOUBLE: "warn", Kept.PROBLEM: "warn", Kept.LEFT: "", Kept.GOOD: "good"}
WRITTEN = ("new", "updated", "double")


def taken(counts: Mapping[str, int]) -> int:
    """The rows that are written."""
    return sum(counts.get(name, 0) for name in WRITTEN)


def sentence(counts: Mapping[str, int], *, was_written: bool) -> str:
    """ "312 new, 41 updated, 7 perhaps double, 5 wrong": what there is none of is left out."""
    words = (
        ("new", ngettext("%d new", "%d new", counts.get("new", 0))),
        ("updated", ngettext("%d updated", "%d updated", counts.get("updated", 0))),
        ("same", ngettext("%d unchanged", "%d unchanged", counts.get("same", 0))),
        ("double", _double(counts.get("double", 0), was_written=was_written)),
        ("refused", _("%d not taken") if was_written else ngettext("%d wrong", "%d wrong", counts.get("refused", 0))),
        ("left", ngettext("%d left out", "%d left out", counts.get("left", 0))),
    )
    shown = {name for name, _words in words if counts.get(name)} or {"new"}
    return ", ".join(text % counts.get(name, 0) for name, text in words if name in shown)


def _double(count: int, *, was_written: bool) -> str:
    if was_written:
        return ngettext("%d new, but perhaps double", "%d new, but perhaps double", count)
    return ngettext("%d perhaps double", "%d perhaps double", count)


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
