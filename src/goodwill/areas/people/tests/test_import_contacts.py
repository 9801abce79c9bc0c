"""Companies that name one contact person or several in a row: whose is what."""

from collections.abc import Callable

import pytest
from django.test import Client

from goodwill.areas.people.models import ContactPoint, Note, Party
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile
from goodwill.transfer.tests.bringing import brought, checked, performed


@pytest.fixture
def at_home(firm: object) -> Callable[[str], None]:
    def lies_in(country: str) -> None:
        profile = Profile.current()
        profile.country = country
        profile.save(update_fields=["country"])

    return lies_in


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


PHONES = "Name;Town;Country;Phone\n"


def dialled(rows: str, owner: Actor, header: str = PHONES) -> tuple[dict[str, str], list[str]]:
    """The international numbers by name, and what the dry run asks to look at."""
    run = brought(header + rows, owner, "people.csv")
    checked(run, owner)
    asked = [row.sentence for row in run.rows.order_by("number")]
    performed(run, owner)
    numbers = ContactPoint.objects.filter(kind="phone").values_list("party__name", "fold")
    return dict(numbers), asked


def test_a_local_number_is_one_of_the_country_of_its_row(owner: Actor, at_home: Callable[[str], None]) -> None:
    at_home("DE")
    rows = "Eva Wien;Innsbruck;Austria;0512 334455\nUli Ulm;Ulm;;0731 998877\nReto Frey;Basel;CH;+41 79 123 45 67\n"
    numbers, asked = dialled(rows, owner)
    assert numbers == {"Eva Wien": "43512334455", "Uli Ulm": "49731998877", "Reto Frey": "41791234567"}
    assert asked == []


@pytest.mark.parametrize(("home", "doubts"), [("GB", 0), ("DE", 1)])
def test_a_town_abroad_is_believed_and_told_where_the_number_could_be_ours(
    home: str, doubts: int, owner: Actor, at_home: Callable[[str], None]
) -> None:
    at_home(home)
    numbers, asked = dialled("Eva Wien;Innsbruck;;0512 334455\n", owner)
    assert numbers == {"Eva Wien": "43512334455"}
    assert len(asked) == doubts
    assert all("0512 334455" in each and "Austria" in each and "Innsbruck" in each for each in asked)
    assert Note.objects.count() == 0


def test_a_number_that_is_none_of_its_country_is_asked_about(owner: Actor, at_home: Callable[[str], None]) -> None:
    at_home("DE")
    numbers, asked = dialled("Jean Petit;Rennes;France;0171 5556677\nAda Lund;;France;0512\n", owner)
    assert numbers["Jean Petit"] == "491715556677"
    assert len(asked) == 2
    assert "one of Germany" in asked[0]
    assert "kept as it stands" in asked[1]


def test_rows_alike_keep_their_own_countries(owner: Actor, at_home: Callable[[str], None]) -> None:
    at_home("DE")
    rows = "".join(f"Ann{n} Ulm;Ulm;;0731 9988{n:02}\nJo{n} Goff;Rennes;;02 99 12 34 {n:02}\n" for n in range(20))
    numbers, _asked = dialled(rows, owner)
    assert {number[:4] for name, number in numbers.items() if name.endswith("Ulm")} == {"4973"}
    assert {number[:4] for name, number in numbers.items() if name.endswith("Goff")} == {"3329"}


def test_a_mail_or_phone_that_its_column_calls_the_companys_is_never_the_contacts(owner: Actor) -> None:
    text = (
        "Company,Contact person,Company phone,Telefon Firma,Phone\n"
        "Brio Works,Hal Young,0113 496 2001,0113 496 2002,0113 496 2003\n"
    )
    run = brought(text, owner, name="firms.csv")
    assert [run.targets[place] for place in (2, 3, 4)] == ["phone:work", "phone:work", "phone:contact"]


def test_a_first_column_that_is_called_household_makes_its_rows_households(owner: Actor) -> None:
    run = brought("Household,Street,Town\nThe Smiths,2 High St,York\n", owner, name="homes.csv")
    assert performed(run, owner) == {"new": 1}
    assert Party.objects.get(name="The Smiths").kind == "household"


@pytest.mark.parametrize(("policy", "towns"), [("keep", ["Leeds"]), ("fill", ["Leeds", "Hull"])])
def test_what_somebody_has_several_of_is_added_or_kept_as_the_field_says(
    policy: str, towns: list[str], owner: Actor, browse: Callable[..., Client]
) -> None:
    performed(brought("Name,Mail,Town\nAnn Harrow,ann@mail.example,Leeds\n", owner, name="one.csv"), owner)
    run = brought("Name,Mail,Town\nAnn Harrow,ann@mail.example,Hull\n", owner, name="two.csv")
    page = browse(owner).get(f"/import/{run.pk}/options").content.decode()
    assert "Add theirs to ours" in page
    assert "Fill only empty" in page
    browse(owner).post(f"/import/{run.pk}/options", {"policy": "fill", "policy-city": policy, "doubles": "take"})
    run.refresh_from_db()
    performed(run, owner)
    ann = Party.objects.get(name="Ann Harrow")
    assert [address.city for address in ann.addresses.order_by("id")] == towns
