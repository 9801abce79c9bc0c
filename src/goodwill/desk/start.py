"""The first steps of a new firm, on its home page until they are done or sent away."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.models import Party, Task
from goodwill.kernel import changes, mail, workspace as workspaces
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile, User
from goodwill.kernel.verbs import verb

SENT_AWAY = "first_steps_over"
FIRST_STEPS = "first-steps"
"""The name of their card."""


@dataclass(frozen=True)
class Step:
    label: Promise
    hint: Promise
    url: str
    icon: str
    done: Callable[[], bool]
    slug: str = ""
    """Of the list that `url` leads to, if it leads to one."""


STEPS = (
    Step(
        _("Bring your contacts"),
        _("A file from Excel, Outlook, Google, a phone or another program. You see what happens before it does."),
        "import",
        "upload",
        Party.objects.exists,
    ),
    Step(
        _("Decide what happens next"),
        _("Open somebody and write down the next step. It comes back to you here on its day."),
        "record_list",
        "list-checks",
        Task.objects.exists,
        slug="people",
    ),
    Step(
        _("Invite somebody"),
        _("Colleagues get a link, and a role that says what they may see and do."),
        "invite",
        "user-plus",
        lambda: User.objects.filter(is_active=True).count() > 1,
    ),
    Step(
        _("Connect your mail"),
        _("The server that sends invitations and mails for you."),
        "mail_settings",
        "mail",
        lambda: not mail.server_is_missing(),
    ),
)


@dataclass(frozen=True)
class Steps:
    done: tuple[Step, ...]
    open: tuple[Step, ...]


def steps(actor: Actor) -> Steps | None:
    """None once all are done, for who could not do them, and where nothing is to begin: in the example firm."""
    if not actor.may("manage_settings") or workspaces.current().state == "example":
        return None
    if Profile.current().settings.get(SENT_AWAY):
        return None
    done = tuple(step for step in STEPS if step.done())
    if len(done) == len(STEPS):
        return None
    return Steps(done, tuple(step for step in STEPS if step not in done))


@verb(
    Profile,
    power="manage_settings",
    label=_("Send the first steps away"),
    done=_("sent the first steps away"),
    icon="x",
    bulk=False,
)
def end_first_steps(profile: Profile, *, by: Actor) -> Profile:
    return changes.update(profile, settings={**profile.settings, SENT_AWAY: True})
