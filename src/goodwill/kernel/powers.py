"""The powers beside records, and the built-in roles."""

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes
from goodwill.kernel.actors import ALL, NONE, OWN, SENSITIVE, TEAM, system
from goodwill.kernel.models import Role
from goodwill.kernel.seeds import seed

POWERS = {
    "manage_users": _("Invite people, change roles and teams"),
    "manage_settings": _("Change the settings of the firm"),
    "import": _("Import files"),
    SENSITIVE: _("See what is sensitive: birthdays, age, household, how a firm is doing"),
    "undo_any": _("See everybody's history and take back what others did"),
    "safety": _("Back up, restore and see the state of the machine"),
}
RIGHTS = {
    "read": _("See"),
    "create": _("Create"),
    "change": _("Change"),
    "delete": _("Delete"),
    "export": _("Export"),
}


def _scopes(read: str, create: str, change: str, delete: str, export: str) -> dict[str, dict[str, str]]:
    return {"*": {"read": read, "create": create, "change": change, "delete": delete, "export": export}}


BUILT_IN = {
    "owner": (_("Owner"), _scopes(ALL, ALL, ALL, ALL, ALL), list(POWERS)),
    "manager": (_("Manager"), _scopes(ALL, ALL, ALL, ALL, ALL), ["import", "undo_any", "manage_users", SENSITIVE]),
    "staff": (_("Staff"), _scopes(ALL, ALL, ALL, OWN, TEAM), ["import", SENSITIVE]),
    "read_only": (_("Read only"), _scopes(ALL, NONE, NONE, NONE, NONE), []),
}


@seed
def built_in_roles() -> None:
    known = set(Role.everything.exclude(builtin="").values_list("builtin", flat=True))
    missing = [name for name in BUILT_IN if name not in known]
    _give_owners_what_is_new()
    if not missing:
        return
    with changes.batch(system(), "seed"):
        for name in missing:
            label, scopes, powers = BUILT_IN[name]
            changes.create(Role(name=str(label), builtin=name, scopes=scopes, powers=powers))


def _give_owners_what_is_new() -> None:
    """A power that came with a newer version: without an owner who has it, nobody could give it to others."""
    role = Role.objects.filter(builtin="owner").first()
    if role is not None and not POWERS.keys() <= set(role.powers):
        with changes.batch(system(), "seed"):
            changes.update(role, powers=list(POWERS))
