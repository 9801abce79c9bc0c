import base64
from pathlib import Path

import pytest

from goodwill.transfer.readers.errors import Problem, Severity, Unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table
from goodwill.transfer.readers.vcard import Card, Handle, Value, read_cards
from goodwill.transfer.tests.readers.made import DATA, WITHOUT_DATA, file_of


def _cards(*lines: str | bytes) -> list[Card | Problem]:
    joined = b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines) + b"\r\n"
    return list(read_cards(file_of(joined, "cards.vcf")))


def _card(*lines: str | bytes, version: str = "3.0") -> Card:
    found = _cards("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")
    assert len(found) == 1
    assert isinstance(found[0], Card)
    return found[0]


def test_a_name_in_its_parts() -> None:
    card = _card("N:Stevenson;John;Philip,Paul;Dr.;Jr.,M.D.", "FN:Dr. John Stevenson")
    assert (card.family_name, card.given_name, card.additional_names) == ("Stevenson", "John", "Philip Paul")
    assert (card.prefixes, card.suffixes, card.full_name) == ("Dr.", "Jr. M.D.", "Dr. John Stevenson")


def test_a_comma_in_a_name_of_the_old_version_is_a_comma() -> None:
    assert _card("N:Doe;John;Richter,James", version="2.1").additional_names == "Richter,James"


def test_folded_lines_are_joined() -> None:
    card = _card(
        "FN:John Doe",
        "NOTE:This is a long ",
        "\tnote\\, with",
        "  a space",
        "ADR;TYPE=HOME:;;123 Main",
        "  Street;Any Town;;;",
    )
    assert card.note == "This is a long note, with a space"
    assert card.addresses[0].street == "123 Main Street"


def test_the_old_version_folds_at_spaces_and_keeps_them() -> None:
    assert _card("FN:A", "NOTE:one", " two", version="2.1").note == "one two"


def test_quoted_printable_with_soft_breaks_and_charset() -> None:
    card = _card(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =",
        "M=C3=BCller",
        "NOTE;ENCODING=QUOTED-PRINTABLE:line one=0D=0A=",
        "line two; with a semicolon",
        version="2.1",
    )
    assert (card.family_name, card.given_name, card.full_name) == ("Müller", "Jörg", "Jörg Müller")
    assert card.note == "line one\nline two; with a semicolon"


def test_a_soft_break_before_the_next_property_swallows_nothing() -> None:
    card = _card("FN;ENCODING=QUOTED-PRINTABLE:Anna=", "TEL;CELL:123", version="2.1")
    assert (card.full_name.rstrip("="), card.phones[0].value) == ("Anna", "123")


def test_text_in_an_old_charset_without_saying_so_is_read() -> None:
    card = _card("FN:Jürgen Größe".encode("cp1252"), "ORG:Bäckerei".encode("cp1252"))
    assert (card.full_name, card.organization) == ("Jürgen Größe", "Bäckerei")


def test_cards_in_utf16_are_read() -> None:
    source = file_of("BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Jürgen\r\nEND:VCARD\r\n".encode("utf-16"))
    assert [card.full_name for card in read_cards(source) if isinstance(card, Card)] == ["Jürgen"]


def test_points_with_their_kinds_labels_and_preference() -> None:
    card = _card(
        "FN:A",
        "TEL;TYPE=WORK,FAX:1",
        "TEL;TYPE=cell;TYPE=pref:2",
        "item1.TEL:3",
        "item1.X-ABLabel:_$!<AssistantPhone>!$_",
        "EMAIL;TYPE=INTERNET,HOME:a@x.de",
        "item2.URL;type=pref:http\\://x.de",
        "item2.X-ABLabel:_$!<HomePage>!$_",
    )
    assert card.phones == [
        Value("1", ("work", "fax")),
        Value("2", ("cell",), "", True),
        Value("3", (), "AssistantPhone"),
    ]
    assert card.mails == [Value("a@x.de", ("home",))]
    assert card.websites == [Value("http://x.de", (), "HomePage", True)]


def test_kinds_of_the_old_version_stand_alone() -> None:
    assert _card("FN:A", "TEL;WORK;VOICE;PREF:1", version="2.1").phones == [Value("1", ("work",), "", True)]


def test_a_phone_as_uri_keeps_its_extension() -> None:
    card = _card('TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102', "FN:A", version="4.0")
    assert card.phones == [Value("+1-418-656-9254 ext. 102", ("work",), "", True)]


def test_addresses_with_their_labels() -> None:
    old = _card("FN:A", "ADR;WORK:;Room 5;Main St. 1;Ulm;;89073;Germany", "LABEL;WORK:Main St. 1\\nUlm", version="2.1")
    new = _card('ADR;TYPE=home;LABEL="Main St. 1^nUlm":;;Main St. 1;Ulm;;89073;', "FN:A", version="4.0")
    assert old.addresses[0].parts == ("", "Room 5", "Main St. 1", "Ulm", "", "89073", "Germany")
    assert old.addresses[0].formatted == new.addresses[0].formatted == "Main St. 1\nUlm"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BDAY:19800203", "1980-02-03"),
        ("BDAY;VALUE=date:1980-02-03", "1980-02-03"),
        ("BDAY:1980-02-03T23:10:00Z", "1980-02-03"),
        ("BDAY:--0203", "--02-03"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03", "--02-03"),
        ("BDAY;VALUE=text:circa 1800", "circa 1800"),
        ("BDAY:1980-13-45", "1980-13-45"),
    ],
)
def test_birthdays_in_their_forms(line: str, day: str) -> None:
    assert _card("FN:A", line).birthday == day


def test_messengers_networks_and_relations() -> None:
    card = _card(
        "FN:A",
        "X-SKYPE:anna.s",
        "IMPP;X-SERVICE-TYPE=Jabber;type=HOME:xmpp:anna@example.com",
        "X-SOCIALPROFILE;type=twitter:https://twitter.com/anna",
        "item1.X-ABRELATEDNAMES:Bob",
        "item1.X-ABLabel:_$!<Spouse>!$_",
        "RELATED;TYPE=friend;VALUE=text:Cy",
        "item2.X-ABDATE:2010-05-06",
        "item2.X-ABLabel:_$!<Anniversary>!$_",
    )
    assert card.messengers == [Handle("skype", "anna.s"), Handle("jabber", "anna@example.com", ("home",))]
    assert card.networks == [Handle("twitter", "https://twitter.com/anna")]
    assert card.related == [Value("Bob", ("spouse",)), Value("Cy", ("friend",))]
    assert card.anniversary == "2010-05-06"


def test_other_facts() -> None:
    card = _card(
        "KIND:individual",
        "FN:A",
        "ORG:Acme\\, Inc.;Sales;North",
        "TITLE:Head",
        "ROLE:Seller",
        "NICKNAME:Annie,Nan",
        "CATEGORIES:VIP,Friends",
        "LANG;PREF=1:fr",
        "TZ:-05:00",
        "GEO:geo:46.77,-71.28",
        "GENDER:F;grrrl",
        "REV:20200101T000000Z",
        "UID:urn:uuid:1",
        version="4.0",
    )
    assert (card.organization, card.units, card.title, card.role) == (
        "Acme, Inc.",
        ["Sales", "North"],
        "Head",
        "Seller",
    )
    assert (card.nicknames, card.categories, card.languages) == (["Annie", "Nan"], ["VIP", "Friends"], ["fr"])
    assert (card.timezone, card.place, card.gender, card.gender_text) == ("-05:00", (46.77, -71.28), "F", "grrrl")


def test_pictures_in_the_card_and_elsewhere() -> None:
    data = b"\x89PNG\r\n" + bytes(range(100))
    text = base64.b64encode(data).decode()
    folded = [text[:60], *(" " + text[place : place + 60] for place in range(60, len(text), 60))]
    for lines, version in (
        (["PHOTO;ENCODING=b;TYPE=PNG:" + folded[0], *folded[1:]], "3.0"),
        (["PHOTO;PNG;BASE64:", *(" " + line.strip() for line in folded), ""], "2.1"),
        (["PHOTO;BASE64:", text, ""], "2.1"),
        ([f"PHOTO:data:image/png;base64,{text}"], "4.0"),
    ):
        photo = _card("FN:A", *lines, version=version).photos[0]
        assert (photo.media_type, photo.data) == ("image/png", data)
    assert _card("FN:A", "PHOTO;VALUE=uri:http://x.de/a.jpg").photos[0].uri == "http://x.de/a.jpg"


def test_what_nobody_knows_is_kept_as_it_stands() -> None:
    extra = _card("FN:A", "X-FOO;BAR=1:some\\, thing").extra
    assert [(each.name, each.params, each.value) for each in extra] == [("X-FOO", {"BAR": ["1"]}, "some\\, thing")]


def test_lines_that_end_in_two_carriage_returns_are_read() -> None:
    text = "BEGIN:VCARD\r\r\nFN:Anna\r\r\nNOTE:one \r\r\n two\r\r\nEND:VCARD\r\r\n"
    card = next(card for card in read_cards(file_of(text)) if isinstance(card, Card))
    assert (card.full_name, card.note) == ("Anna", "one two")


def test_a_card_within_a_card_stays_within() -> None:
    card = _card("FN:A", "AGENT:", "BEGIN:VCARD", "FN:Inner", "TEL:1", "END:VCARD", "TEL:2", version="2.1")
    inline = _card("FN:A", "AGENT:BEGIN:VCARD", "FN:Inner", "TEL:1", "END:VCARD", "TEL:2", version="2.1")
    folded = _card("FN:A", "AGENT:BEGIN:VCARD", " FN:Inner", " TEL:1", " END:VCARD", "TEL:2")
    assert [[phone.value for phone in each.phones] for each in (card, inline, folded)] == [["2"], ["2"], ["2"]]


def test_a_broken_card_among_good_ones_costs_only_itself() -> None:
    found = _cards(
        "BEGIN:VCARD",
        "FN:Anna",
        "END:VCARD",
        "BEGIN:VCARD",
        "this is no property",
        "END:VCARD",
        "BEGIN:VCARD",
        "FN:Bob",
        "TEL:1",
        "BEGIN:VCARD",
        "FN:Cy",
        "END:VCARD",
        "stray",
        "BEGIN:VCARD",
        "FN:Di",
        "garbage here",
        "TEL:2",
        "END:VCARD",
    )
    cards = [each for each in found if isinstance(each, Card)]
    assert [card.full_name for card in cards] == ["Anna", "", "Bob", "Cy", "Di"]
    assert [(each.row, each.code) for card in cards for each in card.problems] == [
        (5, "broken_line"),
        (4, "empty_card"),
        (7, "open_card"),
        (16, "broken_line"),
    ]
    assert [(each.row, each.code) for each in found if isinstance(each, Problem)] == [(13, "outside_card")]
    assert "this is no property" in cards[1].raw
    assert cards[4].phones == [Value("2")]


def test_a_line_break_that_was_not_escaped_stays_in_the_note() -> None:
    card = _card("FN:A", "NOTE:line one", "line two", "TEL:1")
    assert card.note == "line one\nline two"
    assert [each.code for each in card.problems] == ["broken_value"]


def test_a_damaged_picture_is_left_out_and_the_card_is_read() -> None:
    card = _card("FN:A", "PHOTO;ENCODING=b;TYPE=JPEG:###", "TEL:1")
    assert card.photos == []
    assert [each.code for each in card.problems] == ["broken_picture"]
    assert card.phones == [Value("1")]


def test_a_huge_card_is_left_out_and_the_others_are_read() -> None:
    huge = ["BEGIN:VCARD", "FN:Huge", *(" " + "x" * 1000 for _ in range(17_000)), "END:VCARD"]
    found = _cards(*huge, "BEGIN:VCARD", "FN:Anna", "END:VCARD")
    assert [each.code for each in found if isinstance(each, Problem)] == ["huge_card"]
    assert [each.full_name for each in found if isinstance(each, Card)] == ["Anna"]


def test_cards_become_a_table_whose_columns_know_what_they_mean() -> None:
    table = open_table(
        file_of(
            "BEGIN:VCARD\nFN:Anna Smith\nN:Smith;Anna\nORG:Acme\nTEL;TYPE=CELL:1\nTEL;TYPE=CELL:2\n"
            "EMAIL:a@x.de\nEMAIL:b@x.de\n"
            "ADR;TYPE=HOME:;;Main St. 1;Ulm;;89073;Germany\nEND:VCARD\n"
            "BEGIN:VCARD\nKIND:org\nFN:Bolt GmbH\nTEL;TYPE=WORK:3\nEND:VCARD\n",
            "cards.vcf",
        )
    )
    row = dict(zip((column.target for column in table.columns), table.sample[0].cells, strict=True))
    assert row["full_name"] == "Anna Smith"
    assert (row["mail:1"], row["mail:2"]) == ("a@x.de", "b@x.de")
    assert (row["street:home"], row["city:home"], row["postcode:home"]) == ("Main St. 1", "Ulm", "89073")
    assert [column.name for column in table.columns if column.target == "phone:mobile"] == [
        "Phone, mobile",
        "Phone, mobile (2)",
    ]
    company = dict(zip((column.target for column in table.columns), table.sample[1].cells, strict=True))
    assert (company["company"], company["full_name"], company["phone:work"]) == ("Bolt GmbH", "", "3")
    assert [row.number for row in table.rows()] == [1, 11]


def test_a_problem_between_cards_comes_with_a_row() -> None:
    table = open_table(file_of("BEGIN:VCARD\nFN:A\nEND:VCARD\nstray\nBEGIN:VCARD\nFN:B\nEND:VCARD\nmore\n"))
    assert [(row.number, [each.code for each in row.problems]) for row in table.rows()] == [
        (1, ["outside_card"]),
        (5, ["outside_card"]),
    ]


def test_a_card_with_more_values_than_columns_waits_and_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goodwill.transfer.readers.vcard.rows.MAX_COLUMNS", 2)
    table = open_table(file_of("BEGIN:VCARD\nFN:Anna\nTEL:1\nTEL:2\nTEL:3\nEND:VCARD\n"))
    row = next(table.rows())
    assert row.cells == ["Anna", "1"]
    assert [(each.code, each.severity, each.raw) for each in row.problems] == [
        ("values_beyond", Severity.ERROR, "2, 3")
    ]


def test_a_file_with_no_card_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        open_table(file_of("BEGIN:VCARD\n" + "x" * (17 << 20) + "\nEND:VCARD\n"))
    assert refusal.value.problem.code == "no_cards"


@pytest.mark.skipif(not DATA.exists(), reason=WITHOUT_DATA)
@pytest.mark.parametrize("path", sorted((DATA / "vcards").glob("*.vcf")), ids=lambda path: path.stem)
def test_every_real_file_gives_as_many_cards_as_it_has(path: Path) -> None:
    begins = sum(
        line.strip().upper() == b"BEGIN:VCARD" and not line.startswith(b" ") for line in path.read_bytes().split(b"\n")
    )
    found = list(read_cards(Input.of_path(path)))
    assert sum(isinstance(each, Card) for each in found) == begins
    assert not [each for each in found if isinstance(each, Problem)]
    named = [card for card in found if isinstance(card, Card) and not (card.is_empty or card.is_list)]
    assert all(card.display for card in named)
    assert all(each.severity <= Severity.CHECK for card in named for each in card.problems)
    assert len(list(open_table(Input.of_path(path)).rows())) == begins


def test_pictures_that_are_not_taken_are_counted() -> None:
    picture = base64.b64encode(b"\x89PNG small").decode()
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\n{more}END:VCARD\r\n"
    cards = [
        card.format(name="Anna", more=f"PHOTO;ENCODING=b;TYPE=PNG:{picture}\r\n"),
        card.format(name="Bob", more=""),
    ]
    (told,) = open_table(file_of("".join(cards), "cards.vcf")).problems
    assert (told.code, told.params) == ("pictures", {"count": 1})
