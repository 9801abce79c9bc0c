"""Contact persons of a company behind the first one, each as if the row told of nobody else."""

from collections.abc import Iterator

from goodwill.transfer.mapping.targets import FURTHER
from goodwill.transfer.values import Given

_AS_FIRST = {
    "contact_name": "full_name",
    "contact_title": "job_title",
    "contact_mail": "mail:contact",
    "contact_phone": "phone:contact",
    "contact_mobile": "phone:contact_mobile",
}
FURTHER_FAMILIES = frozenset(_AS_FIRST)


def further_contacts(given: Given) -> Iterator[Given]:
    """What the row says of each, in the words for the first."""
    if not any(target.startswith("contact_") for target in given.values):
        return
    for number in FURTHER:
        told = {first: given.every(f"{family}:{number}") for family, first in _AS_FIRST.items()}
        if values := {target: texts for target, texts in told.items() if texts}:
            yield Given(given.number, given.cells, values)
