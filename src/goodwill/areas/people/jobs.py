"""What follows the history of the area: whoever follows a record hears of it."""

from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Follow
from goodwill.kernel import changes, notices
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Batch, Change, User
from goodwill.kernel.refs import Ref, fetch

FOLLOWED = "follow"
_SILENT = frozenset({"import", "command"})
_NO_NEWS = frozenset({Follow.ref_name()})


@changes.consumer("followers", deaf_to=_SILENT)
def tell_followers(news: Sequence[Change]) -> None:
    """Each follower of a record is told once of each batch that touched it; imports and maintenance are not told."""
    heard: dict[tuple[int, Ref], Change] = {}
    for change in news:
        if change.batch.through not in _SILENT and change.type not in _NO_NEWS:
            heard.setdefault((change.batch_id, Ref(change.root_type, change.root_id)), change)
    if not heard:
        return
    followers = _followers({ref for _batch, ref in heard})
    for (batch_id, ref), change in heard.items():
        if ref in followers:
            _tell(followers[ref], ref, change.batch, key=f"follow {batch_id} {ref}")


def _followers(refs: set[Ref]) -> dict[Ref, list[User]]:
    rows = Follow.objects.filter(about_type__in={ref.type for ref in refs}, about_id__in={ref.id for ref in refs})
    found: dict[Ref, list[User]] = {}
    for follow in rows.select_related("user"):
        found.setdefault(Ref(follow.about_type, follow.about_id), []).append(follow.user)
    return {ref: users for ref, users in found.items() if ref in refs}


def _tell(users: list[User], ref: Ref, batch: Batch, *, key: str) -> None:
    record = fetch(ref)
    if record is None:
        return
    by = Actor(batch.actor_kind, batch.actor_id, batch.actor_name, batch.through, batch.on_behalf_of)
    title = format_lazy(_("{who}: news of {what}"), who=by.name, what=str(record))
    notices.notify(users, FOLLOWED, title, by=by, ref=ref, key=key)
