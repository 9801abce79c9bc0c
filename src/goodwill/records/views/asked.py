"""What the address of a list asks for: a view, and what differs from it. The address is the whole truth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest

from goodwill.kernel import pins
from goodwill.kernel.actors import Actor
from goodwill.records import layout as layouts
from goodwill.records.filter.parser import parse
from goodwill.records.filter.printer import to_text
from goodwill.records.filter.tree import Filter, all_of
from goodwill.records.layout import Layout
from goodwill.records.registry import RecordType, View
from goodwill.records.saved.known import Known, first_view, known_views
from goodwill.records.views.typed import actor_of, list_url

PARTS = ("view", "filter", "sort", "columns", "sums", *layouts.PARTS, "at")


@dataclass(frozen=True)
class Asked:
    """What the URL asks for, beside the view that it begins with.

    `known` are all views of the list, `home` is the one to which the bare address leads its reader; `missing` says
    that the address names a view that is not there. `at` is the place in a calendar or on a map, which no view keeps.
    """

    type: RecordType
    here: Known
    filter: str
    sort: str
    columns: tuple[str, ...]
    sums: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    home: str = ""
    missing: bool = False
    layout: Layout = Layout()
    at: str = ""

    @property
    def view(self) -> View:
        return self.here.view

    @property
    def changed(self) -> bool:
        return any(value is not None for value in self._differences.values())

    @cached_property
    def _differences(self) -> dict[str, str | None]:
        kind, view = self.type, self.view
        columns = self.columns or kind.columns
        return {
            "filter": self.filter if self.filter != view.filter else None,
            "sort": self.sort if (self.sort or kind.sort) != (view.sort or kind.sort) else None,
            "columns": ",".join(columns) if columns != (view.columns or kind.columns) else None,
            "sums": ",".join(self.sums) if self.sums != view.sums else None,
            **self.layout.differences(view.layout),
        }

    def parts(self, **changes: str) -> dict[str, str]:
        """The query of the list's URL, without what the view says already."""
        first = first_view(self.type).name
        bare = self.view.name == first and self.home in ("", first)
        own = {"view": None if bare else self.view.name, **self._differences, "at": self.at or None}
        return {name: value for name, value in {**own, **changes}.items() if value is not None}

    def url(self, **changes: str) -> str:
        return _with(self._besides(tuple(changes)), changes)

    def deed(self, page: str, *, more: Mapping[str, str] = MappingProxyType({}), **place: Any) -> str:
        """The address of something that is done with what the list shows."""
        return _with(list_url(self.type, page, **place) + self._query, more)

    def as_saved(self) -> Self:
        return self.in_view(self.here)

    def usual(self) -> Self:
        """The same records without all else that can fail to fit."""
        return replace(self, sort="", columns=(), sums=(), missing=False, layout=Layout(), at="")

    def in_view(self, known: Known) -> Self:
        """The same list in another view, as that was saved."""
        view = known.view
        return replace(
            self,
            here=known,
            filter=view.filter,
            sort=view.sort,
            columns=view.columns,
            sums=view.sums,
            missing=False,
            layout=view.layout,
            at="",
        )

    @property
    def place(self) -> str:
        """The address of the list itself, before which those of its records begin."""
        return list_url(self.type)

    def drawn(self, layout: Layout, at: str = "") -> str:
        """The address of the same records in another form."""
        new = {**layout.differences(self.view.layout), "at": at or None}
        return _with(self._besides(tuple(new)), {name: value for name, value in new.items() if value is not None})

    def with_sum(self, name: str, how: str) -> str:
        """The address of the list with this below a column; without it where it stood there."""
        text = f"{name}:{how}"
        others = [one for one in self.sums if one.partition(":")[0] != name]
        return self.url(sums=",".join(others if text in self.sums else sorted([*others, text])))

    def listed(self, filter: Filter) -> str:
        """The address of the plain list of those that also pass this."""
        return _with(self._unfiltered, {"filter": to_text(all_of((self._tree, filter)))})

    def _besides(self, names: tuple[str, ...]) -> str:
        """The address without these parts; a page asks for some hundred that differ in them alone."""
        known = self._besides_by_names
        if names not in known:
            parts = {name: value for name, value in self.parts().items() if name not in names}
            known[names] = list_url(self.type) + (f"?{urlencode(parts)}" if parts else "")
        return known[names]

    @cached_property
    def _besides_by_names(self) -> dict[tuple[str, ...], str]:
        return {}

    @cached_property
    def _query(self) -> str:
        parts = self.parts()
        return f"?{urlencode(parts)}" if parts else ""

    @cached_property
    def _unfiltered(self) -> str:
        """The address of the plain list, but for its filter."""
        plain = self._plain
        parts = {name: value for name, value in plain.parts().items() if name != "filter"}
        return list_url(self.type) + (f"?{urlencode(parts)}" if parts else "")

    @cached_property
    def _tree(self) -> Filter:
        return parse(self.filter)

    @cached_property
    def _plain(self) -> Self:
        """The same without a form."""
        return replace(self, layout=Layout(), at="")

    def contents(self) -> dict[str, Any]:
        """What a view keeps of it."""
        names = ("filter", "sort", "columns", "sums", "layout")
        return {name: getattr(self, name) for name in names}


def asked_of(request: HttpRequest, type: RecordType) -> Asked:
    return asked_in(request, type, actor_of(request))


def asked_in(request: HttpRequest, type: RecordType, actor: Actor) -> Asked:
    """What the address asks for, also where a form is sent to it."""
    given = request.GET
    known = known_views(type, actor)
    wanted = given.get("view", "")
    here = next((one for one in known if one.view.name == wanted), None)
    view = (here or known[0]).view
    columns = _names(given.getlist("columns")) or view.columns
    home = pins.first_view(actor, type.name)
    return Asked(
        type,
        here or known[0],
        given.get("filter", view.filter),
        given.get("sort", view.sort),
        () if columns == type.columns and not view.columns else columns,
        tuple(sorted(_names(given.getlist("sums")))) if "sums" in given else view.sums,
        known,
        home if any(one.view.name == home for one in known) else "",
        bool(wanted) and here is None,
        Layout.of({name: _joined(given.getlist(name), kept) for name, kept in view.layout.texts().items()}),
        given.get("at", ""),
    )


def _with(url: str, more: Mapping[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(more)}" if more else url


def _joined(texts: list[str], kept: str) -> str:
    """A form sends each pinned column by itself, and an empty one before them."""
    return ",".join(filter(None, texts)) if texts else kept


def _names(texts: list[str]) -> tuple[str, ...]:
    return tuple(name for part in texts for name in part.split(",") if name)
