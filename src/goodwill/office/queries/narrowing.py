"""What a role says of one kind of record: which ones, which of their fields, which verbs; and that in a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _, ngettext

from goodwill.kernel import verbs
from goodwill.kernel.actors import CHANGE, HIDDEN, READ, WHERE, Actor, is_filter, reach_of
from goodwill.kernel.models import Role
from goodwill.kernel.powers import RIGHTS
from goodwill.kernel.verbs import Verb
from goodwill.office.queries.reaching import in_sentence
from goodwill.office.queries.roles import hanging, types
from goodwill.records.fields import Field
from goodwill.records.scopes import kinds_of, problem_of

BY_RIGHTS = frozenset({"edit", "trash", "restore"})
"""Verbs that every kind has: the rights on records say who does them."""


@dataclass(frozen=True)
class FieldLine:
    name: str
    label: Any
    value: str
    choices: list[tuple[str, str]]
    made_of: str = ""
    """The labels of hidden fields that it is computed from: it is hidden with them."""

    @property
    def narrowed(self) -> bool:
        return self.value != CHANGE


@dataclass(frozen=True)
class VerbLine:
    name: str
    label: Any
    needs: str
    allowed: bool


def fields(role: Role, of: str) -> list[FieldLine]:
    """Those that are narrowed first; a field that is only drawn from another one is not asked about."""
    held = role.field_rights.get(of, {})
    found = [
        FieldLine(field.name, field.label, held.get(field.name, CHANGE), _choices(field, of), _hidden_in(field, role))
        for field in _own(of)
    ]
    return sorted(found, key=lambda line: not line.narrowed)


def _hidden_in(field: Field, role: Role) -> str:
    behind = [(name.rpartition(".")[0] or field.of, name.rpartition(".")[2]) for name in field.follows]
    hidden = [one for one in behind if one[1] != field.name and role.field_rights.get(one[0], {}).get(one[1]) == HIDDEN]
    known = ((kind.all_fields.get(name), name) for of, name in hidden for kind in kinds_of(of)[:1])
    return get_text_list([str(one.label if one else name) for one, name in known], _("and"))


def _own(of: str) -> Iterable[Field]:
    kinds = reversed(kinds_of(of))  # a field as its own kind knows it, before the whole of several
    known = {field.name: field for kind in kinds for field in kind.all_fields.values() if _is_asked_about(field)}
    return known.values()


def _is_asked_about(field: Field) -> bool:
    """Not what is only another one's way to be shown; what is computed of others can be hidden alone."""
    return not field.follows or field.name in field.follows


def _choices(field: Field, of: str) -> list[tuple[str, str]]:
    """What names a record, and what it cannot be without, is never hidden; what nobody types is read or hidden."""
    needed = field.required or any(kind.title == field.name for kind in kinds_of(of))
    written = field.editable or (field.many is not None and bool(field.many.fold))
    free = (CHANGE, _("change") if written else _("show"))
    return [free, *([(READ, _("read only"))] if written else []), *([] if needed else [(HIDDEN, _("hide"))])]


def typed_fields(of: str, sent: Mapping[str, str]) -> dict[str, str]:
    chosen = {field.name: sent.get(f"field.{field.name}", "") for field in _own(of)}
    allowed = {field.name: {value for value, _label in _choices(field, of)} for field in _own(of)}
    return {name: value for name, value in chosen.items() if value in (HIDDEN, READ) and value in allowed[name]}


def verb_lines(role: Role, of: str) -> list[VerbLine]:
    refused = role.refused_verbs.get(of, ())
    return [VerbLine(one.name, one.label, str(RIGHTS[one.right]), one.name not in refused) for one in _verbs(of)]


def _verbs(of: str) -> list[Verb]:
    return [one for one in verbs.verbs_of(of) if one.name not in BY_RIGHTS and not one.power and one.on_record]


def typed_refusals(of: str, allowed: Iterable[str]) -> list[str]:
    return sorted({one.name for one in _verbs(of)} - set(allowed))


def said_of(role: Role, of: str, reader: Actor) -> str:
    """What it comes to, in sentences."""
    label = types().get(of)
    said = [_reach_said(role, of, label, reader)] if label else []
    labels = {field.name: str(field.label) for field in _own(of)}
    held = role.field_rights.get(of, {})
    for right, sentence in ((HIDDEN, _("Hidden: %s.")), (READ, _("Only read: %s."))):
        if names := [labels.get(name, name) for name, value in held.items() if value == right]:
            said.append(sentence % ", ".join(names))
    if refused := [str(one.label) for one in _verbs(of) if one.name in role.refused_verbs.get(of, ())]:
        said.append(_("Not for this role: %s.") % ", ".join(refused))
    return " ".join(said) or _("Seen and changed with what they hang on, every field and every action.")


def _reach_said(role: Role, of: str, label: str, reader: Actor) -> str:
    by_reach: dict[str, list[str]] = {}
    for right, words in RIGHTS.items():
        by_reach.setdefault(reach_of(role.scopes, of, right), []).append(str(words).lower())
    parts = [
        _("%(rights)s: %(reach)s") % {"rights": get_text_list(its, _("and")), "reach": in_sentence(of, reach, reader)}
        for reach, its in by_reach.items()
    ]
    return f"{label}: {'; '.join(parts)}."


@dataclass(frozen=True)
class Narrowed:
    """How much of a type a role narrows, beside its rights: for the table of all types."""

    said: str
    problems: tuple[str, ...]


def narrowed(role: Role, of: str) -> Narrowed:
    fields, refused = len(role.field_rights.get(of, {})), len(role.refused_verbs.get(of, ()))
    said = [
        ngettext("%(num)d field", "%(num)d fields", fields) % {"num": fields} if fields else "",
        ngettext("%(num)d verb", "%(num)d verbs", refused) % {"num": refused} if refused else "",
    ]
    row = role.scopes.get(of, {})
    problems = (problem_of(of, reach.removeprefix(WHERE)) for reach in row.values() if is_filter(reach))
    return Narrowed(" · ".join(part for part in said if part), tuple(dict.fromkeys(filter(None, problems))))


@dataclass(frozen=True)
class Difference:
    of: str
    what: str
    one: str
    other: str


def differences(one: Role, other: Role, reader: Actor) -> list[Difference]:
    """Where two roles are not alike: rights, fields, verbs and powers."""
    from goodwill.kernel.powers import POWERS

    found = []
    for of, label in {"*": _("Everything"), **types(), **hanging()}.items():
        for right, words in RIGHTS.items() if of not in hanging() else ():
            sides = [in_sentence(of, reach_of(role.scopes, of, right), reader) for role in (one, other)]
            found.append(Difference(label, str(words), *sides))
        if of == "*":
            continue
        labels = {CHANGE: _("change"), READ: _("read only"), HIDDEN: _("hidden")}
        for field in _own(of):
            sides = [labels[role.field_rights.get(of, {}).get(field.name, CHANGE)] for role in (one, other)]
            found.append(Difference(label, str(field.label), *sides))
        for verb in _verbs(of):
            sides = [_("no") if verb.name in role.refused_verbs.get(of, ()) else _("yes") for role in (one, other)]
            found.append(Difference(label, str(verb.label), *sides))
    for power, words in POWERS.items():
        sides = [_("yes") if power in role.powers else _("no") for role in (one, other)]
        found.append(Difference(_("May also"), str(words), *sides))
    return [line for line in found if line.one != line.other]
