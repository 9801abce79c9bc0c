"""Who may see and do what: the one place that decides it."""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodwill.kernel import scopes
from goodwill.kernel.actors import ALL, CHANGE, NONE, OWN, READ, Actor, is_filter
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import About, Record, Tracked
from goodwill.kernel.refs import models_by_name

M = TypeVar("M", bound=Tracked)
FIRM_VIEWS = "manage_settings"
"""The power to change what others share with the whole firm."""
OF_WHAT_IS_SEEN = ("change", "delete", "export")
"""Rights that reach no record which their holder does not see, however far they go by themselves."""


def visible(records: "QuerySet[M]", actor: Actor, right: str = "read") -> "QuerySet[M]":
    """The rows on which the actor holds the right."""
    condition = reach(records.model, actor, right)
    if condition is None:
        return records.none()
    return records.filter(condition) if condition else records


def reach(model: type[Tracked], actor: Actor, right: str = "read") -> Q | None:
    """The condition that a row must meet; an empty one for every row, None for no row."""
    if actor.is_system:
        return Q()
    condition = _reach(model, actor, right)
    locked = scopes.rows_locked(model, actor, right) if condition is not None else None
    return condition if locked is None or condition is None else condition & ~locked


def _reach(model: type[Tracked], actor: Actor, right: str) -> Q | None:
    if _is_closed(model, actor, right):
        return None
    if model.guarded_by:
        return _reach_guarded(model, actor, right)
    if model.personal:
        return _reach_personal(actor, right)
    if model.belongs_to:
        return _reach_of_part(model, actor, right)
    if issubclass(model, About):
        return _reach_about(model, actor, right)
    condition = _of_scope(model, actor, right)
    if right not in OF_WHAT_IS_SEEN or condition is None:
        return condition
    seen = _of_scope(model, actor, "read")
    return None if seen is None else condition if seen == condition else condition & seen


def _is_closed(model: type[Tracked], actor: Actor, right: str) -> bool:
    """Whether the right reaches no row, whoever's it is: what is proof stays, and a key may be for other types."""
    if model.append_only and right in ("change", "delete"):
        return True
    return not model.belongs_to and not actor.reaches(model.ref_name(), right)


def _of_scope(model: type[Tracked], actor: Actor, right: str) -> Q | None:
    scope = actor.scope(model.ref_name(), right)
    if scope == NONE:
        return None
    if is_filter(scope):
        return scopes.reach(model, scope, actor)
    if scope == ALL or not issubclass(model, Record):
        return Q()
    return _within(scope, actor)


def unlimited(model: type[Tracked], actor: Actor, right: str = "read") -> bool:
    """Whether the right reaches every row."""
    return reach(model, actor, right) == Q()


def allows(actor: Actor, right: str, target: Tracked | type[Tracked]) -> bool:
    """Whether the actor holds the right on this record, or on at least some record of a type."""
    if actor.is_system:
        return True
    target = getattr(target, "unveiled", target)
    model = target if isinstance(target, type) else type(target)
    if _is_closed(model, actor, right):
        return False
    if model.guarded_by:
        return _reach_guarded(model, actor, right) is not None
    if model.personal:
        return _holds_personal(right, target, actor)
    if isinstance(target, type):
        return _allows_type(actor, right, target)
    return not scopes.fields_locked_in(target, actor, right=right) and _allows_record(actor, right, target)


def _allows_record(actor: Actor, right: str, record: Tracked) -> bool:
    """By the record that it is a part of, by the one that it is about, or by its own scope."""
    if record.belongs_to:
        whole = getattr(record, record.belongs_to)
        return whole is not None and allows(actor, _on_whole(right), whole)
    if isinstance(record, About):
        return _is_given_to(actor, right, record) or _allows_about(actor, right, record)
    name = record.ref_name()
    seen = right not in OF_WHAT_IS_SEEN or _holds(actor.scope(name, "read"), record, actor)
    return seen and _holds(actor.scope(name, right), record, actor)


def _allows_about(actor: Actor, right: str, record: About) -> bool:
    about = record.about_record
    return record.created_by_id == actor.private_id if about is None else allows(actor, _on_whole(right), about)


def require(actor: Actor, right: str, target: Tracked | type[Tracked]) -> None:
    """Raise Refused with a sentence unless the actor holds the right."""
    if not allows(actor, right, target):
        refuse()


def refuse() -> NoReturn:
    raise Refused(_("You may not do this here. Nothing was changed. Ask an owner of the firm for the right."))


def require_power(actor: Actor, power: str) -> None:
    if not actor.may(power):
        raise Refused(_("Your role does not include this. Nothing was changed. Ask an owner of the firm."))


def _on_whole(right: str) -> str:
    """A part is read with its whole's read right, and written with its whole's change right."""
    return right if right in ("read", "export") else "change"


def _allows_type(actor: Actor, right: str, model: type[Tracked]) -> bool:
    if model.belongs_to:
        field: Any = model._meta.get_field(model.belongs_to)
        return _allows_type(actor, _on_whole(right), field.related_model)
    if issubclass(model, About):
        return actor.scope("*", _on_whole(right)) != NONE
    seen = right not in OF_WHAT_IS_SEEN or actor.scope(model.ref_name(), "read") != NONE
    return seen and actor.scope(model.ref_name(), right) != NONE


def require_verb(actor: Actor, verb: str, target: Tracked | type[Tracked]) -> None:
    """Raise Refused where the actor's role leaves this verb to others."""
    if not actor.may_do(target.ref_name(), verb):
        raise Refused(_("Your role does not include this. Nothing was changed. Ask an owner of the firm."))


def require_fields(actor: Actor, row: Tracked, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raise Refused where one of the fields that differ is not the actor's to change."""
    if not actor.narrowed:
        return
    names = [name for name in after if after[name] != before.get(name)]
    inside = _differing(before.get("extra"), after.get("extra")) if "extra" in names else []
    locked = [name for name in (*names, *inside) if actor.field_right(row.ref_name(), name) != CHANGE]
    held = scopes.fields_locked_in(row, actor, names=names) if names else []
    if locked or held:
        raise Refused(_said_of(locked, row, actor))


def require_rows(actor: Actor, rows: Iterable[Tracked]) -> None:
    """Raise Refused where one of these rows, made or thrown away, holds a field that is not the actor's to change."""
    if actor.narrowed and any(scopes.fields_locked_in(row, actor) for row in rows):
        raise Refused(locked_sentence())


def locked_sentence(label: Any = "") -> str:
    """`label` names a field that may be read; one that is hidden is not spoken of."""
    if label:
        said = _("Your role may read “%(field)s”, but not change it. Nothing was changed.")
        return said % {"field": label}
    return _("This would change what your role may not change, so nothing was changed. Ask an owner of the firm.")


def _said_of(locked: list[str], row: Tracked, actor: Actor) -> str:
    read = [name for name in locked if actor.field_right(row.ref_name(), name) == READ]
    known = {field.name: field.verbose_name for field in row._meta.concrete_fields}
    label = str(known.get(read[0], read[0])) if read else ""
    return locked_sentence(label[:1].upper() + label[1:])


def _differing(before: Any, after: Any) -> list[str]:
    before, after = before or {}, after or {}
    return [name for name in {*before, *after} if before.get(name) != after.get(name)]


def _within(scope: str, actor: Actor) -> Q:
    own = Q(owner=actor.user_id) | Q(owner=None, created_by=actor.user_id)
    return own if scope == OWN or not actor.team_ids else own | Q(team__in=actor.team_ids)


def _holds(scope: str, record: Tracked, actor: Actor) -> bool:
    if is_filter(scope):
        return scopes.holds(record, scope, actor)
    if scope == ALL or not isinstance(record, Record):
        return scope != NONE
    if scope == NONE:
        return False
    if (record.owner_id or record.created_by_id) == actor.user_id:
        return True
    return scope != OWN and record.team_id in actor.team_ids


def _reach_guarded(model: type[Tracked], actor: Actor, right: str) -> Q | None:
    if actor.role is None:
        return None
    return Q() if right == "read" or actor.may(model.guarded_by) else None


def _reach_personal(actor: Actor, right: str) -> Q | None:
    if actor.role is None:
        return None
    own, for_all = Q(owner=actor.private_id), Q(share="firm")
    if right != "read":
        return own | for_all if actor.may(FIRM_VIEWS) else own
    return own | for_all | Q(share="team", team__in=actor.team_ids)


def _holds_personal(right: str, target: Any, actor: Actor) -> bool:
    if actor.role is None:
        return False
    if isinstance(target, type) or target.owner_id == actor.private_id:
        return True
    if target.share == "firm":
        return right == "read" or actor.may(FIRM_VIEWS)
    return right == "read" and target.share == "team" and target.team_id in actor.team_ids


def _reach_of_part(model: type[Tracked], actor: Actor, right: str) -> Q | None:
    field: Any = model._meta.get_field(model.belongs_to)
    whole = field.related_model
    condition = reach(whole, actor, _on_whole(right))
    if not condition:
        return condition
    return Q(**{f"{model.belongs_to}__in": whole.everything.filter(condition).values("pk")})


def _is_given_to(actor: Actor, right: str, target: About) -> bool:
    owner_id = getattr(target, "owner_id", None)
    return owner_id is not None and owner_id == actor.private_id and actor.scope(target.ref_name(), right) != NONE


def _reach_about(model: type[Tracked], actor: Actor, right: str) -> Q | None:
    """Rows about records that are within reach, the actor's own rows about nothing, and rows given to the actor."""
    if actor.role is None:
        return None
    condition = Q(about_type="", created_by=actor.private_id)
    if hasattr(model, "owner") and actor.scope(model.ref_name(), right) != NONE:
        condition |= Q(owner=actor.private_id)
    right = _on_whole(right)
    everything = []
    for name, whole in models_by_name().items():
        if whole.belongs_to or whole.guarded_by or whole.personal or issubclass(whole, About):
            continue
        of_type = reach(whole, actor, right)
        if of_type is None:
            continue
        if of_type:
            condition |= Q(about_type=name, about_id__in=whole.everything.filter(of_type).values("pk"))
        else:
            everything.append(name)
    return condition | Q(about_type__in=everything) if everything else condition
