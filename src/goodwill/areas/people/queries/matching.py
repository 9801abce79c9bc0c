"""Which parties rows of a file speak of: by another system's key, by mail, by phone, by name and company."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from goodwill.areas.people.duplicate_keys import Key, work_key
from goodwill.areas.people.enums import KeyKind, PartyKind
from goodwill.areas.people.models import DuplicateKey, ExternalKey, Party
from goodwill.areas.people.verbs.rows import Ready
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.text import fold, sort_key

EXTERNAL, MAIL, PHONE, WORK, NAME = "key", "mail", "phone", "work", "name"
WAYS = (EXTERNAL, MAIL, PHONE, WORK, NAME)
_KINDS = {MAIL: KeyKind.MAIL.value, PHONE: KeyKind.PHONE.value, WORK: KeyKind.WORK.value}


def matches(rows: Sequence[Ready], actor: Actor, ways: Collection[str] = WAYS) -> list[dict[int, str]]:
    """For each row, the parties of its kind that it may mean, with the surest way in which each was found.

    `work` is the same name at the same company, `name` the same full name. At most six queries for any number of rows.
    """
    found: list[dict[int, str]] = [{} for _row in rows]
    for way in WAYS:
        if way not in ways:
            continue
        by_key = _parties_by_key(rows, way)
        for place, row in enumerate(rows):
            for key in _keys(row, way):
                for party_id, kind in by_key.get(key, ()):
                    if kind == row.kind:
                        found[place].setdefault(party_id, way)
    seen = _within_reach({party_id for one in found for party_id in one}, actor)
    return [{party_id: way for party_id, way in one.items() if party_id in seen} for one in found]


def _keys(row: Ready, way: str) -> Iterable[Key]:
    if way == EXTERNAL:
        return row.keys
    if way == NAME:
        return [(row.kind, fold(row.name)[:400])] if row.name else []
    if way == WORK:
        named = row.kind == PartyKind.PERSON and isinstance(row.company, str) and row.company
        return [(KeyKind.WORK.value, work_key(row.name, str(row.company)))] if named else []
    return [key for key in row.duplicate_keys if key[0] == _KINDS[way]]


def _parties_by_key(rows: Sequence[Ready], way: str) -> dict[Key, list[tuple[int, str]]]:
    wanted = {key for row in rows for key in _keys(row, way)}
    found: dict[Key, list[tuple[int, str]]] = defaultdict(list)
    if not wanted:
        return found
    if way == EXTERNAL:
        for source, key, party_id in _external(wanted):
            found[source, key].append((party_id, ""))
        kinds = dict(
            Party.objects.filter(pk__in={pk for one in found.values() for pk, _kind in one}).values_list("pk", "kind")
        )
        return {key: [(pk, kinds[pk]) for pk, _kind in one if pk in kinds] for key, one in found.items()}
    if way == NAME:
        names = Party.objects.filter(
            kind__in={row.kind for row in rows}, name_sort__in={sort_key(row.name) for row in rows}
        )
        for kind, name_fold, party_id in names.values_list("kind", "name_fold", "pk"):
            found[kind, name_fold].append((party_id, kind))
        return found
    hits = DuplicateKey.objects.filter(kind=_KINDS[way], key__in={key for _kind, key in wanted})
    for kind, key, party_id, party_kind in hits.values_list("kind", "key", "party_id", "party__kind"):
        found[kind, key].append((party_id, party_kind))
    return found


def _external(keys: Collection[Key]) -> Iterable[tuple[str, str, int]]:
    rows = ExternalKey.objects.filter(
        source__in={source for source, _key in keys},
        key__in={key for _source, key in keys},
        about_type=Party.ref_name(),
    )
    return rows.values_list("source", "key", "about_id")


def _within_reach(ids: Collection[int], actor: Actor) -> set[int]:
    return set(rights.visible(Party.objects.filter(pk__in=ids), actor).values_list("pk", flat=True)) if ids else set()
