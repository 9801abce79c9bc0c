"""Roles: what their holders may do."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes
from goodwill.kernel.actors import AS_EVERYTHING, HIDDEN, REACHES, READ, WHERE, Actor, is_filter
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.models import Role, User
from goodwill.kernel.powers import POWERS, RIGHTS
from goodwill.kernel.verbs import Final, verb
from goodwill.office.authority import require_within
from goodwill.records import scopes as filters
from goodwill.records.filter import FilterError

Scopes = Mapping[str, Mapping[str, str]]
BY_HAND = Final(gettext_lazy("set the rights anew on the page of the role."))


@verb(
    Role,
    power="manage_users",
    label=gettext_lazy("Make a role"),
    done=gettext_lazy("made a role"),
    icon="shield",
    undo=BY_HAND,
    bulk=False,
)
def make_role(*, by: Actor, name: str, like: Role) -> Role:
    """A role of the firm's own that begins as a copy. Refused for one that may do more than its maker."""
    require_within(like, by)
    return changes.create(
        Role(
            name=name,
            scopes=like.scopes,
            powers=like.powers,
            field_rights=like.field_rights,
            refused_verbs=like.refused_verbs,
        )
    )


@verb(
    Role,
    power="manage_users",
    label=gettext_lazy("Change the rights"),
    done=gettext_lazy("changed the rights of a role"),
    icon="shield",
    undo=BY_HAND,
    bulk=False,
)
def change_role(role: Role, *, by: Actor, name: str, scopes: Scopes, powers: Sequence[str]) -> Role:
    """Refused for the built-in owner, and beyond one's own rights: before the change and after it."""
    _require_changeable(role, by)
    scopes = _checked(scopes, powers, role.scopes)
    require_within(_as_it_would_be(role, scopes=scopes, powers=list(powers)), by)
    return changes.update(role, name=name, scopes=scopes, powers=list(powers))


@verb(
    Role,
    power="manage_users",
    label=gettext_lazy("Change the rights"),
    done=gettext_lazy("changed the rights of a role"),
    icon="shield",
    undo=BY_HAND,
    bulk=False,
)
def narrow_role(
    role: Role, *, by: Actor, of: str, row: Mapping[str, str], fields: Mapping[str, str], refused: Sequence[str]
) -> Role:
    """How far each right reaches on one kind of record, what of its fields is hidden or only read, which verbs are not
    for this role. An empty `row` follows everything. Refused like `change_role`.
    """
    _require_changeable(role, by)
    scopes = _checked({**role.scopes, of: row} if row else _without(role.scopes, of), role.powers, role.scopes)
    if set(fields.values()) - {HIDDEN, READ}:
        raise Invalid(_("There is no such right. Nothing was changed; load the page again."))
    names = {kind.title for kind in filters.kinds_of(of)}
    needed = {field.name for kind in filters.kinds_of(of) for field in kind.all_fields.values() if field.required}
    if any(right == HIDDEN and name in names | needed for name, right in fields.items()):
        raise Invalid(_("What names a record, or what it cannot be without, cannot be hidden. Nothing was changed."))
    changed: dict[str, Any] = {
        "scopes": scopes,
        "field_rights": _without(role.field_rights, of) | ({of: dict(fields)} if fields else {}),
        "refused_verbs": _without(role.refused_verbs, of) | ({of: sorted(refused)} if refused else {}),
    }
    require_within(_as_it_would_be(role, **changed), by)
    return changes.update(role, **changed)


@verb(
    Role,
    power="manage_users",
    label=gettext_lazy("Remove"),
    done=gettext_lazy("removed a role"),
    icon="trash-2",
    undo=BY_HAND,
    bulk=False,
)
def remove_role(role: Role, *, by: Actor) -> Role:
    """Refused for built-in roles, and while somebody holds it, even with a closed access."""
    if role.builtin:
        raise Refused(_("Built-in roles stay. Nothing was changed."))
    require_within(role, by)
    if User.everything.filter(role=role).exists():
        raise Refused(_("Somebody still has this role. Give them another one first; nothing was changed."))
    return changes.trash(role)


def _require_changeable(role: Role, by: Actor) -> None:
    if role.builtin == "owner":
        raise Refused(_("Owners may do everything, and this stays so. Make a role of your own instead."))
    require_within(role, by)


def _as_it_would_be(role: Role, **changed: Any) -> Role:
    kept = {name: getattr(role, name) for name in ("scopes", "powers", "field_rights", "refused_verbs")}
    return Role(name=role.name, **{**kept, **changed})


def _without(narrowed: Mapping[str, Any], of: str) -> dict[str, Any]:
    return {name: held for name, held in narrowed.items() if name != of}


def _checked(scopes: Scopes, powers: Sequence[str], known: Scopes) -> dict[str, dict[str, str]]:
    """The scopes with each filter in its proper form; one that is `known` stays as it is, even if nothing reads it."""
    rights = [(of, *right) for of, row in scopes.items() for right in row.items()]
    wrong = any(name not in RIGHTS or not _is_reach(of, reach) for of, name, reach in rights)
    if wrong or set(powers) - set(POWERS):
        raise Invalid(_("There is no such right. Nothing was changed; load the page again."))
    return {
        of: {
            right: reach if reach == known.get(of, {}).get(right) else _proper(of, right, reach)
            for right, reach in row.items()
        }
        for of, row in scopes.items()
    }


def _is_reach(of: str, reach: str) -> bool:
    return reach in REACHES or is_filter(reach) or (reach == AS_EVERYTHING and of != "*")


def _proper(of: str, right: str, reach: str) -> str:
    if not is_filter(reach):
        return reach
    try:
        return WHERE + filters.proper(of, reach.removeprefix(WHERE))
    except FilterError as error:
        raise Invalid({f"{of}.{right}": error.sentence}) from error
