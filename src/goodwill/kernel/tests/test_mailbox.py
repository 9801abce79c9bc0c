import os
import random
import string

import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.mailbox import Mail, Problem, check_any, check_mail, split_any, split_mails

ADDRESSES = 50_000 if os.environ.get("TESTED_FAULTS") == "whole" else 5_000
LOCALS = string.ascii_letters + string.digits + "._-+" * 4
DOMAINS = string.ascii_letters + string.digits + "-."
TOPS = ["com", "de", "co.uk", "museum", "test", "Local", "x", "123", "c0m", "xn--p1ai", "technology"]


def some_address(source: random.Random) -> str:
    local = "".join(source.choices(LOCALS, k=source.choice([1, 3, 6, 8, 12, 20, 63, 64, 65])))
    if source.random() < 0.1:
        local = source.choice(["info", "Info", "SALES", "Postmaster", "abuse", "Webmaster", "Max"])
    domain = "".join(source.choices(DOMAINS, k=source.choice([1, 2, 5, 8, 12, 62, 63, 64])))
    return f"{local}@{domain}.{source.choice(TOPS)}"


def likely_address(source: random.Random) -> str:
    local = ".".join("".join(source.choices(LOCALS[:62], k=source.randint(1, 9))) for _ in range(source.randint(1, 3)))
    return f"{local}@{''.join(source.choices(DOMAINS[:62], k=source.randint(1, 12)))}.{source.choice(TOPS)}"


def check_fast_way(source: random.Random, count: int) -> None:
    addresses = [source.choice([some_address, likely_address])(source) for _ in range(count)]
    assert [raw for raw in addresses if check_mail(raw) != check_any(raw)] == []


def test_the_fast_way_reads_as_the_library_does():
    check_fast_way(random.Random(1), ADDRESSES)


@pytest.mark.parametrize(
    ("typed", "address", "name"),
    [
        ("john@example.com", "john@example.com", ""),
        ("  John.Smith@Example.COM \n", "John.Smith@example.com", ""),
        ("mailto:john@example.com?subject=Hi", "john@example.com", ""),
        ("MAILTO:john%2Bx@example.com", "john+x@example.com", ""),
        ("SMTP:john@example.com", "john@example.com", ""),
        ("<john@example.com>", "john@example.com", ""),
        ("John Smith <john@example.com>", "john@example.com", "John Smith"),
        ('"Smith, John \\"Jo\\"" <john@example.com>', "john@example.com", 'Smith, John "Jo"'),
        ("John <mailto:john@example.com>", "john@example.com", "John"),
        ("john@example.com (John Smith)", "john@example.com", "John Smith"),
        ("john@example.com <john@example.com>", "john@example.com", ""),
        ("'john@example.com' <John@example.com>", "John@example.com", ""),
        ("'john@example.com';", "john@example.com", ""),
        ("john@example.com.", "john@example.com", ""),
        ("john\u200b@example.com\ufeff", "john@example.com", ""),
        ("ｊｏｈｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "john@example.com", ""),
        ("max@Müller.de", "max@müller.de", ""),
        ("max@xn--mller-kva.de", "max@müller.de", ""),
        ("用户@例子.广告", "用户@例子.广告", ""),
        ("o'brien!#$%&*=?^`{|}~/@example.com", "o'brien!#$%&*=?^`{|}~/@example.com", ""),
    ],
)
def test_addresses_are_read_as_people_copy_them(typed, address, name):
    found = check_mail(typed)
    assert isinstance(found, Mail)
    assert (found.typed, found.address, found.name) == (typed, address, name)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("john", "has an @"),
        ("john.example.com", "has an @"),
        ("john@example.com, mary@example.com", "more than one"),
        ("john@@example.com", "two @ in a row"),
        ("john smith@example.com", "space"),
        ("john@firm.local", "No mail reaches firm.local"),
        ("john@localhost", "No mail reaches localhost"),
        ("john@example", "no domain"),
        ("john@10.0.0.1", "no domain"),
        ("john@[127.0.0.1]", "no domain"),
        ("john@-example.com", "no domain"),
        ("john@exam_ple.com", "no domain"),
        ("john..smith@example.com", "before the @"),
        (".john@example.com", "before the @"),
        ('"john smith"@example.com', "space"),
        ("john@example.com" + "x" * 1000, "too long"),
        ("john@" + "x" * 300 + ".com", "no domain"),
    ],
)
def test_a_wrong_address_is_told_in_a_sentence_that_keeps_it(typed, reason):
    found = check_mail(typed)
    assert isinstance(found, Problem)
    assert found.typed == typed
    assert reason in found.sentence


@pytest.mark.parametrize(
    "header",
    [
        "alice@example.org(<bob@example.com>",
        "alice@example.org)<bob@example.com>",
        "alice@example.org<<bob@example.com>",
        "alice@example.org><bob@example.com>",
        "alice@example.org@<bob@example.com>",
        "alice@example.org,<bob@example.com>",
        "alice@example.org;<bob@example.com>",
        "alice@example.org:<bob@example.com>",
        "alice@example.org.<bob@example.com>",
        'alice@example.org"<bob@example.com>',
        "alice@example.org[<bob@example.com>",
        "alice@example.org]<bob@example.com>",
        "alice@example.org <bob@example.com>",
        "<alice@example.org> <bob@example.com>",
        "bob@example.com (alice@example.org)",
        "alice@example.org\x00@example.com",
        "alice@example.org\nBcc: bob@example.com",
        "alice@example.org%0d%0aBcc:bob@example.com",
        "mailto:alice@example.org%0aBcc:bob@example.com",
        '"alice@example.org" <bob@example.com>',
    ],
)
def test_an_address_that_hides_another_one_is_refused(header):
    assert isinstance(check_mail(header), Problem)


def test_the_normal_form_ignores_case_and_nothing_else():
    def normal(raw: str) -> str:
        return check_mail(raw).normal

    assert normal("John@Example.com") == normal("john@example.COM")
    assert normal("max@MÜLLER.de") == normal("Max@xn--mller-kva.de")
    assert normal("j.ohn@gmail.com") != normal("john@gmail.com")
    assert normal("john+news@gmail.com") != normal("john@gmail.com")


@pytest.mark.parametrize("alike", ["mıke@example.com", "mіke@example.com", "mike@exаmple.com", "mike@example.cοm"])
def test_an_address_that_only_looks_like_another_is_not_the_same(alike):
    found = check_mail(alike)
    assert isinstance(found, Problem) or found.normal != "mike@example.com"


def test_an_international_domain_can_be_written_in_ascii():
    assert check_mail("max@müller.de").wire == "max@xn--mller-kva.de"
    assert check_mail("max@example.com").wire == "max@example.com"


@pytest.mark.parametrize(
    ("text", "mails"),
    [
        ("a@example.com, b@example.com;c@example.com\nd@example.com", ["a", "b", "c", "d"]),
        ("a@example.com b@example.com", ["a", "b"]),
        ("a@example.com,,; ,b@example.com,", ["a", "b"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_joined_addresses_are_split(text, mails):
    assert split_mails(text) == [f"{mail}@example.com" for mail in mails]


def test_names_with_commas_stay_with_their_address():
    text = '"Smith, John" <js@example.com>, Doe, Jane <jd@example.com>; Max M. <mm@example.com>'
    assert [(found.name, found.address) for found in map(check_mail, split_mails(text))] == [
        ("Smith, John", "js@example.com"),
        ("Doe, Jane", "jd@example.com"),
        ("Max M.", "mm@example.com"),
    ]


def test_what_is_no_address_is_not_dropped():
    assert split_mails("a@example.com, call me") == ["a@example.com", "call me"]


ANY_TEXT = st.text() | st.text(st.characters(codec=None)) | st.from_regex(r"[a-zA-Z0-9@.<>\",;:() \\-]{0,40}")


@given(ANY_TEXT)
def test_no_text_makes_it_fail(text):
    found = check_mail(text)
    if isinstance(found, Mail):
        again = check_mail(found.address)
        assert (again.address, again.normal) == (found.address, found.normal)
        assert not set(found.address) & set("\r\n\x00 <>,;")


@given(st.lists(ANY_TEXT).map(", ".join))
def test_splitting_loses_no_letter(text):
    kept = "".join(split_mails(text))
    assert [sign for sign in text if sign.isalnum()] == [sign for sign in kept if sign.isalnum()]


@given(ANY_TEXT)
def test_one_address_by_itself_is_split_as_sign_by_sign(text):
    for each in (text, text.replace(" ", ""), text.replace(" ", "").replace(",", "").replace(";", "")):
        assert split_mails(each) == split_any(each)
