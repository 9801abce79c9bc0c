import pytest

from goodwill.transfer.mapping.needs import NeedKind
from goodwill.transfer.mapping.suggest import Suggestions, Why, suggest
from goodwill.transfer.mapping.targets import TARGETS, About
from goodwill.transfer.readers.csv import open_csv
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table


def _of(text: str, takes: set[str] | None = None, language: str = "") -> Suggestions:
    return suggest(open_csv(Input.of_bytes(text.encode())), takes, language)


def _targets(text: str) -> list[str]:
    return [each.target for each in _of(text).columns]


@pytest.mark.parametrize(
    ("headers", "targets"),
    [
        (
            "Vorname;Nachname;Firma;Straße;PLZ;Ort;Telefon geschäftlich;Handy;E-Mail-Adresse;Geburtstag",
            "given_name family_name company street postcode city phone:work phone:mobile mail:1 birthday",
        ),
        (
            "Prénom;Nom;Société;Rue;Code postal;Ville;Téléphone professionnel;Portable;Courriel;Date de naissance",
            "given_name family_name company street postcode city phone:work phone:mobile mail:1 birthday",
        ),
        (
            "Nombre;Apellidos;Empresa;Dirección;Código postal;Ciudad;Teléfono;Móvil;Correo electrónico;País",
            "given_name family_name company street postcode city phone:1 phone:mobile mail:1 country",
        ),
        (
            "Nome;Cognome;Azienda;Indirizzo;CAP;Città;Telefono;Cellulare;Posta elettronica;Note",
            "given_name family_name company street postcode city phone:1 phone:mobile mail:1 note",
        ),
        (
            "Voornaam;Achternaam;Bedrijf;Straat;Postcode;Plaats;Telefoon;Mobiel;E-mailadres;Opmerkingen",
            "given_name family_name company street postcode city phone:1 phone:mobile mail:1 note",
        ),
        (
            "Primeiro nome;Apelido;Empresa;Morada;Código postal;Cidade;Telefone;Telemóvel;E-mail;Observações",
            "given_name family_name company street postcode city phone:1 phone:mobile mail:1 note",
        ),
        (
            "Imię;Nazwisko;Firma;Ulica;Kod pocztowy;Miasto;Telefon;Komórka;Adres e-mail;Uwagi",
            "given_name family_name company street postcode city phone:1 phone:mobile mail:1 note",
        ),
        (
            "Förnamn;Efternamn;Företag;Gatuadress;Postnummer;Ort;Telefon;Mobil;E-post;Anteckningar",
            "given_name family_name company street postcode city phone:1 phone:mobile mail:1 note",
        ),
        (
            "Fornavn;Efternavn;Virksomhed;Vej;Postnr.;By;Telefon;Mobil;E-mail;Bemærkninger",
            "given_name family_name company street postcode city phone:1 phone:mobile mail:1 note",
        ),
        (
            "FirstName;last_name;CompanyName;Street Address;ZipCode;Town;Work Phone;Cell;Email Address;Notes",
            "given_name family_name company street postcode city phone:work phone:mobile mail:1 note",
        ),
    ],
)
def test_headers_are_understood_in_many_languages(headers: str, targets: str) -> None:
    row = "Anna;Smith;Acme;Main St. 1;12345;Ulm;+49 731 12345;+49 171 1234567;anna@example.com;x\n"
    assert _targets(f"{headers}\n{row}") == targets.split()


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Billing Postal Code", "postcode:billing"),
        ("Lieferadresse Ort", "city:shipping"),
        ("Private Email", "mail:home"),
        ("Fax privat", "phone:home_fax"),
        ("Phone 2", "phone:2"),
        ("E-Mail-Adresse 3", "mail:3"),
        ("LinkedIn URL", "social:linkedin"),
        ("Fist name", "given_name"),
        ("Telephne", "phone:1"),
        ("Umsatzsteuer-ID", "vat_number"),
        ("phone:mobile", "phone:mobile"),
        ("Customer e-mail for invoices", "mail:1"),
        ("Kundennr.", "customer_number"),
    ],
)
def test_labels_numbers_and_slips_are_understood(header: str, target: str) -> None:
    assert _targets(f"Note,{header}\n") == ["note", target]


def test_a_word_that_nobody_knows_is_left_open() -> None:
    found = _of("Name,Frobnication\nAnna Smith,blue\n").columns[1]
    assert (found.target, found.why, found.samples) == ("", Why.NOTHING, ("blue",))


def test_each_column_shows_three_values_that_are_there() -> None:
    found = _of("Name,City\nAnna,\nBob,Ulm\nCy,Ulm\nDi,Bonn\nEd,\nFay,Rom\nGil,Oslo\n").columns
    assert found[0].samples == ("Anna", "Bob", "Cy")
    assert found[1].samples == ("Ulm", "Bonn", "Rom")


def test_the_cells_tell_what_a_header_does_not() -> None:
    text = "A,B,C\nanna@example.com,+49 30 123456,www.example.com\nbob@example.com,+49 30 123457,www.example.org\n"
    assert _targets(text) == ["mail:1", "phone:1", "website:1"]


def test_mails_below_a_header_that_says_otherwise_are_mails() -> None:
    found = _of("Contact,City\nanna@example.com,Ulm\nbob@example.com,Bonn\n").columns[0]
    assert (found.target, found.why, found.alternatives) == ("mail:1", Why.CONTENT, ("full_name",))


def test_name_is_what_the_other_columns_make_of_it() -> None:
    assert _targets("Name;Vorname\nSmith;Anna\n") == ["family_name", "given_name"]
    assert _targets("Name,Mail\nAnna Smith,a@x.de\n") == ["full_name", "mail:1"]
    assert _targets("Name,VAT number\nAcme Ltd,GB123\n") == ["company", "vat_number"]
    assert _targets("Nom;Ville\nAcme SARL;Lyon\nBolt SAS;Paris\n") == ["company", "city"]


def test_titles_before_a_name_are_no_job_titles() -> None:
    assert _targets("Title,First Name\nMr.,Bob\nDr,Anna\n") == ["prefix", "given_name"]
    assert _targets("Title,First Name\nOwner,Bob\nBuyer,Anna\n") == ["job_title", "given_name"]
    assert _targets("Anrede;Vorname\nFrau;Anna\nHerr;Bob\n") == ["prefix", "given_name"]


def test_one_target_has_one_column_unless_it_repeats() -> None:
    assert _targets("Email,E-Mail,Phone,Tel,Birthday,Geburtstag,Notes,Comments\n") == [
        "mail:1",
        "mail:2",
        "phone:1",
        "phone:2",
        "birthday",
        "",
        "note",
        "note",
    ]


def test_what_nobody_takes_is_not_suggested() -> None:
    found = _of("First Name,Deal Value\nAnna,5\n", takes={"given_name"}).columns
    assert [each.target for each in found] == ["given_name", ""]


def test_a_row_may_tell_of_a_person_and_a_company() -> None:
    assert _of("First Name,Company\nAnna,Acme\n").subjects == {About.PERSON, About.COMPANY}
    assert _of("First Name,Mail\nAnna,a@x.de\n").subjects == {About.PERSON}
    assert _of("Company,Mail\nAcme,a@x.de\n").subjects == {About.COMPANY}
    assert _of("Person - Name,Organization - Name,Deal - Title\nA,B,C\n").subjects == {
        About.PERSON,
        About.COMPANY,
        About.DEAL,
    }


def test_a_known_program_is_trusted_and_what_it_writes_for_itself_is_left_out() -> None:
    text = "First Name,E-mail Address,Business Street,Business Phone,Internet Free Busy\nAnna,a@x.de,Main St. 1,1,x\n"
    found = _of(text)
    assert found.maker == "Outlook"
    assert [each.target for each in found.columns] == ["given_name", "mail:1", "street:work", "phone:work", ""]
    assert found.columns[4].is_known


def test_cards_bring_their_own_meaning() -> None:
    table = open_table(Input.of_bytes(b"BEGIN:VCARD\nFN:Anna Smith\nN:Smith;Anna\nTEL;TYPE=CELL:1\nEND:VCARD\n"))
    assert {each.target: each.why for each in suggest(table).columns} == {
        "full_name": Why.FILE,
        "given_name": Why.FILE,
        "family_name": Why.FILE,
        "phone:mobile": Why.FILE,
    }


def test_what_must_be_split_joined_or_asked_is_told() -> None:
    found = _of(
        "Name,Country code,Area code,Phone,Ext,Street,House number,Mail,Birthday,Revenue\n"
        'Anna Smith,49,731,12345,7,Main St.,5,"a@x.de, b@y.de",03/04/1980,1.234\n'
    )
    kinds = {each.kind: each for each in found.needs}
    assert kinds[NeedKind.SPLIT_NAME].example == "Anna Smith"
    assert kinds[NeedKind.JOIN_PHONE].positions == (1, 2, 3, 4)
    assert kinds[NeedKind.JOIN_STREET].positions == (5, 6)
    assert kinds[NeedKind.SPLIT_MAILS].example == "a@x.de, b@y.de"
    assert kinds[NeedKind.ASK_DATE_ORDER].example == "03/04/1980"
    assert kinds[NeedKind.ASK_DECIMAL_SIGN].example == "1.234"


def test_a_date_in_three_columns_is_to_be_joined() -> None:
    needs = _of("First Name,Birth Year,Birth Month,Birth Day\nAnna,1980,2,3\n").needs
    assert [(each.kind, each.positions) for each in needs] == [(NeedKind.JOIN_DATE, (1, 2, 3))]


def test_every_target_has_a_name_of_its_own() -> None:
    names = [str(target.name) for target in TARGETS.values()]
    assert all(names)
    assert len(set(names)) == len(names)
