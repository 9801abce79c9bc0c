from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goodwill.areas.people"
    label = "people"
