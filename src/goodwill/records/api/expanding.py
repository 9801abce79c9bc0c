"""Linked records inside of those that name them: `expand=company`, one hop, each as its asker may see it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.records.api import one
from goodwill.records.fields import LINKED, Field
from goodwill.records.filter.resolve import known_fields
from goodwill.records.labels import linked_type
from goodwill.records.query import QueryError
from goodwill.records.registry import RecordType

MOST = 5
RECORD = "record"
"""Where a link, beside its id and name, holds the record."""


def expandable(type: RecordType, actor: Actor) -> dict[str, Field]:
    """The fields whose records can be read along: they link to a type that has an address."""
    return {
        field.name: field
        for field in known_fields(type, actor)
        if field.kind in LINKED and registry.get(linked_type(field)) is not None
    }


def asked_for(text: str, type: RecordType, actor: Actor) -> dict[str, Field]:
    """The fields that a query wants expanded; raises QueryError for any other."""
    names = dict.fromkeys(name for name in text.split(",") if name)
    if len(names) > MOST:
        raise QueryError("expand", _("At most %d fields are expanded at once.") % MOST)
    known = expandable(type, actor) if names else {}
    for name in names:
        if name not in known:
            choices = ", ".join(known) or "-"
            raise QueryError(
                "expand",
                _("“%(name)s” cannot be expanded. Here one can: %(known)s.") % {"name": name[:60], "known": choices},
            )
    return {name: known[name] for name in names}


def expand(items: Iterable[dict[str, Any]], fields: Mapping[str, Field], actor: Actor) -> None:
    """Put the records into the links of these fields: as many queries for one item as for all."""
    wanted: dict[str, set[int]] = defaultdict(set)
    links = [(linked_type(field), link) for item in items for field in fields.values() for link in _links(item, field)]
    for name, link in links:
        wanted[name].add(link["id"])
    found = {name: one.shown_each(_type(name), ids, actor) for name, ids in wanted.items()}
    for name, link in links:
        link[RECORD] = found[name].get(link["id"])


def _links(item: Mapping[str, Any], field: Field) -> list[dict[str, Any]]:
    """Each link of its own, for the same record may stand in several."""
    value = item.get(field.name)
    return [link for link in (value if isinstance(value, list) else [value]) if isinstance(link, dict)]


def _type(name: str) -> RecordType:
    found = registry.get(name)
    assert found is not None
    return found
