import pytest

from goodwill.transfer.readers.encoding import detect_encoding, ungarbled
from goodwill.transfer.readers.errors import Unreadable
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.tests.readers.made import cells, codes, csv_of, file_of, names

_TEXTS = {
    "de": "Name;Ort\r\nJürgen Müller;Köln\r\nStraße 5;Größe\r\n",
    "fr": "Prénom;Société\nFrançois Lefèvre;Évreux – l’été\nNoël;Çà\n",
    "pl": "Imię;Miasto\nŁukasz Żółć;Łódź\nŚwięta;Częstochowa\n",
    "ru": "Имя;Город\nИван Петров;Москва\nОльга;Санкт-Петербург\n",
    "el": "Όνομα;Πόλη\nΓιώργος;Αθήνα\n",
    "tr": "Adı;Şehir\nIşık Çağlar;İstanbul\n",
    "ja": "名前;会社\n山田太郎;東京株式会社\n",
    "zh": "姓名;公司\n王小明;北京科技有限公司\n",
    "da": "Navn;By\nSøren Kjærgaard;Århus\n",
}


@pytest.mark.parametrize(
    ("language", "charset"),
    [
        ("de", "cp1252"),
        ("de", "mac_roman"),
        ("de", "cp850"),
        ("de", "utf-8"),
        ("de", "utf-8-sig"),
        ("de", "utf-16"),
        ("de", "utf-16-le"),
        ("de", "utf-16-be"),
        ("fr", "cp1252"),
        ("fr", "mac_roman"),
        ("pl", "cp1250"),
        ("ru", "cp1251"),
        ("ru", "koi8-r"),
        ("el", "cp1253"),
        ("tr", "cp1254"),
        ("ja", "cp932"),
        ("zh", "gb18030"),
        ("da", "cp1252"),
        ("da", "cp850"),
    ],
)
def test_text_of_a_language_is_read_in_each_charset_it_was_written_in(language: str, charset: str) -> None:
    text = _TEXTS[language]
    table = csv_of(text.encode(charset), Reading(language=language))
    header, *rows = [line.split(";") for line in text.split()] if " " not in text else _lines(text)
    assert names(table) == header
    assert cells(table) == rows


def _lines(text: str) -> list[list[str]]:
    return [line.split(";") for line in text.replace("\r", "").strip().split("\n")]


@pytest.mark.parametrize("language", ["", "en", "de", "pl"])
def test_plain_ascii_and_utf8_need_no_language(language: str) -> None:
    assert detect_encoding(file_of("Name\nAnna\n"), language).how == "plain"
    assert detect_encoding(file_of("Name\nJürgen\n"), language).how == "utf-8"


def test_one_odd_byte_in_the_last_line_of_a_long_file_is_found() -> None:
    content = b"Name;Ort\n" + "Müller;Köln\n".encode() * 200_000 + "Jürgen;Bonn\n".encode("cp1252")
    encoding = detect_encoding(file_of(content), "de")
    assert (encoding.name, encoding.fallback, encoding.strange) == ("utf-8", "cp1252", 1)


def test_rows_in_another_encoding_are_repaired_and_named() -> None:
    content = "Name;Ort\nMüller;Köln\nGröße;Bonn\n".encode() + "Jürgen;Düren\n".encode("cp1252") + "Öl;Ulm\n".encode()
    table = csv_of(content, Reading(language="de"))
    assert cells(table)[2] == ["Jürgen", "Düren"]
    assert codes(table) == [(4, "other_encoding")]
    assert [each.code for each in table.problems] == ["mixed_encoding"]
    found = next(each for row in table.rows() for each in row.problems)
    assert r"J\xfcrgen" in found.raw


def test_a_preview_shows_what_would_change() -> None:
    content = "Müller;Köln\nGröße;Bonn\n".encode() + "Jürgen;Düren\n".encode("cp1252")
    sample = detect_encoding(file_of(content), "de").samples[0]
    assert (sample.line, sample.before, sample.after) == (3, "J�rgen;D�ren", "Jürgen;Düren")


def test_utf8_rows_in_an_old_file_are_read_as_what_they_are() -> None:
    content = "Name;Ort\nMüller;Köln\n".encode("cp1252") * 4 + "Jürgen;Düren\n".encode()
    assert cells(csv_of(content, Reading(language="de")))[-1] == ["Jürgen", "Düren"]


def test_garbled_letters_of_an_earlier_program_are_named_but_never_changed() -> None:
    table = csv_of("Name,Ort\nMÃ¼ller,KÃ¶ln\nÖzil,Ulm\n")
    assert cells(table)[0] == ["MÃ¼ller", "KÃ¶ln"]
    found = next(each for row in table.rows() for each in row.problems)
    assert (found.code, found.params["better"]) == ("looks_garbled", "Müller,Köln")


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [("MÃ¼ller", "Müller"), ("Ã©tÃ©", "été"), ("â‚¬", "€"), ("Ça va Ã\xa0", "Ça va à"), ("ÄÖÜ", "ÄÖÜ")],
)
def test_garbled_text_is_put_right(garbled: str, meant: str) -> None:
    assert ungarbled(garbled) == meant


def test_letters_that_are_lost_are_named() -> None:
    assert codes(csv_of("Name,Ort\nM�ller,Köln\n")) == [(2, "lost_letters")]


def test_zero_bytes_are_taken_out_and_named() -> None:
    table = csv_of(b"Name,Ort\nAn\0na,Ulm\n")
    assert cells(table) == [["Anna", "Ulm"]]
    assert codes(table) == [(2, "nul_bytes")]


def test_a_given_encoding_overrules() -> None:
    assert detect_encoding(file_of("Name\nJürgen\n".encode("mac_roman")), given="mac_roman").name == "mac_roman"


def test_an_encoding_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        csv_of("Name\nAnna\n", Reading(encoding="klingon"))
    assert "klingon" in refusal.value.problem.sentence
