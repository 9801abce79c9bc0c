import itertools

import pytest
from hypothesis import assume, given, strategies as st

from goodwill.kernel.recovery import GROUP, GROUPS, SheetProblem, groups_of, master_key_from_sheet

KEYS = st.binary(min_size=32, max_size=32)
KEY = bytes(range(100, 132))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(KEYS)
def test_the_text_of_the_page_can_be_pasted_as_it_is(key):
    page = [
        "Your recovery sheet",
        "Print it, and keep it away.",
        *groups_of(key),
        "For Acme, 22 November 2026.",
        "Print",
    ]
    assert master_key_from_sheet("\n\n".join(page)) == key


@given(KEYS, st.sampled_from([" ", "\n"]))
def test_the_page_can_be_pasted_with_all_that_stands_around_it(key, between):
    words = ["Home", "Tasks", "Print", "Your recovery sheet", *groups_of(key), "Print", "Close", "12:30", "Welcome."]
    assert master_key_from_sheet(between.join(words)) == key


@given(KEYS, st.sampled_from([" ", "-", "\n", "", " - ", ", "]))
def test_the_groups_alone_are_enough_in_any_spacing(key, between):
    assert master_key_from_sheet(between.join(groups_of(key))) == key


def test_case_and_letters_that_look_alike_do_not_matter():
    typed = " ".join(groups_of(KEY)).lower().replace("0", "o").replace("1", "l")
    assert master_key_from_sheet(typed) == KEY


def test_groups_typed_in_pairs_are_understood():
    joined = "".join(groups_of(KEY))
    assert master_key_from_sheet(" ".join(joined[i : i + 2] for i in range(0, 70, 2))) == KEY


def test_every_single_wrong_character_is_found_in_its_group():
    groups = groups_of(KEY)
    for place, at in itertools.product(range(GROUPS), range(GROUP)):
        right = groups[place]
        for sign in ALPHABET.replace(right[at], ""):
            typed = [*groups]
            typed[place] = right[:at] + sign + right[at + 1 :]
            with pytest.raises(SheetProblem) as problem:
                master_key_from_sheet(" ".join(typed))
            assert problem.value.groups == (place + 1,)


@given(KEYS, st.integers(0, GROUPS - 1), st.integers(0, GROUP - 2))
def test_two_swapped_characters_are_found_in_their_group(key, place, at):
    groups = groups_of(key)
    right = groups[place]
    assume(right[at] != right[at + 1])
    groups[place] = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    with pytest.raises(SheetProblem, match=f"Group {place + 1} is not") as problem:
        master_key_from_sheet(" ".join(groups))
    assert problem.value.groups == (place + 1,)


@given(KEYS, st.integers(0, GROUPS - 1), st.integers(0, GROUPS - 1))
def test_two_swapped_groups_are_both_found(key, one, other):
    assume(one < other)
    groups = groups_of(key)
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(SheetProblem) as problem:
        master_key_from_sheet(" ".join(groups))
    assert problem.value.groups == (one + 1, other + 1)


def test_a_character_left_out_is_found_in_its_group():
    groups = groups_of(KEY)
    groups[4] = groups[4][:-1]
    with pytest.raises(SheetProblem, match="Group 5 is not"):
        master_key_from_sheet(" ".join(groups))


@pytest.mark.parametrize("typed", ["", "hello", "ABCDE" * 30, "I forgot where I put it"])
def test_something_else_altogether_is_told(typed):
    with pytest.raises(SheetProblem, match="14 groups of 5 characters"):
        master_key_from_sheet(typed)


def test_groups_of_two_sheets_do_not_make_a_key():
    mixed = groups_of(KEY)[:7] + groups_of(bytes(32))[7:]
    with pytest.raises(SheetProblem, match="do not belong together"):
        master_key_from_sheet(" ".join(mixed))


@given(st.text())
def test_any_other_text_gets_a_sentence(text):
    with pytest.raises(SheetProblem):
        master_key_from_sheet(text)
