"""Verbs: plain functions that happen to records, declared once for page, bulk action, API, automation and palette."""

import inspect
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import HIDDEN, Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Batch, Tracked, User
from goodwill.kernel.prepared import prepared
from goodwill.kernel.refs import models_by_name

F = TypeVar("F", bound=Callable[..., Any])
Words = str | Promise


@dataclass(frozen=True)
class Work:
    """Rows that give a verb something to do: their model, and the column that holds the id of the record.

    Those count of which a `field`, if one is named, holds something, or is `empty`; with `user`, the column of a user,
    only those of whoever asks. `absent`: there is work where there is none of them.
    """

    rows: type[Tracked]
    column: str = "pk"
    field: str = ""
    empty: bool = False
    user: str = ""
    absent: bool = False

    def hides_from(self, actor: Actor) -> bool:
        """Whether it depends on a field that the actor may not know."""
        return bool(self.field) and actor.field_right(self.rows.ref_name(), self.field) == HIDDEN

    def is_there(self, type: str, user_id: int, pk: int | None, seen: Q) -> Combinable:
        """For one record, or for any of those that are `seen`."""
        if self.absent and pk is None:
            return Value(True)
        rows: models.QuerySet[Any] = self.rows.objects.all()
        if self.field:
            rows = rows.filter(**{f"{self.field}__isnull": self.empty})
        if self.column == "about_id":
            rows = rows.filter(about_type=type)
        if self.user:
            rows = rows.filter(**{self.user: user_id})
        if pk is not None:
            rows = rows.filter(**{self.column: pk})
        elif seen:
            records = models_by_name()[type].objects.filter(seen, pk=OuterRef(self.column))
            rows = rows.filter(Exists(records))
        return ~Exists(rows) if self.absent else Exists(rows)


@dataclass(frozen=True)
class Final:
    """The undo of a verb that cannot be taken back, with the reason."""

    sentence: Words


@dataclass(frozen=True)
class Help:
    """Wording of a parameter: `note: Annotated[str, Help(_("Reason"), kind="long_text")]`; `rare` ones are folded."""

    label: Words = ""
    help: Words = ""
    kind: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    rare: bool = False


@dataclass(frozen=True)
class Parameter:
    name: str
    type: Any
    required: bool
    default: Any
    help: Help


@dataclass(frozen=True, eq=False)
class Verb:
    """`undo` is "fields" or Final; `bulk` verbs are offered for a selection; `done` tells it behind somebody's name.
    It is not offered where `possible` says that there is nothing to do.
    """

    name: str
    model: type[Tracked]
    right: str
    power: str
    label: Words
    done: Words
    icon: str
    undo: str | Final
    bulk: bool
    grave: bool
    on_record: bool
    parameters: tuple[Parameter, ...]
    function: Callable[..., Any]
    doc: str
    possible: Work | None = None


_verbs: dict[tuple[str, str], Verb] = {}


def verb(
    model: type[Any],
    *,
    right: str = "change",
    power: str = "",
    label: Words = "",
    done: Words = "",
    icon: str = "check",
    undo: str | Final = "fields",
    bulk: bool = True,
    grave: bool = False,
    possible: Work | None = None,
) -> Callable[[F], F]:
    """Declare a verb. The call checks the right, opens one batch and runs the function in it.

    A function whose first parameter is positional happens to that record; without one it needs the right on the type.
    `done` is what history says behind the name of whoever did it, such as "planned a task".
    `grave` verbs are asked about before they run. Raises Refused, Invalid, Conflict or Missing, and then wrote nothing.
    """

    def declare(function: F) -> F:
        name = function.__name__
        positional, parameters = _signature(function)

        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            by = kwargs["by"]
            if by.reads_only:
                raise Refused(_("This key may only read. Nothing was changed."))
            if power:
                rights.require_power(by, power)
            else:
                rights.require(by, right, args[0] if positional else model)
            rights.require_verb(by, name, args[0] if positional else model)
            with changes.batch(by, name):
                return function(*args, **kwargs)

        _verbs[model.ref_name(), name] = Verb(
            name=name,
            model=model,
            right=right,
            power=power,
            label=label or name.replace("_", " ").capitalize(),
            done=done,
            icon=icon,
            undo=undo,
            bulk=bulk and positional,
            grave=grave,
            on_record=positional,
            parameters=parameters,
            function=call,
            doc=inspect.getdoc(function) or "",
            possible=possible,
        )
        return typing.cast("F", call)

    return declare


@cache
def taken_by(function: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    """The parameters of a verb's function, which Python works out anew each time that it is asked."""
    return inspect.signature(function).parameters


def _signature(function: Callable[..., Any]) -> tuple[bool, tuple[Parameter, ...]]:
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())
    positional = bool(parameters) and parameters[0].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    return positional, tuple(
        _parameter(parameter, hints[parameter.name])
        for parameter in parameters[1 if positional else 0 :]
        if parameter.name != "by" and parameter.kind is inspect.Parameter.KEYWORD_ONLY
    )


def _parameter(parameter: inspect.Parameter, hint: Any) -> Parameter:
    wording = Help()
    if typing.get_origin(hint) is typing.Annotated:
        hint, *extras = typing.get_args(hint)
        wording = next((extra for extra in extras if isinstance(extra, Help)), wording)
    required = parameter.default is inspect.Parameter.empty
    return Parameter(parameter.name, hint, required, None if required else parameter.default, wording)


def verbs_of(ref_name: str) -> tuple[Verb, ...]:
    """The verbs of a type: its own, then those that are declared on an abstract model behind it, as on `Record`."""
    found: dict[str, Verb] = {}
    for one in _lineage(ref_name):
        for (owner, name), verb in _verbs.items():
            if owner == one:
                found.setdefault(name, verb)
    return tuple(found.values())


def with_work(offered: Iterable[Verb], type: str, record: Tracked | None, actor: Actor) -> list[Verb]:
    """Those with something to do, for the record or for any that the actor may do them to; by one query at most."""
    verbs = list(offered)
    asked = tuple(verb for verb in verbs if verb.possible and not verb.possible.hides_from(actor))
    if not asked or actor.user_id is None:
        return verbs
    pk, model = 0 if record is None else record.pk, models_by_name()[type]
    reaches = tuple((verb.name, Q() if record else rights.reach(model, actor, verb.right)) for verb in asked)
    names = tuple((name, seen) for name, seen in reaches if seen is not None)
    told = _told(actor.user_id, pk, type=type, names=names, one=record is not None)[0][2:] if names else ()
    busy = {name for (name, _seen), has_work in zip(names, told, strict=True) if has_work}
    return [verb for verb in verbs if verb not in asked or verb.name in busy]


@prepared
def _told(
    user_id: int, pk: int, *, type: str, names: tuple[tuple[str, Q], ...], one: bool
) -> "models.QuerySet[User, tuple[Any, ...]]":
    found = [(verb.possible, seen) for name, seen in names if (verb := get(type, name)) and verb.possible]
    asked = [work.is_there(type, user_id, pk if one else None, seen) for work, seen in found]
    return User.objects.order_by("pk").values_list(Value(user_id), Value(pk), *asked)[:1]


def get(ref_name: str, name: str) -> Verb | None:
    return next((_verbs[one, name] for one in _lineage(ref_name) if (one, name) in _verbs), None)


def _lineage(ref_name: str) -> tuple[str, ...]:
    """The ref name, and those of the models behind its model."""
    model = models_by_name().get(ref_name)
    return _line_of(model) if model else (ref_name,)


@cache
def _line_of(model: type[Tracked]) -> tuple[str, ...]:
    return tuple(one.ref_name() for one in model.__mro__ if issubclass(one, Tracked))


def all_verbs() -> tuple[Verb, ...]:
    return tuple(_verbs.values())


def refuse_if_final(row: Batch) -> None:
    """Raise Refused when the batch's verb declares that it cannot be taken back."""
    types = row.changes.order_by().values_list("type", "root_type").distinct()[:20]
    models = [models_by_name()[name] for name, _root in types if name in models_by_name()]
    if models and all(model.append_only for model in models):
        raise Refused(_("This cannot be taken back, because it is kept as proof. Add a new entry instead."))
    for ref_name in {name for pair in types for name in pair}:
        declared = get(ref_name, row.verb)
        if declared and isinstance(declared.undo, Final):
            raise Refused(_("This cannot be taken back: %s") % declared.undo.sentence)
