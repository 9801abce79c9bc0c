"""Two entries that look like one and are two: said once, and remembered."""

from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.models import NotTheSame, Party
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.verbs import Help, verb

Others = Annotated[list[int], Help(gettext_lazy("The other entries"))]


@verb(
    Party,
    label=gettext_lazy("Not the same"),
    done=gettext_lazy("noted that they are not the same"),
    icon="unlink",
    bulk=False,
)
def not_the_same(party: Party, *, by: Actor, others: Others) -> list[NotTheSame]:
    """Remember that these are others, though they look alike: they are not shown as doubles of this one any more."""
    found = _others(party, others, by)
    known = {one for row in _between(party, found) for one in (row.one_id, row.other_id)}
    rows = [NotTheSame(one=min(party, one, key=_pk), other=max(party, one, key=_pk)) for one in found]
    return changes.create_many(row for row in rows if not {row.one_id, row.other_id} - {party.pk} <= known)


@verb(
    Party,
    label=gettext_lazy("May be the same after all"),
    done=gettext_lazy("noted that they may be the same"),
    icon="link",
    bulk=False,
)
def may_be_the_same(party: Party, *, by: Actor, others: Others) -> Party:
    """Take back that these are others."""
    for row in _between(party, _others(party, others, by)):
        changes.trash(row)
    return party


def _pk(party: Party) -> int:
    return int(party.pk)


def _between(party: Party, others: list[Party]) -> list[NotTheSame]:
    mine = Q(one=party, other__in=others) | Q(other=party, one__in=others)
    return list(NotTheSame.objects.filter(mine))


def _others(party: Party, others: list[int], by: Actor) -> list[Party]:
    found = list(rights.visible(Party.objects.filter(pk__in=others).exclude(pk=party.pk), by))
    if len(found) < len({int(one) for one in others}) or not found:
        raise Invalid({"others": _("One of these entries is not here, or you may not see it. Nothing was changed.")})
    return found
