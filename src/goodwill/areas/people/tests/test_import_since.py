"""Since when somebody is a customer, as lists say it: often but the month or the year."""

from datetime import date

import pytest

from goodwill.areas.people.models import Note, Party
from goodwill.kernel.actors import Actor
from goodwill.transfer.tests.bringing import brought, checked, performed

HEADER = "First Name,Last Name,Customer since\n"


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("2018-05", date(2018, 5, 1)),
        ("05/2018", date(2018, 5, 1)),
        ("5.2018", date(2018, 5, 1)),
        ("2018", date(2018, 1, 1)),
        ("Jan 2019", date(2019, 1, 1)),
        ("März 2019", date(2019, 3, 1)),
        ("juin 2019", date(2019, 6, 1)),
        ("Sept. '19", date(2019, 9, 1)),
    ],
)
def test_of_a_month_or_a_year_its_first_day_is_written_and_the_row_says_so(
    owner: Actor, said: str, since: date
) -> None:
    run = brought(f"{HEADER}Anna,Field,{said}\nBen,Moor,2020-02-03\n", owner, "people.csv")
    assert run.mapping["2"] == "customer_since"
    assert checked(run, owner) == {"new": 2}
    row = run.rows.get()
    assert row.sentence.startswith("Customer since: ")
    assert f"is written, the first day of what the file says ({said})." in row.sentence
    assert row.wrong.keys() == {"2"}
    performed(run, owner)
    assert Party.objects.get(given="Anna").customer_since == since
    assert Party.objects.get(given="Ben").customer_since == date(2020, 2, 3)
    assert not Note.objects.exists()


def test_what_many_rows_say_so_is_said_once(owner: Actor) -> None:
    text = HEADER + "".join(f"Ann,Field{n},2018\n" for n in range(9))
    run = brought(text, owner, "people.csv")
    checked(run, owner)
    assert not run.rows.exists()
    assert [(each["text"], each["count"]) for each in run.found["repeats"]] == [("2018", 9)]


@pytest.mark.parametrize("said", ["3.4.", "2018-13", "long ago", "1066"])
def test_what_names_no_year_or_month_is_kept_in_a_note(owner: Actor, said: str) -> None:
    run = brought(f"{HEADER}Anna,Field,{said}\nBen,Moor,2020-02-03\n", owner, "people.csv")
    assert performed(run, owner) == {"new": 2}
    assert Party.objects.get(given="Anna").customer_since is None
    assert Note.objects.get().text == f"Customer since: {said}"
