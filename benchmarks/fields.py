"""Fields of a firm's own against built-in ones: the same list page, of the same firm, with either."""

import random
import statistics
from datetime import date, timedelta
from typing import Any

from benchmarks import serving
from benchmarks.serving import Client

FIELDS = 30
AT_ONCE = 1000
KINDS = ("text", "number", "money", "date", "choice", "yes_no", "percent", "choices", "mail", "moment")
WORDS = ("anchor", "boat", "candle", "drum", "eagle", "feather", "garden", "harbour", "island", "jetty")
BUILT_IN = ("name", "company", "role", "phone", "mail", "phase", "city", "owner", "last_contact")
MORE = (
    "prefix", "given", "additional", "family", "suffix", "nickname", "regard", "language", "country", "time_zone",
    "birthday", "source", "description", "best_channel", "best_hours", "age_band", "home", "next_step", "next_due",
    "website", "customer_since",
)  # fmt: skip
MOST = 1.5


def make(by: Any) -> list[str]:
    """Thirty fields of persons, three of each kind; the first number and the first date are in a saved view."""
    from goodwill.records import registry
    from goodwill.records.custom.verbs import make_field
    from goodwill.records.saved.verbs import save_view

    names = []
    for n in range(FIELDS):
        kind = KINDS[n % len(KINDS)]
        choices = [{"label": word} for word in WORDS[:5]] if kind in ("choice", "choices") else ()
        decimals = 1 if kind == "percent" else 0
        made = make_field(by=by, type="person", kind=kind, label=f"Own {n}", choices=choices, decimals=decimals)
        names.append(made.name)
    person = registry.get("person")
    assert person is not None
    save_view(by=by, type=person, name="By own", sort=f"-{names[1]}", filter=f"{names[4]} is drum")
    return names


def fill(size: int, names: list[str], by: Any, *, seed: int = 7) -> None:
    from goodwill.areas.people import samples
    from goodwill.areas.people.models import Party
    from goodwill.kernel import changes, jobs

    chance = random.Random(seed)
    for start in range(0, size, AT_ONCE):
        rows = []
        for n in range(start, min(start + AT_ONCE, size)):
            sample = samples.person(n)
            plain = {name: sample[name] for name in ("name", "role", "phase") if name in sample}
            rows.append(Party(kind="person", owner_id=by.user_id, **plain, extra=_values(names, chance)))
        with changes.batch(by, "create"):
            changes.create_many(rows)
    jobs.run_due()


def _values(names: list[str], chance: random.Random) -> dict[str, Any]:
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(3000))
    made = {
        "text": lambda: " ".join(chance.sample(WORDS, 2)),
        "number": lambda: chance.randrange(100_000),
        "money": lambda: chance.randrange(10_000_000),
        "date": day.isoformat,
        "choice": lambda: chance.choice(WORDS[:5]),
        "yes_no": lambda: chance.random() < 0.5,
        "percent": lambda: chance.randrange(1000),
        "choices": lambda: chance.sample(WORDS[:5], 2),
        "mail": lambda: f"{chance.choice(WORDS)}{chance.randrange(1000)}@example.com",
        "moment": lambda: f"{day.isoformat()}T{chance.randrange(10, 24)}:30:00+00:00",
    }
    return {name: made[KINDS[n % len(KINDS)]]() for n, name in enumerate(names)}


def measure(client: Client, names: list[str]) -> dict[str, float]:
    own = ",".join(["name", *names[:8]])
    pages = {
        "nine built-in columns": f"?columns={','.join(BUILT_IN)}",
        "a name and eight own columns": f"?columns={own}",
        "the same, sorted by an own field": f"?columns={own}&sort=-{names[1]}",
        "the same, filtered by an own choice": f"?columns={own}&filter={names[4]}+is+drum",
        "thirty built-in columns": f"?columns={','.join((*BUILT_IN, *MORE))}",
        "thirty own columns": f"?columns={','.join(names)}",
    }
    asks = {label: (lambda query=query: client.get(f"/people/{query}")[0]) for label, query in pages.items()}
    rounds = [{label: statistics.median(serving.taken(ask, 40)) for label, ask in asks.items()} for _ in range(3)]
    return {label: min(one[label] for one in rounds) for label in asks}


def printed(size: int, figures: dict[str, float]) -> list[str]:
    labels = list(figures)
    lines = [f"{size:,} persons, {FIELDS} own fields, each filled{'':14}{'ms':>8}{'ratio':>8}"]
    for place, label in enumerate(labels):
        against = figures[labels[0 if place < 4 else 4]]
        ratio = figures[label] / against
        verdict = "" if place in (0, 4) else "  met" if ratio <= MOST else f"  MISSED, goal {MOST:g}"
        lines.append(f"{label:55}{figures[label]:>8.2f}{ratio:>8.2f}{verdict}")
    return lines
