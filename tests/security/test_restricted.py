"""Somebody whose role is narrowed by a filter, by fields and by verbs: what is hidden comes out of no route at all."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse

from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.queries.timeline import timeline
from goodwill.areas.people.verbs.addresses import add_address
from goodwill.areas.people.verbs.contacts import add_contact
from goodwill.areas.people.verbs.interactions import log_interaction
from goodwill.areas.people.verbs.tags import tag
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import User, Webhook
from goodwill.office.webhook_events import deliveries_for, events_of
from goodwill.records import writing
from goodwill.records.mcp import calling
from goodwill.records.registry import get
from tests.security.routes import addresses, routes
from tests.security.test_routes import FILLED

CANARY = "quokka"
MICROSECONDS = re.compile(r"(?<=:\d\d)\.\d{6}")
PHONE = "+44 20 7946 0912"


@pytest.fixture
def person(records, owner):
    """A contact with the canary in every field that is hidden, by hand and in its history."""
    person = records["person"]
    told = {"description": "A quokka", "nickname": "Quokka", "source": "quokka fair", "birthday": date(1987, 6, 5)}
    writing.edit(get("person"), person, {**told, "phase": "lead"}, by=owner)
    add_contact(person, by=owner, kind=ContactKind.PHONE.value, value=PHONE)
    add_contact(person, by=owner, kind=ContactKind.MAIL.value, value="me@quokka.example")
    add_address(person, by=owner, street="1 Quokka Street", city="Quokkaville", country="GB")
    tag(person, by=owner, tags=["quokka"])
    log_interaction(person, by=owner, kind="call", subject="A call", text="quokka")
    person.refresh_from_db()
    return person


@pytest.fixture
def restricted(visitor, person):
    return visitor("restricted")


def tells(body):
    text = MICROSECONDS.sub("", body.lower())  # which may hold any digits
    return [word for word in (CANARY, "7946", "79460912", "1987", "5 june") if word in text]


@pytest.mark.once
@pytest.mark.slow
def test_no_route_tells_a_hidden_field_and_a_refusal_changes_nothing(restricted, person, ids):
    wrong, restricted.may_write = [], True
    for method, address in asked_for({**ids, "person": person.pk, "party": person.pk}):
        asked = restricted.ask(method, address, FILLED if method == "POST" else None)
        body = b"".join(asked.answer) if asked.answer.streaming else asked.answer.content
        found = tells(body.decode(errors="replace"))
        if found or asked.status >= 500 or not (asked.same or asked.status < 400):
            wrong.append((method, address, asked.status, found, asked.same))
    assert not wrong


def asked_for(ids):
    """Reading at one address of each route, and doing at those of contacts: nothing of other types is hidden."""
    for route in routes():
        if route.access.open and not route.path.startswith("api/"):
            continue
        found = addresses(route, ids)
        if route.of_records:
            found = [one for one in found if one.startswith(("/people/", f"/interactions/{ids['interaction']}"))]
            yield from (("POST", one) for one in found if one.startswith("/people/"))
        else:
            found = [*found[:1], *(one for one in found[1:] if one.endswith(("/person", "/party")))]
        yield from (("GET", one) for one in found)
    yield from (("GET", f"/people/export.{name}") for name in ("vcf", "vcf4", "json"))


def answer(restricted, address, **query):
    """What is said, without the fields that are offered instead, and without what is new on each page."""
    asked = restricted.ask("GET", address, query)
    said = asked.answer.content.decode(errors="replace")
    said = re.sub(r" (Did you mean|Possible)[^\"]*", "", said)
    return asked.status, said[said.find("<main") :] if "<main" in said else said


def test_cursors_and_searching_tell_nothing_of_it(restricted, person, visitor):
    listed = json.loads(answer(restricted, "/api/v1/people", limit="1")[1])
    assert not tells(json.dumps(listed))
    for word in ("quokka", "quokkaville", PHONE, "me@quokka.example"):
        assert person.name not in answer(restricted, "/search", q=word)[1]
    for address in ("/search", "/options/person", "/options/party", "/palette"):
        found = answer(restricted, address, q=person.name)
        assert (found[0], tells(found[1])) == (200, []), address
    assert person.name in answer(restricted, "/search", q=person.name)[1]
    assert person.name not in answer(restricted, "/options/person", q="quokka")[1]
    typed = {"name": person.name.split()[0], "phone": PHONE, "mail": "me@quokka.example"}
    address = reverse("likely_parties", kwargs={"kind": "person"})
    likely = [person.name in answer(one, address, **typed)[1] for one in (visitor("staff"), restricted)]
    assert likely == [True, False]


def test_absent_and_unseen_records_answer_alike(restricted, records):
    unseen, absent = records["company"].pk, 10**12
    for address in (
        "/api/v1/companies/{}",
        "/companies/{}/",
        "/companies/{}/peek",
        "/go/party/{}",
        "/companies/{}/menu",
    ):
        first, second = (answer(restricted, address.format(pk)) for pk in (unseen, absent))
        assert first[0] == second[0] == 404
        assert first[1].replace(address.format(unseen), "…") == second[1].replace(address.format(absent), "…")


def test_the_timeline_is_not_searched_by_what_is_hidden(person, owner, restricted):
    actor = Actor.of(User.objects.get(name="Restricted"))
    assert [len(timeline(person, one, search="quokka").items) for one in (owner, actor)] == [1, 0]
    assert [one.text for one in timeline(person, actor).items] == [""]


def test_what_is_not_theirs_to_do_has_no_button(person, restricted, visitor):
    page = answer(restricted, f"/people/{person.pk}/")[1]
    free = answer(visitor("staff"), f"/people/{person.pk}/")[1]
    for act in ("duplicates/with", "assign", "set_phase"):
        assert (f"/{act}" in page, f"/{act}" in free) == (False, True), act
    for field in ("phase", "owner"):
        assert (f"/fields/{field}" in page, f"/fields/{field}" in free) == (field == "owner", True), field
    assert 'name="phone"' not in answer(restricted, "/people/new")[1]


def test_an_assistant_is_told_no_more(person, restricted):
    actor = Actor.of(User.objects.get(name="Restricted"), "assistant")
    assert tells(json.dumps(calling.call("read", {"type": "person", "id": person.pk}, actor), default=str)) == []
    said = []
    for name in ("birthday", "absent"):
        found = calling.call("find", {"type": "person", "filter": f"{name} is empty"}, actor)
        said.append(found["structuredContent"]["refused"].replace(name, "…").partition(". ")[0])
    assert said[0] == said[1]
    refused = calling.call("change", {"type": "person", "id": person.pk, "values": {"phase": "customer"}}, actor)
    assert "Phase" in refused["structuredContent"]["refused"]
    done = calling.call(
        "do", {"type": "person", "id": person.pk, "verb": "merge", "parameters": {"others": ["1"]}}, actor
    )
    assert done["isError"]


def test_a_webhook_is_told_what_its_user_may_know(person, owner, restricted):
    user = User.objects.get(name="Restricted")
    with changes.batch(owner, "edit") as batch:
        changes.update(person, description="Another quokka", role="Smith")
    hook = Webhook(name="Till", url="https://till.example/", user=user, created_at=person.created_at)
    told = deliveries_for(hook, events_of(batch.row.changes.all()))
    assert [tells(one.body) for one in told] == [[]]
    assert json.loads(told[0].body)["data"]["changes"].keys() == {"role"}


def test_what_is_read_only_or_refused_is_refused_by_the_api_with_a_sentence(restricted, person):
    actor = Actor.of(User.objects.get(name="Restricted"))
    assert actor.field_right("party", "phase") == "read"
    for address, sent in (
        (f"/people/{person.pk}/set_phase", {"phase": "lead"}),
        (f"/people/{person.pk}/assign", {"owner": "1"}),
        (f"/people/{person.pk}/merge", {"others": "1"}),
    ):
        asked = restricted.ask("POST", address, sent)
        assert (asked.status in (403, 404, 422), asked.same) == (True, True), address
    client = restricted.client
    refused = client.patch(f"/api/v1/people/{person.pk}", {"phase": "customer"}, content_type="application/json")
    assert refused.status_code == 403
    assert "Phase" in refused.json()["detail"]
