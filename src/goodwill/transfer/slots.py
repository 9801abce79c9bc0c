"""What imports add to the frame and to lists."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.records.actions import ListAction, list_action
from goodwill.records.registry import RecordType
from goodwill.transfer import nouns
from goodwill.ui import slots
from goodwill.ui.slots import Command


def _may(actor: Actor) -> bool:
    return actor.may("import")


@list_action
def import_button(type: RecordType, actor: Actor, query: str) -> ListAction | None:
    if not _may(actor) or nouns.find(type.name, actor) is None:
        return None
    return ListAction(_("Import"), f"{reverse('import')}?as={type.name}", "upload")


def fill() -> None:
    slots.commands.add(
        Command(label=_("Import a file"), url="import", icon="upload", words=_("csv excel vcard contacts"), right=_may),
        Command(label=_("All imports"), url="imports", icon="file-up", right=_may),
    )
