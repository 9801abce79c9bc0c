"""Formulas: what they compute, what they refuse and where, and that records follow their fields."""

from datetime import date
from decimal import Decimal

import pytest

from goodwill.kernel import changes, jobs
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import CustomField
from goodwill.kernel.money import Money
from goodwill.records import registry, writing
from goodwill.records.custom.computing import by_labels
from goodwill.records.custom.formula import FormulaError, Type, compile_formula
from goodwill.records.custom.formula.compiling import TODAY
from goodwill.records.custom.formula.values import DATE, NUMBER, TEXT, YES_NO
from goodwill.records.custom.verbs import change_field, make_field, remove_field
from goodwill.records.query import Listing

TOY = registry.get("toy")
GBP, EUR = Type("money", "GBP"), Type("money", "EUR")
FIELDS = {
    "n": NUMBER, "none": NUMBER, "cost": GBP, "fee": EUR, "word": TEXT, "nothing": TEXT, "born": DATE, "ok": YES_NO,
}  # fmt: skip
VALUES = {
    "n": Decimal("2.5"), "cost": Decimal("10.00"), "fee": Decimal(1), "word": "Müller", "born": date(2000, 2, 29),
    "ok": True, TODAY: date(2026, 11, 26),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("-n * 2", -5),
        ("2 - -n", Decimal("4.5")),
        ("n / 0", None),
        ("none + 1", None),
        ("or_else(none, 3) + 1", 4),
        ("cost * n", 25),
        ("cost + 1", 11),
        ("cost / cost", 1),
        ("round(10 / 3, 2)", Decimal("3.33")),
        ("round(2.5)", 3),
        ("ceiling(2.1) + floor(2.9) + abs(-1)", 6),
        ("max(1, n, 2)", Decimal("2.5")),
        ('"a" & n & ok & none', "a2.5yes"),
        ('word = "muller"', True),
        ('contains(word, "MULL")', True),
        ("upper(left(word, 2)) & right(word, 1) & len(word)", "MÜr6"),
        ('replace(word, "ü", "ue")', "Mueller"),
        ("nothing = empty", True),
        ("none != empty", False),
        ("none < 1 or none > 1", False),
        ("not ok or n > 2 and n <= 2.5", True),
        ('if(n > 2, "much", "little")', "much"),
        ("if(ok, cost, 0)", 10),
        ("born + 1", date(2000, 3, 1)),
        ("days(born, 2000-03-10)", 10),
        ("2000-03-10 - born", 10),
        ("years(born, today())", 26),
        ("months_later(born, 12)", date(2001, 2, 28)),
        ("year(born) * 100 + month(born)", 200002),
        ("date(2026, 2, 30)", None),
        ("weekday(2026-11-26)", 4),
        ("is_empty(none) and is_empty(nothing)", True),
        ('number("12.5") + number("x")', None),
        ('=IF(n > 2; "much"; "little")', "much"),
        ("ROUND(n * 1,5; 1)", Decimal("3.8")),
        ("n * 1,2 + 200 * 1%", 5),
        ("AND(n > 1, NOT(n > 3), OR(ok, FALSE))", True),
        ("SUM(n, none, 1)", Decimal("3.5")),
        ('CONCATENATE(“a”, " ", n)', "a 2.5"),
        ('IF(none = "", "none", "some") & IF(n = "", 1, "")', "none"),
        ('born > "1999-12-31" and IF(n > 3, born) = empty', True),
        ("mod(-7, 3) + IFERROR(n / 0, 1)", 3),
        ('mid("Müller", 2, 3)', "üll"),
    ],
)
def test_what_a_formula_comes_to(text, answer):
    assert compile_formula(text, FIELDS).run(VALUES) == answer


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("", ""),
        ("1 +", ""),
        ("1 + * 2", "*"),
        ("(1 + 2", ""),
        ("n + word", "n + word"),
        ("cost * cost", "cost * cost"),
        ("cost + fee", "cost + fee"),
        ("unknown + 1", "unknown"),
        ("frobnicate(1)", "frobnicate"),
        ("round(word)", "word"),
        ("if(n, 1, 2)", "n"),
        ('if(ok, 1, "a")', 'if(ok, 1, "a")'),
        ("2026-02-30", "2026-02-30"),
        ('"never ends', '"never ends'),
        ("__import__", "__import__"),
        ("n.real", "."),
        ("empty", "empty"),
        ("not n", "n"),
        ("left(word)", "left(word)"),
        ("n ^ 2", "^"),
        ("n && ok", "&&"),
        ("if(ok, 'a', 'b')", "'"),
        ("born > 31.12.2025", "31.12.2025"),
        ("next service - n", "next service"),
        ("round(1,5, (2,3))", ","),
        ("vlookup(n, 2)", "vlookup"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, marked):
    with pytest.raises(FormulaError) as refusal:
        compile_formula(text, FIELDS)
    error = refusal.value
    assert error.sentence
    assert text[error.position : error.position + error.length] == marked


def test_depth_and_length_and_growth_are_bounded():
    for text in ("(" * 100 + "1" + ")" * 100, "-" * 100 + "1", "1+" * 3000 + "1", "not " * 60 + "ok"):
        with pytest.raises(FormulaError):
            compile_formula(text, FIELDS)
    text = '"' + "x" * 100 + '"'
    grown = compile_formula(f"({text} & word) & {'&'.join([text] * 12)}", FIELDS).run(VALUES)
    assert len(grown) <= 2000
    big = "*".join(["999999999999999"] * 60)
    assert compile_formula(big, FIELDS).run(VALUES) is not None
    assert compile_formula('len(text(number("1e-99999999")))', FIELDS).run(VALUES) == 1
    assert compile_formula('replace(word, "a", "b")', {"word": TEXT}).run({"word": "a" * 3000}) == "b" * 2000
    assert compile_formula("replace(word, left(word, 1), word)", FIELDS).run({"word": "x" * 100_000}) == "x" * 2000


@pytest.fixture
def margin(firm, owner):
    make_field(by=owner, type="toy", kind="money", label="Cost", currency="GBP")
    make_field(by=owner, type="toy", kind="number", label="Wheels")
    return make_field(by=owner, type="toy", kind="formula", label="Value", formula="[Cost] * or_else([Wheels], 1)")


def listed(owner, *names, **asked):
    return [tuple(row[name] for name in names) for row in Listing(TOY, owner, columns=names, **asked).rows()]


def test_a_record_is_computed_when_it_is_written(margin, owner):
    assert (margin.formula, margin.kind, margin.currency) == ("x_cost * or_else(x_wheels, 1)", "money", "GBP")
    assert by_labels(margin.formula, TOY) == "[Cost] * or_else([Wheels], 1)"
    car = writing.create(TOY, {"name": "Car", "x_cost": "2.50", "x_wheels": 4}, by=owner)
    writing.create(TOY, {"name": "Doll", "x_cost": "3"}, by=owner)
    writing.create(TOY, {"name": "Idea"}, by=owner)
    assert listed(owner, "name", "x_value", sort="-x_value") == [
        ("Car", Money(1000, "GBP")),
        ("Doll", Money(300, "GBP")),
        ("Idea", None),
    ]
    with changes.batch(owner, "edit") as batch:
        writing.edit(TOY, car, {"x_wheels": 8}, by=owner)
    assert listed(owner, "name", filter="x_value > 15") == [("Car",)]
    changes.undo(batch.id, owner)
    assert listed(owner, "x_value", filter='name is "Car"') == [(Money(1000, "GBP"),)]


def test_nobody_types_what_is_computed(margin, owner, browse):
    with pytest.raises(Invalid):
        writing.create(TOY, {"name": "Car", "x_value": 1}, by=owner)
    form = browse(owner).get("/toys/new").content.decode()
    assert 'name="x_cost"' in form
    assert 'name="x_value"' not in form


def test_a_formula_reads_columns_choices_and_other_formulas(firm, owner):
    make_field(by=owner, type="toy", kind="formula", label="Double", formula="[Pieces] * 2")
    make_field(by=owner, type="toy", kind="formula", label="Said", formula='[Name] & ": " & [Stage] & " " & [Double]')
    car = writing.create(TOY, {"name": "Car", "pieces": 3, "stage": "sold_out"}, by=owner)
    assert listed(owner, "x_said") == [("Car: Sold out 6",)]
    assert listed(owner, "name", filter='x_said contains "SOLD"') == [("Car",)]
    writing.edit(TOY, car, {"pieces": 5}, by=owner)
    assert listed(owner, "x_double", "x_said") == [(10, "Car: Sold out 10")]


def test_records_that_are_there_are_computed_when_the_formula_changes(margin, owner):
    writing.create(TOY, {"name": "Car", "x_cost": "2"}, by=owner)
    version = TOY.model.objects.get(name="Car").version
    with changes.batch(owner, "change_field") as batch:
        change_field(margin, by=owner, label="Value", formula='if([Cost] > 1, "dear", "cheap")')
    assert CustomField.objects.get(pk=margin.pk).kind == "text"
    assert listed(owner, "x_value") == [("dear",)]
    assert listed(owner, "name", sort="x_value", filter='x_value is "dear"') == [("Car",)]
    changes.undo(batch.id, owner)
    assert listed(owner, "x_value") == [(Money(200, "GBP"),)]
    assert TOY.model.objects.get(name="Car").version == version


def test_a_circle_is_refused_and_what_is_needed_stays(margin, owner):
    cost = CustomField.objects.get(label="Cost")
    with pytest.raises(Refused):
        remove_field(cost, by=owner)
    make_field(by=owner, type="toy", kind="formula", label="Twice", formula="[Value] * 2")
    with pytest.raises(Invalid) as refusal:
        change_field(margin, by=owner, label="Value", formula="[Twice] / 2")
    assert list(refusal.value.problems) == ["formula"]
    assert "x_cost" in TOY.all_fields


def test_many_records_are_computed_in_the_background(firm, owner, monkeypatch):
    from goodwill.records.custom import jobs as work

    monkeypatch.setattr(work, "AT_ONCE", 2)
    for n in range(5):
        writing.create(TOY, {"name": f"Toy {n}", "pieces": n}, by=owner)
    make_field(by=owner, type="toy", kind="formula", label="Double", formula="[Pieces] * 2")
    assert listed(owner, "x_double", sort="name") == [(None,)] * 5
    jobs.run_due()
    assert listed(owner, "x_double", sort="name") == [(0,), (2,), (4,), (6,), (8,)]
    field = CustomField.objects.get()
    change_field(field, by=owner, label="Double", formula='"n" & [Pieces]')
    jobs.run_due()
    assert listed(owner, "x_double", sort="name")[0] == ("n0",)
    change_field(field, by=owner, label="Double", formula="[Pieces] * 3", decimals=1)
    assert listed(owner, "x_double", sort="x_double", filter="x_double is empty") == [(None,)] * 5
    jobs.run_due()
    assert listed(owner, "x_double", sort="-x_double")[0] == (120,)
