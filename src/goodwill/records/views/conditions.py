"""A filter that is a part of a form, built by clicking: each click answers with its conditions and how many match."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing, Refused
from goodwill.records.filter import FilterError, apply
from goodwill.records.filter.chips import Chip, chips
from goodwill.records.filter.editing import Joined
from goodwill.records.filter.saying import read
from goodwill.records.registry import RecordType
from goodwill.records.views.filtering import Place, condition_or_step
from goodwill.records.views.typed import list_url, typed
from goodwill.ui import formats, render

_NAME = re.compile(r"[a-z_]{1,40}")
COUNTED_TO = 10_000


@dataclass(frozen=True)
class Built:
    """`name` is that of the form's input; `chips` are None where the text cannot be read."""

    type: RecordType
    name: str
    text: str
    chips: tuple[Chip, ...] | None
    one_will_do: bool = False
    problem: str = ""
    said: str = ""

    @property
    def url(self) -> str:
        return f"{list_url(self.type, 'record_conditions')}?name={self.name}"

    @property
    def edit_url(self) -> str:
        asked = {"name": self.name, "filter": self.text}
        return f"{list_url(self.type, 'record_condition')}?{urlencode(asked)}"


def built(type: RecordType, name: str, text: str, actor: Actor) -> Built:
    try:
        joined = read(text, type, actor)
        rows = type.rows(actor)
        found, total = (_to_bound(some) for some in (apply(rows, joined.tree, type, actor), rows))
    except FilterError as error:
        return Built(type, name, text, None, problem=error.sentence)
    said = _("%(count)s of %(total)s %(records)s match.") if joined.items else ""
    said %= {"count": found, "total": total, "records": str(type.plural).lower()}
    return Built(type, name, text, chips(joined.tree, type, actor), joined.one_will_do, said=said)


def _to_bound(rows: Any) -> str:
    return formats.count(rows.order_by()[: COUNTED_TO + 1].count(), COUNTED_TO)


@typed()
def conditions(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """As they were sent; `without` is the place of one to take off, `turn` joins them the other way."""
    name, sent = _name(request), request.GET
    text = sent.get(name, "")
    if "without" in sent or "turn" in sent:
        joined = joined_or_told(text, type, actor)
        text = (joined.turned() if "turn" in sent else joined.without(place_in(joined, sent.get("without", "")))).text
    part = "_shown" if request.headers.get("HX-Target", "").endswith("-shown") else ""
    return render.page(request, f"records/conditions{part}.html", {"built": built(type, name, text, actor)})


@typed()
def condition(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """One of them in steps; the last step answers with all of them."""
    name, text, at = _name(request), request.GET.get("filter", ""), request.GET.get("chip", "")
    joined = joined_or_told(text, type, actor)
    chip = chips(joined.tree, type, actor)[place_in(joined, at)] if at else None
    place = Place(request.path, (("name", name), ("filter", text)), chip, at, _("Take it"), hops=False)
    found = condition_or_step(request, type, actor, place)
    if isinstance(found, HttpResponse):
        return found
    joined = joined.replaced(place_in(joined, at), found) if at else joined.added(found)
    context = {"built": built(type, name, joined.text, actor), "focused": True}
    return in_place(render.page(request, "records/conditions.html", context), f"conditions-{name}")


def in_place(response: HttpResponse, target: str, **events: object) -> HttpResponse:
    """The last step of an editor: it closes, and what it was opened from is drawn anew."""
    response["HX-Retarget"], response["HX-Reswap"] = f"#{target}", "outerHTML"
    response["HX-Trigger-After-Swap"] = json.dumps({"goodwill:picked": {}, **events})
    return response


def joined_or_told(text: str, type: RecordType, actor: Actor) -> Joined:
    try:
        return read(text, type, actor)
    except FilterError as error:
        said = _("This filter does not fit any more, or speaks of what you may not see. Change it as text.")
        raise Refused(said) from error


def place_in(joined: Joined, sent: str) -> int:
    if not sent.isdecimal() or len(sent) > 4 or int(sent) >= len(joined.items):
        raise Missing
    return int(sent)


def _name(request: HttpRequest) -> str:
    name = request.GET.get("name", "")
    if not _NAME.fullmatch(name):
        raise Missing
    return name
