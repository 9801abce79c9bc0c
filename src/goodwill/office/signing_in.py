"""Who a session belongs to: asked with each request, so by a prepared query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from goodwill.kernel.actors import with_teams
from goodwill.kernel.models import User
from goodwill.kernel.pins import with_pins
from goodwill.kernel.prepared import steady


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        found = _users(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@steady
def _users(pk: int) -> QuerySet[User]:
    return with_pins(with_teams(User.objects.filter(pk=pk)))
