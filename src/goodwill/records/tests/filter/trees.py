"""Random filters over toys, and random toys for them to meet: few words, many accents, many empty values."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from goodwill.kernel import changes
from goodwill.kernel.actors import system
from goodwill.kernel.models import Membership, Team, User
from goodwill.records.fields import Field, Kind
from goodwill.records.filter.kinds import BY_KIND
from goodwill.records.filter.operators import Operator, Takes, takes
from goodwill.records.filter.tree import (
    Comparison,
    Day,
    Filter,
    Id,
    Moment,
    Not,
    Number,
    Period,
    Search,
    Shift,
    Side,
    Text,
    Unit,
    Value,
    Word,
    all_of,
    any_of,
)
from goodwill.records.toys.models import Label, Maker, Popularity, Toy
from goodwill.records.toys.records import MAKER, TOY

NOW = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # half past eleven in London: another day than in Tokyo
WORDS = [
    "Bär",
    "bar",
    "BÄR 100%",
    "a_b",
    "Ærø",
    "aero",
    "Straße",
    "50%",
    "x\\y",
    "Ōsaka",
    "\U0001f600 toy",
    "İstanbul",
    "a  b",
]
PHONES = ["+44 20 7946 0112", "020 7946 0112", "+47 22 33 44 55", "22334455", "7946", "0047 22334455"]
MAILS = ["Anna@Example.com", "bob@example.org", "uenal@Bücher.example"]
DAYS = [date(2026, 3, 31) + timedelta(days=n) for n in (-400, -90, -31, -8, -7, -1, 0, 1, 6, 7, 30, 91)]


def toys(dice: random.Random, count: int) -> list[Toy]:
    """Makers, toys of both forms, their labels and votes, some in the trash, owned by different people."""
    people: list[Any] = [*User.objects.order_by("pk"), None]
    teams: list[Any] = [*Team.objects.order_by("pk"), None]
    with changes.batch(system(), "play"):
        makers = [changes.create(_maker(dice, people, teams)) for _n in range(6)]
        made = [changes.create(_toy(dice, makers, people, teams)) for _n in range(count)]
        for toy in made:
            for kind, words in (("tag", WORDS), ("phone", PHONES)):
                for value in dice.sample(words, dice.choice((0, 0, 1, 2))):
                    label = changes.create(Label(toy=toy, kind=kind, value=value))
                    if dice.random() < 0.2:
                        changes.trash(label)
            if dice.random() < 0.5:
                Popularity.objects.create(toy=toy, votes=dice.choice((None, 0, 5, 7)))
        changes.trash(makers[0])
        changes.trash(made[0])
    return list(Toy.objects.filter(form="toy"))


def _maker(dice: random.Random, people: list[Any], teams: list[Any]) -> Maker:
    return Maker(
        name=dice.choice(WORDS),
        city=dice.choice([*WORDS, ""]),
        country=dice.choice(["NO", "DE", ""]),
        founded=dice.choice([*DAYS, None]),
        owner=dice.choice(people),
        team=dice.choice(teams),
    )


def _toy(dice: random.Random, makers: list[Maker], people: list[Any], teams: list[Any]) -> Toy:
    return Toy(
        form=dice.choice(["toy", "toy", "toy", "game"]),
        name=f"{dice.choice(WORDS)} {dice.choice(WORDS)}",
        stage=dice.choice(["idea", "made", "sold_out"]),
        maker=dice.choice([*makers, None]),
        price=dice.choice([None, 0, 5, 500, 1250]),
        currency=dice.choice(["GBP", "EUR", "JPY"]),
        discount=dice.choice([None, 0, 1250, 500]),
        pieces=dice.choice([0, 1, 5, 100]),
        weight=dice.choice([None, 0.0, 1.5, 5.0]),
        safe=dice.choice([None, True, False]),
        launched=dice.choice([*DAYS, None]),
        tested_at=dice.choice([None, *(NOW + timedelta(hours=n) for n in (-200, -24, -23, -1, 0, 1, 2, 25, 170))]),
        language=dice.choice(["nb", "de", ""]),
        mail=dice.choice([*MAILS, ""]),
        story=dice.choice(["", " ", "\u0301", *WORDS]),
        owner=dice.choice(people),
        team=dice.choice(teams),
    )


def join_team(user: User) -> None:
    with changes.batch(system(), "play"):
        changes.create(Membership(user=user, team=Team.objects.order_by("pk").first()))


def as_mapping(toy: Toy, seen_makers: dict[int, Maker]) -> dict[str, Any]:
    """The toy as a plain mapping, in the form that `predicate` takes."""
    given: dict[str, Any] = {
        field.name: field.read(toy)
        for field in TOY.all_fields.values()
        if field.column and field.kind is not Kind.RELATION
    }
    for name in ("tags", "phones"):
        rows = Label.objects.filter(toy=toy, kind=name[:-1])
        given[name] = list(rows.values_list("value", flat=True))
    maker = seen_makers.get(toy.maker_id or 0)
    given["maker"] = maker and {
        "id": maker.pk,
        **{f.name: f.read(maker) for f in MAKER.all_fields.values()},
    }
    worth = None if toy.price is None else toy.price * toy.pieces
    return {**given, "currency": toy.currency, "worth": worth}


texts = st.sampled_from([Text(word) for word in (*WORDS, "b", "ar", "%", "_", "\\", "ss", "o")])
units = st.sampled_from(Unit)
counts = st.sampled_from([0, 1, 2, 7, 8, 30, 90, 100])
days: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from([Day(day) for day in DAYS]),
    st.sampled_from([Word("today"), Word("yesterday"), Word("tomorrow")]),
    st.builds(Shift, counts, st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS]), st.booleans()),
)
periods = st.builds(Period, st.sampled_from([Side.LAST, Side.NEXT]), units, st.one_of(st.none(), counts)) | st.builds(
    Period, st.just(Side.THIS), units
)
moments = st.builds(lambda n: Moment(NOW + timedelta(hours=n)), st.sampled_from([-24, -1, 0, 2, 25]))
whole = st.sampled_from([Number(Decimal(n)) for n in (-1, 0, 1, 5, 7, 100, 10**12)])
MONEY = [
    st.sampled_from([Number(Decimal(n), code) for n in ("-1", "0", "5", "0.05", "12.5")]) for code in ("", "EUR", "GBP")
] + [st.sampled_from([Number(Decimal(n), "JPY") for n in (0, 5, 500, 10**12)])]
VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.TEXT: texts,
    Kind.LONG_TEXT: texts,
    Kind.MAIL: st.sampled_from([Text(t) for t in (*MAILS, "example", "anna", ".com", "UENAL@BUCHER.EXAMPLE")]),
    Kind.PHONE: st.sampled_from([Text(t) for t in (*PHONES, "0112", "4420", "33 44", "0")]).filter(
        lambda t: t.text != "0"
    ),
    Kind.NUMBER: whole,
    Kind.PERCENT: whole | st.sampled_from([Number(Decimal("12.5")), Number(Decimal("0.05"))]),
    Kind.YES_NO: st.sampled_from([Word("yes"), Word("no")]),
    Kind.DATE: days,
    Kind.MOMENT: days,
    Kind.CHOICE: st.sampled_from([Word("idea"), Word("made"), Word("sold_out")]),
    Kind.COUNTRY: st.sampled_from([Word("NO"), Word("DE")]),
    Kind.LANGUAGE: st.sampled_from([Word("nb"), Word("de")]),
    Kind.TAGS: texts,
    Kind.USER: st.sampled_from([Word("me"), Id(1), Id(2), Id(3), Id(99)]),
    Kind.TEAM: st.sampled_from([Id(1), Id(2), Id(99)]),
    Kind.RELATION: st.sampled_from([Id(n) for n in (1, 2, 3, 4, 5, 6, 99)]),
}


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """A proper comparison: as `check` would leave it, but for texts that fold to nothing."""
    path, field = draw(st.sampled_from(_paths()))
    operator = draw(st.sampled_from(BY_KIND[field.kind]))
    wanted = takes(operator)
    if wanted is Takes.PERIOD:
        return Comparison(path, operator, (draw(periods),))
    low, high = {Takes.NOTHING: (0, 0), Takes.ONE: (1, 1), Takes.TWO: (2, 2)}.get(wanted, (1, 3))
    value = VALUES.get(field.kind, whole)
    if field.kind is Kind.MOMENT and operator in (Operator.BEFORE, Operator.SINCE, Operator.BETWEEN):
        value = value | moments
    if field.kind is Kind.MONEY:
        value = draw(st.sampled_from(MONEY))
    return Comparison(path, operator, tuple(draw(st.lists(value, min_size=low, max_size=high))))


def _paths() -> list[tuple[tuple[str, ...], Field]]:
    own = [((field.name,), field) for field in TOY.all_fields.values() if field.filterable and field.name != "secret"]
    over = [(("maker", field.name), field) for field in MAKER.all_fields.values() if field.filterable]
    return own + over


leaves: st.SearchStrategy[Filter] = comparisons() | st.builds(
    Search, st.sampled_from([w for w in WORDS if w != "\u0301"])
)
filters: st.SearchStrategy[Filter] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(all_of, st.lists(inner, min_size=2, max_size=3)),
        st.builds(any_of, st.lists(inner, min_size=2, max_size=3)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)
