"""Two entries that are one: merged, and taken apart again."""

from typing import Annotated, Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.merging import rehang
from goodwill.areas.people.models import Party
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Change
from goodwill.kernel.verbs import Help, verb

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


@verb(Party, label=gettext_lazy("Merge"), icon="merge", bulk=False, grave=True)
def merge(
    party: Party,
    *,
    by: Actor,
    others: Annotated[list[int], Help(gettext_lazy("The other entries"))],
    take: dict[str, int] | None = None,
) -> Party:
    """Make one of several. This one stays and gets all that hangs on the others; the others lead to it from now on.

    It takes over what it does not know itself; `take` names for a field the entry whose value is to stay.
    """
    losers = _losers(party, others, by)
    for loser in losers:
        changes.update(loser, merged_into=party)
        rehang(loser, party)
        changes.trash(loser)
    changes.update(party, **_values(party, losers, take or {}))
    return party


@verb(Party, label=gettext_lazy("Take apart again"), icon="split", bulk=False)
def unmerge(party: Party, *, by: Actor) -> Party:
    """Undo the merge in which this entry went into another one. What was written since stays with the other."""
    if party.merged_into_id is None:
        raise Invalid(_("This entry was not merged into another one."))
    merges = Change.objects.filter(type=Party.ref_name(), ref_id=party.pk, kind=Change.Kind.UPDATE).order_by("-id")
    merged = next((change for change in merges[:200] if "merged_into" in change.after), None)
    if merged is None:
        raise Missing
    changes.current_batch().undo_of = merged.batch
    changes.undo(merged.batch_id, by)
    party.refresh_from_db()
    return party


@verb(Party, right="delete", label=gettext_lazy("Restore"), icon="archive-restore")
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


def _values(party: Party, losers: list[Party], take: dict[str, int]) -> dict[str, Any]:
    by_id = {one.pk: one for one in (party, *losers)}
    wrong = {name: _("There is no such field to choose.") for name in take if name not in CHOSEN}
    wrong |= {name: _("Choose the value of one of the entries.") for name in take if take[name] not in by_id}
    if wrong:
        raise Invalid(wrong)
    values = {name: getattr(by_id[chosen], name) for name, chosen in take.items()}
    for name in FILLED:
        if name not in take and not getattr(party, name):
            values[name] = next((found for one in losers if (found := getattr(one, name))), getattr(party, name))
    return values | {"extra": _extra(party, losers)}


def _extra(party: Party, losers: list[Party]) -> dict[str, Any]:
    """The own fields of a firm: the survivor's values, then those of the others for what is still empty."""
    merged: dict[str, Any] = {}
    for one in (party, *losers):
        for name, value in one.extra.items():
            if merged.get(name) in (None, "", []):
                merged[name] = value
    return merged
