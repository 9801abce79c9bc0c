"""What a list comes to: as it was asked for, or as near to it as can be, with a sentence about the difference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import HttpRequest
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.layout import LIST
from goodwill.records.query import Listing, QueryError
from goodwill.records.query.foot import Foot, foot_of
from goodwill.records.siblings.drawing import Sibling, sibling_of
from goodwill.records.views.asked import Asked

SIZE = 50


@dataclass(frozen=True)
class Shown:
    asked: Asked
    found: Listing
    chips: tuple[Chip, ...]
    foot: Mapping[str, Foot]
    problem: str = ""
    sibling: Sibling | None = None
    cursor: Mapping[str, str] = field(default_factory=dict)


def shown_of(request: HttpRequest, asked: Asked, actor: Actor) -> Shown:
    """The records that were asked for, in the nearest form that fits. Raises FilterError where the filter does not:
    other records would pass for its result.
    """
    problem = (
        _("This view is gone, or it is not shared with you. Here is the first one instead.") if asked.missing else ""
    )
    cursor = {name: request.GET[name] for name in ("after", "before") if request.GET.get(name)}
    try:
        return _read(asked, actor, problem, cursor)
    except QueryError as error:
        worst = error
    for near in _near(asked):
        try:
            return _read(near, actor, worst.sentence, {})
        except QueryError as error:
            worst = error
    said = _("“%(view)s” does not fit any more, so its records are shown as they usually are. %(why)s")
    return _read(asked.usual(), actor, said % {"view": asked.view.label, "why": worst.sentence}, {})


def _near(asked: Asked) -> Iterator[Asked]:
    """Its beginning; then the same records as the view shows its own."""
    yield asked
    yield replace(asked.as_saved(), filter=asked.filter)


def _read(asked: Asked, actor: Actor, problem: str, cursor: Mapping[str, str]) -> Shown:
    found = Listing(
        asked.type,
        actor,
        filter=asked.filter,
        sort=asked.sort,
        columns=asked.columns,
        after=cursor.get("after", ""),
        before=cursor.get("before", ""),
        size=SIZE,
    )
    drawn = chips(found.filter, asked.type, actor)
    sibling = sibling_of(found, asked)
    if sibling is None:
        found.rows()
    foot = foot_of(found, asked.sums) if asked.layout.form == LIST else {}
    return Shown(asked, found, drawn, foot, problem, sibling, cursor)
