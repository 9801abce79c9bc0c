from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "goodwill.office"
    label = "office"
