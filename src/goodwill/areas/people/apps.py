from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goodwill.areas.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goodwill.areas.people import headlines, jobs, locating, records, seeds, welcoming  # noqa: F401
        from goodwill.areas.people.panels import add_panels
        from goodwill.areas.people.projections import comebacks, lines, next_step, parties, reminders, timeline  # noqa: F401
        from goodwill.areas.people.verbs import (  # noqa: F401
            addresses,
            bans,
            comebacks as _comebacks,
            consents,
            contacts,
            doubles,
            first_contacts,
            follows,
            interactions,
            merge,
            notes,
            parties as _parties,
            preferences,
            proving,
            proving_addresses,
            relationship,
            tags,
            tasks,
            ties,
        )

        records.register_all()
        add_panels()

        from goodwill.areas.people.imports.registering import register_importer

        register_importer()

        from goodwill.areas.people import repairs, slots  # noqa: F401
        from goodwill.areas.people.exports import beside, cards, parts  # noqa: F401
