from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.kernel.models import User
from goodwill.office.forms import filling
from goodwill.office.forms.firm import MeForm
from goodwill.office.verbs.me import change_me
from goodwill.records.views.typed import actor_of
from goodwill.ui import render
from goodwill.ui.access import private, signed_in


@private
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    user = User.objects.get(pk=actor.user_id or 0)
    form = MeForm(request.POST or None, user=user)
    if filling.done(request, form, lambda **given: change_me(user, by=actor, **given)):
        return render.redirect(request, "me", toast_text=_("Saved."))
    context = {"form": form, "user": user}
    return render.page(request, "office/me.html", context, blocks={"form": "#me-form"}, status=filling.status(form))
