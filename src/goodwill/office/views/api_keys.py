"""Keys with which programs come in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import api_keys as keys
from goodwill.kernel.errors import Missing
from goodwill.kernel.models import ApiKey
from goodwill.office.forms import filling
from goodwill.office.forms.programs import ApiKeyForm
from goodwill.office.queries import programs as queries
from goodwill.records.views.typed import actor_of
from goodwill.ui import formats, render
from goodwill.ui.access import private, signed_in


@private
@signed_in
def api_keys(request: HttpRequest) -> HttpResponse:
    return render.page(request, "office/api_keys.html", {"keys": queries.api_keys(actor_of(request))})


@private
@signed_in
def new_api_key(request: HttpRequest) -> HttpResponse:
    actor, form = actor_of(request), ApiKeyForm(request.POST or None)
    issued = filling.done(request, form, lambda **given: keys.issue(by=actor, **given))
    if issued:
        shown = {"title": issued.key.name, "secret": issued.text, "back": reverse("api_keys"), "parent": _("API keys")}
        return render.page(request, "office/secret_once.html", shown)
    context: dict[str, object] = {
        "form": form,
        "title": _("New API key"),
        "sentence": _("It may do what you may, or less, never more."),
        "crumbs": [{"label": _("API keys"), "href": reverse("api_keys")}],
        "action": reverse("new_api_key"),
        "save": _("Make the key"),
        "plain": True,
    }
    return render.page(request, "office/form.html", context, status=filling.status(form))


@private
@signed_in
def api_key(request: HttpRequest, pk: int) -> HttpResponse:
    actor, found = actor_of(request), _key(request, pk)
    form = ApiKeyForm(request.POST or None, key=found)
    if filling.done(request, form, lambda **given: keys.adjust(found, by=actor, **given)):
        return render.redirect(request, "api_keys", toast_text=_("%s is changed from now on.") % found.name)
    context: dict[str, object] = {
        "form": form,
        "title": found.name,
        "sentence": _("Of %(name)s, until %(day)s") % {"name": found.user.name, "day": formats.day(found.expires_at)},
        "crumbs": [{"label": _("API keys"), "href": reverse("api_keys")}],
        "action": reverse("api_key", kwargs={"pk": pk}),
        "save": _("Save"),
        "plain": True,
    }
    return render.page(request, "office/form.html", context, status=filling.status(form))


def _key(request: HttpRequest, pk: int) -> ApiKey:
    found = next((key for key in queries.api_keys(actor_of(request)) if key.pk == pk), None)
    if found is None:
        raise Missing
    return found


@private
@signed_in
@require_POST
def revoke_api_key(request: HttpRequest, pk: int) -> HttpResponse:
    found = _key(request, pk)
    keys.revoke(found, by=actor_of(request))
    return render.redirect(request, "api_keys", toast_text=_("%s is worth nothing from now on.") % found.name)
