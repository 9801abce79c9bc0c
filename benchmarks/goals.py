"""The figures in the order in which they are printed, each with its goal."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

Figures = Mapping[str, float]
Value = Callable[[Figures], float | None]


class Goal(NamedTuple):
    """A row of the table. `met` is None where there is no goal; a figure that was not measured leaves its row out."""

    key: str
    label: str
    said: str = ""
    met: Callable[[float, Figures], bool] | None = None
    growth: float | None = None
    """How much more the largest firm may take than the smallest."""


def most(limit: float) -> Callable[[float, Figures], bool]:
    return lambda value, _all: value <= limit


def least(limit: float) -> Callable[[float, Figures], bool]:
    return lambda value, _all: value >= limit


def times(other: str, limit: float, below: float = 1e9) -> Callable[[float, Figures], bool]:
    return lambda value, figures: value <= min(below, limit * figures[other])


GOALS = (
    Goal("raw", "raw: the rows of the list, ms"),
    Goal("bare", "bare: a table of 50 rows, ms"),
    Goal("fill", "fill, parties/s with ten notes each"),
    Goal("start", "cold start to the first page, s", "<= 1.0", most(1.0), 1.3),
    Goal("memory", "memory at rest, one page process, MiB", "<= 110", most(110), 1.2),
    Goal("memory2", "memory at rest, two page processes, MiB", "<= 220", most(220), 1.2),
    Goal("weight", "CSS and JS of the first view, KiB", "<= 100", most(100)),
    Goal("api", "list over the API, 25 rows, ms", "<= 4", most(4), 1.2),
    Goal("api8", "list over the API, 8 clients, /s", ">= 400", least(400)),
    Goal("list", "list page, 50 rows, ms", "<= 10, 3 x bare", times("bare", 3, 10), 1.2),
    Goal("list8", "list page, 8 clients, /s"),
    Goal("deep", "list page at row 25,000, ms", "<= 1.25 x list", times("list", 1.25), 1.2),
    Goal("company", "list filtered by company, ms", "<= 1.5 x list", times("list", 1.5), 1.5),
    Goal("city", "list filtered by city, ms", "<= 1.5 x list", times("list", 1.5), 1.5),
    Goal("phase", "list filtered by phase, ms", "<= 1.5 x list", times("list", 1.5), 1.5),
    Goal("prefix", "search by a prefix, ms", "<= 5", most(5), 2),
    Goal("part", "search by a part, ms", "<= 5", most(5), 2),
    Goal("digits", "search by digits, ms", "<= 5", most(5), 2),
    Goal("mail", "search by mail, ms", "<= 5", most(5), 2),
    Goal("typo", "search with a typo, ms", "<= 5", most(5), 2),
    Goal("search95", "search, the slowest p95 of these, ms", "<= 20", most(20), 2),
    Goal("party", "party page, ten entries, ms", "<= 15", most(15), 1.2),
    Goal("party50", "party page, 50 entries, ms", "<= 15", most(15), 1.2),
    Goal("party1000", "party page, 1,000 entries, ms", "<= 1.3 x 50", times("party50", 1.3)),
    Goal("queries", "queries of a party page", "<= 12", most(12)),
    Goal("made", "create over the API, looking for doubles, ms", "<= 6", most(6), 1.3),
    Goal("made8", "the same, 8 clients, /s", ">= 200", least(200)),
    Goal("made8_errors", "errors of that", "0", most(0)),
    Goal("create", "look for doubles on a page, then create, ms", "<= 6", most(6), 1.3),
    Goal("create8", "the same, 8 clients, /s", ">= 200", least(200)),
    Goal("create8_errors", "errors of that", "0", most(0)),
    Goal("edit", "edit one field, ms", "<= 5", most(5), 1.2),
    Goal("import", "import, names, mails, phones, rows/s", ">= 10,000", least(10_000)),
    Goal("import_full", "import with company, role, town, rows/s"),
    Goal("import_busy", "import while pages are asked, rows/s", ">= 5,000", least(5_000)),
    Goal("import_pages", "pages meanwhile, p95 against at rest", "<= 2", most(2)),
    Goal("import_memory", "memory of the import at most, MiB", "<= 400", most(400)),
    Goal("undo", "taking an import back, rows/s"),
    Goal("mixed", "8 clients, 80 % reads, /s", ">= 150", least(150)),
    Goal("mixed95", "p95 of that, ms", "<= 150", most(150)),
    Goal("mixed_errors", "errors of that", "0", most(0)),
)


def printed(table: Mapping[int, Figures]) -> list[str]:
    """A line for each figure: its value in each firm, what the server's processors spend on it in the largest, its
    growth, its goal, and whether it is met in the largest."""
    sizes = sorted(table)
    largest = table[sizes[-1]]
    lines = [f"{'':42}" + "".join(f"{size:>12,}" for size in sizes) + f"{'cpu, ms':>9}{'growth':>9}  {'goal':16}"]
    for goal in GOALS:
        values = [table[size].get(goal.key) for size in sizes]
        if values[-1] is None:
            continue
        cells = "".join(f"{value:>12,.2f}" if value is not None else f"{'':>12}" for value in values)
        growth = values[-1] / values[0] if len(sizes) > 1 and values[0] else None
        verdict = _verdict(goal, values[-1], growth, largest)
        cpu = largest.get(f"{goal.key}_cpu")
        used = f"{cpu:>9.2f}" if cpu is not None else f"{'':>9}"
        grown = f"{growth:>8.2f}x" if growth is not None else f"{'':>9}"
        lines.append(f"{goal.label:42}{cells}{used}{grown}  {goal.said:16}{verdict}".rstrip())
    return lines


def _verdict(goal: Goal, value: float, growth: float | None, largest: Figures) -> str:
    if goal.met is None:
        return ""
    met = goal.met(value, largest)
    grown = growth is not None and goal.growth is not None and growth > goal.growth
    return ("met" if met else "MISSED") + (f", grows above {goal.growth:g} x" if grown else "")
