from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "goodwill.transfer"
    label = "transfer"
