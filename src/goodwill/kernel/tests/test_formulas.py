import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.formulas import OWN_COLUMN, guard, is_guarded, unguard


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("a;=1", "a;'=1"),
        ("a,@x|-y", "a,'@x|'-y"),
        ("one\n=2", "one\n'=2"),
        ("\t=", "'\t'="),
    ],
)
def test_what_a_spreadsheet_might_run_is_guarded(text: str, guarded: str) -> None:
    assert guard(text) == guarded
    assert unguard(guarded) == text


@pytest.mark.parametrize("text", ["Anna", "'n Abend", "", "a=b", "O'Neil", "'", "a, -b", "5-6", "x 'y'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(st.one_of(st.text(), st.text("'=+-@\t\r\n,;|＝ab", max_size=12)))
def test_what_was_guarded_comes_back_the_same(text: str) -> None:
    assert unguard(guard(text)) == text


def test_our_own_files_are_known_by_their_column() -> None:
    assert is_guarded(["Name", "goodwill  id"])
    assert not is_guarded(["Name", "ID"])
    assert OWN_COLUMN == "Goodwill ID"
