"""People as a firm has them, some of them twice with what goes wrong when people type; the same for the same seed."""

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from goodwill.areas.people import samples
from goodwill.areas.people.verbs.rows import PartyRow

SYLLABLES = [
    "ba",
    "ker",
    "mar",
    "lin",
    "den",
    "ton",
    "ford",
    "well",
    "smi",
    "ther",
    "hol",
    "man",
    "berg",
    "stein",
    "wick",
    "ley",
    "ros",
    "sen",
    "mul",
    "ler",
    "san",
    "chez",
    "ka",
    "wa",
]
TWICE = 0.08
NICK = {"Robert": "Bob", "William": "Bill", "Margaret": "Peggy", "Thomas": "Tom", "Katherine": "Kate"}


class Made:
    """Rows of people, and which of them are planted doubles of which."""

    def __init__(self, size: int, seed: int = 7) -> None:
        self.size, self._chance = size, random.Random(seed)
        self.planted: dict[int, int] = {}
        self._given = _Weighted([*NICK, *samples.GIVEN, *self._words(400, 2)], self._chance)
        self._family = _Weighted([*samples.FAMILY, *self._words(max(4000, size // 8), 3)], self._chance)
        self._towns = _Weighted([f"{word}ham" for word in self._words(400, 2)], self._chance)
        self._streets = _Weighted([f"{word} Street" for word in self._words(800, 2)], self._chance)

    def rows(self) -> Iterator[PartyRow]:
        recent: list[tuple[int, dict[str, Any]]] = []
        for number in range(self.size):
            if recent and self._chance.random() < TWICE:
                original, facts = self._chance.choice(recent)
                self.planted[number] = original
                yield _row(self._spoilt(facts))
                continue
            facts = self._facts(number)
            recent.append((number, facts))
            if len(recent) > 5000:
                recent[self._chance.randrange(5000)] = recent.pop()
            yield _row(facts)

    def _facts(self, number: int) -> dict[str, Any]:
        pick, given, family = self._chance.random, self._given.one(), self._family.one()
        town = self._towns.place()
        facts: dict[str, Any] = {"given": given, "family": family}
        if pick() < 0.7:
            facts["mail"] = f"{given}.{family}{number % 97}@{('example.com', 'example.org', 'example.net')[number % 3]}"
        if pick() < 0.6:
            facts["phone"] = samples.phone(2000 + self._chance.randrange(10**8))
        if pick() < 0.6:
            facts["street"] = f"{self._chance.randrange(1, 180)} {self._streets.one()}"
            facts["postcode"], facts["city"] = f"{town * 7 + self._chance.randrange(7):04d}", self._towns.names[town]
        if pick() < 0.2:
            facts["birthday"] = date(1940, 1, 1) + timedelta(self._chance.randrange(24_000))
        if pick() < 0.5:
            facts["company"] = samples.company_name(self._chance.randrange(max(1, self.size // 10)))
        return facts

    def _spoilt(self, facts: dict[str, Any]) -> dict[str, Any]:
        """One to three things go wrong."""
        found = dict(facts)
        for _each in range(self._chance.choice((1, 1, 2, 3))):
            name = self._chance.choice(sorted(found))
            if name in ("given", "family"):
                found[name] = NICK.get(found[name]) or self._typo(found[name])
            elif name == "street":
                found[name] = self._typo(found[name])
            elif len(found) > 4:
                del found[name]
        return found

    def _typo(self, word: str) -> str:
        at = self._chance.randrange(1, max(2, len(word) - 1))
        way = self._chance.randrange(3)
        if way == 0:
            return word[:at] + word[at + 1 :]
        if way == 1:
            return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        return word[:at] + self._chance.choice("aeiourstln") + word[at:]

    def _words(self, number: int, syllables: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < number:
            found["".join(self._chance.choices(SYLLABLES, k=syllables + self._chance.randrange(2))).capitalize()] = None
        return list(found)


class _Weighted:
    """Names of which the n-th is about n times as rare as the first."""

    def __init__(self, names: list[str], chance: random.Random) -> None:
        self.names, self._chance = names, chance
        self._sums = list(accumulate(1 / (rank + 8) for rank in range(len(names))))

    def place(self) -> int:
        return bisect(self._sums, self._chance.random() * self._sums[-1])

    def one(self) -> str:
        return self.names[self.place()]


def _row(facts: dict[str, Any]) -> PartyRow:
    fields = {name: facts[name] for name in ("given", "family", "birthday") if name in facts}
    contacts = [{"kind": kind, "value": facts[kind]} for kind in ("phone", "mail") if kind in facts]
    address = {name: facts[name] for name in ("street", "postcode", "city") if name in facts}
    return {
        "kind": "person",
        "fields": fields,
        "contacts": contacts,
        "addresses": [address] if address else [],
        "company": facts.get("company", ""),
    }
