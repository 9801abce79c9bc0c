"""Many records in one request: rows of what is to be done, one batch of history, an answer for each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel import changes, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Conflict, Invalid, Missing, Told
from goodwill.records import bulk, parameters, writing
from goodwill.records.api import one
from goodwill.records.api.answers import Problem, answer
from goodwill.records.api.dispatch import of_type, route
from goodwill.records.api.reading import body_of, query_of
from goodwill.records.api.records import BATCH, once, trashed
from goodwill.records.codec import written
from goodwill.records.filter import check, parse
from goodwill.records.registry import RecordType
from goodwill.ui.errors import trouble

MOST = 200
"""Rows of one transaction: others wait to write for no longer than that takes."""
MOST_IDS = 5000
OWN = ("create", "change", "delete", "restore")
ROW = frozenset({"do", "id", "version", "values"})


@dataclass(frozen=True)
class Asked:
    do: str
    id: int
    version: int | None
    values: Mapping[str, Any]


@of_type
def write_many(request: HttpRequest, actor: Actor, type: RecordType) -> HttpResponse:
    """`rows`, each with what to `do`, `id`, the known `version` and `values`; `whole` for all or nothing."""
    query_of(request, frozenset())
    given = body_of(request)
    _refuse_others(given, {"rows", "whole"})
    rows, whole = given.get("rows"), given.get("whole", False)
    if not isinstance(rows, list) or not rows or not isinstance(whole, bool):
        raise Invalid({"rows": _("Send a list of rows, each with what to do; whole is true or false.")})
    asked = _rows(rows)
    return _told(request, given, actor, type, asked, whole=whole)


@of_type
def do_to_many(request: HttpRequest, actor: Actor, type: RecordType, name: str) -> HttpResponse:
    """A verb for `ids`, with the same `values`; for a `filter`, or for more than one request holds, later."""
    query_of(request, frozenset())
    given = body_of(request)
    _refuse_others(given, {"ids", "filter", "values", "whole"})
    values = given.get("values", {})
    ids, matching, whole = given.get("ids"), given.get("filter"), given.get("whole", False)
    if not isinstance(values, dict) or not isinstance(whole, bool) or (ids is None) == (matching is None):
        raise Invalid({"ids": _("Send either ids or a filter, and values as an object.")})
    if name in ("create", "edit", "trash") or not _is_known(type, name):
        raise Missing
    if ids is None:
        return _in_background(request, given, actor, type, name)
    if not isinstance(ids, list) or not ids or len(ids) > MOST_IDS or not all(_is_id(one_id) for one_id in ids):
        raise Invalid({"ids": _("Send 1 to %d ids, each a number.") % MOST_IDS})
    if len(ids) > MOST and not whole:
        return _in_background(request, given, actor, type, name)
    return _told(
        request, given, actor, type, _rows([{"do": name, "id": pk, "values": values} for pk in ids]), whole=whole
    )


def _told(
    request: HttpRequest, given: Mapping[str, Any], actor: Actor, type: RecordType, asked: list[Asked], *, whole: bool
) -> HttpResponse:
    done = once(request, given, actor, lambda: (200, _all(type, asked, actor, whole=whole)))
    headers = {BATCH: str(done.body["batch"])} if done.body["batch"] else {}
    return answer(done.body, done.status, headers | ({"Idempotent-Replayed": "true"} if done.repeated else {}))


def _all(type: RecordType, asked: list[Asked], actor: Actor, *, whole: bool) -> dict[str, Any]:
    results: list[dict[str, Any]] = []
    with changes.batch(actor, _verb_of(asked)) as batch:
        for row in asked:
            try:
                with changes.part():
                    results.append(_one(type, row, actor))
            except Told as error:
                results.append(_refusal(row, error))
        refused = [at for at, result in enumerate(results) if result["status"] >= 400]
        if whole and refused:
            said = _("Row %(row)d cannot be done, so nothing was: the rows were to be done all or not at all.")
            raise Problem(422, said % {"row": refused[0]}, results=results)
        batch.flush()
    done = len(results) - len(refused)
    return {"results": results, "done": done, "refused": len(refused), "batch": batch.row.pk if batch.row else None}


def _verb_of(asked: list[Asked]) -> str:
    """What history calls it: by its one verb, or by what it is."""
    deeds = {row.do for row in asked}
    known = {"change": "edit", "delete": "trash"}
    return known.get(asked[0].do, asked[0].do) if len(deeds) == 1 else "bulk"


def _one(type: RecordType, row: Asked, actor: Actor) -> dict[str, Any]:
    if row.do == "create":
        record = writing.create(type, one.given_to_create(type, row.values, actor), by=actor)
        return {"status": 201, "id": record.pk, "version": record.version}
    record = trashed(type, row.id, actor) if row.do == "restore" else writing.find(type, row.id, actor)
    match row.do:
        case "change":
            one.refuse_unknown(one.changing_fields(type), row.values)
            values = written(type, row.values, record)
            record = writing.edit(type, record, values, by=actor, base_version=row.version)
        case "delete":
            one.require_version(type, row.id, row.version, actor, {})
            writing.trash(record, by=actor)
            return {"status": 204, "id": row.id}
        case "restore":
            writing.restore(record, by=actor)
        case name:
            one.require_version(type, row.id, row.version, actor, row.values)
            verb = verbs.get(type.ref_name, name)
            if verb is None or not _is_known(type, name):
                raise Missing
            parameters.run(verb, record, row.values, by=actor)
    record.refresh_from_db(fields=["version"])
    return {"status": 200, "id": row.id, "version": record.version}


def _refusal(row: Asked, error: Told) -> dict[str, Any]:
    told: dict[str, Any] = {"status": error.status, "detail": trouble(error).text}
    if row.do != "create":
        told["id"] = row.id
    match error:
        case Invalid():
            told["problems"] = error.problems
        case Conflict():
            told |= {"theirs": error.theirs, "yours": error.yours, "version": error.record.version}
        case Problem():
            told |= error.more
    return told


def _rows(rows: list[Any]) -> list[Asked]:
    if len(rows) > MOST:
        raise Invalid({"rows": _("One request takes at most %d rows. Nothing was changed; send them in parts.") % MOST})
    problems: dict[str, str] = {}
    asked = []
    for at, row in enumerate(rows):
        if said := _wrong(row):
            problems[f"rows.{at}"] = said
            continue
        version = row.get("version")
        asked.append(Asked(row["do"], row.get("id", 0), version, row.get("values", {})))
    if problems:
        raise Invalid(problems)
    return asked


def _wrong(row: Any) -> str:
    """What is wrong with the shape of a row; empty if nothing is."""
    if not isinstance(row, dict) or not isinstance(row.get("do"), str) or not isinstance(row.get("values", {}), dict):
        return str(_("A row is an object: what to do, the id, and values."))
    unknown = sorted(str(name) for name in row if name not in ROW)
    if unknown:
        return _("A row has no %s.") % unknown[0][:60]
    if row["do"] != "create" and not _is_id(row.get("id")):
        return _("This row needs the id of a record.")
    if "version" in row and not _is_id(row["version"]):
        return _("A version is a number.")
    return ""


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def _is_known(type: RecordType, name: str) -> bool:
    verb = verbs.get(type.ref_name, name)
    return name in OWN or (verb is not None and verb.on_record and name not in ("edit", "trash"))


def _refuse_others(given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := [name for name in given if name not in known]:
        raise Invalid(dict.fromkeys(unknown, _("There is no such field to write.")))


BACKGROUND = {"change": "edit", "delete": "trash"}


def _in_background(
    request: HttpRequest, given: Mapping[str, Any], actor: Actor, type: RecordType, name: str
) -> HttpResponse:
    matching = given.get("filter")
    if matching is not None and not isinstance(matching, str):
        raise Invalid({"filter": _("A filter is text.")})
    if given.get("whole"):
        raise Invalid({"whole": _("All or nothing is for up to %d ids.") % MOST})

    def start() -> tuple[int, dict[str, Any]]:
        chosen = BACKGROUND.get(name, name)
        if matching is not None:
            check(parse(matching), type, actor)
        job = bulk.start(type, chosen, given.get("values", {}), by=actor, ids=given.get("ids"), matching=matching)
        return 202, {"work": job.pk, "batch": None}

    done = once(request, given, actor, start)
    url = reverse("api_work", kwargs={"pk": done.body["work"]})
    return answer({"work": done.body["work"], "url": url}, 202, {"Location": url})


rows = route(post=write_many)
ids = route(post=do_to_many)
