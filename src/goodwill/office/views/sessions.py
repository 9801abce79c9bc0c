"""Where somebody is signed in."""

from typing import Any

from allauth.usersessions.views import ListUserSessionsView

from goodwill.office.devices import device_words


class Sessions(ListUserSessionsView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        known = sorted(context["sessions"], key=lambda session: not session.is_current())
        return context | {"devices": [(session, device_words(session.user_agent)) for session in known]}


list_sessions = Sessions.as_view()
