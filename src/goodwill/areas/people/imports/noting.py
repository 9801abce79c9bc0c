"""Notes that a file tells of somebody, each from its day where the file says that.

The same words of another day are another note. One that an earlier file brought without its day is met by the row that
tells it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from goodwill.areas.people.models import Note, Party
from goodwill.kernel import changes
from goodwill.kernel.among import among_numbers
from goodwill.kernel.loading import loaded
from goodwill.kernel.richtext import from_text
from goodwill.kernel.text import fold
from goodwill.transfer.generic.happened import undated

if TYPE_CHECKING:
    from goodwill.areas.people.imports.sheets import Sheet


class Told(NamedTuple):
    text: str
    at: datetime | None

    def note(self) -> Note:
        note = Note(html=from_text(self.text))
        if self.at:
            note.created_at = self.at
        return note


@dataclass(eq=False)
class Here:
    """One that is here, or that an earlier row makes (without `pk`); `meant` is the day that a row told of it."""

    pk: int | None
    at: datetime | None
    is_undated: bool = False
    meant: datetime | None = None


@dataclass
class Notes:
    """Of one party: those that are known by their folded texts, and what the file adds or sets right."""

    here: dict[str, list[Here]] = field(default_factory=dict)
    new: list[Told] = field(default_factory=list)
    moved: list[tuple[int, datetime, datetime]] = field(default_factory=list)
    """Ids, with the days before and after."""

    def __bool__(self) -> bool:
        return bool(self.new or self.moved)

    def hold(self, text: str, one: Here) -> None:
        self.here.setdefault(fold(text), []).append(one)

    def take(self, texts: Iterable[str], days: Mapping[str, datetime], *, corrects: bool) -> int:
        """Returns how much that changes."""
        return sum(self._take(Told(text, days.get(text)), corrects) for text in texts if fold(text))

    def _take(self, told: Told, corrects: bool) -> bool:
        known = self.here.get(fold(told.text), [])
        if known and (told.at is None or any(told.at in (one.at, one.meant) for one in known)):
            return False
        if one := next((one for one in known if one.is_undated and not one.meant), None):
            one.meant = told.at
            if not (corrects and one.pk and one.at and told.at):
                return False
            self.moved.append((one.pk, one.at, told.at))
            return True
        self.new.append(told)
        self.hold(told.text, Here(None, told.at))
        return True


def hang_notes(sheets: "Mapping[int, Sheet]", *, by_day: bool) -> None:
    about = {"about_type": Party.ref_name(), "about_id__in": among_numbers(sheets)}
    if not by_day:
        for pk, text in Note.objects.filter(**about).order_by().values_list("about_id", "text"):
            sheets[pk].notes.hold(text, Here(None, None))
        return
    notes = list(loaded(Note.objects.filter(**about).order_by("id")))
    since = undated(notes)
    for note in notes:
        sheets[note.about_id].notes.hold(note.text, Here(note.pk, note.created_at, note.pk in since))


def write_notes(sheets: "Sequence[Sheet]") -> None:
    changes.create_many(_about(sheet, told.note()) for sheet in sheets for told in sheet.notes.new)
    days = {pk: at for sheet in sheets for pk, _before, at in sheet.notes.moved}
    for note in Note.objects.select_for_update().filter(pk__in=days).order_by("pk") if days else ():
        changes.update(note, validated=True, created_at=days[note.pk])


def _about(sheet: "Sheet", note: Note) -> Note:
    note.about = sheet.party.ref
    return note
