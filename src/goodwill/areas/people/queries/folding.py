"""Files that came together are one line of a timeline: a folder of photos is one event, not forty."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from goodwill.areas.people.queries.timeline import Item

FEWEST, APART, NAMED = 4, timedelta(minutes=10), 3


def folded(items: Iterable[Item]) -> list[Item]:
    """The items with each run of files that one person added within minutes as one; `inside` are those."""
    found: list[Item] = []
    run: list[Item] = []
    for item in items:
        if run and not _go_together(run[-1], item):
            found += _one(run)
            run = []
        run.append(item)
    return found + _one(run)


def _go_together(newer: Item, older: Item) -> bool:
    both_files = newer.ref is not None and older.ref is not None and newer.ref.type == older.ref.type == "file"
    same = (newer.actor_name, newer.via, newer.pinned) == (older.actor_name, older.via, older.pinned)
    return both_files and same and newer.at - older.at <= APART


def _one(run: list[Item]) -> list[Item]:
    if len(run) < FEWEST:
        return run
    said = {"who": run[0].actor_name, "count": len(run)}
    names = ", ".join(item.title for item in run[:NAMED])
    text = _("%(names)s and %(count)d more") % {"names": names, "count": len(run) - NAMED}
    headline = _("%(who)s added %(count)d files") % said if run[0].actor_name else _("%(count)d files") % said
    return [replace(run[0], headline=headline, text=text, inside=tuple(run))]
