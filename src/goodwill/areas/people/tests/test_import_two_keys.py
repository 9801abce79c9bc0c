"""Two rows of one file that meet the same contact by different keys."""

import pytest

from goodwill.areas.people.models import ContactPoint, Party
from goodwill.areas.people.verbs import parties
from goodwill.kernel.actors import Actor
from goodwill.records import writing
from goodwill.transfer import runs
from goodwill.transfer.tests.bringing import brought, checked, performed

BY_MAIL = "Anna Field,anna@field.example,,Owner\n"
BY_PHONE = "Anna Field,,+44 20 7946 0018,\n"
NEW_MAIL = "Anna Field,a.field@new.example,+44 20 7946 0018,\n"


@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize("rows", [(BY_MAIL, BY_PHONE, NEW_MAIL), (NEW_MAIL, BY_PHONE, BY_MAIL)])
def test_they_end_in_one_contact_as_the_look_through_says(owner: Actor, rows: tuple[str, ...], is_gone: bool) -> None:
    anna = parties.create_person(by=owner, name="Anna Field", mail="anna@field.example", phone="+44 20 7946 0018")
    if is_gone:
        writing.trash(anna, by=owner)
    text = "Name,Email,Phone,Job Title\n" + "".join(rows)
    run = brought(text, owner, "people.csv")
    said = checked(run, owner)
    assert performed(run, owner) == said
    assert said["updated"] in (2, 3)
    found = Party.objects.get()
    assert (found.pk, found.role) == (anna.pk, "Owner")
    mails = ContactPoint.objects.filter(party=anna, kind="mail").order_by("position").values_list("shown", flat=True)
    assert list(mails) == ["anna@field.example", "a.field@new.example"]
    assert performed(brought(text, owner, "people.csv"), owner) == {"same": 3}
    runs.undo(run, owner)
    assert Party.objects.filter(pk=anna.pk).exists() != is_gone
    kept = Party.everything.get(pk=anna.pk)
    assert kept.role == ""


def test_two_who_are_new_and_share_but_the_phone_of_their_desk_stay_two(owner: Actor) -> None:
    text = "Name,Email,Phone\nAnna Field,anna@field.example,+44 20 7946 0018\nBen Moor,,+44 20 7946 0018\n"
    run = brought(text, owner, "people.csv")
    assert checked(run, owner) == performed(run, owner)
    assert Party.objects.count() == 2
