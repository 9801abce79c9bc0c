import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest

from goodwill.kernel.errors import Missing, Refused
from goodwill.ui import render

Ask = Callable[..., HttpRequest]
BLOCKS = {"rows": "#rows", "foot": "#foot", "sheet": "#sheet"}
"""`sheet` is for other templates that share these."""


@pytest.fixture(autouse=True)
def some_pages(templates: Any) -> None:
    templates(
        t__parent="before {% block rows %}parent {{ n }}{% endblock %}, {% block foot %}foot{{ n }}{% endblock %} end",
        t__child='{% extends "t/parent.html" %}{% block rows %}child, {{ super() }}{% endblock %}',
    )


def body(response: Any) -> str:
    return str(response.content.decode())


def test_a_plain_request_gets_the_whole_page(ask: Ask) -> None:
    assert body(render.page(ask(), "t/child.html", {"n": 1}, blocks=BLOCKS)) == "before child, parent 1, foot1 end"


def test_a_request_for_a_target_gets_its_block_alone(ask: Ask) -> None:
    assert body(render.page(ask(target="rows"), "t/child.html", {"n": 2}, blocks=BLOCKS)) == "child, parent 2"


def test_a_block_that_only_the_parent_has_is_found(ask: Ask) -> None:
    assert body(render.page(ask(target="foot"), "t/child.html", {"n": 3}, blocks=BLOCKS)) == "foot3"


@pytest.mark.parametrize("target", ["", "main", "other", "sheet"])
def test_a_target_that_is_not_declared_or_not_there_gets_the_whole_page(ask: Ask, target: str) -> None:
    assert body(render.page(ask(target=target), "t/child.html", {"n": 4}, blocks=BLOCKS)).startswith("before")


def test_a_page_restored_from_history_is_whole(ask: Ask) -> None:
    request = ask(target="rows", headers={"HX-History-Restore-Request": "true"})
    assert body(render.page(request, "t/child.html", {"n": 5}, blocks=BLOCKS)).endswith("end")


def test_caches_keep_parts_and_pages_apart(ask: Ask) -> None:
    assert render.page(ask(), "t/child.html", {"n": 1})["Vary"] == "HX-Request, HX-Target"


def test_what_is_said_comes_with_a_part(ask: Ask) -> None:
    request = ask(target="rows")
    render.toast(request, "Saved <b>", undo="/undo/7")
    said = body(render.page(request, "t/child.html", {"n": 1}, blocks=BLOCKS))
    assert 'hx-swap-oob="beforeend"' in said
    assert "Saved &lt;b&gt;" in said
    assert 'hx-post="/undo/7"' in said


def test_messages_of_other_applications_are_said_as_they_are(ask: Ask) -> None:
    from django.contrib import messages

    request = ask()
    messages.warning(request, '{"text": "not ours"}')
    assert render.toasts(request) == [render.Toast('{"text": "not ours"}', "warn")]


def test_a_plain_request_is_redirected_and_told_on_the_next_page(ask: Ask) -> None:
    request = ask(method="post")
    response = render.redirect(request, "/people/7", toast_text="Created")
    assert (response.status_code, response["Location"]) == (303, "/people/7")
    assert [toast.text for toast in render.toasts(request)] == ["Created"]


def test_a_part_sends_the_whole_window_on(ask: Ask) -> None:
    request = ask(method="post", target="form")
    response = render.redirect(request, "/people/7", toast_text="Created")
    assert (response.status_code, response["HX-Redirect"]) == (204, "/people/7")
    assert [toast.text for toast in render.toasts(request)] == ["Created"]


def test_a_part_that_stays_says_it_at_once_and_has_the_others_drawn_anew(ask: Ask) -> None:
    response = render.redirect(ask(method="post", target="form"), "/people/7", toast_text="Created", stay=True)
    assert "Created" in body(response)
    assert response["HX-Reswap"] == "none"
    assert json.loads(response["HX-Trigger-After-Swap"]) == {
        "goodwill:changed": {"url": "/people/7"},
        "goodwill:close": {},
    }


def test_stay_redirects_a_plain_request_like_any_other(ask: Ask) -> None:
    assert render.redirect(ask(method="post"), "/people/7", stay=True)["Location"] == "/people/7"


@pytest.mark.parametrize(("error", "status"), [(Refused("You may not delete."), 403), (Missing("It is gone."), 404)])
def test_a_refusal_is_a_page_with_its_sentence_and_status(ask: Ask, error: Any, status: int) -> None:
    response = render.refusal(ask(), error)
    assert response.status_code == status
    assert error.sentence in body(response)


def test_a_refusal_of_a_part_is_a_toast_that_replaces_nothing(ask: Ask) -> None:
    response = render.refusal(ask(target="rows"), Refused("You may not delete <i>."))
    assert (response.status_code, response["HX-Reswap"]) == (403, "none")
    assert "You may not delete &lt;i&gt;." in body(response)
    assert "<!doctype" not in body(response)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_error_page_says_what_happened_and_what_to_do(ask: Ask, status: int) -> None:
    response = render.refusal(ask(), "", status=status)
    assert response.status_code == status
    assert any(
        word in body(response) for word in ("Nothing was", "Nothing is lost", "nothing that you typed", "not saved")
    )


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_sent_to_another_site(ask: Ask, wanted: str) -> None:
    assert render.came_from(ask(method="post", data={"next": wanted}), "/people") == "/people"


def test_the_reader_goes_back_to_where_she_came_from(ask: Ask) -> None:
    assert render.came_from(ask(method="post", data={"next": "/deals?stage=2"}), "/people") == "/deals?stage=2"
