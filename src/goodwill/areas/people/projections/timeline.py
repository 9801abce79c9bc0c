"""Keeps the timeline's rows: one for each party of a record's line, and one for each company behind its persons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from goodwill.areas.people.models import Party, TimelineEntry
from goodwill.areas.people.projections.last_contact import follow_contacts
from goodwill.areas.people.timeline import Line, is_part, lines_of, whole_of
from goodwill.kernel import changes
from goodwill.kernel.changes import Entry
from goodwill.kernel.inserting import insert
from goodwill.kernel.models import Change, Tracked
from goodwill.kernel.text import fold

SNIPPET, WORDS = 500, 20_000


def _shows_nothing(record: Tracked, parts: Sequence[Tracked]) -> None:
    """Whoever imports a note gets its line once it is written."""
    if any(lines_of(type(one)) or whole_of(one) for one in (record, *parts)):
        raise changes.NotAhead


def _shows(models: frozenset[type[Tracked]]) -> bool:
    return any(lines_of(model) or is_part(model) for model in models)


@changes.projection(
    ahead=changes.Beforehand(
        _shows_nothing, lambda _name, _new, _by: None, gone=lambda _name, _ids, _by: None, sees=_shows
    )
)
def write_timeline(entries: Sequence[Entry]) -> None:
    touched: dict[type[Tracked], dict[int, Tracked]] = defaultdict(dict)
    fresh: dict[type[Tracked], dict[int, str]] = defaultdict(dict)
    merged: list[Entry] = []
    for entry in entries:
        model = type(entry.record)
        if lines_of(model):
            touched[model][entry.record.pk] = entry.record
            if entry.kind == Change.Kind.CREATE:
                fresh[model][entry.record.pk] = entry.by.name
        elif whole := whole_of(entry.record):
            touched[whole[0]].setdefault(whole[1], entry.record)
        elif model is Party and entry.kind == Change.Kind.UPDATE and "merged_into" in entry.after:
            merged.append(entry)
    losers = {entry.record.pk: entry.before["merged_into"] or entry.after["merged_into"] for entry in merged}
    for model, records in touched.items():
        parts = [pk for pk, record in records.items() if type(record) is not model]
        whole_records = {**records, **model.everything.in_bulk(parts)} if parts else records
        _Writer(model, fresh[model], losers).write(whole_records.values())
    for entry in merged:
        _follow_merge(entry.record.pk, entry.before["merged_into"], entry.after["merged_into"])


def _follow_merge(loser_id: int, before: int | None, survivor_id: int | None) -> None:
    """What a merged company saw through its people goes along, and comes back when the two are taken apart."""
    if survivor_id is None:
        TimelineEntry.objects.filter(merged_from=loser_id).update(party=loser_id, merged_from=None)
    else:
        same = TimelineEntry.objects.filter(party=survivor_id, ref_type=OuterRef("ref_type"), ref_id=OuterRef("ref_id"))
        rest = TimelineEntry.objects.filter(~Exists(same), party=loser_id)
        rest.update(party=survivor_id, merged_from=loser_id)
    follow_contacts((), {one for one in (loser_id, before, survivor_id) if one is not None})


@dataclass
class _Writer:
    """Collects what to insert, move, rewrite and delete for records of one model, and does it in few statements.

    `fresh` are records of this very flush, which have no rows yet, with the name of who made them. `losers` are merged
    parties with their survivors: what companies saw through them stays as it is.
    """

    model: type[Tracked]
    fresh: dict[int, str]
    losers: dict[int, int]
    new: list[TimelineEntry] = field(default_factory=list)
    moved: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    rewritten: list[tuple[dict[str, Any], list[int]]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    parties: set[int] = field(default_factory=set)

    def write(self, records: Collection[Tracked]) -> None:
        build = lines_of(self.model)
        live = [record for record in records if record.deleted_at is None]
        lines = build(live) if build and live else {}
        rows = self._rows([record.pk for record in records if record.pk not in self.fresh])
        leaving, joining = self._changing(lines, rows)
        self.losers = self.losers | _merged(leaving | joining if leaving else set())
        companies = _companies(joining)
        for record in records:
            self._record(record, lines.get(record.pk), rows.get(record.pk, ()), companies)
        self._flush()

    def _rows(self, ids: Collection[int]) -> dict[int, list[TimelineEntry]]:
        found = defaultdict(list)
        if ids:
            for row in TimelineEntry.objects.filter(ref_type=self.model.ref_name(), ref_id__in=ids):
                found[row.ref_id].append(row)
        return found

    def _changing(
        self, lines: Mapping[int, Line], rows: Mapping[int, list[TimelineEntry]]
    ) -> tuple[set[int], set[int]]:
        """Parties with which a line no longer shows, and those with which it shows from now on."""
        leaving, joining = set(), set()
        for pk, line in lines.items():
            known = {row.party_id for row in rows.get(pk, ()) if row.via_id is None}
            leaving |= known - set(line.parties)
            joining |= set(line.parties) - known
        return leaving, joining

    def _record(
        self, record: Tracked, line: Line | None, rows: Iterable[TimelineEntry], companies: dict[int, int]
    ) -> None:
        if line is None or not line.parties:
            self._drop(rows)
            return
        wanted = dict.fromkeys(line.parties)
        direct = {row.party_id: row for row in rows if row.via_id is None}
        joined = [one for one in wanted if one not in direct]
        gone = [row for row in rows if row.via_id is not None and row.party_id in wanted]
        for party_id in [one for one in direct if one not in wanted]:
            heir = next((one for one in joined if self._are_one(party_id, one)), None)
            if heir is not None:
                joined.remove(heir)
                self._move(direct[party_id], heir)
                continue
            gone.append(direct[party_id])
            if party_id not in self.losers:
                gone += [row for row in rows if row.via_id == party_id]
        self._drop(gone)
        kept = [row for row in rows if row not in gone]
        values = _values(line)
        self._rewrite(kept, values)
        name = line.actor_name if line.actor_name is not None else self._first_name(record, kept)
        place = {"ref_type": self.model.ref_name(), "ref_id": record.pk, **values, "actor_name": name[:120]}
        self._insert(place, joined, companies if line.rolls_up else {}, {row.party_id for row in kept} | wanted.keys())

    def _are_one(self, one: int, other: int) -> bool:
        return self.losers.get(one) == other or self.losers.get(other) == one

    def _first_name(self, record: Tracked, kept: Sequence[TimelineEntry]) -> str:
        if kept:
            return kept[0].actor_name
        if record.pk in self.fresh:
            return self.fresh[record.pk]
        return str(record.created_by) if record.created_by else changes.current_batch().by.name

    def _insert(self, place: dict[str, Any], joined: Iterable[int], companies: dict[int, int], taken: set[int]) -> None:
        for party_id in joined:
            self.new.append(TimelineEntry(party_id=party_id, **place))
            company_id = companies.get(party_id)
            if company_id and company_id not in taken:
                taken.add(company_id)
                self.new.append(TimelineEntry(party_id=company_id, via_id=party_id, **place))

    def _move(self, row: TimelineEntry, heir: int) -> None:
        self.moved[heir].append(row.pk)
        self.parties |= {row.party_id, heir}

    def _drop(self, rows: Iterable[TimelineEntry]) -> None:
        for row in rows:
            self.gone.append(row.pk)
            self.parties.add(row.party_id)

    def _rewrite(self, rows: Sequence[TimelineEntry], values: dict[str, Any]) -> None:
        stale = [row for row in rows if any(getattr(row, name) != value for name, value in values.items())]
        if stale:
            self.rewritten.append((values, [row.pk for row in stale]))
            self.parties |= {row.party_id for row in stale}

    def _flush(self) -> None:
        if self.gone:
            TimelineEntry.objects.filter(pk__in=self.gone).delete()
        for heir, ids in self.moved.items():
            TimelineEntry.objects.filter(pk__in=ids).update(party=heir)
        for values, ids in self.rewritten:
            TimelineEntry.objects.filter(pk__in=ids).update(**values)
        insert(self.new)
        follow_contacts(self.new, self.parties)


def _companies(party_ids: set[int]) -> dict[int, int]:
    """The companies that persons work at now."""
    rows = Party.everything.filter(pk__in=party_ids, company__isnull=False) if party_ids else Party.objects.none()
    return dict(rows.order_by().values_list("pk", "company_id"))


def _merged(party_ids: set[int]) -> dict[int, int]:
    rows = Party.everything.filter(pk__in=party_ids, merged_into__isnull=False) if party_ids else Party.objects.none()
    return dict(rows.order_by().values_list("pk", "merged_into_id"))


def _values(line: Line) -> dict[str, Any]:
    """The columns that follow from the line alone; who did it stays unless the line says so."""
    values = {
        "at": line.at,
        "kind": line.kind,
        "title": line.title[:300],
        "snippet": " ".join(line.text.split())[:SNIPPET],
        "words": fold(f"{line.title} {line.text}")[:WORDS],
        "direction": line.direction,
        "duration_s": line.duration_s,
        "state": line.state,
        "pinned": line.pinned,
        "owner_id": line.owner_id,
        "team_id": line.team_id,
        "private": line.private,
    }
    return values if line.actor_name is None else values | {"actor_name": line.actor_name[:120]}
