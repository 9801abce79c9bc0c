"""Programs that are told of changes: in order, signed, with the rights of whoever made the webhook."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from goodwill.areas.people.verbs import contacts, parties
from goodwill.config.tests.receiver import Receiver
from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Notice, Role, User, Webhook, WebhookDelivery, WebhookHealth
from goodwill.office.verbs import webhooks as verbs

State = WebhookDelivery.State
LATER = timedelta(minutes=31)


@pytest.fixture
def receiver():
    found = Receiver()
    with override_settings(GOODWILL_PRIVATE_TARGETS=("127.0.0.1",)):
        yield found
    found.close()


@pytest.fixture
def hook(own_firm, owner, receiver):
    made, receiver.secret = verbs.make_webhook(by=owner, name="Books", url=receiver.url)
    jobs.run_due()
    receiver.heard.clear()
    return made


def told(receiver, now=None):
    """What arrived since the last time."""
    if now:
        WebhookDelivery.objects.filter(due__lte=now).update(due=None)
        WebhookHealth.objects.filter(rests_until__lte=now).update(rests_until=None)
    jobs.run_due(now=now)
    heard = [(event["type"], event["data"].get("id")) for event in receiver.heard]
    receiver.heard.clear()
    return heard


def test_a_change_arrives_signed_with_the_record_and_what_differs(hook, owner, receiver):
    amara = parties.create_person(by=owner, name="Amara Bello", mail="amara@northgate.example")
    parties.edit(amara, by=owner, role="Fleet manager")
    jobs.run_due()
    made, changed = (event for event in receiver.heard if event["type"].startswith("person."))
    assert (made["type"], changed["type"]) == ("person.created", "person.updated")
    assert made["data"]["record"]["mail"] == "amara@northgate.example"
    assert changed["data"]["changes"]["role"] == {"before": "", "after": "Fleet manager"}
    assert (changed["data"]["by"], changed["data"]["verb"]) == (owner.name, "edit")
    assert receiver.forged == 0


def test_what_belongs_to_a_record_counts_as_a_change_of_it(hook, owner, receiver):
    amara = parties.create_person(by=owner, name="Amara Bello")
    told(receiver)
    contacts.add_contact(amara, by=owner, kind="phone", value="020 7946 0112")
    jobs.run_due()
    (event,) = receiver.heard
    assert (event["type"], event["data"]["parts"]) == ("person.updated", ["contactpoint"])


def test_a_webhook_hears_of_its_kinds_events_and_filter_alone(hook, owner, receiver):
    verbs.change_webhook(
        hook, by=owner, name="Books", url=receiver.url, types=["person"], events=["created"], filter="phase is customer"
    )
    told(receiver)
    parties.create_person(by=owner, name="A lead", phase="lead")
    parties.create_company(by=owner, name="A company", phase="customer")
    wanted = parties.create_person(by=owner, name="A customer", phase="customer")
    parties.edit(wanted, by=owner, role="Buyer")
    assert told(receiver) == [("person.created", wanted.pk)]


def test_a_kind_that_holds_others_hears_of_them(hook, owner, receiver):
    verbs.change_webhook(
        hook, by=owner, name="Books", url=receiver.url, types=["party"], events=["created"], filter="phase is lead"
    )
    told(receiver)
    company = parties.create_company(by=owner, name="A company", phase="lead")
    parties.create_person(by=owner, name="A customer", phase="customer")
    assert told(receiver) == [("company.created", company.pk)]


def test_nothing_is_told_that_its_user_may_not_see(own_firm, owner, receiver):
    role = Role.objects.get(builtin="manager")
    with changes.batch(owner, "edit"):
        own = {"*": {**role.scopes["*"], "read": "own"}}
        changes.update(role, scopes=own, powers=[*role.powers, "manage_settings"])
    manager = Actor.of(User.objects.get(role=role))
    _hook, receiver.secret = verbs.make_webhook(by=manager, name="Mine", url=receiver.url, types=["person"])
    parties.create_person(by=owner, name="Somebody else's", owner=owner.user)
    mine = parties.create_person(by=owner, name="Mine", owner=manager.user)
    assert told(receiver) == [("person.created", mine.pk)]


def test_imports_are_told_to_those_alone_who_ask_for_them(hook, owner, receiver):
    parties.create_person(by=owner.through_("import"), name="From a file")
    assert told(receiver) == []
    verbs.change_webhook(hook, by=owner, name="Books", url=receiver.url, with_imports=True)
    found = parties.create_person(by=owner.through_("import"), name="From another file")
    assert ("person.created", found.pk) in told(receiver)


def test_a_receiver_that_was_down_gets_all_of_it_in_order_under_the_same_ids(hook, owner, receiver):
    receiver.answer = 503
    people = [parties.create_person(by=owner, name=f"Person {number}") for number in range(8)]
    for person in people:
        parties.edit(person, by=owner, role="Buyer")
    jobs.run_due()
    tried = {event["message"] for event in receiver.refused}
    assert WebhookHealth.objects.get().rests_until > timezone.now()
    assert len(receiver.refused) < len(people), "a receiver that is down is not asked for each event"
    receiver.answer = 204
    jobs.run_due(now=timezone.now() + LATER)
    WebhookDelivery.objects.update(due=None)
    WebhookHealth.objects.update(rests_until=None)
    jobs.run_due(now=timezone.now() + LATER)
    heard = [(event["data"]["id"], event["type"]) for event in receiver.heard]
    assert sorted(heard) == sorted((p.pk, f"person.{kind}") for p in people for kind in ("created", "updated"))
    assert all(heard.index((p.pk, "person.created")) < heard.index((p.pk, "person.updated")) for p in people)
    assert tried <= {event["message"] for event in receiver.heard}
    assert WebhookHealth.objects.get().failures == 0


def test_one_event_that_is_refused_holds_up_its_own_record_alone(hook, owner, receiver):
    bad = parties.create_person(by=owner, name="Refused")
    good = parties.create_person(by=owner, name="Taken")
    parties.edit(bad, by=owner, role="Buyer")
    receiver.answer = lambda event: 422 if event["data"]["id"] == bad.pk else 204
    assert told(receiver) == [("person.created", good.pk)]
    waiting = WebhookDelivery.objects.filter(state=State.WAITING).order_by("id")
    assert [(row.event, row.status) for row in waiting] == [("person.created", 422), ("person.updated", None)]


@pytest.mark.slow
def test_after_three_days_it_is_given_up_switched_off_and_told(hook, owner, receiver, browse, monkeypatch):
    real, ahead = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead[0])
    receiver.answer = 500
    found = parties.create_person(by=owner, name="Amara Bello")
    parties.edit(found, by=owner, role="Buyer")
    for hours in (0, 24, 71):
        ahead[0] = timedelta(hours=hours)
        jobs.run_due()
    hook.refresh_from_db()
    tried = [event["type"] for event in receiver.refused]
    assert (hook.off_at, set(tried)) == (None, {"person.created"}), "what came later waits for what came first"
    ahead[0] = timedelta(hours=72, minutes=1)
    jobs.run_due()
    hook.refresh_from_db()
    assert hook.off_at
    assert "500" in hook.off_why
    assert Notice.objects.filter(user=owner.user, kind="webhook").count() == 1
    made, changed = WebhookDelivery.objects.filter(ref_id=found.pk).order_by("id")
    assert (made.state, made.attempts, changed.state) == (State.FAILED, len(tried) + 1, State.WAITING)
    ahead[0] = timedelta(hours=96)
    jobs.run_due()
    assert len(receiver.refused) == made.attempts, "nobody is asked any more"

    receiver.answer = 204
    page = browse(owner)
    assert "1 event was given up" in page.get(f"/settings/webhooks/{hook.pk}").content.decode()
    page.post(f"/settings/webhooks/{hook.pk}/replay", {"delivery": made.pk})
    assert told(receiver) == []
    verbs.switch_on(hook, by=owner)
    assert told(receiver) == [("person.created", found.pk), ("person.updated", found.pk)]


@override_settings(GOODWILL_PRIVATE_TARGETS=())
def test_an_address_in_our_own_network_is_refused_when_made_and_when_sent(hook, owner, receiver):
    before = Webhook.objects.count()
    for url in (receiver.url, "http://2130706433/", "http://[::ffff:127.0.0.1]/", "ftp://example.com/", "http://@x/"):
        with pytest.raises(Invalid):
            verbs.make_webhook(by=owner, name="Inside", url=url)
    assert Webhook.objects.count() == before
    parties.create_person(by=owner, name="Amara Bello")
    assert told(receiver) == []
    assert "inside this network" in WebhookDelivery.objects.exclude(error="")[0].error


def test_making_one_needs_the_power(own_firm, staff, receiver):
    with pytest.raises(Refused):
        verbs.make_webhook(by=staff, name="Mine", url=receiver.url)
    assert not Webhook.objects.exists()


def test_a_filter_needs_one_kind_and_is_checked(own_firm, owner, receiver):
    for types, text in ((["person", "company"], "phase is lead"), (["person"], "phase is nonsense"), ([], "x is 1")):
        with pytest.raises(Invalid) as refusal:
            verbs.make_webhook(by=owner, name="Books", url=receiver.url, types=types, filter=text)
        assert "filter" in refusal.value.problems


def test_the_pages_make_one_show_its_secret_once_and_send_again(own_firm, owner, receiver, browse):
    page = browse(owner)
    shown = page.post("/settings/webhooks/new", {"name": "Books", "url": receiver.url, "types": ["person"]})
    receiver.secret = shown.content.decode().partition('value="whsec_')[2].partition('"')[0]
    found = Webhook.objects.get()
    assert receiver.secret
    assert receiver.secret not in page.get(f"/settings/webhooks/{found.pk}").content.decode()
    page.post(f"/settings/webhooks/{found.pk}/try")
    assert told(receiver) == [("test", None)]
    row = WebhookDelivery.objects.get()
    page.post(f"/settings/webhooks/{found.pk}/replay", {"delivery": row.pk})
    jobs.run_due()
    assert [event["message"] for event in receiver.heard] == [row.message_id]
    assert receiver.forged == 0
