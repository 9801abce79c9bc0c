from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.vcard import Card, Handle, Photo, PostalAddress, Property, Value, read_cards, write_vcard
from goodwill.transfer.tests.readers.made import DATA, WITHOUT_DATA, file_of


def _read_back(text: str) -> Card:
    found = list(read_cards(file_of(text)))
    assert len(found) == 1
    assert isinstance(found[0], Card)
    assert not found[0].problems
    return found[0]


_SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff")
_NOTES = st.text(_SIGNS, max_size=200).filter(lambda text: text == "" or bool(text.strip()))
_TEXTS = _NOTES.map(str.strip)
_WORDS = _TEXTS.filter(bool)
_NAMES = _WORDS.map(lambda text: " ".join(text.split())).filter(bool)
_KINDS = st.lists(st.sampled_from(["work", "home", "cell", "fax", "x-club"]), max_size=2, unique=True).map(tuple)
_LABELS = st.one_of(st.just(""), _WORDS.filter(lambda text: not text.startswith("_$!<")))
_VALUES = st.builds(Value, _WORDS, _KINDS, _LABELS, st.booleans())
_PHONES = st.builds(
    Value, st.from_regex(r"[+(]?[0-9][0-9 ()./-]{3,15}[0-9]", fullmatch=True), _KINDS, _LABELS, st.booleans()
)
_MAILS = st.builds(Value, st.emails(), _KINDS, _LABELS, st.booleans())
_ADDRESSES = st.builds(
    PostalAddress,
    _TEXTS,
    _TEXTS,
    _WORDS,
    _TEXTS,
    _TEXTS,
    _TEXTS,
    _TEXTS,
    kinds=_KINDS,
    label=_LABELS,
    preferred=st.booleans(),
)
_DAYS = st.one_of(st.just(""), st.dates().map(str), st.just("--02-03"), st.just("circa 1800"))
_HANDLES = st.builds(Handle, st.sampled_from(["skype", "jabber", "matrix"]), _NAMES, st.just(()))
_PHOTOS = st.builds(Photo, st.sampled_from(["image/png", "image/jpeg"]), st.binary(min_size=1, max_size=300))
_PARAMS = st.builds(lambda text: {"LEVEL": [text]}, _NAMES.filter(lambda text: "," not in text))
_EXTRA = st.builds(Property, st.just("X-OWN"), st.from_regex(r"[a-z][a-z ,]{0,89}", fullmatch=True), _PARAMS)
_CARDS = st.builds(
    Card,
    uid=_TEXTS,
    kind=st.sampled_from(["", "individual", "org"]),
    full_name=_WORDS,
    family_name=_NAMES,
    given_name=_NAMES,
    additional_names=_NAMES,
    prefixes=_NAMES,
    suffixes=_NAMES,
    nicknames=st.lists(_WORDS, max_size=2),
    organization=_WORDS,
    units=st.lists(_WORDS, max_size=2),
    title=_TEXTS,
    role=_TEXTS,
    phones=st.lists(_PHONES, max_size=3),
    mails=st.lists(_MAILS, max_size=2),
    websites=st.lists(_VALUES, max_size=2),
    addresses=st.lists(_ADDRESSES, max_size=2),
    messengers=st.lists(_HANDLES, max_size=2),
    networks=st.lists(st.builds(Handle, st.just("xing"), _WORDS), max_size=1),
    birthday=_DAYS,
    anniversary=_DAYS,
    gender=st.sampled_from(["", "F", "M", "O"]),
    note=_NOTES,
    categories=st.lists(_WORDS, max_size=3, unique=True),
    languages=st.lists(st.sampled_from(["de", "pt-BR"]), max_size=2),
    timezone=_TEXTS,
    place=st.one_of(st.none(), st.just((46.5, -71.25))),
    photos=st.lists(_PHOTOS, max_size=1),
    revised=st.just("20240102T030405Z"),
    extra=st.lists(_EXTRA, max_size=1),
)


@settings(max_examples=150, deadline=None)
@given(_CARDS, st.sampled_from(["3.0", "4.0"]))
def test_what_is_written_is_read_back_the_same(card: Card, version: str) -> None:
    again = _read_back(write_vcard(card, version))
    assert again.version == version
    for each in fields(Card):
        if each.compare and each.name != "version":
            assert getattr(again, each.name) == getattr(card, each.name), each.name


@given(_CARDS, st.sampled_from(["3.0", "4.0"]))
@settings(max_examples=50, deadline=None)
def test_no_line_is_longer_than_75_bytes(card: Card, version: str) -> None:
    lines = write_vcard(card, version).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert (lines[0], lines[1], lines[-2], lines[-1]) == ("BEGIN:VCARD", f"VERSION:{version}", "END:VCARD", "")


def test_text_is_escaped_so_that_no_line_can_be_slipped_in() -> None:
    text = write_vcard(Card(full_name="Anna\nEND:VCARD\r\nBEGIN:VCARD", note="a;b,c\\d"))
    assert text.count("END:VCARD") == 2
    assert text.count("\r\nEND:VCARD") == 1
    assert "NOTE:a\\;b\\,c\\\\d" in text


def test_a_card_without_a_name_is_called_by_what_it_has() -> None:
    assert "FN:a@x.de\r\n" in write_vcard(Card(mails=[Value("a@x.de")]))


@pytest.mark.skipif(not DATA.exists(), reason=WITHOUT_DATA)
@pytest.mark.parametrize("path", sorted((DATA / "vcards").glob("*.vcf")), ids=lambda path: path.stem)
@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_real_cards_survive_writing(path: Path, version: str) -> None:
    for card in read_cards(Input.of_path(path)):
        assert isinstance(card, Card)
        if card.is_empty:
            continue
        again = next(each for each in read_cards(file_of(write_vcard(card, version))) if isinstance(each, Card))
        for each in fields(Card):
            if each.compare and each.name not in ("version", "full_name"):
                assert getattr(again, each.name) == getattr(card, each.name), each.name
        assert again.full_name == card.full_name or not card.full_name
