"""A card is put into another lane or on another day: an ordinary edit of the field that the form is drawn by."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing, Refused
from goodwill.records import forms, writing
from goodwill.records.layout import BOARD
from goodwill.records.query import Listing
from goodwill.records.query.board import heads_of
from goodwill.records.query.buckets import Bucket, By
from goodwill.records.query.siblings import by_of
from goodwill.records.registry import RecordType
from goodwill.records.show import title_of
from goodwill.records.siblings.boards import lane, with_columns
from goodwill.records.siblings.cards import card_fields, cards_of
from goodwill.records.views.asked import Asked, asked_in
from goodwill.records.views.typed import typed
from goodwill.records.views.undo import undo_url
from goodwill.ui import render


@dataclass(frozen=True)
class Move:
    """A record on its way into a bucket of what was asked for."""

    asked: Asked
    found: Listing
    by: By
    bucket: Bucket
    record: Any


@typed()
@require_POST
def move(request: HttpRequest, type: RecordType, actor: Actor) -> HttpResponse:
    """Refused with a sentence, or with a question where the type wants to know more: then the card goes back."""
    asked = asked_in(request, type, actor)
    found = Listing(type, actor, filter=asked.filter, sort=asked.sort)
    by = by_of(found, asked.layout.form, asked.layout.by)
    bucket = _wanted(request.POST.get("lane", ""), by)
    one = Move(asked, found, by, bucket, writing.find(type, _pk(request), actor, "change"))
    others = [name for name in request.POST.getlist("more") if name in type.all_fields]
    given = {**forms.typed_values(type, request.POST, others), by.field.name: by.taken(bucket.key, one.record)}
    try:
        with changes.batch(actor, "edit") as batch:
            writing.edit(type, one.record, given, by=actor)
    except Invalid as error:
        return _asked_for_more(request, one, error)
    said = _("%(record)s: %(value)s") % {"record": title_of(type, one.record), "value": bucket.label}
    render.toast(request, said, undo=undo_url(batch.row))
    return _moved(request, one)


def _pk(request: HttpRequest) -> int:
    sent = request.POST.get("card", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 19):
        raise Missing
    return int(sent)


def _wanted(key: str, by: By) -> Bucket:
    """The bucket that a card was put into, if a record can be in it."""
    if not by.field.editable or by.field.many is not None or by.field.yearly:
        said = _("%s follows from other things, so it cannot be moved here. Nothing was changed.")
        raise Refused(said % by.field.label)
    found = by.bucket_of(key)
    if found is None or (not key and by.field.required):
        raise Invalid(_("There is no such place to move it to. Nothing was changed."))
    return found


def _asked_for_more(request: HttpRequest, move: Move, error: Invalid) -> HttpResponse:
    """The fields that the type wants with this one, in a dialog; its form comes back here."""
    known, by = move.found.type.all_fields, move.by
    names = [name for name in error.problems if name in known and name != by.field.name]
    if not names:
        return render.refusal(request, error.problems.get(by.field.name, error.sentence), status=error.status)
    sent, record = request.POST, move.record
    again = {name: error.problems[name] if name in sent.getlist("more") else "" for name in names}
    context = {
        "title": f"{by.field.label}: {move.bucket.label}",
        "sub": title_of(move.found.type, record),
        "action": request.get_full_path(),
        "card": record.pk,
        "lane": move.bucket.key,
        "before": sent.get("from", ""),
        "controls": [
            forms.control_of(known[name], move.found.actor, record=record, given=sent.dict(), problems=again)
            for name in names
        ],
        "names": names,
        "sentences": [] if any(again.values()) else list(error.problems.values()),
    }
    response = render.page(request, "records/siblings/more.html", context, blocks={"form": "#move-form"}, status=422)
    if request.headers.get("HX-Target") != "move-form":
        response["HX-Retarget"], response["HX-Reswap"] = "#modal", "innerHTML"
    return response


def _moved(request: HttpRequest, move: Move) -> HttpResponse:
    """The heads of both lanes and the card, drawn anew in their places; on a calendar everything."""
    asked, found, by, pk = move.asked, move.found, move.by, move.record.pk
    if asked.layout.form != BOARD or not render.by_htmx(request) or request.POST.getlist("more"):
        return render.redirect(request, asked.url(), stay=True)
    before = by.bucket_of(request.POST.get("from", ""))
    touched = [one for one in (before, move.bucket) if one is not None]
    parts = heads_of(found, by, touched, asked.layout.measure)
    columns = card_fields(found.type, found.actor, asked, by.field.name, dotted=True)
    rows = with_columns(found, asked, columns).only(pk)
    context = {
        "type": found.type,
        "lanes": [lane(found, asked, part, columns, by) for part in parts],
        "card": next(iter(cards_of(found.type, rows, columns)), None),
        "pk": pk,
    }
    return render.page(request, "records/siblings/moved.html", context)
