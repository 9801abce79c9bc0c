"""Short stories with slots: what happens between a bicycle firm and those who ride, in the words of its people.

`{n}` and the like are filled once for a whole thread, so that its steps speak of the same; of `[one|other]` one is
taken. Words are written by whoever was there: short, in the present, without he or she.
"""

from dataclasses import dataclass

ANY = tuple(range(1, 13))
SPRING, SUMMER, AUTUMN, WINTER = (2, 3, 4, 5), (5, 6, 7, 8), (9, 10, 11), (10, 11, 12, 1)


@dataclass(frozen=True)
class Step:
    """`after` are days since the step before. A `done` is a task that was ticked off, its text what came of it."""

    after: int
    kind: str
    way: str
    minutes: int
    subject: str
    text: str
    outcome: str = ""


@dataclass(frozen=True)
class Thread:
    name: str
    audience: str
    steps: tuple[Step, ...]
    months: tuple[int, ...] = ANY


def call_in(after: int, minutes: int, subject: str, text: str) -> Step:
    return Step(after, "call", "in", minutes, subject, text, "reached")


def call_out(after: int, minutes: int, subject: str, text: str) -> Step:
    return Step(after, "call", "out", minutes, subject, text, "reached")


def no_answer(after: int, text: str) -> Step:
    return Step(after, "call", "out", 0, "Tried to call", text, "no_answer")


def mail_in(after: int, subject: str, text: str) -> Step:
    return Step(after, "mail", "in", 0, subject, text)


def mail_out(after: int, subject: str, text: str) -> Step:
    return Step(after, "mail", "out", 0, subject, text)


def met(after: int, minutes: int, subject: str, text: str) -> Step:
    return Step(after, "meeting", "", minutes, subject, text)


def visit(after: int, minutes: int, subject: str, text: str) -> Step:
    return Step(after, "visit", "", minutes, subject, text)


def chat(after: int, subject: str, text: str) -> Step:
    return Step(after, "chat", "in", 0, subject, text)


def letter(after: int, way: str, subject: str, text: str) -> Step:
    return Step(after, "letter", way, 0, subject, text)


def note(after: int, text: str) -> Step:
    return Step(after, "note", "", 0, "", text)


def done(after: int, subject: str, text: str) -> Step:
    return Step(after, "done", "", 0, subject, text)
