"""Record types are records too: in the history, in the trash, and for programs at `/api/v1/record-types`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models import CustomType
from goodwill.records.fields import Field, fields_of
from goodwill.records.registry import RecordType, View, register

_PAGES = "goodwill.records.custom_types.pages"


def sample(n: int) -> dict[str, Any]:
    return {"label": f"Boat {n}", "plural": f"Boats {n}"}


RECORD_TYPE = register(
    RecordType(
        name="record_type",
        model=CustomType,
        label=_("Record type"),
        plural=_("Record types"),
        slug="record-types",
        icon="layout-grid",
        fields=(
            *fields_of(CustomType, without={"name", "slug"}),
            Field("name", _("Name for programs"), column="name", editable=False, in_form=False),
            Field("slug", _("Address"), column="slug", editable=False, in_form=False),
        ),
        title="label",
        columns=("label", "plural", "name", "slug"),
        views=(View("all", _("All record types")),),
        sort="-changed_at",
        pages={"list": f"{_PAGES}.every", **{name: f"{_PAGES}.{name}" for name in ("new", "detail", "edit")}},
        create="goodwill.records.custom_types.verbs.make_type",
        sample=sample,
    )
)
