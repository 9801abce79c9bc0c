from collections.abc import Callable
from typing import Any

from django.test import Client

from goodwill.areas.people.models import Consent, ContactPoint, Party, Task
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Notice
from goodwill.transfer import mappings, runs
from goodwill.transfer.models import Import, SavedMapping
from goodwill.transfer.tests.bringing import brought, checked, mapped, performed

Browse = Callable[..., Client]
ODD = "Wer,Farbe,Ort\nAnna Field,red,Leeds\n"


def test_a_file_with_the_same_columns_is_read_as_the_last_one_was(owner: Actor) -> None:
    run = mapped(brought(ODD, owner, "odd.csv"), "full_name", "keep_tag", "keep_note")
    runs.set_options(run, runs.Options.from_data({**run.options, "policy": "overwrite", "tags": ["fair"]}))
    mappings.save(run, "Old shop", owner)
    again = brought("Ort,Wer,Farbe\nYork,Ben Moor,blue\n", owner, "next.csv")
    assert again.found["saved"] == "Old shop"
    assert again.targets == {0: "keep_note", 1: "full_name", 2: "keep_tag"}
    assert (again.options["policy"], again.options["tags"]) == ("overwrite", ["fair"])
    assert "saved" not in brought("Ort,Wer\nYork,Ben Moor\n", owner, "other.csv").found


def test_a_mapping_is_saved_used_and_forgotten_by_page(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    run = brought(ODD, owner, "odd.csv")
    client.post(f"/import/{run.pk}/columns", {"c0": "full_name", "c1": "", "c2": "city"})
    client.post(f"/import/{run.pk}/options", {"policy": "fill", "source": "Old", "save_as": "Old shop"})
    saved = SavedMapping.objects.get()
    assert (saved.name, saved.mapping) == ("Old shop", {"Wer": "full_name", "Ort": "city"})
    near = brought("Wer,Ort,Zeit\nBen,York,1\n", owner, "near.csv")
    assert "Old shop" in client.get(f"/import/{near.pk}/columns").content.decode()
    client.post(f"/import/{near.pk}/columns", {"do": f"use:{saved.pk}"})
    near.refresh_from_db()
    assert near.targets.items() >= {0: "full_name", 1: "city"}.items()
    client.post(f"/import/{near.pk}/columns", {"do": "anew"})
    assert "saved" not in Import.objects.get(pk=near.pk).found
    client.post(f"/import/mappings/{saved.pk}/forget")
    assert not SavedMapping.objects.exists()


def test_a_phone_is_joined_and_a_name_left_whole_by_a_click(owner: Actor, browse: Browse) -> None:
    client = browse(owner)
    run = brought("Name,Vor,Phone\nAnna Field,020,79460018\nBen Moor,020,79460019\n", owner, "odd.csv")
    mapped(run, "full_name", "", "phone:1")
    page = client.get(f"/import/{run.pk}/columns").content.decode()
    assert "Join with “Vor”" in page
    assert "Anna · Field" in page
    chosen = {"c0": "full_name", "c2": "phone:1"}
    client.post(f"/import/{run.pk}/columns", {**chosen, "do": "join:2-1-area"})
    client.post(f"/import/{run.pk}/columns", {**chosen, "c1": "phone_area:1", "do": "whole"})
    run.refresh_from_db()
    assert performed(run, owner) == {"new": 2}
    anna = Party.objects.get(name="Anna Field")
    assert (anna.given, anna.primary_phone) == ("", "+44 20 7946 0018")


def test_a_lost_column_is_kept_by_a_click(owner: Actor, browse: Browse) -> None:
    run = brought("Name,Farbe,Mass\nAnna Field,red,XL\n", owner, "odd.csv")
    browse(owner).post(f"/import/{run.pk}/columns", {"c0": "full_name", "do": "keep:all"})
    run.refresh_from_db()
    assert run.targets == {0: "full_name", 1: "keep_note", 2: "keep_note"}


def test_policies_of_single_fields_for_people(owner: Actor) -> None:
    head = "Name,Email,Job Title,City\n"
    performed(brought(head + "Anna Field,anna@field.example,Owner,Leeds\n", owner, "a.csv"), owner)
    text = "Name,Email,Phone,Job Title,City\nAnna Field,anna@field.example,+44 20 7946 0018,Chair,York\n"
    kept = brought(text, owner, "b.csv", policies={"job_title": "overwrite", "phone:1": "keep", "city": "keep"})
    assert performed(kept, owner) == {"updated": 1}
    anna = Party.objects.get()
    assert (anna.role, anna.city) == ("Chair", "Leeds")
    assert not ContactPoint.objects.filter(kind="phone").exists()


def test_consent_is_written_in_its_words_and_never_over_a_no(owner: Actor) -> None:
    text = "Name,Email,Email Opt Out,Newsletter\nAnna Field,a@field.example,,\nBen Moor,b@moor.example,yes,\n"
    text += "Cy Dale,c@dale.example,,yes\nDi Ford,d@ford.example,,no\n"
    agreed = {"purposes": ["news"], "channel": "mail", "wording": "Send me your letter.", "source": "fair 2026"}
    run = brought(text, owner, "a.csv", consent=agreed)
    performed(run, owner)
    said = Consent.objects.filter(purpose="news").order_by("party__name").values_list("party__name", "state", "wording")
    asked = "Send me your letter."
    assert list(said) == [
        ("Anna Field", "given", asked),
        ("Ben Moor", "withdrawn", ""),
        ("Cy Dale", "given", asked),
        ("Di Ford", "withdrawn", ""),
    ]
    assert performed(brought(text, owner, "a.csv", consent=agreed), owner) == {"same": 4}


def test_consent_without_its_words_is_refused(owner: Actor, browse: Browse) -> None:
    run = brought("Name,Email\nAnna Field,a@field.example\n", owner, "a.csv")
    sent = {"policy": "overwrite", "purposes": "news", "channel": "mail", "wording": " ", "save_as": "Fair"}
    for said, sentence in (({}, "exact wording"), ({"purposes": "", "wording": "Send it."}, "what they agreed to")):
        answer: Any = browse(owner).post(f"/import/{run.pk}/options", sent | said)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert sentence in page
        assert 'value="Fair"' in page  # nothing typed is lost
        assert said.get("wording", "") in page
    run.refresh_from_db()
    assert (run.options["policy"], run.options["consent"]) == ("fill", {})


def test_a_task_in_the_row_of_a_person_is_planned_once_and_nobody_is_told(owner: Actor, staff: Actor) -> None:
    text = "Name,Email,Task,Due\nAnna Field,a@field.example,Call back,2027-01-05\n"
    for expected in ({"new": 1}, {"same": 1}):
        run = brought(text, owner, "a.csv", owner=staff.user_id)
        mapped(run, "full_name", "mail:1", "task_subject", "task_due")
        assert checked(run, owner) == expected
        assert performed(run, owner) == expected
    task = Task.objects.get()
    assert (task.title, str(task.due_on), task.owner_id) == ("Call back", "2027-01-05", staff.user_id)
    assert Party.objects.get().next_task_id == task.pk
    assert not Notice.objects.exists()


def test_phones_that_are_believed_take_the_place_of_those_that_were_here(owner: Actor) -> None:
    header = "First Name,Last Name,Email,Phone,Phone 2,Mobile Phone\n"
    who = "Anna,Moor,a@moor.example"
    performed(brought(f"{header}{who},+44 20 7946 0018,+44 20 7946 0019,+44 7700 900123\n", owner, "a.csv"), owner)
    anna = Party.objects.get(kind="person")
    digits = ContactPoint.objects.filter(party=anna, kind="phone").order_by("position")
    text = f"{header}{who},+44 20 7946 0777,,\n"
    kept = {"policy": "overwrite"}
    performed(brought(text, owner, "b.csv", **kept), owner)
    assert [point.fold[-4:] for point in digits] == ["0018", "0019", "0123", "0777"]  # which of two, nobody can tell
    run = brought(text, owner, "c.csv", policies={"phone:1": "overwrite"})
    assert performed(run, owner) == {"updated": 1}
    assert [point.fold[-4:] for point in digits.all()] == ["0123", "0777"]
    assert performed(brought(text, owner, "d.csv", policies={"phone:1": "overwrite"}), owner) == {"same": 1}
    mobile = f"{header}{who},,,+44 7700 900456\n"
    performed(brought(mobile, owner, "e.csv", **kept), owner)
    anna.refresh_from_db()
    assert [point.fold[-4:] for point in digits.all()] == ["0456", "0777"]
    runs.undo(run, owner)
    assert "0018" in [point.fold[-4:] for point in digits.all()]
