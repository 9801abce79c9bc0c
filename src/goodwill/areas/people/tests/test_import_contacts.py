"""Companies that name one contact person or several in a row: whose is what."""

import pytest

from goodwill.areas.people.models import Note, Party
from goodwill.kernel.actors import Actor
from goodwill.transfer.tests.bringing import brought, checked, performed


def points(name: str) -> set[str]:
    return {point.value for point in Party.objects.get(name=name).contact_points.all()}


BLOCKS = (
    "Company;City;Phone;Contact 1 name;Contact 1 mail;Contact 1 phone;Contact 2 name;Contact 2 mail;Contact 2 mobile\n"
    "Vogel KG;Ulm;0731 100;Anna Roth;anna@vogel.example;0731 101;Bob Klee;bob@vogel.example;0170 1234567\n"
    "Specht AG;Bonn;0228 200;Cy Lind;cy@specht.example;0228 201;;second@specht.example;\n"
)


def test_each_contact_of_a_row_is_somebody_with_what_is_theirs(owner: Actor) -> None:
    run = brought(BLOCKS, owner, "firms.csv")
    assert [run.targets[place] for place in range(3, 9)] == [
        "full_name", "mail:contact", "phone:contact", "contact_name:2", "contact_mail:2", "contact_mobile:2",
    ]  # fmt: skip
    assert performed(run, owner) == {"new": 2}
    assert points("Vogel KG") == {"0731 100"}
    assert points("Anna Roth") == {"anna@vogel.example", "0731 101"}
    assert points("Bob Klee") == {"bob@vogel.example", "0170 1234567"}
    assert points("Specht AG") == {"0228 200", "second@specht.example"}
    assert {party.company.name for party in Party.objects.filter(kind="person") if party.company} == {
        "Vogel KG",
        "Specht AG",
    }
    assert Note.objects.count() == 0


def test_a_second_contact_comes_again_as_the_same(owner: Actor) -> None:
    performed(brought(BLOCKS, owner, "firms.csv"), owner)
    assert checked(brought(BLOCKS, owner, "firms.csv"), owner) == {"same": 2}


def test_two_rows_of_names_make_the_same_contacts(owner: Actor) -> None:
    text = (
        "Firma;Kontakt 1;;Kontakt 2;\n;Name;E-Mail;Name;E-Mail\nVogel KG;Anna Roth;a@v.example;Bob Klee;b@v.example\n"
    )
    performed(brought(text, owner, "firms.csv"), owner)
    assert (points("Anna Roth"), points("Bob Klee")) == ({"a@v.example"}, {"b@v.example"})


@pytest.mark.parametrize(
    "header",
    ["Company;Contact person;Mail;Phone", "Firma;Ansprechpartner;E-Mail;Telefon", "Société;Contact;Courriel;Téléphone"],
)
def test_a_mail_like_info_stays_with_the_company_row_by_row(header: str, owner: Actor) -> None:
    rows = "Vogel KG;Anna Roth;info@vogel.example;0731 100\nSpecht AG;Cy Lind;c.lind@specht.example;0228 200\n"
    performed(brought(f"{header}\n{rows}", owner, "firms.csv"), owner)
    assert points("Vogel KG") == {"info@vogel.example"}
    assert points("Anna Roth") == {"0731 100"}
    assert points("Cy Lind") == {"c.lind@specht.example", "0228 200"}


def test_a_mail_that_bears_the_name_of_its_rows_contact_is_theirs_wherever_it_stands(owner: Actor) -> None:
    text = (
        "Company;Mail;City;Contact person\n"
        "Vogel KG;info@vogel.example;Ulm;Anna Roth\n"
        "Specht AG;office@specht.example;Bonn;Cy Lind\n"
        "Fink SE;roth@fink.example;Kiel;Eva Roth\n"
    )
    performed(brought(text, owner, "firms.csv"), owner)
    assert (points("Vogel KG"), points("Anna Roth")) == ({"info@vogel.example"}, set())
    assert (points("Fink SE"), points("Eva Roth")) == (set(), {"roth@fink.example"})
