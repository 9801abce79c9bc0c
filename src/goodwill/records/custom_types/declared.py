"""From the rows of a firm's own types to declarations like those of the areas."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models import CustomType
from goodwill.kernel.models.custom import model_named
from goodwill.kernel.own_types import own_types
from goodwill.records.custom.known import own_fields
from goodwill.records.fields import Field, Kind, fields_of
from goodwill.records.registry import Group, RecordType, SearchField, add_type_source

MOST_COLUMNS = 6
WHO = Group(_("Who looks after it"), ("owner", "team"))
IN_CHARGE = _("In charge")
"""A colleague. The word owner is left to the firm: a vehicle or a house has one who is none of its people."""


def of_the_firm() -> Iterator[RecordType]:
    return (declared(row) for row in own_types().live)


def declared(row: CustomType) -> RecordType:
    model, own = model_named(row.name), own_fields(row.name)
    titled = {"label": row.title_label, "index": True}
    title, *kept = fields_of(model, without={"kind"}, title=titled, owner={"label": IN_CHARGE})
    listed = [field.name for field in own.values() if field.in_list][:MOST_COLUMNS]
    return RecordType(
        name=row.name,
        model=model,
        label=row.label,
        plural=row.plural,
        slug=row.slug,
        icon=row.icon,
        constant={"kind": row.name},
        fields=(title, *own.values(), *kept),
        title="title",
        columns=("title", *listed, "owner"),
        phone=(*listed[:3], "owner"),
        sort="title",
        form=("title", *own, WHO),
        search=(SearchField("title", weight=3),),
        stage=_first(own, Kind.CHOICE),
        date=_first(own, Kind.DATE),
    )


def _first(own: Mapping[str, Field], kind: Kind) -> str:
    return next((name for name, field in own.items() if field.kind is kind), "")


add_type_source(of_the_firm)
