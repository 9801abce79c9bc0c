"""Consents: only ever added to, proven, taken back at once; and whether somebody may be contacted."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Consent, ConsentWording, Party
from goodwill.areas.people.queries.contacting import ASKED_FOR, judge, may_contact, permissions
from goodwill.areas.people.queries.standing import standings
from goodwill.areas.people.verbs import bans, consents, merge, parties, proving
from goodwill.kernel import changes, verbs
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.verbs import Final
from goodwill.records import bulk, registry

JSON = "application/json"


@pytest.fixture
def tom(owner):
    return parties.create_person(by=owner, name="Tom Okafor", phone="07700 900343", mail="tom@quayside.example")


def rows():
    return list(Consent.everything.order_by("pk").values())


@pytest.fixture
def said(tom, owner):
    return consents.record_consent(tom, by=owner, purpose="news", channel="mail", wording="Yes, send me news")


def test_nothing_writes_over_a_consent_or_takes_it_away(firm, owner, said):
    before = rows()
    tries = [
        lambda: changes.update(said, wording="No"),
        lambda: changes.update(said, state="withdrawn"),
        lambda: changes.update_many(Consent.objects.all(), source="elsewhere"),
        lambda: changes.update_each({said: {"at": timezone.now()}}),
        lambda: changes.trash(said),
        lambda: changes.restore(said),
    ]
    for attempt in tries:
        with pytest.raises(Refused, match="proof"), changes.batch(owner, "edit"):
            attempt()
    assert rows() == before


def test_no_verb_that_takes_a_consent_exists_and_all_that_add_one_are_final(firm):
    declared = verbs.verbs_of(Consent.ref_name())
    assert [verb.name for verb in declared if verb.on_record] == []
    adding = [
        *declared,
        *(verbs.get("party", name) for name in ("record_consent", "withdraw_consent", "object_to_marketing")),
    ]
    assert all(isinstance(verb.undo, Final) for verb in adding)


def test_no_page_program_or_bulk_changes_or_deletes_one(firm, owner, said, browse):
    client, before = browse(owner), rows()
    url = f"/api/v1/consents/{said.pk}"
    for body in ({"wording": "No"}, {"state": "withdrawn"}, {"at": "2020-01-01T00:00:00Z"}, {"deleted_at": None}):
        assert client.patch(url, json.dumps(body), content_type=JSON).status_code == 405
    assert client.delete(url).status_code == 405
    assert client.post(f"/consents/{said.pk}/trash").status_code in (403, 404)
    assert client.post(f"/consents/{said.pk}/edit", {"wording": "No"}).status_code in (403, 404)
    assert client.post(f"/consents/{said.pk}/fields/wording", {"wording": "No"}).status_code in (403, 404)
    with pytest.raises(Refused), changes.batch(owner, "trash"):
        bulk.do_one(registry.by_slug("consents"), said, "trash", {}, by=owner)
    assert rows() == before


def test_undoing_is_refused_with_a_sentence(firm, owner, tom):
    with changes.batch(owner, "record_consent") as batch:
        consents.record_consent(tom, by=owner, purpose="news", wording="Yes")
    before = rows()
    with pytest.raises(Refused, match="proof"):
        changes.undo(batch.id, owner)
    assert rows() == before


def test_taking_back_an_import_adds_that_it_no_longer_holds(firm, owner, tom):
    with changes.batch(owner.through_("import"), "import") as batch:
        changes.update(tom, source="Fair")
        now = timezone.now()
        changes.create_many([Consent(party=tom, purpose="news", channel="mail", state="given", at=now, wording="Yes")])
    assert may_contact(tom, "news", "mail").allowed
    changes.undo(batch.id, owner)
    assert not may_contact(tom, "news", "mail").allowed
    assert [row["state"] for row in rows()] == ["given", "withdrawn"]


def test_merging_takes_the_proof_along_word_for_word(firm, owner, tom, said):
    other = parties.create_person(by=owner, name="T. Okafor")
    merge.merge(other, by=owner, others=[tom.pk])
    assert [(row["party_id"], row["wording"]) for row in rows()] == [(other.pk, "Yes, send me news")]
    assert may_contact(Party.objects.get(pk=other.pk), "news", "mail").allowed


def test_the_later_word_decides_whether_on_one_channel_or_on_any(firm, owner, tom, said):
    later = timezone.now()
    assert may_contact(tom, "news", "mail").allowed
    assert not may_contact(tom, "news", "phone").allowed
    consents.withdraw_consent(tom, by=owner, purpose="news", at=later)
    verdict = may_contact(tom, "news", "mail")
    assert (verdict.allowed, verdict.consent.state) == (False, "withdrawn")
    assert "Taken back" in verdict.reasons[0]
    consents.record_consent(tom, by=owner, purpose="news", channel="any", wording="Again, please")
    assert may_contact(tom, "news", "phone").allowed


def test_an_objection_ends_all_marketing_at_once_and_leaves_what_they_asked_for(firm, owner, tom, said):
    consents.record_consent(tom, by=owner, purpose="offers", wording="Yes")
    consents.object_to_marketing(tom, by=owner, source="Phone")
    standing = standings([tom])[tom.pk]
    allowed = {(line.purpose, way.value) for line in permissions(standing) for way, one in line.verdicts if one.allowed}
    assert allowed == {(ASKED_FOR, "mail"), (ASKED_FOR, "phone"), (ASKED_FOR, "text")}


def test_a_ban_a_bounce_and_nothing_known_come_before_any_consent(firm, owner, tom, said):
    bans.leave_alone(tom, by=owner, channel="mail", reason="Asked twice.")
    refused = may_contact(tom, "news", "mail")
    assert (refused.allowed, "Asked twice." in refused.reasons[0]) == (False, True)
    assert not may_contact(tom, ASKED_FOR, "mail").allowed
    bans.contact_again(tom, by=owner, channel="mail")
    assert may_contact(tom, "news", "mail").allowed
    proving.mark_bounced(tom.contact_points.get(kind="mail"), by=owner)
    assert "no mail address that works" in may_contact(tom, "news", "mail").reasons[0]
    assert "no address" in may_contact(tom, "offers", "post").reasons[0]


def test_post_needs_no_consent_and_ends_with_an_objection(firm, owner):
    ada = parties.create_person(by=owner, name="Ada", addresses=[{"city": "Harwick", "country": "GB"}])
    assert may_contact(ada, "offers", "post").allowed
    assert not may_contact(ada, "sharing", "post").allowed
    consents.object_to_marketing(ada, by=owner)
    assert not may_contact(ada, "offers", "post").allowed


def test_verdicts_on_many_need_the_queries_of_one(firm, owner, tom, said, queries_of):
    crowd = [parties.create_person(by=owner, name=f"N {n}", mail=f"n{n}@x.example") for n in range(12)]
    assert queries_of(lambda: standings([tom])) == queries_of(lambda: standings([tom, *crowd])) <= 4
    found = standings([tom, *crowd])
    assert [judge(found[one.pk], "news", "mail").allowed for one in (tom, crowd[0])] == [True, False]


def test_a_wording_keeps_its_versions_and_is_copied_into_the_consent(firm, owner, staff, tom):
    consents.write_wording(by=owner, name="Newsletter", text="Old words", purpose="news", channel="mail")
    first = consents.record_consent(tom, by=owner, template="Newsletter")
    consents.write_wording(by=owner, name="Newsletter", text="New words", purpose="news", channel="mail")
    same = consents.write_wording(by=owner, name="Newsletter", text="New words", purpose="news", channel="mail")
    second = consents.record_consent(tom, by=staff, template="Newsletter")
    assert same.number == 2
    assert [(one.wording, one.template.number, one.purpose, one.channel) for one in (first, second)] == [
        ("Old words", 1, "news", "mail"),
        ("New words", 2, "news", "mail"),
    ]
    with pytest.raises(Refused):
        consents.write_wording(by=staff, name="Mine", text="x", purpose="news")
    with pytest.raises(Refused), changes.batch(owner, "edit"):
        changes.update(ConsentWording.objects.first(), text="Others")
    with pytest.raises(Invalid):
        consents.record_consent(tom, by=owner, template="No such")


@pytest.mark.parametrize(
    "given",
    [
        {"purpose": "news", "wording": "Yes", "at": timezone.now() + timedelta(days=1)},
        {"purpose": "news", "wording": "Yes", "address": "not-an-address"},
        {"purpose": "nothing", "wording": "Yes"},
        {"purpose": "news"},
        {"wording": "Yes"},
        {"template": "Newsletter", "wording": "Other words than those"},
    ],
)
def test_what_proves_nothing_is_refused_and_nothing_is_written(firm, owner, tom, given):
    consents.write_wording(by=owner, name="Newsletter", text="Send me news", purpose="news", channel="mail")
    with pytest.raises(Invalid) as refused:
        consents.record_consent(tom, by=owner, **given)
    assert refused.value.sentence
    assert rows() == []


def test_the_page_withdraws_with_one_press_and_shows_the_whole_chain(firm, owner, tom, said, browse):
    client = browse(owner)
    assert "Withdraw" in client.get(f"/people/{tom.pk}/").content.decode()
    answer = client.post(
        f"/people/{tom.pk}/withdraw_consent", {"purpose": "news", "channel": "mail"}, HTTP_HX_REQUEST="true"
    )
    assert answer.status_code == 200
    assert "/undo/" not in answer.content.decode()
    consents.record_consent(tom, by=owner, purpose="recording", channel="phone", wording="Calls may be recorded")
    for url in (f"/parties/{tom.pk}/consents", f"/parties/{tom.pk}/consents/proof"):
        page = client.get(url).content.decode()
        assert "Yes, send me news" in page
        assert "News" in page
    holding = page.partition("What holds today")[2].partition("Everything")[0]
    assert "Recording of calls, Phone: <b>allowed</b>" in holding
    assert "News, Mail: <b>not allowed</b>" in holding
    assert [row["state"] for row in rows()] == ["given", "withdrawn", "given"]


def test_a_consent_is_recorded_from_its_sheet_with_one_press(firm, owner, tom, browse):
    consents.write_wording(by=owner, name="Newsletter", text="Send me news", purpose="news", channel="mail")
    client = browse(owner)
    assert "Send me news" in client.get(f"/parties/{tom.pk}/consents/new").content.decode()
    sent = {
        "template": "Newsletter",
        "purpose": "",
        "channel": "",
        "wording": "",
        "source": "Counter",
        "proof": "",
        "at": "",
    }
    sheet = f"/parties/{tom.pk}/consents/new"
    assert client.post(sheet, sent, HTTP_HX_REQUEST="true").status_code == 200
    assert Consent.objects.get().wording == "Send me news"

    for wrong, said in (
        ({}, "Choose what they agree to"),
        ({"template": "", "wording": "My words"}, "what they allow"),
    ):
        answer = client.post(sheet, wrong, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="consent-form")
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Send me news" in answer.content.decode()
    assert Consent.objects.count() == 1
    client.post(sheet, {"template": "", "wording": "My words", "purpose": "offers", "channel": "mail"})
    assert Consent.objects.latest("id").wording == "My words"


def test_the_proof_is_for_those_who_may_see_the_party(owner, as_role, tom, said, browse):
    reader = as_role("read_only")
    assert browse(reader).get(f"/parties/{tom.pk}/consents/proof").status_code == 200
    assert browse(reader).get(f"/parties/{tom.pk}/consents/new").status_code == 403
    assert browse(reader).post(f"/people/{tom.pk}/withdraw_consent", {"purpose": "news"}).status_code == 403
    assert browse(owner).get("/parties/987654/consents").status_code == 404


def test_programs_add_and_read_consents(firm, owner, tom, browse):
    client = browse(owner)
    body = {"party": tom.pk, "purpose": "offers", "channel": "mail", "wording": "Fine", "source": "Shop"}
    made = client.post("/api/v1/consents", json.dumps(body), content_type=JSON)
    assert made.status_code == 201, made.content
    assert made.json()["state"] == "given"
    body |= {"state": "withdrawn", "wording": ""}
    assert client.post("/api/v1/consents", json.dumps(body), content_type=JSON).json()["state"] == "withdrawn"
    assert not may_contact(tom, "offers", "mail").allowed


def test_wordings_are_kept_in_the_settings(firm, owner, staff, browse):
    sent = {"name": "Newsletter", "text": "Send me news", "purpose": "news", "channel": "mail"}
    client = browse(owner)
    assert client.get("/settings/wordings/new").status_code == 200
    assert client.post("/settings/wordings/new", sent).status_code == 303
    assert "Send me news" in client.get("/settings/wordings/new?of=Newsletter").content.decode()
    assert client.post("/settings/wordings/new", sent | {"text": " "}).status_code == 422
    assert "Send me news" in client.get("/settings/wordings").content.decode()
    assert browse(staff).get("/settings/wordings").status_code == 403


def test_the_list_leads_by_the_party_to_its_sheet(firm, owner, tom, said, browse):
    client = browse(owner)
    assert "Who agrees?" in client.get("/consents/new").content.decode()
    assert client.get(f"/consents/new?party={tom.pk}")["Location"] == f"/parties/{tom.pk}/consents/new"
    assert "Yes, send me news" in client.get(f"/consents/{said.pk}/").content.decode()
