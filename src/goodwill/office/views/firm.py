"""The firm's own settings: its profile, and the server that takes its mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodwill.kernel import changes, mail, mail_server, throttle
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Profile
from goodwill.office.forms import filling
from goodwill.office.forms.firm import MailServerForm, ProfileForm
from goodwill.office.verbs.firm import change_profile
from goodwill.records.views.typed import actor_of
from goodwill.records.views.undo import undo_url
from goodwill.ui import render
from goodwill.ui.access import power


@power("manage_settings")
def profile(request: HttpRequest) -> HttpResponse:
    actor, found = actor_of(request), Profile.objects.get(pk=1)
    form = ProfileForm(request.POST or None, profile=found)
    batch = filling.done(request, form, lambda **given: _change(found, actor, given))
    if batch:
        return render.redirect(request, "firm_profile", toast_text=_("Saved."), undo=undo_url(batch.row))
    context = {
        "form": form,
        "title": _("Profile of the firm"),
        "sentence": _("How names, phone numbers, money and dates are read and written here."),
        "crumbs": [],
        "action": reverse("firm_profile"),
        "save": "",
    }
    blocks = {"form": "#office-form"}
    return render.page(request, "office/form.html", context, blocks=blocks, status=filling.status(form))


def _change(profile: Profile, actor: Actor, given: dict[str, Any]) -> changes.OpenBatch:
    with changes.batch(actor, "change_profile") as batch:
        change_profile(profile, by=actor, **given)
    return batch


@power("manage_settings")
def mail_settings(request: HttpRequest) -> HttpResponse:
    actor, known = actor_of(request), mail_server.current()
    own = known if known and not known.trusted else None
    form = MailServerForm(request.POST or None, server=own)
    if filling.done(request, form, lambda **given: mail_server.use(by=actor, **given)):
        return render.redirect(request, "mail_settings", toast_text=_("Saved. The server let us in."))
    context = {"form": form, "known": known, "own": own, "waiting": mail.outgoing().filter(state="waiting").count()}
    blocks = {"form": "#mail-form"}
    return render.page(request, "office/mail.html", context, blocks=blocks, status=filling.status(form))


@power("manage_settings")
@require_POST
def forget_mail_server(request: HttpRequest) -> HttpResponse:
    mail_server.forget(actor_of(request))
    return render.redirect(request, "mail_settings", toast_text=_("The server is forgotten."))


@power("manage_settings")
@require_POST
def send_test_mail(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    throttle.hit("test mail", str(actor.user_id), limit=10, per=600.0)
    address = actor.user.email if actor.user else ""
    text = _("This mail was sent to try the mail server of %s. It works.") % Profile.current().name
    mail.send(address, subject=_("Goodwill can send mail"), text=text, purpose="test", by=actor)
    said = _("A test mail is on its way to %s. Below you see what became of it.") % address
    return render.redirect(request, "work", toast_text=said)
