"""Whoever was imported is told as a double as soon as the import is over; the keys of all are written together."""

import pytest

from goodwill.areas.people.duplicate_keys import packed, unpacked
from goodwill.areas.people.jobs import find_doubles
from goodwill.areas.people.models import DoubleDue, DoublePair, DuplicateKey, Party
from goodwill.areas.people.projections import doubles
from goodwill.areas.people.queries.duplicates import Sought, likely_duplicates
from goodwill.areas.people.verbs import parties
from goodwill.kernel import changes, jobs
from goodwill.kernel.models import Job
from goodwill.transfer.jobs import perform
from goodwill.transfer.tests.bringing import brought, performed

SHEET = """First Name,Last Name,Email,Phone
Catherine,Smith,catherine@northgate.example,020 7946 0112
Boris,Petrov,boris@petrov.example,
Lena,Field,,020 7946 0113
"""


def keys():
    return sorted(DuplicateKey.objects.values_list("party__name", "kind", "key"))


def named(actor, name):
    return [one.name for one in likely_duplicates(Sought(name=name), actor)]


def test_keys_stay_the_same_when_packed():
    some = [("name", "K0RN SM0"), ("mail", "a b@x.example"), ("phone", "2079460112"), ("town", "har smi")]
    assert list(unpacked(packed(some))) == sorted(some)
    assert list(unpacked(packed([]))) == []


def test_imported_parties_have_the_keys_of_those_that_were_typed_in(own_firm, owner):
    performed(brought(SHEET, owner, "sheet.csv"), owner)
    imported = keys()
    assert {name for name, _kind, _key in imported} == {"Catherine Smith", "Boris Petrov", "Lena Field"}
    assert not DoubleDue.objects.exists()
    assert named(owner, "Kate Smyth") == ["Catherine Smith"]
    DuplicateKey.objects.all().delete()
    doubles.write_again(list(Party.objects.values_list("pk", flat=True)))
    assert keys() == imported


def test_an_imported_double_is_paired_with_who_was_here(own_firm, owner):
    here = parties.create_person(by=owner, name="Lena Feild", phone="020 7946 0113")
    performed(brought(SHEET, owner, "sheet.csv"), owner)
    assert DoublePair.objects.filter(one=here, other__name="Lena Field").exists()


def test_the_result_leads_to_the_duplicates_only_where_there_are_some(own_firm, owner, browse):
    first = brought(SHEET, owner, "sheet.csv")
    performed(first, owner)
    second = brought("Name,Phone\nLena Feild,020 7946 0999\nLena Field,020 7946 0888\n", owner, "other.csv")
    assert performed(second, owner)["double"] == 1
    link = 'href="/duplicates">'
    assert link not in browse(owner).get(f"/import/{first.pk}/result").content.decode()
    assert link in browse(owner).get(f"/import/{second.pk}/result").content.decode()


def test_who_went_before_the_keys_were_written_gets_none(own_firm, owner):
    performed(brought(SHEET, owner, "sheet.csv"), owner)
    DuplicateKey.objects.all().delete()
    waiting = [(party.pk, packed([("name", party.name)])) for party in Party.objects.order_by("name")]
    DoubleDue.objects.bulk_create(DoubleDue(party_id=pk, keys=text) for pk, text in waiting)
    boris, catherine = Party.objects.order_by("name")[:2]
    with changes.batch(owner, "trash"):
        changes.trash(boris)
    parties.edit(catherine, by=owner, name="Kate Smith", given="Kate", family="Smith")
    changed = keys()
    jobs.run_due()
    assert keys() == sorted([*changed, ("Lena Field", "name", "Lena Field")])
    assert not DoubleDue.objects.exists()


@pytest.mark.parametrize("size", [1, 2])
def test_keys_are_written_in_several_parts(own_firm, owner, monkeypatch, size):
    monkeypatch.setattr(doubles, "KEYS_OF_AT_ONCE", size)
    performed(brought(SHEET, owner, "sheet.csv"), owner)
    assert len({name for name, _kind, _key in keys()}) == 3


def test_doubles_are_looked_for_when_no_import_runs(own_firm, owner):
    run = jobs.enqueue(perform, run_id=0)
    Job.objects.filter(pk=run.pk).update(state=Job.State.RUNNING)
    parties.create_person(by=owner, name="Cathy Smith", mail="cathy@home.example")
    parties.create_person(by=owner, name="Catherine Smith", mail="cathy@home.example")
    jobs.run_due()
    looking = Job.objects.get(name="find-doubles", state=Job.State.WAITING)
    assert looking.due is not None
    assert looking.error == "Waits until the import is over."
    assert not DoublePair.objects.exists()
    Job.objects.filter(pk=run.pk).update(state=Job.State.DONE)
    jobs.enqueue(find_doubles, key="firm")
    jobs.run_due()
    assert DoublePair.objects.count() == 1
