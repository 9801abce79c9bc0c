"""Contacts and a role that hides phones and reads the phase: merges, imports, cards and parts leave both alone."""

import pytest

from goodwill.areas.people.exports.cards import cards_of
from goodwill.areas.people.models import ContactPoint, Party
from goodwill.areas.people.tests.test_import import brought, performed
from goodwill.areas.people.verbs.contacts import add_contact
from goodwill.areas.people.verbs.merge import merge
from goodwill.areas.people.verbs.parties import create_person
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import User
from goodwill.records import writing
from goodwill.records.codec.export import Asked, export
from goodwill.records.registry import get
from goodwill.transfer import runs

ROWS = "First Name,Last Name,Email,Phone,Phase\nAnna,Field,anna@field.example,+44 20 7946 0018,customer\n"


@pytest.fixture
def narrow(as_role):
    user = User.objects.get(pk=as_role("staff").user_id)
    with changes.batch(system(), "seed"):
        changes.update(user.role, field_rights={"party": {"phones": "hidden", "phase": "read", "source": "hidden"}})
    return Actor.of(user)


def test_a_merge_leaves_alone_what_is_not_theirs(owner, narrow):
    stays = create_person(by=owner, name="Anna Field", language="en")
    goes = create_person(by=owner, name="Anna Field", phase="customer", source="fair", role="Smith")
    add_contact(goes, by=owner, kind="phone", value="+44 20 7946 0018")
    with pytest.raises(Invalid):
        merge(stays, by=narrow, others=[goes.pk], take={"phase": goes.pk})
    merge(stays, by=narrow, others=[goes.pk])
    stays = Party.objects.get(pk=stays.pk)
    assert (stays.role, stays.phase, stays.source) == ("Smith", "", "")
    assert ContactPoint.objects.get(kind="phone").party_id == stays.pk


def test_an_import_neither_offers_nor_writes_what_is_not_theirs(narrow):
    run = brought(ROWS, narrow)
    assert not {"phone:1", "phase"} & set(run.targets.values())
    for position, target in ((3, "phone:1"), (4, "phase")):
        with pytest.raises(Invalid):
            runs.map_columns(run, {0: "given_name", 1: "family_name", position: target})
    assert performed(run, narrow) == {"new": 1}
    anna = Party.objects.get(kind="person")
    assert (anna.primary_mail, anna.primary_phone, anna.phase) == ("anna@field.example", "", "")


def test_a_list_with_everything_holds_nothing_hidden_and_brings_nothing_back_for_them(owner, narrow):
    told = {"name": "Anna Field", "phone": "+44 20 7946 0018", "mail": "anna@field.example"}
    anna = create_person(by=owner, owner=narrow.user, **told)
    whole = export(get("person"), Asked("csv", columns=("*",)), by=owner).file.read().decode()
    told = export(get("person"), Asked("csv", columns=("*",)), by=narrow).file.read().decode()
    assert "7946 0018" in whole
    assert "7946 0018" not in told
    assert "anna@field.example" in told
    changed = whole.replace("+44 20 7946 0018", "+44 20 7946 0999")
    run = brought(changed, narrow, policy="overwrite")
    assert not {key for key in run.targets.values() if key.startswith(("all_", "phone"))}
    performed(run, narrow)
    assert ContactPoint.objects.get(party=anna, kind="phone").value == "+44 20 7946 0018"


def test_phones_are_out_of_parts_and_cards_and_cannot_be_added(owner, narrow):
    anna = create_person(by=owner, name="Anna Field", phone="+44 20 7946 0018", mail="anna@field.example")
    (card,) = cards_of([anna.pk], narrow)
    assert (len(card.phones), len(card.mails)) == (0, 1)
    with pytest.raises(Refused):
        add_contact(anna, by=narrow, kind="phone", value="+44 20 7946 0019")
    add_contact(anna, by=narrow, kind="mail", value="a@field.example")
    for given in ({"phone": "+44 20 7946 0019"}, {"source": "fair"}):
        with pytest.raises(Invalid):
            writing.create(get("person"), {"name": "Ben Moor", **given}, by=narrow)
    with pytest.raises(Refused):
        writing.create(get("person"), {"name": "Ben Moor", "phase": "lead"}, by=narrow)
    assert not Party.objects.filter(name="Ben Moor").exists()
    assert ContactPoint.objects.filter(kind="phone").count() == 1
