"""Somebody who had gone quiet comes back: by the form, by a program, by a file."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.enums import Phase
from goodwill.areas.people.models import Comeback, Consent, Interaction, Party, Task
from goodwill.areas.people.phases import QUIET
from goodwill.areas.people.queries.knowing import known_of
from goodwill.areas.people.tests.test_import import brought, checked, performed
from goodwill.areas.people.verbs import consents, interactions, notes, parties, relationship, tasks
from goodwill.areas.people.verbs.comebacks import is_quiet, silent_among
from goodwill.kernel import changes
from goodwill.kernel.models import Notice, User
from goodwill.records import writing
from goodwill.records.registry import by_slug

JSON = "application/json"
GIVEN = {"name": "Kenji Nakamura", "mail": "kenji@nakamura.example"}


@pytest.fixture
def kenji(owner, staff):
    """A lead of the staff member's, silent for more than a year."""
    person = parties.create_person(by=staff, **GIVEN, phase="prospect")
    at = timezone.now() - timedelta(days=400)
    interactions.log_interaction(person, by=staff, kind="call", subject="Cargo bikes", at=at)
    notes.write_note(person, by=staff, html="<p>Wants a price for six</p>")
    tasks.plan_task(person, by=staff, title="Send the price")
    return Party.objects.get(pk=person.pk)


def fresh(party):
    return Party.everything.get(pk=party.pk)


def test_typing_them_in_again_finds_them_and_sums_up_where_things_stood(firm, owner, staff, kenji, browse):
    client = browse(owner)
    answer = client.post("/people/new", {**GIVEN, "role": "Buyer", "phone": "07700 900321"}, follow=True)
    toast = answer.content.decode()
    assert "Back again: Kenji Nakamura. Nothing heard since" in toast
    assert "Last note: “Wants a price for six”" in toast
    answer = answer.redirect_chain[-1]
    assert answer[0].endswith(f"/people/{kenji.pk}/")
    found = fresh(kenji)
    assert (Party.objects.filter(kind="person").count(), found.phase, found.role) == (1, "lead", "Buyer")
    assert found.primary_phone == "+44 7700 900321"
    back = known_of(found).back
    assert (back.phase_before, back.owner_name, back.open_things) == ("prospect", staff.name, 1)
    assert back.quiet_since == kenji.last_contact_at
    page = client.get(f"/people/{kenji.pk}/").content.decode()
    for said in ("Welcome back", "Prospect then", f"{staff.name} looked after them", "Wants a price for six"):
        assert said in page
    notice = Notice.objects.get(user=staff.user, kind="comeback")
    assert (notice.title, notice.snippet) == ("Welcome back: Kenji Nakamura", "Wants a price for six")
    relationship.welcome(found, by=owner)
    assert known_of(fresh(kenji)).back is None


def test_while_they_are_typed_it_is_said_where_things_stood_and_what_saving_does(firm, owner, as_role, kenji, browse):
    typed = {"name": "Kenji Nakamura", "mail": ""}
    said = browse(owner).get("/likely/person", typed).content.decode()
    assert "Nothing heard since" in said
    assert "Wants a price for six" in said
    assert "instead of adding them again" in said
    said = browse(owner).get("/likely/person", typed | {"mail": GIVEN["mail"]}).content.decode()
    assert "nobody is made twice" in said
    assert f"/go/party/{kenji.pk}" in said
    with changes.batch(owner, "trash"):
        changes.trash(kenji)
    assert "from the trash" in browse(owner).get("/likely/person", GIVEN).content.decode()
    said = browse(as_role("read_only")).get("/likely/person", GIVEN).content.decode()
    assert "from the trash" not in said
    assert Comeback.objects.count() == 0


def test_a_program_that_makes_them_gets_the_one_who_is_known(firm, owner, staff, kenji, browse):
    made = browse(owner).post("/api/v1/people", json.dumps(GIVEN), content_type=JSON)
    assert (made.status_code, made.json()["id"]) == (200, kenji.pk)
    assert made.json()["@said"].startswith("Back again: Kenji Nakamura. Nothing heard since")
    assert Comeback.objects.get().way == "api"
    assert Notice.objects.filter(user=staff.user, kind="comeback").count() == 1


def test_it_is_taken_back_as_one(firm, owner, kenji):
    with changes.batch(owner, "create") as batch:
        writing.create(by_slug("people"), GIVEN | {"role": "Buyer"}, by=owner)
    assert fresh(kenji).role == "Buyer"
    changes.undo(batch.id, owner)
    assert (fresh(kenji).role, fresh(kenji).phase, Comeback.objects.count()) == ("", "prospect", 0)


def test_a_lead_in_the_trash_comes_out_of_it_and_a_customer_stays(firm, owner, kenji):
    with changes.batch(owner, "trash"):
        changes.trash(kenji)
    assert parties.create_person(by=owner, **GIVEN).pk == kenji.pk
    assert fresh(kenji).deleted_at is None
    customer = parties.create_person(by=owner, name="Mara", mail="mara@x.example", phase="customer")
    with changes.batch(owner, "trash"):
        changes.trash(customer)
    assert parties.create_person(by=owner, name="Mara", mail="mara@x.example").pk != customer.pk


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Kenji Nakamura"},
        {"name": "Kenji Nakamura", "mail": "other@nakamura.example"},
        {"name": "Yuki Nakamura", "mail": "kenji@nakamura.example"},
    ],
)
def test_somebody_else_is_somebody_new(firm, owner, kenji, given):
    assert parties.create_person(by=owner, **given).pk != kenji.pk
    assert not Comeback.objects.exists()


def test_who_is_in_touch_is_not_welcomed_back(firm, owner, kenji):
    interactions.log_interaction(kenji, by=owner, kind="call", subject="Yesterday")
    assert parties.create_person(by=owner, **GIVEN).pk != kenji.pk
    assert not Comeback.objects.exists()


def test_who_may_not_change_them_does_not_learn_of_them(firm, owner, staff, kenji):
    with changes.batch(owner, "edit"):
        changes.update(staff.user.role, scopes={"*": {"read": "own", "create": "all", "change": "own"}})
        changes.update(kenji, owner=owner.user)
    narrow = type(staff).of(User.objects.get(pk=staff.user.pk))
    assert parties.create_person(by=narrow, **GIVEN).pk != kenji.pk
    assert not Comeback.objects.exists()


def test_a_file_that_knows_more_of_lost_leads_says_so_once(firm, owner, staff, kenji, browse):
    rosa = parties.create_person(by=staff, name="Rosa Castillo", mail="rosa@x.example", phase="customer")
    with changes.batch(owner, "edit"):
        changes.update(rosa, source="Fair")
    lost = parties.create_person(by=staff, name="Ada Berg", mail="ada@berg.example", phase="ended")
    head = "First Name,Last Name,Email,Job Title,Notes\n"
    people = (
        "Kenji,Nakamura,kenji@nakamura.example,Buyer,Met again at the fair",
        "Ada,Berg,ada@berg.example,Owner",
        "Rosa,Castillo,rosa@x.example,Head",
    )
    text = head + "".join(f"{row},\n" for row in people)
    run = brought(text, owner)
    assert checked(run, owner) == {"updated": 3}
    expected = browse(owner).get(f"/import/{run.pk}/check").content.decode()
    assert "2 of them are back again" in expected
    assert expected.count("Nothing heard since") == 2
    assert not Comeback.objects.exists()
    assert performed(run, owner) == {"updated": 3}
    result = browse(owner).get(f"/import/{run.pk}/result").content.decode()
    assert "Last note: “Wants a price for six”" in result
    assert result.count("Nothing heard since") == 2
    found = {one.party_id: one.way for one in Comeback.objects.all()}
    assert found == {kenji.pk: "import", lost.pk: "import"}
    assert (fresh(kenji).phase, fresh(lost).phase, fresh(rosa).phase) == ("lead", "lead", "customer")
    notices = Notice.objects.filter(kind="comeback")
    assert {one.title for one in notices} == {"Welcome back, 2 of whom nothing was heard for long"}
    assert {one.user_id for one in notices} == {owner.user.pk, staff.user.pk}
    for one in notices:
        listed = browse(owner if one.user == owner.user else staff).get(one.url).content.decode()
        assert "Kenji Nakamura" in listed
        assert "Rosa Castillo" not in listed
    performed(brought(text, owner), owner)
    assert Comeback.objects.count() == 2


def test_a_row_that_is_left_out_before_the_run_brings_nobody_back(firm, owner, kenji, browse):
    run = brought("First Name,Last Name,Email,Birthday\nKenji,Nakamura,kenji@nakamura.example,soon\n", owner)
    checked(run, owner)
    assert run.back == {kenji.pk}
    browse(owner).post(f"/import/{run.pk}/rows/2", {"choice": "leave"})
    run.refresh_from_db()
    assert run.back == set()


def test_each_who_looks_after_somebody_hears_of_it_and_is_led_to_their_page(firm, owner, staff, kenji):
    run = brought("First Name,Last Name,Email,Job Title\nKenji,Nakamura,kenji@nakamura.example,Buyer\n", owner)
    assert performed(run, owner) == {"updated": 1}
    told = {one.user_id: one for one in Notice.objects.filter(kind="comeback")}
    assert set(told) == {owner.user.pk, staff.user.pk}
    for one in told.values():
        assert (one.title, one.snippet) == ("Welcome back: Kenji Nakamura", "Wants a price for six")
        assert (one.about_type, one.about_id) == kenji.ref


def test_the_timeline_says_that_they_came_back_and_purging_takes_everything_along(firm, owner, kenji, browse):
    parties.create_person(by=owner, **GIVEN)
    assert "Came back, Prospect before" in browse(owner).get(f"/people/{kenji.pk}/").content.decode()
    consents.record_consent(fresh(kenji), by=owner, purpose="news", wording="Yes")
    with changes.batch(owner, "trash"):
        for task in Task.objects.filter(about_id=kenji.pk):
            changes.trash(task)
        for interaction in Interaction.objects.filter(party=kenji):
            changes.trash(interaction)
        changes.trash(fresh(kenji))
    with changes.batch(owner, "purge"):
        for task in Task.everything.filter(about_id=kenji.pk):
            changes.purge(task)
        assert changes.purge(fresh(kenji))
    assert not Comeback.everything.exists()
    assert not Consent.everything.exists()


def test_the_database_calls_those_quiet_whom_the_rule_calls_so(firm, owner):
    now = timezone.now()
    made = []
    for phase in (Phase.ENDED, Phase.LEAD, Phase.CUSTOMER):
        for days in (None, 1, QUIET.days - 1, QUIET.days + 1):
            for age in (1, QUIET.days + 1):
                party = Party(kind="person", name="Kim", phase=phase.value)
                party.last_contact_at = now - timedelta(days=days) if days else None
                party.created_at = party.changed_at = now - timedelta(days=age)
                party.save_base(raw=True)
                made.append(party)
    found = silent_among([party.pk for party in made], now - QUIET)
    assert sorted(found) == [party.pk for party in made if is_quiet(party, now)]
    assert 0 < len(found) < len(made)
