"""What the area's own records say on timelines."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from goodwill.areas.people.models import Consent, Interaction, InteractionParty, Note, Party, Task
from goodwill.areas.people.timeline import Line, shows, shows_with
from goodwill.kernel.models import About, File, User
from goodwill.kernel.thumbnails import DRAWN


def _party_of(record: About) -> tuple[int, ...]:
    return (record.about_id,) if record.about_type == Party.ref_name() and record.about_id else ()


@shows(Note)
def note_lines(notes: Sequence[Note]) -> Mapping[int, Line]:
    return {
        note.pk: Line(note.created_at, "note", _party_of(note), text=note.text, pinned=note.pinned) for note in notes
    }


@shows(Task)
def task_lines(tasks: Sequence[Task]) -> Mapping[int, Line]:
    """Tasks that are done; what is still to do shows as the next step."""
    names = _names({task.done_by_id for task in tasks if task.done_by_id != task.created_by_id})
    return {
        task.pk: Line(
            task.done_at,
            "task",
            _party_of(task),
            title=task.title,
            text=task.outcome or task.details,
            state=task.kind,
            actor_name=names.get(task.done_by_id),
        )
        for task in tasks
        if task.done_at is not None
    }


@shows(Interaction)
def interaction_lines(interactions: Sequence[Interaction]) -> Mapping[int, Line]:
    others = defaultdict(list)
    rows = InteractionParty.objects.filter(interaction__in=[one.pk for one in interactions])
    for interaction_id, party_id in rows.order_by("id").values_list("interaction_id", "party_id"):
        others[interaction_id].append(party_id)
    names = _names({one.colleague_id for one in interactions if one.colleague_id != one.created_by_id})
    return {
        one.pk: Line(
            one.at,
            one.kind,
            tuple(dict.fromkeys((one.party_id, *others[one.pk]))),
            title=one.subject,
            text=one.text,
            direction=one.direction,
            duration_s=one.duration_s,
            state=one.outcome,
            actor_name=names.get(one.colleague_id),
        )
        for one in interactions
    }


shows_with(InteractionParty, Interaction, "interaction")


@shows(File)
def file_lines(files: Sequence[File]) -> Mapping[int, Line]:
    """`state` tells whether there is a picture of it."""
    return {
        file.pk: Line(
            file.created_at,
            "file",
            _party_of(file),
            title=file.name,
            text=file.description,
            state="drawn" if file.media_type in DRAWN else "",
        )
        for file in files
    }


@shows(Consent)
def consent_lines(consents: Sequence[Consent]) -> Mapping[int, Line]:
    """`title` holds the purpose and `state` whether it was given, both as codes: the page words them."""
    return {
        consent.pk: Line(
            consent.at,
            "consent",
            (consent.party_id,),
            title=consent.purpose,
            text=consent.wording,
            state=consent.state,
            rolls_up=False,
        )
        for consent in consents
    }


def _names(user_ids: set[int | None]) -> dict[int | None, str]:
    wanted = [one for one in user_ids if one is not None]
    return dict(User.everything.filter(pk__in=wanted).order_by().values_list("pk", "name")) if wanted else {}
