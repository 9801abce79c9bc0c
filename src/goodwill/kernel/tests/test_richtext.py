import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, strategies as st
from markupsafe import Markup

from goodwill.kernel.errors import Invalid
from goodwill.kernel.richtext import (
    LONGEST,
    Mention,
    clean_html,
    cut,
    from_text,
    linkify,
    mentions,
    plain_text,
    shown,
)

PLAIN = {"p", "br", "hr", "strong", "em", "b", "i", "u", "s", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4"}
ALLOWED = {"a": {"href", "rel"}, "span": {"data-mention"}}
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    '<xmp><p title="</xmp><svg/onload=alert(1)>"></xmp>',
    "<noembed><img src=x onerror=alert(1)></noembed>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href=//evil.example>x</a>",
    "<a href=/logout>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='http://x' target=_blank onclick=alert(1) style=x:expression(alert(1)) id=x class=y>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p onmouseover=alert(1)>x</p>",
    "<p title='<svg/onload=alert(1)>' lang='x'>x</p>",
    "<span data-mention='user:1\" onclick=\"alert(1)'>x</span>",
    "<span data-mention='../../x'>x</span>",
    "<style>@import 'javascript:alert(1)'</style>",
    "<link rel=stylesheet href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<base href=//evil/>",
    "<body onload=alert(1)>",
    "<input onfocus=alert(1) autofocus>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<p/onclick=alert(1)//>x",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<custom-element onclick=alert(1)>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "{{constructor.constructor('alert(1)')()}}",
    "<p>\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<\x00script>alert(1)</script>",
    '<a href="http://x\x00" hx-get=/x data-hx-post=/y>x</a>',
    "<plaintext><img src=x onerror=alert(1)>",
    "<select><style></select><img src=x onerror=alert(1)></style></select>",
]


class Reader(HTMLParser):
    """What a reader of the markup finds in it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.found.append(("comment", {}))

    handle_decl = handle_pi = unknown_decl = handle_comment


def check_harmless(markup: str) -> None:
    for tag, attributes in Reader(markup).found:
        assert tag in PLAIN | set(ALLOWED)
        assert set(attributes) <= ALLOWED.get(tag, set())
        if "href" in attributes:
            assert urlsplit(attributes["href"]).scheme in ("http", "https", "mailto", "tel")
        if tag == "a":
            assert attributes["rel"] == "noopener nofollow"


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_is_left(attack):
    for markup in (attack, f"<p>{attack}</p>", attack.upper(), f"<ul><li>{attack}"):
        cleaned = clean_html(markup)
        check_harmless(cleaned)
        assert clean_html(cleaned) == cleaned
        assert "alert(1)" not in cleaned or "<script" not in cleaned.lower()


PIECES = st.sampled_from(
    [*ATTACKS, *"<>&'\"/=- ", "<p>", "</p>", "<svg>", "<math>", "<style>", "</style>", "<!--", "-->"]
)
MARKUP = st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)


@given(MARKUP)
def test_no_mixture_leaves_anything_active(markup):
    cleaned = clean_html(markup)
    check_harmless(cleaned)
    assert clean_html(cleaned) == cleaned


@given(MARKUP | st.text(st.characters(exclude_categories=["Cs"])))
def test_plain_text_holds_no_markup_that_works(markup):
    text = plain_text(markup)
    check_harmless(from_text(text))
    assert plain_text(from_text(text)).split() == text.split()


def test_what_people_format_stays():
    html = "<h3>Call</h3><p>Said <strong>yes</strong>.<br>Next:</p><ul><li>offer</li></ul><pre><code>x</code></pre>"
    assert clean_html(html) == html


def test_links_lead_outside_only():
    assert clean_html('<a href="https://example.com/a?b=1&amp;c">x</a>') == (
        '<a href="https://example.com/a?b=1&amp;c" rel="noopener nofollow">x</a>'
    )
    assert 'href="https://www.example.com"' in clean_html("<a href=www.example.com>x</a>")
    assert 'href="tel:+4930123"' in clean_html("<a href='tel:+4930123'>x</a>")
    assert "href" not in clean_html("<a href=/people/1>x</a><a href='ftp://x'>y</a>")


def test_mentions_are_found_once_in_their_order():
    html = (
        '<p><span data-mention="user:7">Eva</span> <span data-mention="team:2">Sales</span> '
        '<span data-mention="user:7">Eva</span> data-mention="user:9" &lt;span data-mention="user:8"&gt;</p>'
        '<a href="http://x/<span data-mention=&quot;user:6&quot;">x</a>'
    )
    assert mentions(html) == [Mention("user", 7), Mention("team", 2)]


def test_the_plain_text_keeps_lines_and_lists():
    html = "<h3>Call</h3><p>Said&nbsp;<b>yes</b>,\n maybe &lt;3<br>tomorrow</p><ul><li>offer<li>sample</ul>"
    assert plain_text(html) == "Call\nSaid yes, maybe <3\ntomorrow\n- offer\n- sample"


def test_a_text_is_cut_between_words():
    assert cut("one two three four five", 15) == "one two three…"
    assert cut("short") == "short"
    assert cut("x" * 200, 10) == "x" * 9 + "…"


@given(st.text(), st.integers(10, 50))
def test_a_cut_text_is_never_too_long(text, length):
    assert len(cut(text, length)) <= length


@pytest.mark.parametrize(
    ("text", "link", "rest"),
    [
        ("see https://example.com/a.", "https://example.com/a", "."),
        ("(https://example.com/a_(b))", "https://example.com/a_(b)", ")"),
        ("www.example.com!", "https://www.example.com", "!"),
        ("write to eva@example.com, please", "mailto:eva@example.com", ", please"),
        ("https://example.com/?a=1&b=2 x", "https://example.com/?a=1&amp;b=2", " x"),
    ],
)
def test_addresses_in_text_become_links(text, link, rest):
    markup = linkify(text)
    assert f'href="{link}" rel="noopener nofollow"' in markup
    assert markup.endswith(f"</a>{rest}")


def test_text_becomes_paragraphs():
    assert from_text("Hello <b>\nyou\n\n\nBye\r\n") == "<p>Hello &lt;b&gt;<br>you</p><p>Bye</p>"
    assert from_text("  ") == ""


def test_what_is_shown_is_cleaned_on_its_way_out():
    assert shown("<p onclick=x>a</p>") == Markup("<p>a</p>")
    assert isinstance(shown("x"), Markup)


def test_a_text_that_is_too_long_is_refused_with_a_sentence():
    with pytest.raises(Invalid, match="Nothing was saved"):
        clean_html("x" * (LONGEST + 1))


@pytest.mark.parametrize(
    "evil",
    [
        "<b>" * 100_000,
        "<p><ul><li>" * 30_000,
        "<" * 200_000,
        "<a href='" * 30_000,
        "&" * 200_000,
        "<!--" * 100_000,
        "http://" * 60_000,
        "a@" * 100_000,
        "a.b@c" * 60_000,
        " \n" * 200_000,
        "<svg><style>" * 20_000,
        "<table><tr><td>" * 10_000,
        "(" * 100_000 + ")" * 100_000,
        "https://x/" + ")" * 200_000,
    ],
    ids=lambda evil: evil[:12],
)
@pytest.mark.parametrize("work", [clean_html, plain_text, from_text, mentions])
def test_an_evil_text_takes_no_time(evil, work):
    began = time.process_time()
    work(evil)
    assert time.process_time() - began < 2
