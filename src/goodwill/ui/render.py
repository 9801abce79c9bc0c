"""How a view answers: a page or the part of it that was asked for, a redirect, a refusal; with toasts for all three."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from jinja2 import Environment, Template, nodes

from goodwill.ui import errors
from goodwill.ui.words import in_one_language

LEVELS = {"good": messages.SUCCESS, "info": messages.INFO, "warn": messages.WARNING, "bad": messages.ERROR}
KINDS = {level: kind for kind, level in LEVELS.items()}
ASKED_BY = ("HX-Request", "HX-Target")


@dataclass(frozen=True)
class Toast:
    text: str
    kind: str = "good"
    undo: str = ""
    href: str = ""
    label: str = ""
    redo: bool = False
    """Its undo would take an undo back: pressed on purpose, never by Ctrl Z, which goes on backwards."""


def by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    blocks: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The whole page, or the one block whose target was asked for.

    `blocks` names the targets that this page answers on their own: {"rows": "#rows"} answers a request for
    the element `rows` with the block `rows`. Any other request gets the whole page.
    """
    block = _block_asked_for(request, blocks or {})
    values = _context(request, context)
    with in_one_language():
        if block is None or not _has_block(_engine().env, template, block):
            html = _engine().env.get_template(template).render(values)
        else:
            html = _draw_block(_engine().env, template, block, values) + _waiting_toasts(request)
    response = HttpResponse(html, status=status)
    patch_vary_headers(response, ASKED_BY)
    return response


def toast(
    request: HttpRequest,
    text: object,
    *,
    kind: str = "good",
    undo: str = "",
    href: str = "",
    label: object = "",
    redo: bool = False,
) -> None:
    """Say something at the next answer, whatever it is. `undo` is the URL that takes it back by POST."""
    said = {"text": str(text), "undo": undo, "href": href, "label": str(label), "redo": redo}
    messages.add_message(request, LEVELS[kind], json.dumps(said), extra_tags="toast", fail_silently=True)


def toasts(request: HttpRequest) -> list[Toast]:
    """What is to be said now; messages of other applications are toasts, too."""
    found = []
    for message in messages.get_messages(request):
        kind = KINDS.get(message.level, "info")
        ours = "toast" in (message.extra_tags or "").split()
        found.append(Toast(kind=kind, **json.loads(message.message)) if ours else Toast(str(message), kind))
    return found


def redirect(
    request: HttpRequest, to: Any, *, toast_text: object = "", undo: str = "", stay: bool = False, **args: Any
) -> HttpResponse:
    """Go on to a page (a URL, a URL's name with its parameters), saying `toast_text` there.

    With `stay`, a request from a part of a page leaves the reader where she is: the sheet closes and each part
    that listens to `goodwill:changed` draws itself anew, and so do the numbers of what waits.
    """
    if toast_text:
        toast(request, toast_text, undo=undo)
    url = resolve_url(to, **args)
    if not by_htmx(request):
        response: HttpResponse = HttpResponseRedirect(url)
        response.status_code = 303
    elif stay:
        response = HttpResponse(_waiting_toasts(request) + _what_waits(request))
        response["HX-Reswap"] = "none"
        response["HX-Trigger-After-Swap"] = json.dumps({"goodwill:changed": {"url": url}, "goodwill:close": {}})
    else:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
    return response


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page of ours to go back to: `next` of the form, else `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else resolve_url(otherwise)


def refusal(request: HttpRequest, error: object, *, status: int | None = None) -> HttpResponse:
    """Say no with a sentence: a toast where a part was asked for, else a page that says what to do now."""
    said = errors.trouble(error, status)
    if by_htmx(request):
        response = HttpResponse(_drawn([*toasts(request), Toast(said.text, "bad")]), status=said.status)
        response["HX-Reswap"] = "none"
        return response
    return page(request, "ui/error.html", {"trouble": said}, status=said.status)


def _block_asked_for(request: HttpRequest, blocks: Mapping[str, str]) -> str | None:
    if not by_htmx(request):
        return None
    target = request.headers.get("HX-Target", "")
    return next((block for block, selector in blocks.items() if selector == f"#{target}"), None)


def _draw_block(env: Environment, template: str, block: str, values: Mapping[str, Any]) -> str:
    """One block as the whole template would draw it, with the blocks of its parents for `super()`."""
    family = [env.get_template(name) for name in _lineage(env, template)]
    context = family[0].new_context(dict(values))
    for parent in family[1:]:
        for name, draw in parent.blocks.items():
            context.blocks.setdefault(name, []).append(draw)
    return env.concat(context.blocks[block][0](context))


def _has_block(env: Environment, template: str, block: str) -> bool:
    return any(block in env.get_template(name).blocks for name in _lineage(env, template))


def _lineage(env: Environment, template: str) -> list[str]:
    names = [template]
    while parent := _parent(env, env.get_template(names[-1])):
        names.append(parent)
    return names


@cache
def _parent(env: Environment, template: Template) -> str | None:
    source, _, _ = env.loader.get_source(env, str(template.name))  # type: ignore[union-attr]
    found = env.parse(source).find(nodes.Extends)
    return found.template.as_const() if found else None


def _waiting_toasts(request: HttpRequest) -> str:
    return _drawn(toasts(request))


def _drawn(said: list[Toast]) -> str:
    return _engine().env.get_template("ui/frame/said.html").render(toasts=said) if said else ""


def _what_waits(request: HttpRequest) -> str:
    """The numbers of the frame, as they are after what was done."""
    context = _context(request, None)
    drawn = _engine().env.get_template("ui/frame/waiting.html").render(context) if context["frame"].actor else ""
    return drawn.strip()


def _context(request: HttpRequest, context: Mapping[str, Any] | None) -> dict[str, Any]:
    values = {"request": request, "csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
    for processor in _engine().template_context_processors:
        values |= processor(request)
    return values | dict(context or {})


@cache
def _engine() -> Jinja2:
    return next(engine for engine in engines.all() if isinstance(engine, Jinja2))
