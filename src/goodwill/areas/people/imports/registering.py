"""What people's importer is to the rest of the house: what it takes, what a row can be, and how it is asked."""

from django.utils.translation import gettext_lazy

from goodwill.areas.people.enums import Channel, PartyKind, Purpose
from goodwill.areas.people.imports import everywhere
from goodwill.areas.people.imports.drafts import TAKES
from goodwill.areas.people.imports.guessing import guess
from goodwill.areas.people.imports.hangings import Hangings
from goodwill.areas.people.imports.importer import Pass
from goodwill.areas.people.imports.noted import NOTED
from goodwill.areas.people.imports.of_ours import FIELDS
from goodwill.areas.people.imports.one_cell import parts_of
from goodwill.areas.people.imports.own_key import own_matches
from goodwill.areas.people.imports.updating import updates
from goodwill.areas.people.names import names_firm, names_household, split_name
from goodwill.areas.people.queries.comebacks import awaited, greetings, in_trash
from goodwill.transfer import hanging
from goodwill.transfer.importers import Agreements, Importer, register


def _preview(full: str) -> str:
    """What becomes of a full name."""
    if (cell := parts_of(full)).keys() & {"mail:1", "phone:1"}:
        return " · ".join(text for texts in cell.values() for text in texts)
    if names_household(full) or names_firm(full):
        return f"{full} · {PartyKind.HOUSEHOLD.label if names_household(full) else PartyKind.COMPANY.label}"
    parts = split_name(full)
    told = (parts.prefix, parts.given, parts.additional, parts.family, parts.suffix)
    return " · ".join(part for part in told if part)


def _agreements() -> Agreements:
    return Agreements(Purpose.choices, Channel.choices)


_LISTS = {PartyKind.COMPANY.value: "companies", PartyKind.HOUSEHOLD.value: "households"}


def register_importer() -> None:
    hanging.register(Hangings())
    register(
        Importer(
            name="people",
            label=gettext_lazy("People and companies"),
            takes=TAKES,
            nouns=(
                (PartyKind.PERSON.value, gettext_lazy("A person, perhaps with the company")),
                (PartyKind.COMPANY.value, gettext_lazy("A company, perhaps with a contact person")),
                (PartyKind.HOUSEHOLD.value, gettext_lazy("A household")),
            ),
            open=Pass,
            guess=guess,
            list_slug=lambda row_is: _LISTS.get(row_is, "people"),
            covers=frozenset({"person", "company", "household", "party"}),
            found_by=gettext_lazy(
                "Found by their number in the old system, mail, phone and name, or name and company; rows without a "
                "name by a mail or phone that one alone has."
            ),
            otherwise=gettext_lazy("mail, phone or name"),
            matches=own_matches,
            everywhere=everywhere.offered,
            updates=updates,
            preview=_preview,
            agreements=_agreements,
            doubles="duplicates",
            greets=greetings,
            awaits=awaited,
            trashed=in_trash,
            fields=FIELDS,
            noted=NOTED,
        )
    )
