"""Each registered type keeps the kit's promises: a type that does not fails here on the day it is registered."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.powers import BUILT_IN, RIGHTS
from goodwill.records import bulk, registry
from goodwill.records.api.one import changing_fields, creating_fields
from goodwill.records.codec import codec, plain_row
from goodwill.records.contract.making import digest, given_for, make
from goodwill.records.fields import TEXTUAL
from goodwill.records.query import Listing
from goodwill.records.registry import RecordType

Browse = Callable[..., Client]
BODY = "application/json"
TYPES = registry.types()

pytestmark = pytest.mark.parametrize("type", TYPES, ids=[declared.name for declared in TYPES])


def sent(given: dict[str, Any]) -> str:
    return json.dumps(given, default=lambda value: value.isoformat() if isinstance(value, date) else str(value))


def api(type: RecordType, pk: int | None = None) -> str:
    return f"/api/v1/{type.slug}" + (f"/{pk}" if pk else "")


def a_change(type: RecordType, owner: Actor) -> dict[str, Any]:
    """New values for one field that a client can write, or of what is only ever added to, tries to write."""
    other = given_for(type, 3, owner)
    fields = creating_fields(type) if type.model.append_only else changing_fields(type)
    names = [name for name, value in other.items() if name in fields and fields[name].kind in TEXTUAL and value]
    assert names, f"the sample of {type.name} sets no text that can be changed"
    return {names[0]: other[names[0]]}


def test_it_is_made_read_changed_deleted_and_taken_back_by_programs(
    type: RecordType, browse: Browse, owner: Actor
) -> None:
    client = browse(owner)
    made = client.post(api(type), sent(given_for(type, 1, owner)), content_type=BODY)
    assert made.status_code == 201, made.content
    url = made["Location"]
    assert client.get(url).json() == made.json()
    change = a_change(type, owner)
    if type.model.append_only:
        stays_as_it_was(client, url, change, made["Goodwill-Batch"])
        return
    changed = client.patch(url, sent(change), content_type=BODY)
    assert changed.status_code == 200, changed.content
    assert changed.json()["version"] > made.json()["version"]
    gone = client.delete(url)
    assert (gone.status_code, client.get(url).status_code) == (204, 404)
    for answered in (gone, changed, made):
        undone = client.post(f"/api/v1/undo/{answered['Goodwill-Batch']}")
        assert undone.status_code == 200, undone.content
        assert undone.json()["left"] == []
    assert client.get(url).status_code == 404


def stays_as_it_was(client: Client, url: str, change: dict[str, Any], batch: str) -> None:
    """What is only ever added to is neither changed nor deleted, and its making is not taken back."""
    before = digest()
    answers = [
        client.patch(url, sent(change), content_type=BODY),
        client.delete(url),
        client.post(f"/api/v1/undo/{batch}"),
    ]
    assert all(400 <= answer.status_code < 500 for answer in answers), [one.status_code for one in answers]
    assert digest() == before


@pytest.mark.once
@pytest.mark.parametrize("role", list(BUILT_IN))
def test_each_role_does_what_its_rights_say_and_nothing_else(
    type: RecordType, role: str, browse: Browse, as_role: Callable[[str], Actor]
) -> None:
    owner, actor = as_role("owner"), as_role(role)
    record = make(type, 1, owner)
    given, change = sent(given_for(type, 2, owner)), sent(a_change(type, owner))
    client = browse(actor)
    before = digest()
    tries: list[tuple[str, Callable[[], Any]]] = [
        ("read", lambda: client.get(api(type, record.pk))),
        ("create", lambda: client.post(api(type), given, content_type=BODY)),
        ("change", lambda: client.patch(api(type, record.pk), change, content_type=BODY)),
        ("export", lambda: client.get(f"/{type.slug}/export.csv")),
        ("delete", lambda: client.delete(api(type, record.pk))),
    ]
    assert {right for right, _try in tries} == set(RIGHTS)
    for right, attempt in tries:
        target = type.model if right in ("create", "export") else record
        allowed = rights.allows(actor, right, target)
        status = attempt().status_code
        assert (status < 300) == allowed, (right, status)
        if allowed:
            before = digest()
        assert digest() == before


def test_what_is_not_there_is_not_found_anywhere(type: RecordType, browse: Browse, owner: Actor) -> None:
    client, none = browse(owner), 987_654_321
    before = digest()
    answers = [
        client.get(f"/{type.slug}/{none}/"),
        client.get(f"/{type.slug}/{none}/edit"),
        client.post(f"/{type.slug}/{none}/trash"),
        client.get(api(type, none)),
        client.patch(api(type, none), "{}", content_type=BODY),
        client.delete(api(type, none)),
    ]
    no_such_deed = 405 if type.model.append_only else 404
    assert [answer.status_code for answer in answers] == [404] * 4 + [no_such_deed] * 2
    assert digest() == before


@pytest.mark.once
def test_its_list_is_a_page_and_a_fragment(type: RecordType, browse: Browse, owner: Actor) -> None:
    make(type, 1, owner)
    client = browse(owner)
    page = client.get(f"/{type.slug}/")
    fragment = client.get(f"/{type.slug}/", headers={"HX-Request": "true", "HX-Target": "rows"})
    assert (page.status_code, fragment.status_code) == (200, 200)
    assert b"<html" in page.content
    assert b"<html" not in fragment.content


def test_thirty_rows_cost_the_queries_of_one(
    type: RecordType, browse: Browse, owner: Actor, queries_of: Callable[[Callable[[], Any]], int]
) -> None:
    client, urls = browse(owner), (f"/{type.slug}/", api(type))

    def counted() -> list[int]:
        for url in urls:
            client.get(url)  # a write empties what the process remembers of the firm
        return [queries_of(lambda url=url: client.get(url)) for url in urls]

    make(type, 0, owner)
    one = counted()
    for n in range(1, 30):
        make(type, n, owner)
    assert counted() == one


def test_its_rows_return_from_a_file_as_they_were(type: RecordType, firm: Any, owner: Actor) -> None:
    for n in range(4):
        make(type, n, owner)
    listing = Listing(type, owner, columns=list(type.all_fields), size=100)
    fields, found = {field.name: field for field in listing.columns}, codec(type, listing.columns)
    plains = [plain_row(fields, row) for row in listing.rows()]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([found.headers, *map(found.texts, plains)])
    headers, *rows = csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)
    for plain, texts in zip(plains, rows, strict=True):
        assert {**found.plain(headers, texts), "version": plain["version"]} == plain


@pytest.mark.once
def test_fields_that_are_not_for_clients_are_refused(type: RecordType, browse: Browse, owner: Actor) -> None:
    client, record = browse(owner), make(type, 1, owner)
    columns = {column.name for column in type.model._meta.concrete_fields} | {"id", "pk", "is_admin"}
    given = given_for(type, 2, owner)
    before = digest()
    for name in columns - creating_fields(type).keys():
        answered = client.post(api(type), sent({**given, name: 1}), content_type=BODY)
        assert (answered.status_code, list(answered.json()["problems"])) == (422, [name])
    for name in () if type.model.append_only else columns - changing_fields(type).keys() - {"version"}:
        answered = client.patch(api(type, record.pk), sent({name: 1}), content_type=BODY)
        assert (answered.status_code, list(answered.json()["problems"])) == (422, [name])
    assert digest() == before


def test_many_are_deleted_and_taken_back_as_one(type: RecordType, firm: Any, owner: Actor) -> None:
    records = [make(type, n, owner) for n in range(3)]
    if type.model.append_only:
        with pytest.raises(Refused), changes.batch(owner, "trash"):
            bulk.do_one(type, records[0], "trash", {}, by=owner)
        return
    with changes.batch(owner, "trash") as batch:
        for record in records:
            bulk.do_one(type, record, "trash", {}, by=owner)
    assert not type.rows(owner).filter(pk__in=[record.pk for record in records]).exists()
    result = changes.undo(batch.id, owner)
    assert result.clashes == []
    assert type.rows(owner).filter(pk__in=[record.pk for record in records]).count() == 3


@pytest.mark.once
def test_what_is_no_value_of_a_field_gets_a_sentence(type: RecordType, browse: Browse, owner: Actor) -> None:
    client, record = browse(owner), make(type, 1, owner)
    before = digest()
    for name in changing_fields(type):
        answered = client.patch(api(type, record.pk), sent({name: {"x": [1]}}), content_type=BODY)
        assert (answered.status_code, list(answered.json()["problems"])) == (422, [name]), answered.content
    assert digest() == before
