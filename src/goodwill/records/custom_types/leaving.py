"""What would be out of sight if a record type were removed."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _, ngettext

from goodwill.kernel.models import About, CustomRecord, CustomType, SavedView
from goodwill.kernel.refs import models_by_name
from goodwill.records import registry
from goodwill.records.custom.known import own_fields
from goodwill.ui import formats


def counts() -> dict[str, int]:
    """How many records each type of the firm's own has, by its name."""
    rows = CustomRecord.objects.order_by().values_list("kind").annotate(Count("pk"))
    return dict(rows)


def what_goes(type: CustomType) -> list[str]:
    """Records, what hangs on them, and the views of their list, each as words; what there is none of is left out."""
    records = CustomRecord.objects.filter(kind=type.name).count()
    views = SavedView.objects.filter(type=type.name).count()
    found = [f"{formats.number(records)} {type.label if records == 1 else type.plural}"] if records else []
    found += _hanging(type)
    found += _leading(type)
    if views:
        found.append(ngettext("%d saved view", "%d saved views", views) % views)
    return found


def _leading(type: CustomType) -> Iterator[str]:
    for kind in registry.types():
        for field in own_fields(kind.name).values():
            if field.target == type.name and kind.name != type.name:
                yield _("the field “%(field)s” of %(type)s") % {"field": field.label, "type": kind.plural}


def _hanging(type: CustomType) -> Iterator[str]:
    for model in models_by_name().values():
        nouns = registry.for_model(model) if issubclass(model, About) else ()
        if nouns:
            count = model.objects.filter(about_type=type.name).count()
            if count:
                yield f"{formats.number(count)} {nouns[0].label if count == 1 else nouns[0].plural}"
