import pytest
from hypothesis import given, strategies as st

from goodwill.transfer.readers.formulas import guard, unguard
from goodwill.transfer.tests.readers.made import cells, csv_of


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1", "'=1+1", "''=1"])
def test_what_a_spreadsheet_might_run_is_guarded(text: str) -> None:
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["Anna", "'n Abend", "", "a=b", "O'Neil", "'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(st.text())
def test_what_was_guarded_comes_back_the_same(text: str) -> None:
    assert unguard(guard(text)) == text


def test_only_our_own_files_are_unguarded() -> None:
    own = "Goodwill ID,Name,Phone\n1,'=Anna,'+49 30 1\n"
    foreign = "ID,Name,Phone\n1,'=Anna,'+49 30 1\n"
    assert cells(csv_of(own)) == [["1", "=Anna", "+49 30 1"]]
    assert cells(csv_of(foreign)) == [["1", "'=Anna", "'+49 30 1"]]
