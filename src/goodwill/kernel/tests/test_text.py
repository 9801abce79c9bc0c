import sys
import unicodedata

import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.text import digits, fold, sort_key, whole_number, words

NO_CHARACTERS = ("Cn", "Co")
"""Three quarters of all: what nobody assigned yet, or keeps to themselves."""
ANY_TEXT = st.text() | st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  John\t SMITH\n", "john smith"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Søren Ærø Œuvre", "soren aero oeuvre"),
        ("Łódź Đorđe Þór Eiður", "lodz dorde thor eidur"),
        ("İstanbul ISPARTA ısparta", "istanbul isparta isparta"),
        ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
        ("Ёлка Йод", "елка иод"),
        ("ＡＢＣ１２ ﬁn №", "abc12 fin no"),
        ("O’Brien O`Brien O´Brien", "o'brien o'brien o'brien"),
        ("1990–2000 „Zum Löwen“", '1990-2000 "zum lowen"'),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("nul\x00byte\x7f", "nul byte"),
        ("٢٠٢٤ २०२४", "2024 2024"),
        ("ｶﾞｰﾄﾞ ガード", "ガード ガード"),
        ("한국어", "한국어"),
        ("", ""),
        (" \u3000\u00a0", ""),
    ],
)
def test_fold_unites_spellings(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_fold_keeps_the_vowel_signs_of_indic_words_apart() -> None:
    assert fold("कि") != fold("कु") != fold("क")


@pytest.mark.slow
def test_fold_of_every_single_character_is_stable() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    folded = {fold(one) for one in every if unicodedata.category(one) not in NO_CHARACTERS}
    assert [text for text in folded if fold(text) != text] == []


@given(ANY_TEXT)
def test_fold_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_fold_of_composed_and_decomposed_text_is_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_fold_of_ascii_agrees_with_the_way_of_all_other_text(text: str) -> None:
    assert fold(f"{text} é") == f"{fold(text)} e".strip()


@given(ANY_TEXT)
def test_folded_text_can_be_stored(text: str) -> None:
    folded = fold(text)
    assert "\x00" not in folded.encode().decode()
    assert folded == folded.strip()
    assert "  " not in folded


def test_digits_of_any_script() -> None:
    assert digits("+44 (0)1632-960 871") == "4401632960871"
    assert digits("０３-１２３４") == "031234"
    assert digits("٠١٢ m² ①") == "012"


def test_a_whole_number_has_digits_alone_and_fits_into_an_id() -> None:
    assert [whole_number(text) for text in ("7", "٣", "²", "-1", "", "9" * 18, "9" * 19)] == [
        7,
        3,
        None,
        None,
        None,
        10**18 - 1,
        None,
    ]


def test_words_leave_punctuation_out() -> None:
    assert words("Müller & Söhne (Köln), Haus_2") == ["muller", "sohne", "koln", "haus", "2"]
    assert words("हिन्दी, भाषा!") == ["हिन्दी", "भाषा"]
    assert words("...") == []


@given(ANY_TEXT)
def test_words_are_their_own_words(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


def test_sort_key_orders_as_people_expect() -> None:
    names = ["Zoë", "INV-10", "ärger", "INV-2", "Arzt", "  “Alpha”", "inv-2b"]
    assert sorted(names, key=sort_key) == ["  “Alpha”", "ärger", "Arzt", "INV-2", "inv-2b", "INV-10", "Zoë"]


@given(ANY_TEXT)
def test_sort_key_is_bounded(text: str) -> None:
    assert len(sort_key(text)) <= 120
