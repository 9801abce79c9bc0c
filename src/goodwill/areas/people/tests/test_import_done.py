"""Things to do that a list says are done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goodwill.areas.people.models import Task
from goodwill.areas.people.verbs import tasks
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.transfer import runs
from goodwill.transfer.tests.bringing import brought, checked, performed

HEADERS = (
    "What,Who,Until,Done", "Was,Wer,Bis wann,Erledigt", "Quoi,Qui,Pour quand,Fait le", "Que,Quien,Hasta cuando,Hecho",
    "Cosa,Chi,Entro quando,Fatto", "Wat,Wie,Tot wanneer,Afgerond", "O que,Quem,Prazo,Concluído",
    "Co,Kto,Do kiedy,Zrobione", "Vad,Vem,Senast,Klart", "Hvad,Hvem,Senest,Færdig",
)  # fmt: skip


def days() -> dict[str, date | None]:
    done = Task.objects.values_list("title", "done_at")
    return {title: timezone.localtime(at).date() if at else None for title, at in done}


@pytest.mark.parametrize("header", HEADERS)
def test_a_list_in_any_language_says_what_is_done(owner: Actor, header: str) -> None:
    text = f"{header}\nCall Anna,Owner,2026-05-01,x\nSend a price,Owner,2026-05-02,\n"
    run = brought(text, owner, "todo.csv")
    assert (run.importer, run.mapping["3"]) == ("task", "task.done_at")
    assert performed(run, owner) == {"new": 2}
    assert days() == {"Call Anna": date(2026, 5, 1), "Send a price": None}
    assert Task.objects.get(title="Call Anna").done_by_id == owner.user_id


@pytest.mark.parametrize("said", ["yes", "erledigt", "DONE", "✓", "100%"])
def test_what_is_done_without_a_day_was_done_by_the_day_it_was_due_or_today(owner: Actor, said: str) -> None:
    performed(brought(f"What,Until,Done\nOne,2026-05-01,{said}\nTwo,,{said}\n", owner, "todo.csv"), owner)
    assert days() == {"One": date(2026, 5, 1), "Two": timezone.localdate()}


@pytest.mark.parametrize("said", ["no", "offen", "open", "0%", "☐", "-", "n/a"])
def test_what_is_open_stays_open(owner: Actor, said: str) -> None:
    assert performed(brought(f"What,Until,Done\nOne,2026-05-01,{said}\n", owner, "todo.csv"), owner) == {"new": 1}
    assert days() == {"One": None}


def test_the_day_in_the_file_is_the_day_on_which_it_was_done(owner: Actor) -> None:
    run = brought("What,Until,Done on\nOne,2026-05-03,01.05.2026\nTwo,2026-05-03,31.05.2026\n", owner, "todo.csv")
    performed(run, owner)
    assert days() == {"One": date(2026, 5, 1), "Two": date(2026, 5, 31)}


def test_the_same_list_with_more_ticks_ticks_off_and_undo_opens_again(owner: Actor) -> None:
    text = "What,Until,Done\nOne,2026-05-01,\nTwo,2026-05-01,x\n"
    performed(brought(text, owner, "todo.csv"), owner)
    later = text.replace("01,\n", "01,2026-05-02\n")
    for policy, outcome in (("create", {"same": 2}), ("fill", {"same": 1, "updated": 1}), ("fill", {"same": 2})):
        run = brought(later, owner, "todo.csv", policy=policy)
        assert performed(run, owner) == outcome
        assert (days()["One"] is not None) == (policy == "fill")
    assert performed(brought(text, owner, "todo.csv", policy="overwrite"), owner) == {"same": 2}
    first = Task.objects.get(title="One")
    assert days()["One"] == date(2026, 5, 2)
    tasks.reopen(first, by=owner)
    run = brought(later, owner, "todo.csv")
    performed(run, owner)
    runs.undo(run, owner)
    assert days()["One"] is None


def test_what_is_not_over_or_not_understood_waits_to_be_put_right(owner: Actor) -> None:
    run = brought("What,Until,Done\nOne,2026-05-01,2999-01-01\nTwo,2026-05-01,x\nThree,,perhaps\n", owner, "todo.csv")
    assert checked(run, owner) == {"new": 1, "refused": 2}
    first, second = run.rows.order_by("number")
    assert "It is not over yet" in first.sentence
    assert "“perhaps” is not understood" in second.sentence


def test_a_task_beside_a_contact_is_done_as_well(owner: Actor) -> None:
    text = (
        "First Name,Last Name,Task,Due,Done\n"
        "Anna,Field,Call her,2026-05-01,2026-05-02\nBen,Moor,Call him,2026-05-01,x\n"
        "Cora,Lee,Call,2026-05-01,\nDan,Roe,Call Dan,,2999-01-01\n"
    )
    run = brought(text, owner, "people.csv")
    assert run.mapping["4"] == "task_done"
    assert performed(run, owner) == {"new": 4}
    found = {"Call her": date(2026, 5, 2), "Call him": date(2026, 5, 1), "Call": None, "Call Dan": None}
    assert days() == found
    assert "still to do" in run.rows.get().sentence


def test_nothing_is_ticked_off_before_its_time(owner: Actor) -> None:
    task = tasks.create_task(by=owner, title="One")
    with pytest.raises(Invalid):
        tasks.complete(task, by=owner, at=timezone.now() + timedelta(days=1))
    task.refresh_from_db()
    assert task.done_at is None
