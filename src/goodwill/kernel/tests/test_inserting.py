"""Many rows by one statement: what all of them have in common is part of it, and comes back as it was given."""

import pytest

from goodwill.kernel.inserting import AT_ONCE, MANY, insert_values
from goodwill.kernel.models.search import SearchRow, SearchSlip

COLUMNS = ("type", "ref_id", "tag", "title", "body", "digits", "owner_id", "team_id", "created_by_id")
TEXTS = ["", "plain", "it's", "100 %s ? %% {}", 'a "b" \\', "ü 李\u200b", "x" * 300, "NULL", "0"]


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_what_all_rows_have_in_common_is_stored_as_it_is(firm, text, together):
    rows = [("toy", number, "", text, text, "", None, None, None) for number in range(MANY + 1)]
    insert_values(SearchRow, COLUMNS, rows, together=together)
    assert sorted(SearchRow.objects.filter(type="toy").values_list(*COLUMNS)) == rows


def test_rows_that_are_all_the_same_or_none_are_no_special_case(firm):
    names = "slip", "word"
    insert_values(SearchSlip, names, [], new_only=True)
    insert_values(SearchSlip, names, [("wrod", "word")] * (MANY + 1), new_only=True)
    assert SearchSlip.objects.filter(word="word", slip="wrod").count() == 1


def test_texts_and_numbers_of_one_statement_come_back_as_they_were(firm):
    rows = [
        ("toy", number, "", text, f"{text} {number}", "", number % 2 or None, None, 10**15 + number)
        for number, text in enumerate(TEXTS)
    ]
    insert_values(SearchRow, COLUMNS, rows, together=True)
    assert list(SearchRow.objects.filter(type="toy").order_by("ref_id").values_list(*COLUMNS)) == rows


@pytest.mark.parametrize("more", [-1, 0, 1, AT_ONCE + 7])
def test_rows_of_many_statements_are_all_there_in_their_order(firm, more):
    rows = [(f"slip {number}", f"word '{number}'") for number in range(2 * AT_ONCE + more)]
    insert_values(SearchSlip, ("slip", "word"), iter(rows), converted=True, differing=True)
    assert list(SearchSlip.objects.order_by("id").values_list("slip", "word")) == rows
