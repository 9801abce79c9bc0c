"""From the rows of a firm's own types to declarations like those of the areas."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models import CustomType
from goodwill.kernel.models.custom import model_named
from goodwill.kernel.own_types import own_types
from goodwill.records.fields import fields_of
from goodwill.records.registry import Group, RecordType, SearchField, add_type_source

WHO = Group(_("Who looks after it"), ("owner", "team"))


def of_the_firm() -> Iterator[RecordType]:
    return (declared(row) for row in own_types().live)


def declared(row: CustomType) -> RecordType:
    model = model_named(row.name)
    return RecordType(
        name=row.name,
        model=model,
        label=row.label,
        plural=row.plural,
        slug=row.slug,
        icon=row.icon,
        constant={"kind": row.name},
        fields=fields_of(model, without={"kind"}, title={"label": row.title_label, "index": True}),
        title="title",
        columns=("title", "owner", "changed_at"),
        phone=("owner", "changed_at"),
        sort="title",
        form=("title", WHO),
        search=(SearchField("title", weight=3),),
    )


add_type_source(of_the_firm)
