"""Programs that are told of changes: who, of what, and what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import Webhook, WebhookDelivery
from goodwill.kernel.webhooks import queue, trying
from goodwill.office.forms import filling
from goodwill.office.forms.programs import WebhookForm
from goodwill.office.queries import programs as queries
from goodwill.office.signatures import signature_examples
from goodwill.office.verbs import webhooks as verbs
from goodwill.records import registry
from goodwill.records.views.conditions import Built, built
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import power

POWER = "manage_settings"


@power(POWER)
def webhooks(request: HttpRequest) -> HttpResponse:
    return render.page(request, "office/webhooks.html", {"lines": queries.webhooks()})


@power(POWER)
def new_webhook(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of(request), WebhookForm(request.POST or None)
    made = filling.done(request, form, lambda **given: verbs.make_webhook(by=actor, **given))
    if made:
        return _secret(request, *made)
    context = {
        "form": form,
        "title": _("New webhook"),
        "sentence": _("Another program is told of what changes here, with your rights."),
        "crumbs": [{"label": _("Webhooks"), "href": reverse("webhooks")}],
        "action": reverse("new_webhook"),
        "save": _("Make the webhook"),
        "plain": True,
    }
    return render.page(request, "office/form.html", context, status=filling.status(form))


@power(POWER)
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    actor, found = actor_of(request), _find(pk)
    form = WebhookForm(request.POST or None, webhook=found)
    if filling.done(request, form, lambda **given: verbs.change_webhook(found, by=actor, **given)):
        return render.redirect(request, "webhook", pk=pk, toast_text=_("Saved: %s") % found)
    state = request.GET.get("state", "")
    here = reverse("webhook", kwargs={"pk": pk})
    wanted = (("", _("All")), *WebhookDelivery.State.choices)
    context: dict[str, Any] = {
        "narrowed": _narrowed(found, actor),
        "signed": signature_examples(),
        "line": queries.webhooks(pk)[0],
        "form": form,
        "log": queries.log(found, state),
        "tabs": [{"label": label, "href": f"{here}?state={name}", "current": name == state} for name, label in wanted],
    }
    return render.page(request, "office/webhook.html", context, blocks={"log": "#log"}, status=filling.status(form))


@power(POWER)
@require_POST
def narrow_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell it of those alone that match what was chosen."""
    found = _find(pk)
    kept = {name: getattr(found, name) for name in ("name", "url", "types", "events", "with_imports")}
    verbs.change_webhook(found, by=actor_of(request), filter=request.POST.get("filter", ""), **kept)
    return render.redirect(request, "webhook", pk=pk, toast_text=_("Saved: %s") % found)


@power(POWER)
@require_POST
def renew_webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    return _secret(request, found, verbs.renew_secret(found, by=actor_of(request)))


@power(POWER)
@require_POST
def turn_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """On when it is off, and off when it is on."""
    found = _find(pk)
    turn = verbs.switch_on if found.off_at else verbs.pause_webhook
    turn(found, by=actor_of(request))
    said = _("%s is told of changes again.") if found.off_at is None else _("%s is told nothing for now.")
    return render.redirect(request, "webhook", pk=pk, toast_text=said % found)


@power(POWER)
@require_POST
def remove_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    verbs.remove_webhook(found, by=actor_of(request))
    return render.redirect(request, "webhooks", toast_text=_("Removed: %s") % found)


@power(POWER)
@require_POST
def try_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    trying.send_test(_find(pk), by=actor_of(request))
    return render.redirect(request, "webhook", pk=pk, toast_text=_("A test event is on its way."))


@power(POWER)
@require_POST
def replay_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery, or all that failed."""
    webhook = _find(pk)
    rows = WebhookDelivery.objects.filter(webhook=webhook)
    one = request.POST.get("delivery", "")
    count = queue.replay(rows.filter(pk=one) if one.isdecimal() and len(one) < 19 else rows.filter(state="failed"))
    said = ngettext("%d event is sent again.", "%d events are sent again.", count) % count
    if webhook.off_at:
        said = ngettext("%d event waits until it is switched on.", "%d events wait until it is switched on.", count)
        said %= count
    return render.redirect(request, "webhook", pk=pk, toast_text=said)


def _narrowed(webhook: Webhook, actor: Actor) -> Built | None:
    """What it hears of alone; a filter speaks of the fields of exactly one kind."""
    kind = registry.get(webhook.types[0]) if len(webhook.types) == 1 else None
    return built(kind, "filter", webhook.filter, actor) if kind else None


def _secret(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    context = {"title": webhook.name, "secret": secret, "back": reverse("webhook", kwargs={"pk": webhook.pk})}
    return render.page(request, "office/secret_once.html", context | {"parent": _("Webhooks")})


def _find(pk: int) -> Webhook:
    found: Webhook | None = Webhook.objects.filter(pk=pk).select_related("user").first()
    if found is None:
        raise Missing
    return found
