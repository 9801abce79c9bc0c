import unicodedata

import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.filenames import clean_name, extension_of

TRAVERSAL = [
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "C:\\Windows\\system32\\cmd.exe",
    "\\\\server\\share\\x.txt",
    "....//....//x",
    "..／..／x",
    "..＼..＼x",
    "․․/x",
    "‥/x",
    "…/x",
    "．．/x",
    "x/../../y",
    "./x",
    ".",
    "..",
    "...",
    "/",
    "\\",
    "a/b/",
    "a\x00/../b",
    ".\u200b./x",
    "\u2024\u2024\u2215x",
    "file.txt/",
    "file.txt\\..",
]
DECEIVING = [
    ("invoice\u202egpj.exe", "invoicegpj.exe"),
    ("invoice.pdf\u200b.exe", "invoice_pdf.exe"),
    ("invoice.pdf          .exe", "invoice_pdf.exe"),
    ("photo.php.jpg", "photo_php.jpg"),
    ("photo.PHP5 .jpg", "photo_PHP5.jpg"),
    ("photo.php.", "photo.php"),
    ("photo.php ", "photo.php"),
    ("photo.php\u3000", "photo.php"),
    ("photo.ph\u00adp", "photo.php"),
    ("photo.ｐｈｐ", "photo.php"),
    ("photo.php\x00.jpg", "photo_php.jpg"),
    ("photo.php::$DATA", "photo.php_$DATA"),
    ("photo.jpg\n.html", "photo_jpg.html"),
    (".htaccess", "htaccess"),
    ("\ufeff.htaccess", "htaccess"),
    ("\u200b.user.ini", "user.ini"),
    ("..htaccess", "htaccess"),
    ("CON", "_CON"),
    ("con.txt", "_con.txt"),
    ("CON .txt", "_CON.txt"),
    ("nul.tar.gz", "_nul.tar.gz"),
    ("COM¹.txt", "_COM1.txt"),
    ("lpt9", "_lpt9"),
    ("aux\u200b.c", "_aux.c"),
    ("conout$", "_conout$"),
    ('a<b>c:d"e|f?g*h.txt', "a_b_c_d_e_f_g_h.txt"),
    ("", "file"),
    ("   ", "file"),
    ("\u200b\u200d", "file"),
    ("\ud800.txt", "txt"),
]
HARMLESS = [
    "Angebot 2026-11 (Müller & Söhne).pdf",
    "archive.tar.gz",
    "report v1.2.pdf",
    "合同.docx",
    "фото.jpeg",
    "README",
    "100% sure.txt",
    "o'brien's list.csv",
    "compact.txt",
    "nullable.csv",
    "No. 5.odt",
]


def test_the_lists_are_long_enough():
    assert len(TRAVERSAL) + len(DECEIVING) + len(HARMLESS) >= 60


@pytest.mark.parametrize("name", TRAVERSAL)
def test_no_name_leaves_its_folder(name):
    cleaned = clean_name(name)
    assert cleaned not in ("", ".", "..")
    assert not set("/\\\x00") & set(unicodedata.normalize("NFKC", cleaned))
    assert not cleaned.startswith(".")


@pytest.mark.parametrize(("name", "cleaned"), DECEIVING)
def test_a_name_shows_what_it_is(name, cleaned):
    assert clean_name(name) == cleaned


@pytest.mark.parametrize("name", HARMLESS)
def test_an_honest_name_stays(name):
    assert clean_name(name) == name


def test_a_long_name_keeps_its_extension():
    assert clean_name("x" * 500 + ".pdf") == "x" * 116 + ".pdf"
    cleaned = clean_name("合" * 500 + ".pdf")
    assert cleaned.endswith("合.pdf")
    assert len(cleaned.encode()) <= 240


@given(
    st.text() | st.text(st.characters(codec=None)) | st.lists(st.sampled_from(". /\\x:\u202eCON\u200b．")).map("".join)
)
def test_cleaning_twice_changes_nothing(name):
    cleaned = clean_name(name)
    assert clean_name(cleaned) == cleaned
    assert 0 < len(cleaned) <= 121
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in cleaned)


def test_extensions_are_read_in_lower_case():
    assert [extension_of(name) for name in ("a.PDF", "a", "a.b.Zip", ".hidden", "a.", "a.not an extension")] == [
        *("pdf", "", "zip", "", "", ""),
    ]
