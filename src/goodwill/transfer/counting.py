"""The figures of a run, as words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, ngettext

from goodwill.transfer.models import Import, ImportRow
from goodwill.transfer.options import Trashed
from goodwill.ui.formats import number

Kept = ImportRow.Outcome
TONES = {Kept.REFUSED: "bad", Kept.DOUBLE: "warn", Kept.PROBLEM: "warn", Kept.LEFT: "", Kept.GOOD: "good"}
WRITTEN = ("new", "updated", "double")


def taken(counts: Mapping[str, int]) -> int:
    """The rows that are written."""
    return sum(counts.get(name, 0) for name in WRITTEN)


def sentence(counts: Mapping[str, int], *, was_written: bool) -> str:
    """ "312 new, 41 updated, 7 perhaps double, 5 wrong": what there is none of is left out. Who was written though
    perhaps double is new."""
    double = counts.get("double", 0)
    new = counts.get("new", 0) + (double if was_written else 0)
    words = (
        (new, _new(new, double if was_written else 0)),
        (counts.get("updated", 0), ngettext("%(num)s updated", "%(num)s updated", counts.get("updated", 0))),
        (counts.get("same", 0), ngettext("%(num)s unchanged", "%(num)s unchanged", counts.get("same", 0))),
        (0 if was_written else double, ngettext("%(num)s perhaps double", "%(num)s perhaps double", double)),
        (counts.get("refused", 0), _refused(counts.get("refused", 0), was_written=was_written)),
        (counts.get("left", 0), ngettext("%(num)s left out", "%(num)s left out", counts.get("left", 0))),
    )
    shown = [text % {"num": number(count)} for count, text in words if count]
    return ", ".join(shown) or words[0][1] % {"num": number(0)}


def taken_back(counts: Mapping[str, int]) -> str:
    """What an import had written, of which nothing is left."""
    written = {name: counts.get(name, 0) for name in WRITTEN}
    if not any(written.values()):
        return _("It had written nothing.")
    return _("Taken back: %(what)s.") % {"what": sentence(written, was_written=True)}


def _new(count: int, double: int) -> str:
    if not double:
        return ngettext("%(num)s new", "%(num)s new", count)
    some = ngettext("%(num)s of them perhaps double", "%(num)s of them perhaps double", double)
    return f"{ngettext('%(num)s new', '%(num)s new', count)} ({some % {'num': number(double)}})"


def joined(counts: Mapping[str, int]) -> str:
    """Rows that are no record of their own."""
    count = counts.get("joined", 0)
    one = "%(num)s row is about somebody of an earlier row and is put together with it."
    many = "%(num)s rows are about somebody of an earlier row and are put together with it."
    return ngettext(one, many, count) % {"num": number(count)} if count else ""


def back(count: int) -> str:
    """Who of those that are here already had gone quiet."""
    one = "%(num)s of them is back again: nothing was heard of them for long."
    many = "%(num)s of them are back again: nothing was heard of them for long."
    return ngettext(one, many, count) % {"num": number(count)} if count else ""


def gone(count: int, trashed: str, *, was_written: bool) -> str:
    """Who of those that rows are about is in the trash."""
    if trashed == Trashed.NEW:
        one = "%(num)s of the new ones is in the trash as well, and stays there."
        many = "%(num)s of the new ones are in the trash as well, and stay there."
    elif trashed == Trashed.LEAVE:
        one = "%(num)s of them is in the trash and stays there: that row is not taken."
        many = "%(num)s of them are in the trash and stay there: those rows are not taken."
    elif was_written:
        one, many = "%(num)s was brought back from the trash.", "%(num)s were brought back from the trash."
    else:
        one, many = "%(num)s is in the trash, and comes back.", "%(num)s are in the trash, and come back."
    return ngettext(one, many, count) % {"num": number(count)}


def _refused(count: int, *, was_written: bool) -> str:
    return _("%(num)s not taken") if was_written else ngettext("%(num)s wrong", "%(num)s wrong", count)


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
