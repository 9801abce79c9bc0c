"""Ties between parties, seen from both ends."""

from datetime import date

import pytest
from django.db import transaction

from goodwill.areas.people.models import Party, Tie, TieKind
from goodwill.areas.people.queries.around import around
from goodwill.areas.people.verbs import parties, ties
from goodwill.kernel import changes
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.models import Batch, Role


@pytest.fixture
def amara(firm, owner):
    return parties.create_person(by=owner, name="Amara Bello", role="Fleet manager", company="Northgate Couriers")


@pytest.fixture
def grace(firm, owner):
    return parties.create_person(by=owner, name="Grace Bello")


def seen(party, actor):
    return [(one.said, one.name, one.role) for one in around(party, actor)]


def test_a_tie_reads_from_both_ends(firm, owner, amara, grace):
    ties.tie(amara, by=owner, other=grace, kind="parent")
    northgate = Party.objects.get(kind="company")
    assert seen(amara, owner) == [
        ("works at", "Northgate Couriers", "Fleet manager"),
        ("is parent of", "Grace Bello", ""),
    ]
    assert seen(grace, owner) == [("is child of", "Amara Bello", "")]
    assert seen(northgate, owner) == [("employs", "Amara Bello", "Fleet manager")]


def test_a_tie_that_only_fits_the_other_way_round_is_turned(firm, owner, amara):
    company = parties.create_company(by=owner, name="Quayside Hotel")
    made = ties.tie(company, by=owner, other=amara, kind=TieKind.objects.get(builtin="buys_for"), reverse=False)
    assert (made.party, made.other) == (amara, company)


def test_a_tie_that_fits_neither_way_is_refused(firm, owner, amara, grace):
    with pytest.raises(Invalid) as refused:
        ties.tie(amara, by=owner, other=grace, kind="competes")
    assert "Amara Bello competes with Grace Bello" in refused.value.sentence
    assert Tie.objects.count() == 1


def test_nobody_is_tied_to_themselves(firm, owner, amara):
    with pytest.raises(Invalid):
        ties.tie(amara, by=owner, other=amara, kind="friend")


def test_the_same_tie_is_refused_while_it_holds_and_possible_when_it_ended(firm, owner, amara, grace):
    first = ties.tie(amara, by=owner, other=grace, kind="friend")
    with pytest.raises(Invalid), transaction.atomic():
        ties.tie(amara, by=owner, other=grace, kind="friend")
    ties.end(first, by=owner, on=date(2025, 5, 1))
    ties.tie(amara, by=owner, other=grace, kind="friend", started=date(2026, 1, 1))
    assert Tie.objects.filter(kind__builtin="friend").count() == 2


def test_a_tie_cannot_end_before_it_began(firm, owner, amara, grace):
    with pytest.raises(Invalid):
        ties.tie(amara, by=owner, other=grace, kind="friend", started=date(2026, 1, 2), ended=date(2026, 1, 1))


def test_ending_the_main_tie_leaves_the_person_without_company_and_keeps_the_role_in_the_tie(firm, owner, amara):
    tie = Tie.objects.get(party=amara)
    ties.end(tie, by=owner, on=date(2026, 3, 1))
    amara.refresh_from_db()
    assert (amara.company, amara.role) == (None, "")
    assert (tie.role, tie.ended) == ("Fleet manager", date(2026, 3, 1))
    changes.undo(Batch.objects.latest("id").pk, owner)
    amara.refresh_from_db()
    assert (amara.company.name, amara.role) == ("Northgate Couriers", "Fleet manager")


def test_a_second_company_can_become_the_main_one(firm, owner, amara):
    company = parties.create_company(by=owner, name="Quayside Hotel")
    second = ties.tie(amara, by=owner, other=company, kind="works_at", role="Adviser")
    amara.refresh_from_db()
    assert amara.company.name == "Northgate Couriers"
    ties.make_main(second, by=owner)
    amara.refresh_from_db()
    assert (amara.company, amara.role) == (company, "Adviser")
    assert Tie.objects.get(party=amara, other__name="Northgate Couriers").role == "Fleet manager"
    changes.undo(Batch.objects.latest("id").pk, owner)
    amara.refresh_from_db()
    assert (amara.company.name, amara.role) == ("Northgate Couriers", "Fleet manager")


def test_naming_no_company_ends_the_tie(firm, owner, amara):
    ties.work_at(amara, by=owner, company="")
    amara.refresh_from_db()
    assert amara.company is None
    assert Tie.objects.get(party=amara).ended is not None


def test_a_tie_to_somebody_unseen_is_as_if_there_was_nobody(firm, owner, staff, amara, grace):
    with changes.batch(owner, "edit"):
        everything = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
        changes.update(staff.user.role, scopes={"*": everything})
    own = parties.create_person(by=_again(staff), name="Priya Raman")
    with pytest.raises(Missing):
        ties.tie(own, by=_again(staff), other=grace, kind="friend")
    ties.tie(own, by=owner, other=grace, kind="friend")
    assert seen(own, _again(staff)) == []
    assert seen(own, owner) == [("is friend of", "Grace Bello", "")]


def _again(actor):
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import User

    assert Role.objects.exists()
    return Actor.of(User.objects.get(pk=actor.user.pk))
