"""The timeline of a party, a page at a time: events from one index range, field changes from another."""

import base64
import binascii
import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodwill.areas.people.models import Party, TimelineEntry
from goodwill.areas.people.queries.field_changes import Difference, differences, newest_changes
from goodwill.areas.people.timeline import KINDS, TimelineKind, models_shown
from goodwill.kernel import rights
from goodwill.kernel.actors import ALL, NONE, Actor, is_filter
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import About, Record, Tracked
from goodwill.kernel.prepared import prepared
from goodwill.kernel.refs import Ref
from goodwill.kernel.text import words
from goodwill.records.veil import hides_text, narrows

PAGE, MOST = 50, 200
CHANGE = TimelineKind("change", "", "pencil")
_COLUMNS = (
    "id",
    "at",
    "kind",
    "title",
    "snippet",
    "actor_name",
    "direction",
    "duration_s",
    "state",
    "ref_type",
    "ref_id",
    "pinned",
    "via_id",
)
_VIA = ("via__name", "via__merged_into_id", "via__merged_into__name")


@dataclass(frozen=True)
class Cursor:
    """Where a page ends. At the same moment events come before changes; `change` tells which of the two `id` is."""

    at: datetime
    change: bool
    id: int

    def __str__(self) -> str:
        text = f"{self.at.isoformat()} {int(self.change)} {self.id}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        try:
            at, change, pk = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").split(" ")
            moment, number = datetime.fromisoformat(at), int(pk)
            if moment.tzinfo is None or not 0 <= number < 2**63:
                raise ValueError
        except (ValueError, binascii.Error, OverflowError) as error:
            raise Invalid(_("This page of the timeline is not there any more. Start again from the top.")) from error
        return cls(moment, change == "1", number)

    def before(self, *, change: bool) -> Q:
        """What comes after it on the page, of events or of changes."""
        if change == self.change:
            return Q(at__lte=self.at) & (Q(at__lt=self.at) | Q(id__lt=self.id))
        return Q(at__lte=self.at) if change else Q(at__lt=self.at)


@dataclass(frozen=True)
class Item:
    """A line of the timeline. `via` is the person whose event shows with its company."""

    at: datetime
    kind: TimelineKind
    cursor: Cursor
    title: str
    headline: str
    text: str = ""
    actor_name: str = ""
    direction: str = ""
    state: str = ""
    ref: Ref | None = None
    pinned: bool = False
    via: tuple[int, str] | None = None
    verb: str = ""
    batch: int | None = None
    differences: tuple[Difference, ...] = ()
    inside: tuple["Item", ...] = ()

    @property
    def id(self) -> str:
        """Names the line on the page, also where a change and an event have the same number."""
        return f"{'change' if self.cursor.change else 'entry'}-{self.cursor.id}"


@dataclass(frozen=True)
class Page:
    items: tuple[Item, ...]
    later: str
    pinned: tuple[Item, ...] = ()

    def days(self, zone: ZoneInfo) -> list[tuple[date, list[Item]]]:
        """The items by the day on which they happened where the reader is."""
        by_day = groupby(self.items, key=lambda item: item.at.astimezone(zone).date())
        return [(day, list(items)) for day, items in by_day]


class Opening(NamedTuple):
    """What a timeline holds, and its newest rows with pinned ones among them, where they were read; `all` if these are
    all.
    """

    kinds: list[TimelineKind]
    any_pinned: bool
    rows: list[dict[str, Any]]
    all: bool

    @property
    def is_read(self) -> bool:
        return self.all or (bool(self.rows) and not any(row["pinned"] for row in self.rows))


def opening(party: Party, actor: Actor, *, newest: bool = True) -> Opening:
    """Where a timeline begins, which often is all there is; read with its `newest` if privacy alone limits it."""
    rows = _newest(party.pk, actor.private_id or 0, size=PAGE + 1) if newest and _sees_all(actor) else None
    all_read = rows is not None and len(rows) <= PAGE
    if rows is not None and all_read:
        found = {(row["kind"], row["pinned"]) for row in rows}
    elif _sees_all(actor):
        found = set(_any_kinds(party.pk, actor.private_id or 0))
    else:
        found = set(_kinds(entries_seen(actor).filter(party=party)))
    names = {kind for kind, _pinned in found}
    kinds = [kind for kind in KINDS.values() if kind.name in names]
    return Opening(kinds, any(pinned for _kind, pinned in found), rows or [], all_read)


def timeline(
    party: Party,
    actor: Actor,
    *,
    kinds: Collection[str] = (),
    search: str = "",
    before: str = "",
    size: int = PAGE,
    with_changes: bool = False,
    opened: Opening | None = None,
) -> Page:
    """A page of what happened, newest first, of some kinds or all, with each word of `search`.

    Field changes are among it if they are asked for, and nothing is searched. The first page has the pinned ones too,
    which nobody looks for who knows that there is none; nor are rows that were read as its opening read again.
    """
    cursor = Cursor.read(before) if before else None
    size = max(1, min(size, MOST))
    seen = entries_seen(actor).filter(party=party)
    wanted = _searched(seen.filter(kind__in=kinds) if kinds else seen, search, actor)
    ranges: list[Iterable[Item]] = [_events(wanted.filter(pinned=False), cursor, size + 1, actor)]
    if opened and opened.is_read:
        ranges = [_items([row for row in opened.rows if not row["pinned"]], actor)]
    if with_changes and not search:
        ranges.append(_changes(party, actor, cursor, size + 1))
    found = list(islice(heapq.merge(*ranges, key=lambda item: _position(item.cursor)), size + 1))
    pinned: Iterable[Item] = ()
    if opened and opened.all:
        pinned = _items([row for row in opened.rows if row["pinned"]], actor)
    elif not cursor and (opened is None or opened.any_pinned):
        pinned = _events(wanted.filter(pinned=True), None, MOST, actor)
    items = found[:size]
    return Page(tuple(items), str(items[-1].cursor) if len(found) > size else "", tuple(pinned))


def one_entry(ref: tuple[str, int], party: Party, actor: Actor) -> Item | None:
    """The line of one record with a party, as after it was written."""
    rows = entries_seen(actor).filter(party=party, ref_type=ref[0], ref_id=ref[1])
    return next(iter(_events(rows, None, 1, actor)), None)


@prepared
def _any_kinds(party: int, user: int) -> "QuerySet[TimelineEntry, tuple[str, bool]]":
    return _kinds(_own_or_open(user).filter(party=party))


def _kinds(entries: "QuerySet[TimelineEntry]") -> "QuerySet[TimelineEntry, tuple[str, bool]]":
    return entries.order_by().values_list("kind", "pinned").distinct()


def _sees_all(actor: Actor) -> bool:
    """Whether privacy alone limits what the actor sees on timelines."""
    shown: list[type[Tracked]] = [Party]
    shown += [model for model in models_shown() if _has_own_rights(model)]
    return actor.private_id is not None and all(rights.unlimited(model, actor) for model in shown)


def _own_or_open(user: int | None) -> "QuerySet[TimelineEntry]":
    return TimelineEntry.objects.filter(Q(private=False) | Q(owner_id=user))


def entries_seen(actor: Actor) -> "QuerySet[TimelineEntry]":
    """The entries that the actor may see on timelines of parties that it may see."""
    condition = Q() if actor.is_system else Q(private=False) | Q(owner_id=actor.private_id)
    if actor.scope(Party.ref_name(), "read") != ALL:
        condition &= Q(via=None) | Q(via__in=rights.visible(Party.everything.all(), actor).values("pk"))
    for model in models_shown():
        if _has_own_rights(model):
            condition &= _of_type(model, actor)
    return TimelineEntry.objects.filter(condition)


def _has_own_rights(model: type[Any]) -> bool:
    """Notes, tasks, calls... have those of the party; an order has its own."""
    return issubclass(model, Record) and not issubclass(model, About)


def _of_type(model: type[Tracked], actor: Actor) -> Q:
    """Entries of other types, and those of this type whose record is within the actor's reach."""
    scope = actor.scope(model.ref_name(), "read")
    if scope == ALL:
        return Q()
    others = ~Q(ref_type=model.ref_name())
    if scope == NONE:
        return others
    if is_filter(scope):
        return others | Q(ref_id__in=rights.visible(model.everything.all(), actor).values("pk"))
    mine = Q(owner_id=actor.user_id)
    return others | mine | Q(team_id__in=actor.team_ids) if scope == "team" else others | mine


def _searched(entries: "QuerySet[TimelineEntry]", search: str, actor: Actor) -> "QuerySet[TimelineEntry]":
    """Entries of which some text is hidden from the actor are not found by any."""
    if search and (told := _untold(actor)):
        entries = entries.exclude(ref_type__in=told)
    for word in words(search):
        entries = entries.filter(words__contains=word)
    return entries


def _untold(actor: Actor) -> set[str]:
    """The records of whose lines only the kind and the moment are shown."""
    if not narrows(actor):
        return set()
    return {model.ref_name() for model in models_shown() if hides_text(model.ref_name(), actor)}


def _events(entries: "QuerySet[TimelineEntry]", cursor: Cursor | None, size: int, actor: Actor) -> Iterable[Item]:
    if cursor:
        entries = entries.filter(cursor.before(change=False))
    return _items(_rows(entries, size), actor)


@prepared
def _newest(party: int, user: int, *, size: int) -> "QuerySet[TimelineEntry, dict[str, Any]]":
    return _rows(_own_or_open(user).filter(party=party), size)


def _rows(entries: "QuerySet[TimelineEntry]", size: int) -> "QuerySet[TimelineEntry, dict[str, Any]]":
    found: QuerySet[TimelineEntry, dict[str, Any]] = entries.order_by("-at", "-id").values(*_COLUMNS, *_VIA)
    return found[:size]


def _items(rows: Iterable[dict[str, Any]], actor: Actor) -> Iterable[Item]:
    untold = _untold(actor)
    for row in rows:
        entry = TimelineEntry(**{name: row[name] for name in _COLUMNS})
        if entry.ref_type in untold:
            entry.title = entry.snippet = ""
        yield _item(entry, _via(row))


def _via(row: dict[str, Any]) -> tuple[int, str] | None:
    """The person behind a company's entry, or whom that person was merged into."""
    if row["via__merged_into_id"]:
        return (row["via__merged_into_id"], row["via__merged_into__name"])
    return (row["via_id"], row["via__name"]) if row["via_id"] else None


def _item(entry: TimelineEntry, via: tuple[int, str] | None) -> Item:
    kind = KINDS.get(entry.kind) or TimelineKind(entry.kind, entry.kind, "circle")
    return Item(
        at=entry.at,
        kind=kind,
        cursor=Cursor(entry.at, False, entry.pk),
        title=entry.title,
        headline=kind.headline(entry) if kind.headline else entry.title,
        text=entry.snippet,
        actor_name=entry.actor_name,
        direction=entry.direction,
        state=entry.state,
        ref=entry.ref,
        pinned=entry.pinned,
        via=via,
    )


def _changes(party: Party, actor: Actor, cursor: Cursor | None, size: int) -> Sequence[Item]:
    """One item for each batch, whose last change is the item's place. A batch is never cut in two."""
    rows = newest_changes(party, cursor.before(change=True) if cursor else Q(), size)
    told = differences([change for group in rows for change in group], party, actor)
    found = []
    for group in rows:
        last, batch = group[-1], group[0].batch
        item = Item(
            at=last.at,
            kind=CHANGE,
            cursor=Cursor(last.at, True, last.pk),
            title="",
            headline=batch.actor_name,
            actor_name=batch.actor_name,
            verb=batch.verb,
            batch=batch.pk,
            differences=tuple(one for change in group for one in told.get(change.pk, ())),
        )
        found.append(item)
    return [replace(item, headline=_change_headline(item)) for item in found if item.differences or item.verb]


def _change_headline(item: Item) -> str:
    from goodwill.records.story import deed

    return _("%(who)s %(did)s") % {"who": item.actor_name, "did": deed(Party.ref_name(), item.verb)}


def _position(cursor: Cursor) -> tuple[float, bool, int]:
    return (-cursor.at.timestamp(), cursor.change, -cursor.id)
