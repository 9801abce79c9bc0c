from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "goodwill.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goodwill.kernel import delivery, files, notices, own_types, powers, publishing  # noqa: F401
        from goodwill.kernel.jobs import consumers, tidy  # noqa: F401
        from goodwill.kernel.search import merging  # noqa: F401
        from goodwill.kernel.webhooks import delivery as webhooks  # noqa: F401
