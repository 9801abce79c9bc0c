"""The importer that every record type has by itself, made of its declaration: fields, rights, relations, choices."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.records import registry
from goodwill.records.registry import RecordType
from goodwill.transfer import everywhere
from goodwill.transfer.generic.adding import offers
from goodwill.transfer.generic.session import Session
from goodwill.transfer.generic.updating import updates
from goodwill.transfer.importers import Importer, Words
from goodwill.transfer.mapping.fields import matching, suggest_fields, takes_of, title_of, written_fields
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.options import Options


def importer_of(name: str) -> Importer:
    found = registry.get(name)
    if found is None:
        raise Missing
    return _made_for(found)


def _made_for(type: RecordType) -> Importer:
    return Importer(
        name=type.name,
        label=type.plural,
        takes=takes_of(type),
        nouns=((type.name, type.label),),
        open=partial(_open, type),
        guess=lambda targets, subject: type.name,
        list_slug=lambda row_is: type.slug,
        covers=frozenset({type.name}),
        found_by=_(
            "Found by their Goodwill ID, by their number in the old system, or by the field that you choose here."
        ),
        suggest=lambda table, language: suggest_fields(table, type, language),
        matches=lambda targets: _matches(type, targets),
        offers=lambda targets, by: offers(type, targets, by),
        updates=partial(updates, type),
        everywhere=lambda targets, row_is, by: everywhere.offered([type], targets, by),
    )


def is_importable(type: RecordType, actor: Actor) -> bool:
    """Whether a file can make such records, and the actor may. What belongs to the settings comes from no file."""
    written = written_fields(type)
    return title_of(type) in written and not type.model.guarded_by and rights.allows(actor, "create", type.model)


def _open(type: RecordType, options: Options, by: Actor, remembers: bool) -> Session:
    return Session(type, options, by, remembers)


def _matches(type: RecordType, targets: dict[int, str]) -> list[tuple[str, Words]]:
    return [(key, str(TARGETS[key].name)) for key in matching(type, list(targets.values()))]
