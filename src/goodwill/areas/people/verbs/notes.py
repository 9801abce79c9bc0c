"""Notes on any record."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.abouts import about_of
from goodwill.areas.people.models import Note
from goodwill.kernel import changes, notices
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Record, User
from goodwill.kernel.refs import Ref
from goodwill.kernel.richtext import clean_html, mentions, plain_text
from goodwill.kernel.verbs import Help, verb

Html = Annotated[str, Help(gettext_lazy("Note"), kind="long_text")]
LONGEST = 100_000
AHEAD = timedelta(minutes=10)


@verb(Note, right="create", label=gettext_lazy("New note"), done=gettext_lazy("wrote a note"), icon="sticky-note")
def create_note(
    *,
    by: Actor,
    html: Html,
    about: Ref | str | None = None,
    at: Annotated[
        datetime | None, Help(gettext_lazy("Written at"), gettext_lazy("Empty: now. It stands there on the timeline."))
    ] = None,
) -> Note:
    """Write something down about a record ("party:12"), or for oneself; what was written `at` an earlier time is from
    then."""
    ref = about_of(about, by, "change")
    note = Note(html=_checked(html))
    if at is not None:
        note.created_at = _past(at)
    note.about = ref
    return _tell(changes.create(note), "", by)


@verb(Record, label=gettext_lazy("Write a note"), done=gettext_lazy("wrote a note"), icon="sticky-note", bulk=True)
def write_note(record: Record, *, by: Actor, html: Html, pinned: bool = False) -> Note:
    """Write something down about it."""
    note = Note(html=_checked(html))
    note.about = record.ref
    if pinned:
        note.pinned_at, note.pinned_by = timezone.now(), by.user
    return _tell(changes.create(note), "", by)


@verb(Note, label=gettext_lazy("Edit"), done=gettext_lazy("edited a note"), icon="pencil", bulk=False)
def edit(
    note: Note,
    *,
    by: Actor,
    html: Html,
    at: Annotated[
        datetime | None,
        Help(gettext_lazy("Written at"), gettext_lazy("Empty: as it is. It stands there on the timeline.")),
    ] = None,
    base_version: int | None = None,
) -> Note:
    """Write it anew, or say when it was written; what stood there before stays in the history."""
    before = note.html
    told: dict[str, Any] = {"created_at": _past(at)} if at is not None else {}
    return _tell(changes.update(note, base_version=base_version, html=_checked(html), **told), before, by)


@verb(Note, label=gettext_lazy("Pin"), done=gettext_lazy("pinned a note"), icon="pin", bulk=False)
def pin(note: Note, *, by: Actor) -> Note:
    """Keep it on top of the timeline."""
    return note if note.pinned else changes.update(note, pinned_at=timezone.now(), pinned_by=by.user)


@verb(Note, label=gettext_lazy("Unpin"), done=gettext_lazy("unpinned a note"), icon="pin-off", bulk=False)
def unpin(note: Note, *, by: Actor) -> Note:
    """Let it go back to its place in time."""
    return changes.update(note, pinned_at=None, pinned_by=None)


@verb(Note, label=gettext_lazy("Remove"), done=gettext_lazy("removed a note"), icon="trash-2", bulk=False)
def remove(note: Note, *, by: Actor) -> Note:
    """Put the note in the trash."""
    return changes.trash(note)


def _tell(note: Note, before: str, by: Actor) -> Note:
    """Tell the colleagues whom the note mentions now and did not mention before."""
    named = {one.id for one in mentions(note.html) if one.type == User.ref_name()}
    named -= {one.id for one in mentions(before) if one.type == User.ref_name()}
    if named and note.about:
        title = format_lazy(gettext_lazy("{who} mentioned you: {what}"), who=by.name, what=str(note.about_record))
        users = User.objects.filter(pk__in=named, deleted_at=None)
        notices.notify(
            users, notices.MENTION, title, by=by, ref=note.about, snippet=note.text, key=f"mention {note.ref}"
        )
    return note


def _past(at: datetime) -> datetime:
    if at > timezone.now() + AHEAD:
        raise Invalid({"at": _("This lies ahead, and a note is of something past. Correct the day, or plan a task.")})
    return at


def _checked(html: str) -> str:
    found = clean_html(html)
    if not plain_text(found).strip():
        raise Invalid({"html": _("There is nothing in the note. Write something, or leave it.")})
    if len(found) > LONGEST:
        raise Invalid({"html": _("The note is too long. What you wrote is still here: please shorten it.")})
    return found
