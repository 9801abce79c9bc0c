"""Where somebody is signed in."""

from typing import Any

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodwill.office.devices import device_words
from goodwill.ui import render


class Ending(ManageUserSessionsForm):
    """Ends the session that is named, else all but this one."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        mine = UserSession.objects.filter(user=self.request.user)
        self.fields["session"] = forms.ModelChoiceField(mine, required=False)

    def save(self, request: HttpRequest) -> None:
        named = self.cleaned_data["session"]
        if named:
            get_adapter().end_sessions([named])
        else:
            super().save(request)


class Sessions(ListUserSessionsView):
    form_class = Ending

    def form_valid(self, form: Ending) -> HttpResponse:
        form.save(self.request)
        return render.redirect(self.request, "usersessions_list", toast_text=_("Signed out there."))

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        known = sorted(context["sessions"], key=lambda session: not session.is_current())
        return context | {"devices": [(session, device_words(session.user_agent)) for session in known]}


list_sessions = Sessions.as_view()
