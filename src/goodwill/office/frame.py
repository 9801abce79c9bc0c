"""What the office adds to the frame: settings pages, the reader's own menu, the bell, commands."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodwill.kernel import notices
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import CustomField
from goodwill.records.actions import ListAction, field_action, record_action
from goodwill.records.custom.verbs import takes_fields
from goodwill.records.fields import Field
from goodwill.records.registry import RecordType
from goodwill.records.views.typed import url_of
from goodwill.ui import slots
from goodwill.ui.slots import Bell, Command, Nav, SettingsPage, UserLink, Words

YOU, FIRM, PEOPLE = _("You"), _("Firm"), _("Colleagues")
PROGRAMS, DATA, MACHINE = _("Other programs"), _("Data"), _("Machine")
USERS, SETTINGS, SAFETY = "manage_users", "manage_settings", "safety"


@record_action
def _who_sees(type: RecordType, record: Any, actor: Actor) -> ListAction | None:
    if not actor.may(USERS):
        return None
    href = reverse("who_sees", kwargs={"name": record.ref_name(), "pk": record.pk})
    return ListAction(_("Who can see this"), href, "eye", into="sheet")


def fill() -> None:
    slots.nav.add(Nav(label=_("Settings"), url="settings", icon="settings", order=900, key="s"))
    slots.bells.add(Bell(label=_("Notices"), url="notices", icon="bell", count=_unread, right=_is_oneself))
    slots.user_links.add(
        UserLink(label=_("My profile"), url="me", icon="circle-user", order=10, right=_is_oneself),
        UserLink(label=_("My access"), url="mfa_index", icon="key-round", order=20, right=_is_oneself),
        UserLink(label=_("Settings"), url="settings", icon="settings", order=30),
    )
    slots.commands.add(
        Command(
            label=_("Invite somebody"), url="invite", icon="user-plus", words=_("user colleague"), right=_has(USERS)
        ),
        Command(label=_("Notices"), url="notices", icon="bell", words=_("bell news mentions"), right=_is_oneself),
        Command(
            label=_("Mark all notices read"),
            url="read_notices",
            icon="check-check",
            post=True,
            right=_is_oneself,
        ),
        Command(label=_("Sign out"), url="sign_out", icon="log-out", words=_("log out leave lock"), order=900),
    )
    _fill_settings()
    _fill_more_settings()


def _fill_settings() -> None:
    slots.settings_pages.add(
        _page(YOU, 10, _("My profile"), "me", icon="circle-user", hint=_("Name, dates and numbers, time zone, look")),
        _page(YOU, 12, _("My access"), "mfa_index", icon="fingerprint", hint=_("Password, passkeys, second factor")),
        _page(
            YOU, 14, _("Sessions"), "usersessions_list", icon="monitor-smartphone", hint=_("Where you are signed in")
        ),
        _page(
            FIRM,
            20,
            _("Profile of the firm"),
            "firm_profile",
            icon="building-2",
            hint=_("Name, country, currency, time zone"),
            power=SETTINGS,
        ),
        _page(
            FIRM,
            22,
            _("Outgoing mail"),
            "mail_settings",
            icon="mail",
            hint=_("The server that sends it"),
            power=SETTINGS,
        ),
        _page(
            FIRM,
            24,
            _("Fields"),
            "own_fields",
            icon="columns-3-cog",
            hint=_("What you know of your customers that nobody else asks"),
            power=SETTINGS,
        ),
    )


def _fill_more_settings() -> None:
    slots.settings_pages.add(
        _page(PEOPLE, 30, _("Users"), "users", icon="user-cog", hint=_("Who works here and may come in"), power=USERS),
        _page(PEOPLE, 32, _("Teams"), "teams", icon="users", hint=_("Who works together"), power=USERS),
        _page(PEOPLE, 34, _("Roles"), "roles", icon="shield", hint=_("Who may do what"), power=USERS),
        _page(PROGRAMS, 36, _("API keys"), "api_keys", icon="key-round", hint=_("What programs come in with")),
        _page(
            PROGRAMS,
            37,
            _("API reference"),
            "api_reference",
            icon="braces",
            hint=_("Every request, with examples to try"),
        ),
        _page(
            PROGRAMS,
            38,
            _("Webhooks"),
            "webhooks",
            icon="webhook",
            hint=_("Programs told of changes"),
            power=SETTINGS,
        ),
        _page(DATA, 40, _("History"), "history", icon="history", hint=_("Who did what; take it back")),
        _page(DATA, 42, _("Trash"), "trash", icon="trash-2", hint=_("What was deleted, and the way back")),
        _page(MACHINE, 60, _("Background work"), "work", icon="workflow", hint=_("What runs, waits or failed")),
        _page(
            MACHINE,
            56,
            _("Safety"),
            "safety",
            icon="life-buoy",
            hint=_("Could it all come back?"),
            power=SAFETY,
        ),
    )


@record_action
def _add_a_field(type: RecordType, record: Any, actor: Actor) -> ListAction | None:
    if not takes_fields(type) or not actor.may(SETTINGS):
        return None
    asked = urlencode({"type": type.name, "next": url_of(type, record.pk)})
    return ListAction(_("Add a field"), f"{reverse('new_own_field')}?{asked}", "circle-plus", "sheet")


@field_action
def _remove_own(type: RecordType, field: Field, actor: Actor) -> ListAction | None:
    row = CustomField.objects.filter(type=type.name, name=field.name).first() if field.kept else None
    if row is None or not actor.may(SETTINGS):
        return None
    href = reverse("remove_own_field", kwargs={"pk": row.pk})
    return ListAction(_("Remove %(name)s") % {"name": field.label}, href, "trash-2")


def _page(group: Words, order: int, label: Words, url: str, *, icon: str, hint: Words, power: str = "") -> SettingsPage:
    right = _has(power) if power else _is_oneself if group is YOU else None
    return SettingsPage(group=group, order=order, label=label, url=url, icon=icon, hint=hint, right=right)


def _has(power: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.may(power)


def _is_oneself(actor: Actor) -> bool:
    """Not whoever looks as somebody else: what is private to that one is not shown, and nothing of it is done."""
    return actor.watcher is None


def _unread(actor: Actor) -> int:
    return notices.unread(actor.user) if actor.user and not actor.watcher else 0
