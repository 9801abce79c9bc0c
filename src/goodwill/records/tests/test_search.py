"""What people type into the search box, and what it may show them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Role, User
from goodwill.kernel.models.search import SearchRow
from goodwill.records.search import search
from goodwill.records.toys.models import Label, Maker, Toy

NAMES = ("Wooden Train", "Tin Robot", "Ship in a Bottle", "Ålesund Puzzle")


@pytest.fixture
def toys(owner):
    with changes.batch(owner, "create"):
        made = [changes.create(Toy(name=name, form="toy", owner=owner.user)) for name in NAMES]
        changes.create(Label(toy=made[0], kind="phone", value="+44 20 7946 0112"))
        changes.create(Label(toy=made[1], kind="tag", value="collector"))
    return made


def titles(text, actor):
    return [found.title for found in search(text, actor)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Wooden Train", "Wooden Train"),
        ("wood", "Wooden Train"),
        ("train wood", "Wooden Train"),
        ("ROBOT", "Tin Robot"),
        ("alesund", "Ålesund Puzzle"),
        ("ottl", "Ship in a Bottle"),
        ("7946", "Wooden Train"),
        ("020 7946 0112", "Wooden Train"),
        ("robbot", "Tin Robot"),
        ("puzle", "Ålesund Puzzle"),
        ("bottl", "Ship in a Bottle"),
        ("bott shi", "Ship in a Bottle"),
        ("uzzle", "Ålesund Puzzle"),
        ("w", "Wooden Train"),
        ("t robot", "Tin Robot"),
        ("ship a bottle", "Ship in a Bottle"),
        ("ship a botle", "Ship in a Bottle"),
        ("b ship", "Ship in a Bottle"),
    ],
)
def test_a_record_is_found_by(toys, owner, typed, title):
    assert titles(typed, owner) == [title]


@pytest.mark.parametrize("typed", ["", "   ", "zzzz", "'; DROP TABLE", '"', "%", "_", "*", "NEAR(", "\x00", "😀" * 50])
def test_odd_texts_find_nothing_and_break_nothing(toys, owner, typed):
    assert titles(typed, owner) == []


def test_a_long_beginning_that_no_word_has_is_not_looked_for_as_a_whole(toys, owner):
    """SQLite would read all that is kept of the word before it."""
    with CaptureQueriesContext(connection) as asked:
        assert titles("ottlx", owner) == titles("bottlx robot", owner) == []
    assert not [query for query in asked if '"ottlx"*' in query["sql"] or '"bottlx"*' in query["sql"]]


def test_a_title_that_begins_so_comes_before_words_inside(toys, owner):
    with changes.batch(owner, "create"):
        changes.create(Toy(name="Robot Dog", form="toy"))
    assert titles("robot", owner) == ["Robot Dog", "Tin Robot"]


def test_a_renamed_record_is_found_by_its_new_name_only(toys, owner):
    with changes.batch(owner, "edit"):
        changes.update(toys[1], name="Steel Giant")
    assert titles("steel", owner) == ["Steel Giant"]
    assert titles("robot", owner) == []


def test_what_is_in_the_trash_is_not_found_until_it_is_back(toys, owner):
    with changes.batch(owner, "trash") as batch:
        changes.trash(toys[0])
    assert titles("train", owner) == []
    changes.undo(batch.row.pk, owner)
    assert titles("train", owner) == ["Wooden Train"]


def test_a_changed_part_is_found_at_its_whole(toys, owner):
    with changes.batch(owner, "edit"):
        changes.update(toys[0].labels.get(), value="+45 33 12 45 78")
    assert titles("33124578", owner) == ["Wooden Train"]
    assert titles("7946", owner) == []


def test_nobody_finds_what_they_may_not_see(toys, owner):
    role = Role.objects.get(builtin="staff")
    with changes.batch(owner, "edit"):
        changes.update(role, scopes={"*": {"read": "own"}})
        changes.create(Toy(name="Robot of mine", form="toy", owner=User.objects.get(role=role)))
    staff = Actor.of(User.objects.get(role=role))
    assert titles("robot", staff) == ["Robot of mine"]
    assert titles("robbot", staff) == ["Robot of mine"]
    with changes.batch(owner, "edit"):
        changes.update(role, scopes={})
    assert titles("robot", Actor.of(User.objects.get(role=role))) == []


def test_several_types_answer_together(toys, owner):
    with changes.batch(owner, "create"):
        changes.create(Maker(name="Robot Works", city="Oslo"))
    assert set(titles("robot", owner)) == {"Robot Works", "Tin Robot"}
    assert titles("oslo", owner) == ["Robot Works"]


def test_a_record_has_one_row_however_often_it_is_written(toys, owner):
    for number in range(3):
        with changes.batch(owner, "edit"):
            changes.update(toys[0], name=f"Wooden Train {number}")
    assert SearchRow.objects.filter(type="toy", ref_id=toys[0].pk).count() == 1


def test_the_search_page_lists_hits_and_the_palette_gets_lines(toys, owner, browse):
    client = browse(owner)
    page = client.get("/search", {"q": "robot"}).content.decode()
    lines = client.get("/search", {"q": "robot"}, HTTP_HX_REQUEST="true").content.decode()
    assert "Tin Robot" in page
    assert "<html" in page
    assert "Tin Robot" in lines
    assert "<html" not in lines


def test_the_palette_leads_to_all_that_is_found_where_it_shows_a_part(firm, owner, browse):
    client = browse(owner)
    with changes.batch(owner, "create"):
        for number in range(12):
            changes.create(Toy(name=f"Kite & co {number}", form="toy"))
    lines = client.get("/search", {"q": "kite & co"}, HTTP_HX_REQUEST="true").content.decode()
    assert "/search?q=kite%20%26%20co" in lines
    assert "All that is found" not in client.get("/search", {"q": "co 11"}, HTTP_HX_REQUEST="true").content.decode()
