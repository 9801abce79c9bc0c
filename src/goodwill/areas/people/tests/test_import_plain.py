"""Rows whose parties are made ahead, while the file is read, leave what rows leave that go the way of all others."""

import csv
import io
import random
from typing import Any

import pytest
from django.db import connection

from goodwill.areas.people.imports import plain, quick as quick_way
from goodwill.areas.people.imports.drafts import Reader
from goodwill.areas.people.models import Address, ContactPoint, DuplicateKey, Party, Tie
from goodwill.kernel import jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change
from goodwill.kernel.models.search import SearchRow, SearchSlip
from goodwill.records.custom.verbs import make_field
from goodwill.transfer import runs, understanding
from goodwill.transfer.tests.bringing import brought, performed
from goodwill.transfer.values import Given

HEADER = (
    "First Name", "Last Name", "Email", "Phone", "Website", "Street", "City", "Country", "Birthday", "Language",
    "Company", "Job Title", "Colour", "Shelf", "Next check", "Ring", "Call me",
)  # fmt: skip
OWN = (
    ("", "Sea blue", "ÉTÉ"), ("", "12", "many"), ("", "2026-03-15", "soon"), ("", "Red", "mauve"),
    ("", "+44 20 7946 0555"),
)  # fmt: skip
NAMES = (
    "Anna", "Field", "O’Neil", "Dr. Jürgen", "von und zu Gülle", "李小龍", "محمد", "Ａｎｎａ",
    "Zoë\u0301", "Mc\u00adDonald",
    "İstanbul", "ﬁnch", "👩‍🚀", "<b>Bob</b>", "'; DROP TABLE", "=1+1", "NULL", "None", "0", "-", "Robert", "Bob",
    "ß", "x" * 230,
    "two\nlines", "tab\there", "\u202eevil", "Jean-Luc", "de la Cruz", "Ł", "a b c d e", "\u200b", "{}", "%s",
    "NaN", "True", '"q"',
)  # fmt: skip
MAILS = (
    "", "anna@field.example", "ANNA@FIELD.EXAMPLE", "o'neil@x.example", "no mail", "a@b", "jö@bücher.example",
    "x@y.example;z@y.example",
    "Bob <bob@b.example>", "very.common+tag@mail.example", "  spaced@x.example ", "'quoted@x.example'",
)  # fmt: skip
PHONES = (
    "", "+44 20 7946 0018", "020 7946 0018", "0049 30 123456", "4.42079E+11", "ext 5", "12",
    "+1 (212) 555-0100 x7", "call me",
    "+44 20 7946 0018", "07700 900123",
)  # fmt: skip
WEBS = ("", "https://www.field.example/", "field.example", "not a page", "#x#")
STREETS = ("", "1 High Street", "Hauptstr. 5", "L" * 300)
CITIES = ("", "Leeds", "Zürich", "São Paulo", "北京", "c" * 150)
COUNTRIES = ("", "GB", "Germany", "nowhere")
DATES = ("", "1980-02-29", "31.12.1999", "soon")
COMPANIES = ("", "", "Field & Sons", "FIELD & SONS", "Moor GmbH", "Łódź Works", "<i>Inc</i>", "n" * 230)
ROLES = ("", "Owner", "Fitter")
LANGUAGES = ("", "de", "English", "klingonish")


def naughty(rows: int, seed: int) -> str:
    chance, out = random.Random(seed), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for number in range(rows):
        mail = chance.choice(MAILS) if number % 3 else f"p{number}@many.example"
        rare = [chance.choice(some) if not chance.randrange(4) else "" for some in (WEBS, STREETS, COUNTRIES, DATES)]
        web, street, country, date = rare
        names = chance.choice(NAMES), f"{chance.choice(NAMES)} {number // 2}" if number % 2 else chance.choice(NAMES)
        language = chance.choice(LANGUAGES) if number % 5 == 0 else ""
        work = chance.choice(COMPANIES) if number % 7 else f"Works {number // 9}", chance.choice(ROLES)
        city = chance.choice(CITIES)
        own = [chance.choice(some) if number % 4 == 0 else "" for some in OWN]
        writer.writerow([*names, mail, chance.choice(PHONES), web, street, city, country, date, language, *work, *own])
    return out.getvalue()


def _values(row: Any, *but: str) -> tuple[Any, ...]:
    left_out = {"id", "created_at", "changed_at", "party_id", "company_id", *but}
    return tuple(getattr(row, each.attname) for each in row._meta.concrete_fields if each.attname not in left_out)


def _logged(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "version": change.version,
        **change.before,
        **change.after,
        **dict.fromkeys(("party", "about_id", "other")),
    }


def left() -> list[Any]:
    """Everything that hangs on each party, by its content."""
    found = []
    for party in Party.objects.all():
        at, of, about = party.created_at, {"party": party}, {"root_type": "party", "root_id": party.pk}
        parts = [*ContactPoint.objects.filter(**of), *Address.objects.filter(**of)]
        assert all(part.created_at == part.checked_at >= at for part in parts)
        changes = list(Change.objects.filter(**about))
        search = SearchRow.objects.filter(type="party", ref_id=party.pk)
        found.append(
            (
                _values(party),
                party.company and party.company.name,
                sorted(
                    map(str, Tie.objects.filter(**of).values_list("other__name", "kind", "role", "department", "main"))
                ),
                sorted(map(repr, (_values(part, "checked_at") for part in parts))),
                sorted(DuplicateKey.objects.filter(**of).values_list("kind", "key")),
                sorted(repr(sorted(_logged(change).items(), key=str)) for change in changes),
                list(search.values_list("title", "body", "digits", "owner_id", "team_id", "created_by_id")),
            )
        )
    return sorted(found, key=repr)


def _imported(by: Actor) -> list[Any]:
    """What two files leave, the second of which meets what the first one left; both are taken back."""
    found: list[Any] = []
    done = []
    for text, options in ((naughty(180, 17), {}), (naughty(140, 18), {"policy": "overwrite"})):
        run = brought(text, by, "naughty.csv", **options)
        counts = performed(run, by)
        rows = list(run.rows.order_by("number").values_list("number", "outcome", "sentence", "cells"))
        words = set(SearchSlip.objects.values_list("slip", "word"))
        found += [counts, rows, words, left()]
        done.append(run)
    for run in reversed(done):
        runs.undo(run, by)
        jobs.run_due()
    assert not Party.objects.exists()
    assert not SearchRow.objects.filter(type="party").exists()
    return found


@pytest.mark.slow
def test_rows_made_ahead_leave_what_others_leave(owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    made, plain_of = [], plain.plain_of

    def counting(*its: Any) -> Any:
        made.append(plain_of(*its))
        return made[-1]

    for label, kind in zip(HEADER[-5:], ("text", "number", "date", "choice", "phone"), strict=True):
        choices = {"choices": [{"label": "Red"}]} if kind == "choice" else {}
        make_field(by=owner, type="company" if label == "Shelf" else "person", label=label, kind=kind, **choices)
    monkeypatch.setattr(plain, "plain_of", counting)
    ahead = _imported(owner)
    assert sum(each is not None for each in made) > 50
    assert sum(each is not None and each.company is not None for each in made) > 25
    assert any("x_colour" in each.ahead[0][2] for each in made if each)
    monkeypatch.setattr(plain, "plain_of", lambda *_: None)  # and so no quick way either: it learns from this one
    for one, other in zip(ahead, _imported(owner), strict=True):
        assert one == other


@pytest.mark.once
@pytest.mark.parametrize(("vendor", "stage", "country"), [("sqlite", "", "GB"), ("postgresql", "lead", "DE")])
def test_the_quick_way_makes_what_the_long_way_makes(
    vendor: str, stage: str, country: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader("person", country, {}, {})
    beginning = plain.Beginning(1, None, stage, "fill", 1)
    quick = plain.PlainReader(reader, beginning, vendor)
    monkeypatch.setattr(quick_way, "TRIALS", 1)
    chance, told = random.Random(7), 0
    mails, phones = [*MAILS, "Anna.Field+x@Field.Example", "a_b@x.example"], [*PHONES, "030 123456", "+1 212 555 0100"]
    some = {"given_name": NAMES, "family_name": NAMES, "mail:1": mails, "mail:work": mails, "phone:1": phones}
    some |= {"phone:mobile": phones, "phone:fax": phones, "full_name": NAMES, "job_title": ROLES}
    for number in range(500):
        names = chance.choice((["given_name", "family_name"], ["family_name"], ["given_name"], ["full_name"], []))
        targets = [*names, *chance.sample(sorted(some.keys() - set(names)), chance.randrange(4))]
        values = {target: [chance.choice(some[target])] for target in chance.sample(targets, len(targets))}
        given = Given(number, values={target: texts for target, texts in values.items() if texts[0].strip()})
        if quickly := quick.quick(given):
            told += 1
            assert quickly == plain.PlainReader(reader, beginning, vendor)(given)
        quick(given)
    assert told > 80


def test_rows_of_one_person_are_decided_alike_in_one_part_and_in_several(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        "First Name,Last Name,Email,Phone,Company,Job Title\n"
        "Anna,Field,anna@field.example,+44 20 7946 0018,Field & Sons,Owner\n"
        "Anna,Field,anna@field.example,+44 20 7946 0999,Moor Ltd,Chair\n"
    )
    told = []
    for rows in (4000, 1):
        monkeypatch.setattr(understanding, "MOST", rows)
        run = brought(text, owner, "twice.csv", policy="overwrite")
        assert performed(run, owner) == {"new": 1, "updated": 1}
        anna = Party.objects.get(kind="person")
        phones = ContactPoint.objects.filter(party=anna, kind="phone").order_by("position")
        ties = Tie.objects.filter(party=anna).order_by("other__name")
        told.append(
            (
                anna.role,
                anna.company.name,
                list(phones.values_list("shown", "position")),
                list(ties.values_list("other__name", "main")),
            )
        )
        runs.undo(run, owner)
    assert told[0] == told[1]
    assert (told[0][0], len(told[0][2])) == ("Chair", 2)


@pytest.mark.parametrize("tags", [(), ("fair",)])
def test_a_row_that_the_database_refuses_costs_only_itself(owner: Actor, tags: tuple[str, ...]) -> None:
    refusing = (
        "ALTER TABLE people_party ADD CONSTRAINT no_broken CHECK (family <> 'Broken')"
        if connection.vendor == "postgresql"
        else "CREATE TRIGGER no_broken BEFORE INSERT ON people_party WHEN new.family = 'Broken'"
        " BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )
    with connection.cursor() as cursor:
        cursor.execute(refusing)
    names = [f"Ann{number},{'Broken' if number == 13 else 'Field'}{number % 2 or ''}" for number in range(24)]
    rows = [f"{name},a{number}@x.example,Works {number // 2}\n" for number, name in enumerate(names)]
    rows[13] = rows[13].replace("Broken1", "Broken")
    run = brought(f"First Name,Last Name,Email,Company\n{''.join(rows)}", owner, "broken.csv", tags=tags)
    assert performed(run, owner) == {"new": 23, "refused": 1}
    assert (run.counts["rows"], run.rows.get().number) == (24, 15)
    people = {party.primary_mail: party for party in Party.objects.filter(kind="person").select_related("company")}
    assert people.keys() == {f"a{number}@x.example" for number in range(24) if number != 13}
    for number in (12, 14, 23):
        party = people[f"a{number}@x.example"]
        assert party.company.name == f"Works {number // 2}"
        assert [point.value for point in ContactPoint.objects.filter(party=party)] == [party.primary_mail]
        assert SearchRow.objects.filter(type="party", ref_id=party.pk, title__startswith=f"ann{number} ").exists()
    assert not Change.objects.filter(after__family="Broken").exists()
