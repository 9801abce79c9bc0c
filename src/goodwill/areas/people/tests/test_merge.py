"""Merging and taking apart again."""

from datetime import UTC, datetime, timedelta

import pytest

from goodwill.areas.people.models import (
    ContactPoint,
    DuplicateKey,
    Follow,
    InteractionParty,
    Note,
    Party,
    Tagging,
    Task,
    Tie,
    TimelineEntry,
)
from goodwill.areas.people.queries.timeline import timeline
from goodwill.areas.people.verbs import follows, interactions, merge, notes, parties, tasks, ties
from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid
from goodwill.records import writing

AT = datetime(2026, 3, 2, 10, 42, tzinfo=UTC)


def state():
    """Everything that a merge may move, as plain rows."""
    rows = {}
    for model in (Party, ContactPoint, Tie, Tagging, Note, Task, InteractionParty, Follow):
        skipped = {"version", "changed_at", "changed_by"}
        names = [field.attname for field in model._meta.concrete_fields if field.name not in skipped]
        rows[model.__name__] = sorted(model.everything.values_list(*names), key=str)
    rows["timeline"] = sorted(
        TimelineEntry.objects.values_list("party", "via", "merged_from", "ref_type", "ref_id", "title"), key=str
    )
    rows["keys"] = sorted(DuplicateKey.objects.values_list("party", "kind", "key"))
    return rows


@pytest.fixture
def two(firm, owner):
    """Two entries of one person, with everything hanging on the second."""
    one = parties.create_person(
        by=owner, name="Amara Bello", phone="020 7946 0112", company="Northgate Couriers", tags=["Fleet"]
    )
    other = parties.create_person(
        by=owner,
        name="A. Bello",
        role="Fleet manager",
        language="en",
        company="Quayside Hotel",
        tags=["fleet", "VIP"],
        contacts=[
            {"kind": "phone", "value": "+44 20 7946 0112", "preferred": True},
            {"kind": "mail", "value": "amara@northgate.example", "preferred": True},
        ],
    )
    grace = parties.create_person(by=owner, name="Grace Bello")
    ties.tie(other, by=owner, other=grace, kind="sibling")
    ties.tie(one, by=owner, other=other, kind="friend")
    notes.write_note(other, by=owner, html="<p>Second depot</p>")
    tasks.plan_task(other, by=owner, title="Call", due_on=AT.date())
    interactions.log_interaction(other, by=owner, kind="call", direction="in", at=AT)
    interactions.create_interaction(
        by=owner, party=grace, others=[other, one], kind="meeting", at=AT - timedelta(days=1)
    )
    follows.follow(one, by=owner)
    follows.follow(other, by=owner)
    return one, other


def test_the_survivor_gets_all_that_hung_on_the_other(firm, owner, two):
    one, other = two
    merge.merge(one, by=owner, others=[other.pk])
    one.refresh_from_db()
    other.refresh_from_db()
    assert (other.merged_into, other.deleted_at is not None) == (one, True)
    assert merge.survivor_of(other) == one
    assert (one.name, one.role, one.language) == ("Amara Bello", "Fleet manager", "en")
    assert sorted(one.contact_points.filter(deleted_at=None).values_list("fold", flat=True)) == [
        "442079460112",
        "amara@northgate.example",
    ]
    assert (one.primary_mail, one.company.name) == ("amara@northgate.example", "Northgate Couriers")
    tags = Tagging.objects.filter(about_id=one.pk, about_type="party")
    assert sorted(tags.values_list("tag__name", flat=True)) == ["Fleet", "VIP"]
    assert one.next_task.title == "Call"
    assert one.last_contact_at == AT
    assert {item.kind.name for item in timeline(one, owner).items} == {"note", "call", "meeting"}
    assert Follow.objects.count() == 1
    assert {tie.other.name for tie in Tie.objects.filter(party=one)} == {
        "Northgate Couriers",
        "Quayside Hotel",
        "Grace Bello",
    }
    assert Tie.objects.filter(party=one, main=True).count() == 1


def test_the_companies_keep_what_they_saw(firm, owner, two):
    one, other = two
    merge.merge(one, by=owner, others=[other.pk])
    quayside = Party.objects.get(name="Quayside Hotel")
    assert [item.via for item in timeline(quayside, owner).items] == [(one.pk, "Amara Bello")] * 3


def test_taking_apart_brings_everything_back(firm, owner, two):
    one, other = two
    before = state()
    merge.merge(one, by=owner, others=[other.pk])
    assert state() != before
    other.refresh_from_db()
    merge.unmerge(other, by=owner)
    assert state() == before


def test_what_was_written_after_the_merge_stays_with_the_survivor(firm, owner, two):
    one, other = two
    merge.merge(one, by=owner, others=[other.pk])
    note = notes.write_note(one, by=owner, html="<p>After</p>")
    other.refresh_from_db()
    merge.unmerge(other, by=owner)
    note.refresh_from_db()
    assert note.about == one.ref
    other.refresh_from_db()
    with pytest.raises(Invalid):
        merge.unmerge(other, by=owner)


def test_chosen_values_win(firm, owner, two):
    one, other = two
    merge.merge(one, by=owner, others=[other.pk], take={"name": other.pk, "role": one.pk})
    one.refresh_from_db()
    assert (one.name, one.role) == ("A. Bello", "")


def test_merged_companies_share_what_they_saw_through_their_people_and_part_again(firm, owner):
    one = parties.create_company(by=owner, name="Northgate Couriers")
    other = parties.create_company(by=owner, name="Northgate Couriers Ltd")
    amara = parties.create_person(by=owner, name="Amara Bello", company=other)
    interactions.log_interaction(amara, by=owner, kind="call", at=AT)
    before = state()
    merge.merge(one, by=owner, others=[other.pk])
    amara.refresh_from_db()
    assert amara.company == one
    assert len(timeline(one, owner).items) == 1
    assert Party.objects.get(pk=one.pk).last_contact_at == AT
    merge.unmerge(Party.everything.get(pk=other.pk), by=owner)
    assert state() == before


def test_a_chain_of_merges_leads_to_the_last(firm, owner):
    a, b, c = (parties.create_company(by=owner, name=name) for name in ("A", "B", "C"))
    merge.merge(b, by=owner, others=[a.pk])
    merge.merge(c, by=owner, others=[b.pk])
    assert merge.survivor_of(Party.everything.get(pk=a.pk)) == c


def test_a_person_is_not_merged_with_a_company_nor_with_itself(firm, owner, two):
    one, _other = two
    company = Party.objects.filter(kind="company").first()
    before = state()
    for others in ([company.pk], [one.pk], [], [10**9]):
        with pytest.raises(Invalid):
            merge.merge(one, by=owner, others=others)
    with pytest.raises(Invalid):
        merge.merge(one, by=owner, others=[_other.pk], take={"primary_mail": one.pk})
    assert state() == before


def test_who_may_not_change_the_other_may_not_merge_it(firm, owner, as_role, two):
    one, other = two
    own = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
    with changes.batch(owner, "edit"):
        changes.update(as_role("staff").user.role, scopes={"*": own | {"read": "all"}})
        changes.update(one, owner=as_role("staff").user)
    with pytest.raises(Invalid):
        merge.merge(one, by=as_role("staff"), others=[other.pk])
    assert Party.objects.filter(pk=other.pk).exists()


def test_restoring_a_merged_entry_takes_the_merge_apart(firm, owner, two):
    one, other = two
    before = state()
    merge.merge(one, by=owner, others=[other.pk])
    writing.restore(Party.everything.get(pk=other.pk), by=owner)
    assert state() == before
