"""Texts of a column that many rows have and none can be taken: said once, and answered once for all of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Team, User
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.records.fields import CODED, Field, Kind
from goodwill.transfer import importers
from goodwill.transfer.importers import Decision
from goodwill.transfer.mapping.fields import field_of
from goodwill.transfer.models import Import, ImportRow
from goodwill.transfer.options import Options

MANY = 3
"""Rows from which on a text is said once, and not with each of them."""
MOST_TOLD = 50
_MOST_TEXTS = 5_000
_LONGEST = 200
_MOST_OFFERED = 300


class Repeats:
    """Counts them; `known` are those of which an earlier pass told."""

    def __init__(self, known: Mapping[tuple[str, str], str] | None = None) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._why: dict[tuple[str, str], str] = dict(known or {})
        self._known = frozenset(known or ())
        self._only: dict[int, list[tuple[str, str]]] = {}

    @classmethod
    def told_by(cls, run: Import) -> "Repeats":
        return cls({(each["place"], each["text"]): each["why"] for each in run.found.get("repeats", ())})

    def is_told(self, row: ImportRow, decision: Decision) -> bool:
        """Count what is wrong in a row, and whether nothing else has to be said of it."""
        keys = []
        for place, why in row.wrong.items():
            text = row.cells[int(place)].strip()
            key = place, text
            if len(text) <= _LONGEST and (key in self._counts or len(self._counts) < _MOST_TEXTS):
                self._counts[key] += 1
                self._why.setdefault(key, why)
                keys.append(key)
        said = max(len(decision.remarks), len(decision.wrong))
        if row.outcome != ImportRow.Outcome.PROBLEM or not keys or len(keys) < said:
            return False
        if all(self._is_many(key) for key in keys):
            return True
        self._only[row.number] = keys
        return False

    def needed(self, rows: list[ImportRow]) -> list[ImportRow]:
        """Without those of which everything turned out to be told."""
        return [row for row in rows if not self._is_all_told(row.number)]

    def as_data(self) -> list[dict[str, Any]]:
        many = [(key, count) for key, count in self._counts.most_common(MOST_TOLD) if count >= MANY]
        return [
            {"place": place, "text": text, "count": count, "why": self._why[place, text]}
            for (place, text), count in many
        ]

    def _is_many(self, key: tuple[str, str]) -> bool:
        return key in self._known or self._counts[key] >= MANY

    def _is_all_told(self, number: int) -> bool:
        keys = self._only.get(number)
        return bool(keys) and all(map(self._is_many, keys or ()))


@dataclass(frozen=True)
class Line:
    """One text of a column; `offered` are the words that the column knows, where they are few."""

    place: int
    column: str
    text: str
    count: int
    why: str
    offered: list[tuple[str, str]]
    answer: str | None
    """What it is taken as: "" for nothing; None where nobody said."""


def lines(run: Import) -> list[Line]:
    """What was answered, and what waits for an answer."""
    names = {str(column["position"]): column["name"] for column in run.found["columns"]}
    places = {name: int(place) for place, name in names.items()}
    offered: dict[int, list[tuple[str, str]]] = {}
    told = [(int(each["place"]), each["text"], each["count"], each["why"]) for each in run.found.get("repeats", ())]
    answers = Options.from_data(run.options).words
    said = [(places[name], text, 0, "") for name, its in answers.items() if name in places for text in its]
    found = []
    for place, text, count, why in [*said, *told]:
        name = names.get(str(place), "")
        if place in run.targets and name:
            known = offered.setdefault(place, _offered(run, run.targets[place]))
            found.append(Line(place, name, text, count, why, known, answers.get(name, {}).get(text)))
    return found


def answer(run: Import, answers: Mapping[tuple[int, str], str | None]) -> None:
    """Take a text as another one wherever it is the whole cell of a column, or (None) as it stands."""
    if not run.is_open:
        raise Invalid(_("This import was started already, so its rows cannot be changed here any more."))
    names = {column["position"]: column["name"] for column in run.found["columns"]}
    options = Options.from_data(run.options)
    words = {name: dict(its) for name, its in options.words.items()}
    for (place, text), meant in answers.items():
        its = words.setdefault(names[place], {})
        if meant is None or meant == text:
            its.pop(text, None)
        else:
            its[text] = meant[:_LONGEST]
    kept = {name: its for name, its in words.items() if its}
    run.save_only(options=replace(options, words=kept).as_data(), state=Import.State.DRAFT, checked={})


def _offered(run: Import, target: str) -> list[tuple[str, str]]:
    """Whom or what a column may name: the word that is understood, and how it is shown."""
    field = _field(run, target)
    if field is None:
        return []
    if field.kind is Kind.USER:
        return _colleagues()
    if field.kind is Kind.TEAM:
        return [(name, name) for name in Team.objects.order_by("name").values_list("name", flat=True)[:_MOST_OFFERED]]
    if field.kind in CODED:
        return [(str(option.value), str(option.label)) for option in field.options()[:_MOST_OFFERED]]
    return []


def _field(run: Import, target: str) -> Field | None:
    importer = importers.get(run.importer)
    for name in sorted(importer.covers | {importer.name, run.options.get("row_is", "")}):
        known = registry.get(name)
        if known is None:
            continue
        if "." in target:
            meant = field_of(known, target)
            if meant and not meant[1]:
                return meant[0]
        else:
            own = next((field for field, key in importer.fields.items() if key == target), target.partition(":")[0])
            if own in known.all_fields:
                return known.all_fields[own]
    return None


def _colleagues() -> list[tuple[str, str]]:
    rows = list(User.objects.filter(is_active=True).order_by("name", "id").values_list("name", "email")[:_MOST_OFFERED])
    called = Counter(fold(name) for name, _mail in rows)
    return [(name if called[fold(name)] == 1 else mail, name) for name, mail in rows]
