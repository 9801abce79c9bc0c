"""What imports and exports add to the frame, to lists and to records."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.records.actions import ListAction, list_action, record_action, selection_action
from goodwill.records.registry import RecordType
from goodwill.records.views.asked import Asked
from goodwill.transfer import nouns
from goodwill.ui import slots
from goodwill.ui.slots import Command, SettingsPage


def _may(actor: Actor) -> bool:
    return actor.may("import")


@list_action
def import_button(type: RecordType, actor: Actor, asked: Asked) -> ListAction | None:
    if not _may(actor) or nouns.find(type.name, actor) is None:
        return None
    return ListAction(_("Import"), f"{reverse('import')}?as={type.name}", "upload")


@list_action
def export_button(type: RecordType, actor: Actor, asked: Asked) -> ListAction | None:
    if not rights.allows(actor, "export", type.model):
        return None
    parts = urlencode(asked.parts())
    url = reverse("export_list", args=[type.slug])
    return ListAction(_("Export"), f"{url}?{parts}" if parts else url, "download", into="sheet")


@selection_action
def export_ticked(type: RecordType, actor: Actor, asked: Asked) -> ListAction | None:
    return export_button(type, actor, asked)


@record_action
def export_record(type: RecordType, record: Any, actor: Actor) -> ListAction | None:
    if not rights.allows(actor, "export", record):
        return None
    return ListAction(_("Export"), reverse("export_record", args=[type.slug, record.pk]), "download", into="sheet")


def fill() -> None:
    slots.commands.add(
        Command(label=_("Import a file"), url="import", icon="upload", words=_("csv excel vcard contacts"), right=_may),
        Command(label=_("All imports"), url="imports", icon="file-up", right=_may),
        Command(label=_("Exports"), url="exports", icon="download", words=_("csv excel vcard json files")),
    )
    slots.settings_pages.add(
        SettingsPage(
            group=_("Data"),
            order=43,
            label=_("Exports"),
            url="exports",
            icon="download",
            hint=_("What was taken out, and by whom"),
        )
    )
