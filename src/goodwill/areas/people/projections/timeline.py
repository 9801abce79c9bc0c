"""Keeps the timeline's rows: one for each party of a record's line, and one for each company behind its persons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from goodwill.areas.people.models import Party, TimelineEntry
from goodwill.areas.people.projections.last_contact import follow_contacts
from goodwill.areas.people.timeline import Line, lines_of, whole_of
from goodwill.kernel import changes
from goodwill.kernel.changes import Entry
from goodwill.kernel.models import Change, Tracked
from goodwill.kernel.text import fold

SNIPPET, WORDS = 500, 20_000


@changes.projection()
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
        elif model is Party and "merged_into" in entry.after:
            merged.append(entry)
    for model, records in touched.items():
        parts = [pk for pk, record in records.items() if type(record) is not model]
        whole_records = {**records, **model.everything.in_bulk(parts)} if parts else records
        _Writer(model, fresh[model]).write(whole_records.values())
    for entry in merged:
        _follow_merge(entry.record.pk, entry.after["merged_into"])


def _follow_merge(loser_id: int, survivor_id: int | None) -> None:
    """What a merged company saw through its people goes along, and comes back when the two are taken apart."""
    if survivor_id is None:
        TimelineEntry.objects.filter(merged_from=loser_id).update(party=loser_id, merged_from=None)
        follow_contacts((), {loser_id})
        return
    same = TimelineEntry.objects.filter(party=survivor_id, ref_type=OuterRef("ref_type"), ref_id=OuterRef("ref_id"))
    rest = TimelineEntry.objects.filter(~Exists(same), party=loser_id)
    rest.update(party=survivor_id, merged_from=loser_id)
    follow_contacts((), {loser_id, survivor_id})


@dataclass
class _Writer:
    """Collects what to insert, move, rewrite and delete for records of one model, and does it in few statements.

    `fresh` are records of this very flush, which have no rows yet, with the name of who made them.
    """

    model: type[Tracked]
    fresh: dict[int, str]
    new: list[TimelineEntry] = field(default_factory=list)
    moved: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    rewritten: list[tuple[dict[str, Any], list[int]]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    parties: set[int] = field(default_factory=set)

    def write(self, records: Collection[Tracked]) -> None:
        build = lines_of(self.model)
        live = [record for record in records if record.deleted_at is None]
        lines = build(live) if build and live else {}
        rows = self._rows([record.pk for record in records if record.pk not in self.fresh])
        companies = _companies(self._joining(lines, rows))
        for record in records:
            self._record(record.pk, lines.get(record.pk), rows.get(record.pk, ()), companies)
        self._flush()

    def _rows(self, ids: Collection[int]) -> dict[int, list[TimelineEntry]]:
        found = defaultdict(list)
        if ids:
            for row in TimelineEntry.objects.filter(ref_type=self.model.ref_name(), ref_id__in=ids):
                found[row.ref_id].append(row)
        return found

    def _joining(self, lines: Any, rows: dict[int, list[TimelineEntry]]) -> set[int]:
        """Parties that a line shows with from now on, and whose companies are to show it too."""
        return {
            party_id
            for pk, line in lines.items()
            if line.rolls_up
            for party_id in set(line.parties) - {row.party_id for row in rows.get(pk, ())}
        }

    def _record(self, pk: int, line: Line | None, rows: Iterable[TimelineEntry], companies: dict[int, int]) -> None:
        wanted = dict.fromkeys(line.parties) if line else {}
        direct = {row.party_id: row for row in rows if row.via_id is None}
        through = [row for row in rows if row.via_id is not None]
        left, joined = [one for one in direct if one not in wanted], [one for one in wanted if one not in direct]
        if line is None or not wanted:
            self._drop([*direct.values(), *through])
            return
        overtaken = [row for row in through if row.party_id in joined]
        through = [row for row in through if row not in overtaken]
        if len(left) == len(joined) == 1:
            self._move(direct, through, left[0], joined.pop())
        else:
            overtaken += [direct[one] for one in left] + [row for row in through if row.via_id in left]
        self._drop(overtaken)
        values = _values(line)
        kept = [row for row in (*direct.values(), *through) if row not in overtaken]
        self._rewrite(kept, values)
        name = line.actor_name if line.actor_name is not None else self._first_name(pk, kept)
        place = {"ref_type": self.model.ref_name(), "ref_id": pk, **values, "actor_name": name[:120]}
        taken = {row.party_id for row in kept} | wanted.keys()
        self._insert(place, joined, companies if line.rolls_up else {}, taken)

    def _first_name(self, pk: int, kept: Sequence[TimelineEntry]) -> str:
        if pk in self.fresh or not kept:
            return self.fresh.get(pk) or changes.current_batch().by.name
        return kept[0].actor_name

    def _insert(self, place: dict[str, Any], joined: Iterable[int], companies: dict[int, int], taken: set[int]) -> None:
        for party_id in joined:
            self.new.append(TimelineEntry(party_id=party_id, **place))
            company_id = companies.get(party_id)
            if company_id and company_id not in taken:
                taken.add(company_id)
                self.new.append(TimelineEntry(party_id=company_id, via_id=party_id, **place))

    def _move(
        self, direct: dict[int, TimelineEntry], through: Iterable[TimelineEntry], from_id: int, to_id: int
    ) -> None:
        """One party took the place of another, as in a merge: companies keep what they saw through the other one."""
        self.moved["party_id", to_id].append(direct[from_id].pk)
        self.parties |= {from_id, to_id}
        for row in through:
            if row.via_id == from_id:
                self.moved["via_id", to_id].append(row.pk)

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
        for (column, value), ids in self.moved.items():
            TimelineEntry.objects.filter(pk__in=ids).update(**{column: value})
        for values, ids in self.rewritten:
            TimelineEntry.objects.filter(pk__in=ids).update(**values)
        TimelineEntry.objects.bulk_create(self.new)
        follow_contacts(self.new, self.parties)


def _companies(party_ids: set[int]) -> dict[int, int]:
    """The companies that persons work at now."""
    rows = Party.everything.filter(pk__in=party_ids, company__isnull=False) if party_ids else Party.everything.none()
    return dict(rows.order_by().values_list("pk", "company_id"))


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
