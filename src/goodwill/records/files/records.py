"""What lists, search, API and trash know of files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models import File
from goodwill.records.fields import fields_of
from goodwill.records.registry import RecordType, SearchField, View, register

PAGES = {
    "detail": "goodwill.records.files.views.page.page",
    "peek": "goodwill.records.files.views.page.peek",
    "new": "goodwill.records.files.views.attach.own",
}


def sample(n: int) -> dict[str, Any]:
    return {"name": f"Terms {n}.txt", "description": f"As agreed, {n}", "content": f"Delivery within {n} days."}


FILE = register(
    RecordType(
        name="file",
        model=File,
        label=_("File"),
        plural=_("Files"),
        slug="files",
        icon="paperclip",
        fields=fields_of(
            File,
            without={"about_type", "about_id", "blob"},
            media_type={"label": _("Kind"), "editable": False, "in_form": False, "required": False},
            size={"editable": False, "in_form": False, "required": False},
            created_at={"label": _("Added"), "index": True},
            created_by={"label": _("Added by")},
        ),
        title="name",
        columns=("name", "about", "description", "created_by", "created_at"),
        sort="-created_at",
        views=(View("all", _("All files")), View("mine", _("Mine"), "created_by is me")),
        search=(SearchField("name", weight=2), SearchField("description")),
        pages=PAGES,
        create="goodwill.records.files.verbs.create_file",
        sample=sample,
    )
)
