"""What the office adds to the frame: settings pages, the reader's own menu, the bell, commands."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.ui import slots
from goodwill.ui.slots import Nav, SettingsPage, UserLink, Words

YOU, FIRM, PEOPLE, DATA = _("You"), _("Firm"), _("People"), _("Data and machine")


def fill() -> None:
    slots.nav.add(Nav(label=_("Settings"), url="settings", icon="settings", order=900, key="s"))
    slots.user_links.add(
        UserLink(label=_("My access"), url="mfa_index", icon="key-round", order=20),
        UserLink(label=_("Settings"), url="settings", icon="settings", order=30),
    )
    slots.settings_pages.add(
        _page(YOU, 12, _("My access"), "mfa_index", icon="key-round", hint=_("Password, passkeys, second factor")),
        _page(
            YOU, 14, _("Sessions"), "usersessions_list", icon="monitor-smartphone", hint=_("Where you are signed in")
        ),
        _page(PEOPLE, 30, _("Users"), "users", icon="user-cog", hint=_("Invite, role, access"), power="manage_users"),
        _page(PEOPLE, 32, _("Teams"), "teams", icon="users", hint=_("Who shares what"), power="manage_users"),
    )


def _page(group: Words, order: int, label: Words, url: str, *, icon: str, hint: Words, power: str = "") -> SettingsPage:
    right = _holds(power) if power else None
    return SettingsPage(group=group, order=order, label=label, url=url, icon=icon, hint=hint, right=right)


def _holds(power: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.may(power)
