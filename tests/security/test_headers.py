"""What a browser may do with our pages: a strict policy on each, and nothing that is kept of what is private."""

import pytest

PAGES = {
    "app": ("owner", "/people/"),
    "part": ("owner", "/search?q=a"),
    "public form": (None, "/sign-in"),
    "file": ("owner", "/people/export.csv"),
    "error": ("owner", "/no-such-page/"),
    "refusal": ("read_only", "/settings/users"),
    "redirect": (None, "/people/"),
}
each_page = pytest.mark.parametrize(("who", "path"), PAGES.values(), ids=PAGES)


@pytest.fixture
def opened(browse, as_role):
    def get(who, path, **headers):
        return browse(as_role(who) if who else None, **headers).get(path)

    return get


def rules(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in filter(None, parts)}


@each_page
def test_the_policy_allows_our_own_files_and_nothing_else(opened, who, path):
    found = rules(opened(who, path))
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == found["connect-src"] == found["form-action"] == ["'self'"]
    assert found["base-uri"] == found["frame-ancestors"] == ["'none'"]
    assert found["require-trusted-types-for"] == ["'script'"]
    assert "object-src" not in found or found["object-src"] == ["'none'"]
    assert "unsafe" not in str(found)
    assert "*" not in str(found)


@each_page
def test_nothing_is_sniffed_framed_shared_or_kept(opened, who, path):
    answer = opened(who, path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]


@each_page
def test_no_markup_needs_what_the_policy_forbids(opened, who, path):
    html = opened(who, path).getvalue().decode()
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
    assert not [sign for sign in ('onclick="', 'onload="', 'onsubmit="', "javascript:") if sign in html]


def test_an_answer_does_not_differ_by_a_forged_host(opened, browse, owner):
    for name in ("HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST", "HTTP_X_ORIGINAL_URL"):
        answer = browse(owner, **{name: "evil.example"}).get("/people/")
        assert "evil.example" not in answer.content.decode()
        redirected = browse(None, **{name: "evil.example"}).get("/people/")
        assert "evil.example" not in redirected["Location"]


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(own_firm, browse, as_role):
    user = as_role("owner").user
    user.set_password("correct horse battery")
    user.save_base(update_fields=["password"])
    client = browse()
    answer = client.post("/sign-in", {"login": user.email, "password": "correct horse battery"})
    session = answer.cookies["session"]
    assert session["httponly"]
    assert session["samesite"] in ("Lax", "Strict")
    assert session["domain"] == ""
