"""One step of arranging a page, as a button asks for it: `up:main:tasks`, `side:left:files`, `out:facts:suffix`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from goodwill.records.layouts.arranged import COLUMNS, FACTS, Arrangement

PLACES = (FACTS, *COLUMNS)
Names = dict[str, list[str]]


@dataclass
class Draft:
    """What the page sends while it is arranged: by place, the names shown in their order, and those left out."""

    shown: Names
    hidden: Names

    @classmethod
    def of(cls, sent: QueryDict) -> "Draft":
        return cls(*({place: sent.getlist(f"{part}.{place}") for place in PLACES} for part in ("order", "hidden")))

    def order(self) -> Mapping[str, Sequence[str]]:
        """What is left out keeps its place at the end."""
        return {place: [*self.shown[place], *self.hidden[place]] for place in PLACES}

    def move(self, step: str) -> None:
        """One name or several; a step that leads nowhere changes nothing."""
        way, place, names = (*step.split(":"), "", "", "")[:3]
        if place not in PLACES:
            return
        for name in names.split(","):
            if way == "out" and name in self.shown[place]:
                self.shown[place].remove(name)
                self.hidden[place].append(name)
            elif way == "in" and name in self.hidden[place]:
                self.hidden[place].remove(name)
                self.shown[place].append(name)
            elif name in (*self.shown[place], *self.hidden[place]):
                self._along(way, place, name)

    def _along(self, way: str, place: str, name: str) -> None:
        """Whatever is left out comes back by it."""
        names = self.shown[place]
        if name in self.hidden[place]:
            self.hidden[place].remove(name)
            names.append(name)
        at = names.index(name)
        to = {"first": 0, "up": max(at - 1, 0), "down": at + 1, "last": len(names)}.get(way)
        if to is not None:
            names.insert(to, names.pop(at))
        elif way in COLUMNS and place != FACTS:
            names.remove(name)
            self.shown[way].insert(at, name)


def draft_of(sent: QueryDict) -> Arrangement | None:
    """The arrangement that an address draws out, with the step that was asked for; None where it draws out none."""
    if "step" not in sent:
        return None
    draft = Draft.of(sent)
    draft.move(sent.get("step", ""))
    return Arrangement(draft.order(), draft.hidden)
