"""Rows whose parties are made ahead, while the file is read, leave what rows leave that go the way of all others."""

import csv
import io
import random
from typing import Any

import pytest
from django.db import connection

from goodwill.areas.people.imports import matching, plain, quick as quick_way
from goodwill.areas.people.imports.drafts import Reader, RowDraft
from goodwill.areas.people.models import Address, ContactPoint, DuplicateKey, Party, Tie
from goodwill.areas.people.verbs import parties
from goodwill.kernel import changes, jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes import putting_away
from goodwill.kernel.models import Change
from goodwill.kernel.models.search import SearchRow, SearchSlip
from goodwill.records.custom.verbs import make_field
from goodwill.transfer import runs, understanding
from goodwill.transfer.tests.bringing import brought, performed
from goodwill.transfer.values import Given

HEADER = (
    "First Name", "Last Name", "Email", "Phone", "Website", "Street", "City", "Country", "Birthday", "Language",
    "Company", "Job Title", "Hire date", "Colour", "Shelf", "Next check", "Ring", "Call me",
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
FULL = ("Anna Field", "Ben Dale", "Dr. Jürgen von Gülle", "Anna  Field", "李小龍", "Maria de la Cruz", "x" * 100)
PAGES = ("", "https://www.field.example/", "field.example/a-b", "http://FIELD.example", "not a page", "#x#")
COUNTRIES = ("", "GB", "Germany", "nowhere")
OF_TIE = ("kind", "role", "department", "main", "started")
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
        hired = "2015-03-01" if number % 4 == 1 else ""
        city = chance.choice(CITIES)
        own = [chance.choice(some) if number % 4 == 0 else "" for some in OWN]
        writer.writerow(
            [*names, mail, chance.choice(PHONES), web, street, city, country, date, language, *work, hired, *own]
        )
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


def _without_ids(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("party", "other", "company")}


def left() -> list[Any]:
    """Everything that hangs on each party, by its content."""
    found = []
    for party in Party.objects.all():
        at, of, about = party.created_at, {"party": party}, {"root_type": "party", "root_id": party.pk}
        parts = [*ContactPoint.objects.filter(**of), *Address.objects.filter(**of)]
        assert all(part.created_at == part.checked_at >= at for part in parts)
        logged = list(Change.objects.filter(**about))
        search = SearchRow.objects.filter(type="party", ref_id=party.pk)
        found.append(
            (
                _values(party),
                party.company and party.company.name,
                sorted(map(str, Tie.objects.filter(**of).values_list("other__name", *OF_TIE))),
                sorted(map(repr, (_values(part, "checked_at") for part in parts))),
                sorted(DuplicateKey.objects.filter(**of).values_list("kind", "key")),
                sorted(repr(sorted(_logged(change).items(), key=str)) for change in logged),
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
    chance, told, sketched = random.Random(7), [], []
    mails, phones = [*MAILS, "Anna.Field+x@Field.Example", "a_b@x.example"], [*PHONES, "030 123456", "+1 212 555 0100"]
    some = {"given_name": NAMES, "family_name": NAMES, "mail:1": mails, "mail:work": mails, "phone:1": phones}
    some |= {"phone:mobile": phones, "phone:fax": phones, "full_name": FULL, "job_title": ROLES}
    some |= {
        "website:1": PAGES,
        "street": STREETS,
        "postcode": ("LS1 4AP", "0" * 21),
        "city": CITIES,
        "city:home": CITIES,
    }
    some |= {
        "region": CITIES,
        "country": ("GB", "DE"),
        "phase": ("lead", "odd"),
        "department": ROLES,
        "company": COMPANIES,
        "birthday": ("1980-02-29", "1999-12-31"),
    }
    few = {target: [text for text in texts if 0 < len(text) < 50][:4] for target, texts in some.items()}
    usual = ["mail:1", "phone:1", "job_title", "company", "city", "street"]
    for number in range(900):
        names = chance.choice((["given_name", "family_name"], ["family_name"], ["given_name"], ["full_name"], []))
        odd = chance.sample(sorted(some.keys() - set(names)), chance.randrange(4))
        targets = [*names, *(odd if number % 3 else usual[: chance.choice((2, 5, 6))])]
        values = {target: [chance.choice(some[target] if number % 3 else few[target])] for target in targets}
        given = Given(number, values={target: texts for target, texts in values.items() if texts[0].strip()})
        if not reader.is_from_abroad(given) and (quickly := quick.quick(given)):
            told += [given]
            slowly = plain.PlainReader(reader, beginning, vendor)(given)
            assert quickly.whole() == slowly.whole(), given
        if isinstance(made := quick(given), plain.Plain):
            sketched += [_compared(made.sketch())]
            assert sketched[-1] == _compared(quick.again(given)), given
    assert len(told) > 150
    assert sum({"company", "city"} <= one.values.keys() for one in told) > 10
    assert len(sketched) > 400
    assert any(birthday for *_rest, birthday in sketched)
    assert any(is_nameless for is_nameless, *_rest in sketched)


def _compared(row: RowDraft) -> tuple[Any, ...]:
    """All by which a row is compared with whoever is here."""
    main, folds = row.main, [(str(point.kind), point.fold) for point in row.main.points]
    told = matching._of_draft(main, row.company)
    return main.is_nameless, main.name_fold, folds, told, main.addresses and main.addresses[0].city_fold, told.birthday


def test_what_nobody_touched_is_taken_back_at_once_as_it_is_one_by_one(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"Ann,Field{n},a{n}@field.example,+44 20 7946 {n:04d},Firm {n % 5},Cook,Leeds" for n in range(24)]
    text = "\n".join(["First Name,Last Name,Email,Phone,Company,Job Title,City", *lines])
    told = []
    for many in (1, 10_000):
        monkeypatch.setattr(putting_away, "MANY", many)
        run = brought(text, owner, "many.csv")
        assert performed(run, owner) == {"new": 24}
        first = Party.objects.earliest("pk").pk
        edited, gone = Party.objects.filter(kind="person").order_by("pk")[3:5]
        parties.edit(edited, by=owner, nickname="Annie")
        with changes.batch(owner, "trash"):
            changes.trash(gone)
        result = changes.undo(run.batch.pk, owner, kept=False)  # type: ignore[union-attr]
        assert not Party.objects.exists()
        assert not ContactPoint.objects.exists()
        assert not Tie.objects.exists()
        rows = (
            Change.objects.filter(batch=result.batch)
            .order_by("type", "ref_id")
            .values_list("type", "kind", "root_type", "version", "before", "after")
        )
        made = [Party.everything.filter(pk__gte=first), ContactPoint.everything.filter(party__gte=first)]
        told.append(
            (
                result.undone,
                [(*row[:-2], _without_ids(row[-2]), row[-1]) for row in rows],
                [_values(row, "deleted_at", "checked_at") for its in made for row in its.order_by("pk")],
                [row.deleted_at is not None and row.changed_by_id for its in made for row in its],
                SearchRow.objects.filter(type="party").count(),
                DuplicateKey.objects.filter(party__gte=first).count(),
            )
        )
    assert told[0] == told[1]
    assert told[0][-2:] == (0, 0)


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
