"""Rows of what is to be done to records: how they are read, done one by one, and what is answered to each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from goodwill.kernel import changes, verbs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing, Told
from goodwill.records import parameters, writing
from goodwill.records.api import one
from goodwill.records.api.answers import particulars
from goodwill.records.api.records import SAID, trashed
from goodwill.records.codec import written
from goodwill.records.registry import RecordType
from goodwill.ui.errors import trouble

MOST = 10_000
OWN = ("create", "change", "delete", "restore")
ROW = frozenset({"do", "id", "version", "values"})


@dataclass(frozen=True)
class Asked:
    do: str
    id: int
    version: int | None
    values: Mapping[str, Any]

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def done(type: RecordType, row: Asked, actor: Actor) -> dict[str, Any]:
    """Do one row of an open batch; what is refused leaves nothing, and is answered with its sentence."""
    try:
        with changes.part():
            return _one(type, row, actor)
    except Told as error:
        return _refusal(row, error)


def verb_of(asked: list[Asked]) -> str:
    """What history calls it: by its one verb, or by what it is."""
    deeds = {row.do for row in asked}
    known = {"change": "edit", "delete": "trash"}
    return known.get(asked[0].do, asked[0].do) if len(deeds) == 1 else "bulk"


def _one(type: RecordType, row: Asked, actor: Actor) -> dict[str, Any]:
    if row.do == "create":
        batch = changes.current_batch()
        batch.said = ""
        record = writing.create(type, one.given_to_create(type, row.values, actor), by=actor)
        done = {"id": record.pk, "version": record.version}
        return {"status": 200, **done, SAID: batch.said} if batch.said else {"status": 201, **done}
    record = trashed(type, row.id, actor) if row.do == "restore" else writing.find(type, row.id, actor)
    match row.do:
        case "change":
            one.refuse_unknown(type, one.changing_fields(type), row.values, actor)
            values = written(type, row.values, record)
            record = writing.edit(type, record, values, by=actor, base_version=row.version)
        case "delete":
            one.require_version(type, row.id, row.version, actor, {})
            writing.trash(record, by=actor)
            return {"status": 204, "id": row.id}
        case "restore":
            one.require_version(type, row.id, row.version, actor, {})
            writing.restore(record, by=actor)
        case name:
            one.require_version(type, row.id, row.version, actor, row.values)
            verb = verbs.get(type.ref_name, name)
            if verb is None or not is_known(type, name):
                raise Missing
            parameters.run(verb, record, row.values, by=actor)
    record.refresh_from_db(fields=["version"])
    return {"status": 200, "id": row.id, "version": record.version}


def _refusal(row: Asked, error: Told) -> dict[str, Any]:
    told: dict[str, Any] = {"status": error.status, "detail": trouble(error).text}
    if row.do != "create":
        told["id"] = row.id
    return told | particulars(error)


def rows_of(rows: list[Any]) -> list[Asked]:
    """What was sent, in the shape that it is done in; raises Invalid with a sentence for each row in another one."""
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
    if row["do"] != "create" and not is_id(row.get("id")):
        return _("This row needs the id of a record.")
    if "version" in row and not is_id(row["version"]):
        return _("A version is a number.")
    return ""


def is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def is_known(type: RecordType, name: str) -> bool:
    verb = verbs.get(type.ref_name, name)
    return name in OWN or (verb is not None and verb.on_record and name not in ("edit", "trash"))
