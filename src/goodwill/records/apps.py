from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "goodwill.records"
    label = "records"
