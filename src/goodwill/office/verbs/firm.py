"""What the firm says about itself."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile
from goodwill.kernel.verbs import verb


@verb(
    Profile,
    power="manage_settings",
    label=_("Change the profile of the firm"),
    done=_("changed the profile of the firm"),
    icon="building-2",
    bulk=False,
)
def change_profile(
    profile: Profile,
    *,
    by: Actor,
    name: str,
    country: str,
    language: str,
    currency: str,
    time_zone: str,
    week_starts: int,
) -> Profile:
    return changes.update(
        profile,
        name=name,
        country=country,
        language=language,
        currency=currency,
        time_zone=time_zone,
        week_starts=week_starts,
    )


@changes.projection(Profile)
def name_in_directory(entries: Sequence[changes.Entry]) -> None:
    """The directory knows the firm by its name, too: on the pages before anybody is signed in."""
    firm = workspaces.current().id
    for entry in entries:
        if "name" in entry.after:
            name: str = entry.after["name"]
            transaction.on_commit(lambda name=name: workspaces.directory().rename(firm, name))  # type: ignore[misc]
