"""Linked records inside of those that name them: `expand=company`, one hop, each as its asker may see it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.refs import models_by_name
from goodwill.records import registry
from goodwill.records.api import colleagues, one
from goodwill.records.fields import LINKED, Field
from goodwill.records.filter.resolve import known_fields
from goodwill.records.labels import linked_type
from goodwill.records.query import QueryError
from goodwill.records.registry import RecordType

MOST = 5
RECORD = "record"
"""Where a link, beside its id and name, holds the record."""
ABOUT = "about"
"""What a note, a task or a file is about: a name in lists, and a link where it is expanded."""
Shower = Callable[[Collection[int], Actor], Mapping[int, dict[str, Any]]]
_AMONG_US: Mapping[str, Shower] = {"user": colleagues.users, "team": colleagues.teams}


def expandable(type: RecordType, actor: Actor) -> dict[str, Field]:
    """The fields whose records can be read along: they link to a type that has an address, to a user or a team."""
    return {field.name: field for field in known_fields(type, actor) if _leads_on(field) or _is_about(field, type)}


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


def expand(items: Iterable[dict[str, Any]], fields: Mapping[str, Field], type: RecordType, actor: Actor) -> None:
    """Put the records into the links of these fields: as many queries for one item as for all."""
    if not fields:
        return
    items = list(items)
    if ABOUT in fields and _is_about(fields[ABOUT], type):
        _link_abouts(items, type)
    wanted: dict[str, set[int]] = defaultdict(set)
    links = [link for item in items for field in fields.values() for link in _links(item, field)]
    for link in links:
        wanted[link["type"]].add(link["id"])
    found = {name: _shower(name)(ids, actor) for name, ids in wanted.items()}
    for link in links:
        link[RECORD] = found[link["type"]].get(link["id"])
    if ABOUT in fields and _is_about(fields[ABOUT], type):
        _name_abouts(items)


def _leads_on(field: Field) -> bool:
    return field.kind in LINKED and (linked_type(field) in _AMONG_US or registry.get(linked_type(field)) is not None)


def _is_about(field: Field, type: RecordType) -> bool:
    return field.name == ABOUT and field.kind not in LINKED and type.is_about


def _links(item: Mapping[str, Any], field: Field) -> list[dict[str, Any]]:
    """Each link of its own, for the same record may stand in several."""
    value = item.get(field.name)
    return [link for link in (value if isinstance(value, list) else [value]) if isinstance(link, dict)]


def _shower(name: str) -> Shower:
    """What gives the records of a type by their ids."""
    if among := _AMONG_US.get(name):
        return among
    found = registry.get(name)
    assert found is not None
    return lambda ids, actor: one.shown_each(found, ids, actor)


def _link_abouts(items: list[dict[str, Any]], type: RecordType) -> None:
    """Where the name of what a row is about stands, put a link to it; its name follows with its record."""
    rows = type.model.objects.filter(pk__in=[item["id"] for item in items])
    refs = {pk: (name, about) for pk, name, about in rows.values_list("pk", "about_type", "about_id")}
    for item in items:
        ref, about = refs.get(item["id"], ("", None))
        kind = _noun(ref)
        item[ABOUT] = {"id": about, "name": "", "type": kind.name} if kind and about else None


def _noun(ref_name: str) -> RecordType | None:
    """The type of a ref; of several that share a table, the one that holds them all."""
    model = models_by_name().get(ref_name)
    nouns = registry.for_model(model) if model else ()
    return next((noun for noun in nouns if not noun.constant), nouns[0] if nouns else None)


def _name_abouts(items: list[dict[str, Any]]) -> None:
    """What may not be seen is no link, as in every other field."""
    for item in items:
        if (link := item[ABOUT]) is None:
            continue
        kind = registry.get(link["type"])
        if link[RECORD] is None or kind is None:
            item[ABOUT] = None
        else:
            link["name"] = str(link[RECORD].get(kind.title) or "")
