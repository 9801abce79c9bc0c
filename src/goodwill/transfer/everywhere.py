"""What holds for all rows of a file that has no column for it: choices that a new record may not be without."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.text import fold
from goodwill.records.api.one import creating_fields
from goodwill.records.fields import Kind, writable
from goodwill.records.registry import RecordType
from goodwill.transfer.options import Options

Offer = tuple[str, str, Sequence[tuple[str, str]]]
"""A target, its label, and the choices: values with labels."""


def offered(types: Iterable[RecordType], targets: Collection[str], by: Actor) -> list[Offer]:
    """For choices of these types that are needed, have no usual value, and that none of the `targets` fills."""
    return [
        (key, str(field.label), [(choice.value, str(choice.label)) for choice in field.options()])
        for known in types
        for field in creating_fields(known).values()
        if field.kind is Kind.CHOICE and field.required and field.default is None and writable(field, by, new=True)
        if (key := f"{known.name}.{field.name}") not in targets
    ]


def still_meant(options: Options) -> dict[str, str]:
    """What was said for all rows, but for what a column says by now."""
    return {target: value for target, value in options.everywhere.items() if target not in options.targets}


def chosen(offers: Sequence[Offer], said: Mapping[str, str]) -> dict[str, str]:
    """By target the value that is meant by it or its label. Raises Invalid for what is none of the choices."""
    found = {}
    for target, label, choices in offers:
        if text := said.get(target, ""):
            fitting = [value for value, name in choices if fold(text) in (fold(value), fold(name))]
            if not fitting:
                names = ", ".join(name for _value, name in choices)
                sentence = _("%(field)s: there is no “%(text)s”. Choose one of: %(names)s.")
                raise Invalid({f"all-{target}": sentence % {"field": label, "text": text[:80], "names": names}})
            found[target] = fitting[0]
    return found
