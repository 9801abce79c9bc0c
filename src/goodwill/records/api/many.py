"""Many records in one request: rows of what is to be done, one batch of history, an answer for each row."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Job
from goodwill.records import bulk
from goodwill.records.api import many_later
from goodwill.records.api.answers import Problem, answer
from goodwill.records.api.dispatch import of_type, route
from goodwill.records.api.many_rows import MOST, Asked, done, is_id, is_known, rows_of, verb_of
from goodwill.records.api.reading import LARGEST_BULK, body_of, query_of, version_of
from goodwill.records.api.records import BATCH, once
from goodwill.records.filter import check, parse
from goodwill.records.registry import RecordType

AT_ONCE = 200
"""Rows of one transaction: others wait to write for no longer than that takes. More are done in the background."""
BACKGROUND = {"change": "edit", "delete": "trash"}


@of_type
def write_many(request: HttpRequest, actor: Actor, type: RecordType) -> HttpResponse:
    """`rows`, each with what to `do`, `id`, the known `version` and `values`; `whole` for all or nothing."""
    query_of(request, frozenset())
    if version_of(request.headers.get("If-Match", "")) is not None:
        raise Invalid({"If-Match": _("Here each row has its own version. Nothing was changed.")})
    given = body_of(request, LARGEST_BULK)
    _refuse_others(given, {"rows", "whole"})
    rows, whole = given.get("rows"), given.get("whole", False)
    if not isinstance(rows, list) or not rows or not isinstance(whole, bool):
        raise Invalid({"rows": _("Send a list of rows, each with what to do; whole is true or false.")})
    return _told(request, given, actor, type, rows_of(rows), whole=whole)


@of_type
def do_to_many(request: HttpRequest, actor: Actor, type: RecordType, name: str) -> HttpResponse:
    """A verb for `ids`, with the same `values`; for a `filter`, or for more than one transaction holds, later.

    The `versions` of the ids are given beside them, or as the tags of `If-Match`, in the same order.
    """
    query_of(request, frozenset())
    given = body_of(request)
    _refuse_others(given, {"ids", "filter", "values", "versions", "whole"})
    values = given.get("values", {})
    ids, matching, whole = given.get("ids"), given.get("filter"), given.get("whole", False)
    if not isinstance(values, dict) or not isinstance(whole, bool) or (ids is None) == (matching is None):
        raise Invalid({"ids": _("Send either ids or a filter, and values as an object.")})
    if name in ("create", "edit", "trash") or not is_known(type, name):
        raise Missing
    versions = _versions(request, given)
    if ids is None:
        if versions is not None:
            raise Invalid({"versions": _("A filter names no versions: send ids. Nothing was changed.")})
        return _all_that_match(request, given, actor, type, name)
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST or not all(is_id(one_id) for one_id in ids):
        raise Invalid({"ids": _("Send 1 to %d ids, each a number.") % MOST})
    if versions is not None and len(versions) != len(ids):
        raise Invalid({"versions": _("Send one version for each id, in the same order. Nothing was changed.")})
    known: list[int] | list[None] = versions or [None] * len(ids)
    asked = [Asked(name, pk, version, values) for pk, version in zip(ids, known, strict=True)]
    return _told(request, given, actor, type, asked, whole=whole)


def _versions(request: HttpRequest, given: Mapping[str, Any]) -> list[int] | None:
    """Those of the ids, in their order; None where any will do."""
    tags = request.headers.get("If-Match", "").strip()
    found = given.get("versions")
    if found is None and tags not in ("", "*"):
        found = [version_of(tag) for tag in tags.split(",")]
    if found is not None and not (isinstance(found, list) and all(is_id(each) for each in found)):
        raise Invalid({"versions": _("A version is a number.")})
    return found


def _told(
    request: HttpRequest, given: Mapping[str, Any], actor: Actor, type: RecordType, asked: list[Asked], *, whole: bool
) -> HttpResponse:
    if len(asked) > AT_ONCE:
        if whole:
            raise Invalid({"whole": _("All or nothing is for up to %d rows. Nothing was changed.") % AT_ONCE})
        return _begun(request, given, actor, lambda: many_later.start(type, asked, by=actor))
    told = once(request, given, actor, lambda: (200, all_of(type, asked, actor, whole=whole)))
    headers = {BATCH: str(told.body["batch"])} if told.body["batch"] else {}
    return answer(told.body, told.status, headers | ({"Idempotent-Replayed": "true"} if told.repeated else {}))


def all_of(type: RecordType, asked: list[Asked], actor: Actor, *, whole: bool) -> dict[str, Any]:
    """Do the rows in one transaction and say what became of each; with `whole` a refused one takes all others back."""
    with changes.batch(actor, verb_of(asked)) as batch:
        results = [done(type, row, actor) for row in asked]
        refused = [at for at, result in enumerate(results) if result["status"] >= 400]
        if whole and refused:
            said = _("Row %(row)d cannot be done, so nothing was: the rows were to be done all or not at all.")
            raise Problem(422, said % {"row": refused[0]}, results=results)
        batch.flush()
    return {
        "results": results,
        "done": len(results) - len(refused),
        "refused": len(refused),
        "batch": batch.row.pk if batch.row else None,
    }


def _all_that_match(
    request: HttpRequest, given: Mapping[str, Any], actor: Actor, type: RecordType, name: str
) -> HttpResponse:
    matching = given["filter"]
    if not isinstance(matching, str):
        raise Invalid({"filter": _("A filter is text.")})
    if given.get("whole"):
        raise Invalid({"whole": _("All or nothing is for up to %d ids.") % AT_ONCE})
    check(parse(matching), type, actor)
    verb, values = BACKGROUND.get(name, name), given.get("values", {})
    return _begun(request, given, actor, lambda: bulk.start(type, verb, values, by=actor, matching=matching))


def _begun(request: HttpRequest, given: Mapping[str, Any], actor: Actor, start: Callable[[], Job]) -> HttpResponse:
    begun = once(request, given, actor, lambda: (202, {"work": start().pk}))
    url = reverse("api_work", kwargs={"pk": begun.body["work"]})
    told = {"work": begun.body["work"], "url": url, "rows": reverse("api_work_rows", kwargs={"pk": begun.body["work"]})}
    return answer(told, 202, {"Location": url, **({"Idempotent-Replayed": "true"} if begun.repeated else {})})


def _refuse_others(given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := [name for name in given if name not in known]:
        raise Invalid(dict.fromkeys(unknown, _("There is no such field to write.")))


rows = route(post=write_many)
ids = route(post=do_to_many)
