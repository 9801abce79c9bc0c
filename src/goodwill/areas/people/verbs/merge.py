"""Two entries that are one: merged, and taken apart again."""

from typing import Annotated

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.merging import rehang
from goodwill.areas.people.models import Party
from goodwill.kernel import changes, extras, rights
from goodwill.kernel.actors import CHANGE, Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Change
from goodwill.kernel.verbs import Help, verb
from goodwill.records import registry
from goodwill.records.custom.known import own_fields

# What a survivor takes over from the others where it has nothing itself.
FILLED = (
    "company_kind",
    "prefix",
    "given",
    "additional",
    "family",
    "suffix",
    "nickname",
    "phase",
    "customer_since",
    "regard",
    "role",
    "birthday",
    "birthday_without_year",
    "language",
    "time_zone",
    "country",
    "industry",
    "employees",
    "source",
    "description",
    "owner",
    "team",
)
CHOSEN = frozenset({"name", *FILLED})


@verb(Party, label=gettext_lazy("Merge"), done=gettext_lazy("merged contacts"), icon="merge", grave=True)
def merge(
    party: Party,
    *,
    by: Actor,
    others: Annotated[list[int], Help(gettext_lazy("The other entries"))],
    take: dict[str, int] | None = None,
) -> Party:
    """Make one of several. This one stays and gets all that hangs on the others; the others lead to it from now on.

    It takes over what it does not know itself; `take` names for a field the entry whose value is to stay. A field that
    is not the actor's to change stays as it is.
    """
    losers = _losers(party, others, by)
    chosen = _chosen(party, losers, take or {}, by)
    for loser in losers:
        changes.update(loser, merged_into=party)
        rehang(loser, party)
        taken = {name for name, source in chosen.items() if source == loser.pk}
        values = {name: extras.value(loser, name) if extras.is_extra(name) else getattr(loser, name) for name in taken}
        changes.trash(loser)  # first: what no two may have is free then
        changes.update(party, **values)
    return party


@verb(
    Party,
    label=gettext_lazy("Take apart again"),
    done=gettext_lazy("took merged contacts apart"),
    icon="split",
    bulk=False,
)
def unmerge(party: Party, *, by: Actor) -> Party:
    """Undo the merge in which this entry went into another one. What was written since stays with the other.

    Where several went into it at once, only this one comes out.
    """
    if party.merged_into_id is None:
        raise Invalid(_("This entry was not merged into another one."))
    own = Change.objects.filter(type=Party.ref_name(), ref_id=party.pk).order_by("-id")
    merged = next((change for change in own[:200] if change.after.get("merged_into")), None)
    if merged is None:
        raise Missing
    last = _last_of(merged)
    if _is_all(merged, last):
        changes.current_batch().undo_of = merged.batch
        changes.undo(merged.batch_id, by)
    else:
        changes.undo(merged.batch_id, by, part=(merged.pk, last.pk))
    party.refresh_from_db()
    return party


def _last_of(merged: Change) -> Change:
    """The last change of the merge of one entry: what follows in its batch begins with the next one."""
    since = Change.objects.filter(batch=merged.batch, pk__gt=merged.pk).order_by("id")
    others = since.filter(type=Party.ref_name(), kind=Change.Kind.UPDATE)
    following = next((change for change in others if change.after.get("merged_into")), None)
    its = since.filter(pk__lt=following.pk) if following else since
    return its.last() or merged


def _is_all(first: Change, last: Change) -> bool:
    """Whether nothing else was written in the batch than from the one change to the other."""
    return not first.batch.changes.exclude(pk__range=(first.pk, last.pk)).exists()


@verb(
    Party,
    right="delete",
    label=gettext_lazy("Restore"),
    done=gettext_lazy("brought a contact back from the trash"),
    icon="archive-restore",
)
def restore(party: Party, *, by: Actor) -> Party:
    """Bring it back from the trash. What went there by a merge comes back by taking that apart."""
    return unmerge(party, by=by) if party.merged_into_id else changes.restore(party)


def survivor_of(party: Party) -> Party:
    """The party that one leads to after all its merges: itself if it was never merged."""
    seen = {party.pk}
    while party.merged_into_id and party.merged_into_id not in seen:
        seen.add(party.merged_into_id)
        party = Party.everything.get(pk=party.merged_into_id)
    return party


def _losers(party: Party, others: list[int], by: Actor) -> list[Party]:
    ids = [int(one) for one in dict.fromkeys(others)]
    found = rights.visible(Party.objects.filter(pk__in=ids), by, "change").in_bulk()
    if len(found) < len(ids) or not ids:
        raise Invalid({"others": _("One of these entries is not here, or you may not change it.")})
    if party.pk in found or party.deleted_at:
        raise Invalid({"others": _("An entry cannot be merged with itself. Choose another one.")})
    if any(one.kind != party.kind for one in found.values()):
        raise Invalid({"others": _("Only people merge with people, companies with companies. Tie them instead.")})
    return [found[one] for one in ids]


def _chosen(party: Party, losers: list[Party], take: dict[str, int], by: Actor) -> dict[str, int]:
    """From which entry the value of each field comes: as chosen, else where the first one knows it."""
    by_id = {one.pk: one for one in (party, *losers)}
    own = [*own_choices(party), *(name for one in losers for name in extras.given(one.extra))]  # removed ones, too
    free = {name for name in (*CHOSEN, *own) if by.field_right(Party.ref_name(), name) == CHANGE}
    wrong = {name: _("There is no such field to choose.") for name in take if name not in free}
    wrong |= {name: _("Choose the value of one of the entries.") for name in take if take[name] not in by_id}
    if wrong:
        raise Invalid(wrong)
    found = dict(take)
    for name in FILLED:
        if name in free and name not in take and not getattr(party, name):
            found[name] = next((one.pk for one in losers if getattr(one, name)), party.pk)
    for name in own:
        if name in free and name not in take and name not in party.extra:
            found[name] = next((one.pk for one in losers if name in one.extra), party.pk)
    return found


def own_choices(party: Party) -> list[str]:
    """The fields of the firm's own that somebody fills in for such a party."""
    kind = registry.for_record(party)
    return [name for name, field in own_fields(kind.name).items() if field.editable] if kind else []
