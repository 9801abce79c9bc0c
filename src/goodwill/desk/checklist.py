"""The first four things that make a new firm its own; each ticks itself off."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.areas.people.models import Party, Task
from goodwill.kernel import mail_server, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User
from goodwill.ui.slots import Words

SOME = 3


@dataclass(frozen=True)
class Step:
    label: Words
    why: Words
    href: str
    done: bool


@dataclass(frozen=True)
class Checklist:
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)


def checklist(actor: Actor) -> Checklist | None:
    """For those who set up the firm, until all is done; a page may hide it before."""
    if not actor.may("manage_settings"):
        return None
    found = Checklist(
        [
            Step(
                _("Bring your contacts"),
                _("Drop a file from your old program, from Outlook, Google or a spreadsheet."),
                reverse("import"),
                len(Party.objects.values_list("pk")[:SOME]) == SOME,
            ),
            Step(
                _("Connect your mail"),
                _("So that invitations, reminders and letters go out in your name."),
                reverse("mail_settings"),
                mail_server.current() is not None,
            ),
            Step(
                _("Plan a first next step"),
                _("Open somebody and say what happens next. From then on nobody is forgotten."),
                reverse("record_list", kwargs={"slug": "people"}),
                rights.visible(Task.objects.all(), actor).exists(),
            ),
            Step(
                _("Invite a colleague"),
                _("Everybody sees the same story of each customer."),
                reverse("users"),
                len(User.objects.filter(is_active=True).values_list("pk")[:2]) > 1,
            ),
        ]
    )
    return found if found.done < len(found.steps) else None
