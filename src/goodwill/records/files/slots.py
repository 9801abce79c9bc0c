"""Where files show in the frame."""

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import File
from goodwill.ui import slots
from goodwill.ui.slots import Command


def _reads(actor: Actor) -> bool:
    return rights.allows(actor, "read", File)


slots.commands.add(
    Command(
        label=_("All files"),
        url="record_list",
        args={"slug": "files"},
        icon="paperclip",
        words=_("documents attachments"),
        right=_reads,
    )
)
