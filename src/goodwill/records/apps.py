from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "goodwill.records"
    label = "records"

    def ready(self) -> None:
        from goodwill.records import bulk, forms  # noqa: F401 - declares its job
        from goodwill.ui import formats

        formats.FILTERS |= {"options_url": forms.options_url, "pairs": forms.pairs}
