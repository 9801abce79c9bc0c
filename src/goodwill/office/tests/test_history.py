"""History and trash: what is seen of them by whom, and the way back."""

import pytest
from django.urls import reverse

from goodwill.kernel import changes, jobs, verbs
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Batch, Change, Job, Profile, Role, User
from goodwill.office.queries.history import LINES, SIZE, Asked, history
from goodwill.records.toys.models import Label, Maker, Toy


def make(actor, name="Brio", **values):
    with changes.batch(actor, "create"):
        return changes.create(Maker(name=name, owner=actor.user, **values))


def rename(actor, maker, name):
    with changes.batch(actor, "edit") as batch:
        changes.update(maker, name=name)
    return batch.row


@pytest.fixture
def client(staff, browse):
    return browse(staff)


def test_a_change_stands_there_as_before_and_after(staff, client):
    rename(staff, make(staff), "Brio & Co")
    page = client.get("/history").content.decode()
    assert "<del><bdi>Brio</bdi></del>" in page
    assert "<ins><bdi>Brio &amp; Co</bdi></ins>" in page
    assert all(told in page for told in ("Staff added a record", "Staff made a change"))


def test_each_verb_can_be_told_behind_the_name_of_whoever_did_it(client):
    client.get("/history")
    untold = [verb for verb in verbs.all_verbs() if not verb.done and ".toys" not in verb.model.__module__]
    assert [(verb.model.ref_name(), verb.name) for verb in untold] == []


def test_without_the_power_one_sees_what_one_did_oneself(owner, staff, as_role):
    make(owner, "Theirs")
    mine = make(staff, "Mine")
    seen = [line.title for act in history(staff, Asked()).acts for line in act.lines]
    assert seen == [mine.name]
    assert history(as_role("manager"), Asked(who=owner.user_id)).acts[0].lines[0].title == "Theirs"


def test_without_the_power_asking_for_somebody_else_shows_nothing(owner, staff):
    make(owner)
    assert history(staff, Asked(who=owner.user_id)).acts == []


def test_a_record_that_one_may_not_read_any_more_shows_neither_name_nor_values(owner, staff):
    make(staff, "Secret works")
    own = Role(name="Nothing", scopes={"*": {"read": "none"}}, powers=[])
    with changes.batch(owner, "edit"):
        changes.create(own)
        changes.update(staff.user, role=own)
    from goodwill.kernel.actors import Actor

    act = history(Actor.of(User.objects.get(pk=staff.user_id)), Asked()).acts[-1]
    assert [(line.title, line.differences) for line in act.lines] == [("", ())]


def test_it_goes_on_from_the_last_act_of_a_page(staff):
    for number in range(SIZE + 3):
        make(staff, f"Maker {number}")
    first = history(staff, Asked())
    second = history(staff, Asked(before=first.next))
    assert (len(first.acts), len(second.acts), second.next) == (SIZE, 3, None)
    assert not {act.batch.pk for act in first.acts} & {act.batch.pk for act in second.acts}


def test_it_is_narrowed_by_type_channel_and_record(staff):
    maker = make(staff)
    rename(staff.through_("api"), make(staff, "Other"), "Renamed")
    assert len(history(staff, Asked(type="maker")).acts) == 3
    assert history(staff, Asked(type="toy")).acts == []
    assert [act.title for act in history(staff, Asked(through="api")).acts] == ["made a change"]
    assert [act.lines[0].title for act in history(staff, Asked(about=("maker", maker.pk))).acts] == ["Brio"]


def test_the_button_takes_an_act_back_once(staff, client):
    maker = make(staff)
    row = rename(staff, maker, "Brio & Co")
    assert client.post(reverse("undo", kwargs={"batch": row.pk})).status_code == 303
    maker.refresh_from_db()
    assert maker.name == "Brio"
    offered = {act.batch.pk: act.undo for act in history(staff, Asked()).acts}
    assert offered[row.pk] == ""
    assert client.post(reverse("undo", kwargs={"batch": row.pk})).status_code == 403


def test_taking_a_long_act_back_is_told_by_what_the_act_began_with(owner):
    with changes.batch(owner, "import") as batch:
        for number in range(LINES + 2):
            make(owner, f"Maker {number}")
    changes.undo(batch.row.pk, owner)
    assert history(owner, Asked()).acts[0].lines[0].title == "Maker 0"


def test_nobody_takes_back_what_another_did_without_the_power(owner, client):
    row = rename(owner, make(owner), "Brio & Co")
    before = Change.objects.count()
    assert client.post(reverse("undo", kwargs={"batch": row.pk})).status_code == 403
    assert Change.objects.count() == before


def test_the_set_up_of_the_firm_is_taken_back_by_nobody(owner):
    seeded = Batch.objects.filter(verb="seed").order_by("id").first()
    with pytest.raises(Refused):
        changes.undo(seeded.pk, owner)
    assert all(act.undo == "" for act in history(owner, Asked()).acts)
    assert Role.objects.filter(builtin="owner").exists()


def test_it_asks_as_often_for_one_act_as_for_thirty(staff):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make(staff)
    with CaptureQueriesContext(connection) as one:
        history(staff, Asked())
    for number in range(SIZE):
        make(staff, f"Maker {number}")
    with CaptureQueriesContext(connection) as many:
        history(staff, Asked())
    assert len(many) == len(one)


def test_what_was_thrown_away_comes_back(staff, client):
    maker = make(staff)
    with changes.batch(staff, "trash"):
        changes.trash(maker)
    assert "Brio" in client.get("/trash?type=maker").content.decode()
    restore = reverse("record_verb", kwargs={"slug": "makers", "pk": maker.pk, "name": "restore"})
    assert client.post(restore).status_code == 303
    assert Maker.objects.filter(pk=maker.pk).exists()
    assert "Bring back Brio" not in client.get("/trash?type=maker").content.decode()


def test_the_trash_opens_where_something_was_thrown_last(staff, client):
    maker = make(staff)
    with changes.batch(staff, "trash"):
        changes.trash(maker)
    assert "Brio" in client.get("/trash").content.decode()


def test_what_others_threw_away_is_not_seen_by_who_may_delete_only_their_own(owner, client, staff):
    maker = make(owner, "Theirs")
    with changes.batch(owner, "trash"):
        changes.trash(maker)
    assert "Theirs" not in client.get("/trash?type=maker").content.decode()
    restore = reverse("record_verb", kwargs={"slug": "makers", "pk": maker.pk, "name": "restore"})
    assert client.post(restore).status_code == 403
    assert not Maker.objects.filter(pk=maker.pk).exists()


def test_who_may_delete_nothing_finds_an_empty_trash(as_role, browse):
    page = browse(as_role("read_only")).get("/trash?type=maker")
    assert page.status_code == 200
    assert "The trash is empty." in page.content.decode()


def throw(actor, *records):
    with changes.batch(actor, "trash"):
        for record in records:
            changes.trash(record)


def test_emptying_the_trash_asks_first_and_takes_what_nothing_refers_to(own_firm, as_role, browse):
    owner = as_role("owner")
    alone, needed = make(owner, "Alone"), make(owner, "Needed")
    with changes.batch(owner, "create"):
        toy = changes.create(Toy(name="Train", maker=needed))
        label = changes.create(Label(toy=toy, kind="tag", value="wood"))
    throw(owner, alone, needed)
    client = browse(owner)
    assert client.get("/trash/maker/empty").status_code == 200
    assert Maker.everything.count() == 2
    client.post("/trash/maker/empty")
    jobs.run_due()
    assert [maker.name for maker in Maker.everything.all()] == ["Needed"]
    assert not Change.objects.filter(type="maker", ref_id=alone.pk).exclude(after={}).exists()
    throw(owner, toy)
    client.post("/trash/toy/empty")
    client.post("/trash/maker/empty")
    jobs.run_due()
    assert [Maker.everything.count(), Toy.everything.count(), Label.everything.filter(pk=label.pk).count()] == [0, 0, 0]


def test_what_is_not_in_the_trash_is_never_purged(owner):
    maker = make(owner)
    with changes.batch(owner, "empty_trash"):
        assert not changes.purge(maker)
    assert Maker.objects.filter(pk=maker.pk).exists()


def test_only_who_looks_after_the_firm_empties_the_trash(as_role, browse):
    manager = as_role("manager")
    maker = make(manager)
    throw(manager, maker)
    assert browse(manager).post("/trash/maker/empty").status_code == 403
    assert not Job.objects.filter(name="empty-trash").exists()


def test_codes_of_countries_and_languages_are_told_by_their_names(own_firm, owner):
    profile = Profile.current()
    with changes.batch(by=owner, verb="try_out"):
        changes.update(profile, country="DE", language="en-de")
    (line,) = history(owner, Asked()).acts[0].lines
    told = {each.label: (each.before, each.after) for each in line.differences}
    assert told["Country"] == ("United Kingdom", "Germany")
    assert told["Language"] == ("English", "English (Germany)")
