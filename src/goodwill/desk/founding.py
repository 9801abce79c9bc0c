"""The first run: a firm gets its name and its first owner."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Profile, Role, User


@dataclass(frozen=True)
class Founding:
    firm: str
    name: str
    mail: str
    password: str
    country: str
    currency: str
    time_zone: str
    language: str


def found(founding: Founding) -> User:
    """Write the profile and the owner of the firm that is entered. Refused once the firm is founded."""
    if Profile.everything.exists():
        raise Refused(_("This firm is set up already. Sign in instead; nothing was changed."))
    with changes.batch(system("page"), "found"):
        changes.create(
            Profile(
                id=1,
                name=founding.firm,
                country=founding.country,
                currency=founding.currency,
                time_zone=founding.time_zone,
                language=founding.language,
            )
        )
        owner = User(email=founding.mail.lower(), name=founding.name, role=Role.objects.get(builtin="owner"))
        owner.set_password(founding.password)
        changes.create(owner)
    workspaces.directory().rename(workspaces.current().id, founding.firm)
    return owner
