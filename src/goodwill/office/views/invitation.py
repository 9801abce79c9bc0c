"""Coming in by an invitation."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from goodwill.kernel import throttle
from goodwill.kernel.actors import Actor
from goodwill.office import invitations
from goodwill.office.accounts import sign_in
from goodwill.office.forms import filling
from goodwill.office.forms.people import WelcomeForm
from goodwill.office.verbs.invitations import accept_invitation
from goodwill.ui import render
from goodwill.ui.access import public

TRIES, PER = 30, 600.0


@public("who was invited has no password yet; the signed link is asked for")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    throttle.hit("invitation", request.META.get("REMOTE_ADDR", ""), limit=TRIES, per=PER)
    user = invitations.invited_by(token)
    form = WelcomeForm(request.POST or None, initial={"name": user.name})
    if filling.done(request, form, lambda **given: accept_invitation(user, by=Actor.of(user), **given)):
        sign_in(request, user)
        return render.redirect(
            request, settings.LOGIN_REDIRECT_URL, toast_text=_("Welcome, %s.") % user.get_short_name()
        )
    context = {"form": form, "user": user, "token": token}
    return render.page(request, "office/invitation.html", context, status=filling.status(form))
