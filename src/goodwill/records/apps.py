from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "goodwill.records"
    label = "records"

    def ready(self) -> None:
        from goodwill.records import bulk, forms, scopes, search  # noqa: F401 - bulk declares its job, search its projection
        from goodwill.records.api import many_later  # noqa: F401 - declares its job
        from goodwill.records.custom import deriving, indexing, jobs, uniqueness  # noqa: F401
        from goodwill.records.custom_types import (  # noqa: F401
            declared,
            projections,
            records as types,
            related,
            slots as type_slots,
        )
        from goodwill.records.files import panel, records, slots, texts, verbs  # noqa: F401
        from goodwill.records.layouts import slots as layout_slots
        from goodwill.records.saved import slots as saved_slots  # noqa: F401
        from goodwill.ui import formats

        panel.contribute()
        layout_slots.add_panels()
        scopes.register()
        formats.FILTERS |= {"options_url": forms.options_url, "pairs": forms.pairs}
