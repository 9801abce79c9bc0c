"""The URL map as a list: each route with its view, what it declares, and addresses to ask for.

The record types of the tests themselves are left out.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from goodwill.kernel import verbs
from goodwill.records import registry
from goodwill.ui.access import access_of

UNKNOWN = 10**15
HUGE = 10**30
HOSTILE = "'\"><svg onload=alert(1)>;--"
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\?P(<\w+>)(?:\[[^]]*\]|[^)\[])*\)")


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    view: Any

    @property
    def access(self):
        return access_of(self.view)

    @property
    def of_records(self):
        """Whether the first part of the path is the slug of a record noun."""
        return self.path.startswith("<slug:slug>/")

    def parts(self):
        return {match["name"]: match["kind"] or "str" for match in _PART.finditer(self.path)}

    def address(self, values):
        return "/" + _PART.sub(lambda match: quote(str(values[match["name"]]), safe=""), self.path)


def types():
    return [noun for noun in registry.types() if not noun.model.__module__.startswith("goodwill.records.toys")]


def routes():
    return [*_walk(get_resolver().url_patterns, "")]


def _walk(patterns, prefix):
    for one in patterns:
        path = prefix + _GROUP.sub(r"\1", str(one.pattern)).strip("^$")
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield Route(one.name or path, path, one.callback)


def in_short():
    """Views, forms and rights know no database: on the second one, one address of each route and type is enough."""
    return connection.vendor == "postgresql"


def addresses(route, ids):
    """Real ones for every record type and verb, then with ids and names that are not there or that mean harm.

    `ids` maps ref names to the id of a record; the name of a route tells whose id it takes.
    """
    return [*real_addresses(route, ids), *(() if in_short() else _wrong(route, ids))]


def real_addresses(route, ids, *, short=False):
    """Those that lead to something, for every record type and verb; in short, one for every type."""
    most = 1 if short or in_short() else None
    if not route.parts():
        return [route.address({})]
    if route.of_records:
        return [found for noun in types() for found in islice(_of_type(route, noun, ids), most)]
    return _plain(route, ids)[:most]


REAL = {
    "who_sees": {"name": "party", "pk": "person"},
    "go": {"name": "party", "pk": "person"},
    "role_on": {"name": "party"},
    "role_scope": {"name": "party", "right": "read"},
    "role_scope_filter": {"name": "party", "right": "read"},
    "party_entry": {"kind": "note", "pk": "note"},
    "party_part": {"kind": "contact", "pk": "contact", "name": "edit"},
    "refusals_file": {"pk": "refusals"},
}
"""What the parts of a path are where their kind does not tell: words, and for a number whose id it is."""


def _real(route, ids):
    if "contact" not in ids:  # of somebody who walks through pages alone
        return {}
    if route.path.startswith("api/v1/<slug:slug>"):
        return {"slug": "people", "pk": ids["person"]}
    return {part: ids[said] if part == "pk" else said for part, said in REAL.get(route.name, {}).items()}


def _plain(route, ids):
    kinds = {"int": _id_for(route, ids), "str": "nothing.here", "slug": "person"}
    values = [_values(route, kinds) | _real(route, ids)]
    if "name" in route.parts() and "pk" not in route.parts():
        values += [{**values[0], "name": noun.name} for noun in types()]
    return [route.address(each) for each in values]


def _of_type(route, noun, ids):
    """Types of one table share their verbs: only the first is asked for all of them."""
    values = _values_of(route, noun, ids)
    yield route.address(values)
    if route.name in ("record_verb", "record_bulk") and noun is _first_of_table(noun):
        for verb in (*(one.name for one in verbs.verbs_of(noun.ref_name)), "trash", "restore", "edit"):
            yield route.address({**values, "name": verb})


def _wrong(route, ids):
    if not route.parts():
        return
    if not route.of_records:
        for kinds in (
            {"int": UNKNOWN, "str": HOSTILE, "slug": "no-such"},
            {"int": HUGE, "str": "../../etc", "slug": "x" * 300},
        ):
            yield route.address(_values(route, kinds))
    elif "pk" not in route.parts():
        yield route.address({**_values_of(route, types()[0], ids), "slug": "no-such", "name": "no-such"})
    else:
        for noun in filter(_is_first, types()):
            yield route.address({**_values_of(route, noun, ids), "pk": UNKNOWN})
            yield route.address({**_values_of(route, noun, ids), "pk": HUGE, "name": "x" * 300})


def _values(route, kinds):
    return {name: kinds.get(kind, kinds["str"]) for name, kind in route.parts().items()}


def _values_of(route, noun, ids):
    values = {name: {"int": 1, "slug": "csv"}.get(kind, "nothing.here") for name, kind in route.parts().items()}
    return values | {"slug": noun.slug, "pk": ids.get(noun.name, 1), "name": noun.title}


def _first_of_table(noun):
    return next(other for other in types() if other.model is noun.model)


def _is_first(noun):
    return noun is _first_of_table(noun)


def _id_for(route, ids):
    return next((ids[name] for name in ids if name in route.name), 1)
