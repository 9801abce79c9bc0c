"""Rows of a stretch come by their names, and those that may be about the same as the file has them."""

import random

from goodwill.transfer.arranging import Met, arranged
from goodwill.transfer.reached import Reached
from goodwill.transfer.understanding import Chunk
from goodwill.transfer.values import Given


def test_rows_come_by_their_names():
    assert arranged([Met("moor", [1]), Met("dale", [2]), Met("field", [3])]) == [1, 2, 0]


def test_rows_that_share_a_key_stay_in_their_order_even_if_others_tie_them_together():
    rows = [Met("moor", [1]), Met("dale", [2]), Met("field", [1, 3]), Met("ash", [3]), Met("zorn", [9])]
    assert arranged(rows) == [1, 0, 2, 3, 4]


def test_what_stands_behind_rows_ties_them_only_where_they_call_it_differently_or_it_has_a_row():
    alike = [Met("moor", [1], (7, "Works")), Met("dale", [2], (7, "Works"))]
    assert arranged(alike) == [1, 0]
    assert arranged([*alike, Met("ash", [3], (7, "WORKS"))]) == [0, 1, 2]
    assert arranged([*alike, Met("works", [7])]) == [0, 1, 2]


def test_whatever_is_tied_together_comes_in_its_order():
    chance = random.Random(5)
    rows = [Met(chance.choice("abcdefgh"), [chance.randrange(300) for _ in range(2)]) for _ in range(400)]
    order = arranged(rows)
    assert sorted(order) == list(range(400))
    come = {place: turn for turn, place in enumerate(order)}
    for key in range(300):
        places = [place for place, met in enumerate(rows) if key in met.keys]
        assert [come[place] for place in places] == sorted(come[place] for place in places)


def test_a_run_knows_what_it_wrote_before_its_turn():
    reached = Reached()
    reached.take(Chunk(_rows(2, 3)))
    assert reached == Reached(3)
    stretch = Chunk(_rows(9, 5, 4, 12, 6), ends=12)
    reached.take(stretch.part(0, 2))
    assert reached == Reached(3, {9, 5}) == Reached.from_data(reached.as_data())
    reached.take(stretch.part(2, 3))
    assert reached == Reached(12) == Reached.from_data(reached.as_data())


def test_a_run_that_goes_on_in_the_order_of_the_file_forgets_what_it_passed():
    reached = Reached(3, {4, 9})
    reached.take(Chunk(_rows(5, 6)))
    assert reached == Reached(6, {9})
    assert Reached.from_data({}) == Reached()
    assert Reached.from_data({"row": 7}) == Reached(7)


def _rows(*numbers: int) -> list[Given]:
    return [Given(number) for number in numbers]
