"""Ties between parties."""

from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.models import Party, Tie, TieKind
from goodwill.areas.people.seeds import WORKS_AT
from goodwill.kernel import changes, rights, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.text import fold, sort_key, whole_number
from goodwill.kernel.verbs import Help, verb
from goodwill.records import registry
from goodwill.records.custom.beginning import unfilled, usual
from goodwill.records.filter.context import context_of


@verb(
    Party,
    label=gettext_lazy("Tie to somebody"),
    done=gettext_lazy("tied two contacts together"),
    icon="link",
    bulk=False,
)
def tie(
    party: Party,
    *,
    by: Actor,
    other: Annotated[Party | int, Help(gettext_lazy("Whom"))],
    kind: Annotated[TieKind | str, Help(gettext_lazy("How"))],
    role: Annotated[str, Help(gettext_lazy("Role"))] = "",
    department: Annotated[str, Help(gettext_lazy("Department"))] = "",
    started: Annotated[date | None, Help(gettext_lazy("Since"))] = None,
    ended: Annotated[date | None, Help(gettext_lazy("Until"))] = None,
    reverse: Annotated[bool, Help(gettext_lazy("Read it from the other side"))] = False,
) -> Tie:
    """Bind two parties. The first company that a person works at is the main one."""
    other, kind = _other(other, by), _kind(kind)
    one, two = (other, party) if reverse else (party, other)
    if not kind.fits(one.kind, two.kind) and kind.fits(two.kind, one.kind):
        one, two = two, one
    if not kind.fits(one.kind, two.kind):
        sentence = _("“%(one)s %(kind)s %(two)s” does not fit: choose another kind of tie.")
        raise Invalid({"kind": sentence % {"one": one.name, "kind": kind.label, "two": two.name}})
    main = kind.builtin == WORKS_AT and ended is None and _main(one) is None
    made = changes.create(
        Tie(
            party=one,
            other=two,
            kind=kind,
            role=role,
            department=department,
            started=started,
            ended=ended,
            main=main,
        )
    )
    if main and role and role != one.role:
        changes.update(one, role=role)
    return made


@verb(Party, label=gettext_lazy("Set the company"), done=gettext_lazy("set the company"), icon="building-2", bulk=False)
def work_at(
    person: Party,
    *,
    by: Actor,
    company: Annotated[str, Help(gettext_lazy("Company"))],
    role: Annotated[str, Help(gettext_lazy("Role"))] = "",
) -> Party:
    """Name the company that a person works at, by name or as “#12”. The one before stays as an ended tie.

    A company of that name is found, or made. No name at all ends the tie.
    """
    if not person.is_person:
        raise Invalid({"company": _("Only a person works at a company.")})
    main = _main(person)
    wanted = company_of(company, by) if company.strip() else None
    if main and (wanted is None or main.other_id != wanted.pk):
        _end(main, person, context_of(by).today)
        changes.update(person, role=role)
    elif role and role != person.role:
        changes.update(person, role=role)
        keep_role(person)
    if wanted and (main is None or main.other_id != wanted.pk):
        employ(person, wanted)
    return person


@verb(Tie, label=gettext_lazy("Change"), done=gettext_lazy("changed a tie"), icon="pencil", bulk=False)
def edit(
    tie: Tie,
    *,
    by: Actor,
    base_version: int | None = None,
    role: str | None = None,
    department: str | None = None,
    started: date | None = None,
    ended: date | None = None,
) -> Tie:
    """Change what is known of a tie; what is left out stays."""
    given = {"role": role, "department": department, "started": started, "ended": ended}
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if "ended" in fields and tie.main:
        fields["main"] = False
    changes.update(tie, base_version=base_version, **fields)
    if role is not None and tie.main:
        changes.update(tie.party, role=role)
    return tie


@verb(Tie, label=gettext_lazy("End"), done=gettext_lazy("ended a tie"), icon="unlink", bulk=False)
def end(tie: Tie, *, by: Actor, on: Annotated[date | None, Help(gettext_lazy("On"))] = None) -> Tie:
    """Say that it is over, today or on a day. It stays in what was."""
    party = tie.party
    was_main = tie.main
    _end(tie, party, on or context_of(by).today)
    if was_main:
        changes.update(party, role="")
    return tie


@verb(Tie, label=gettext_lazy("Make it the main one"), done=gettext_lazy("chose the main tie"), icon="star", bulk=False)
def make_main(tie: Tie, *, by: Actor) -> Tie:
    """Let it name the company and the role on the person's page."""
    if tie.kind.builtin != WORKS_AT or tie.ended:
        raise Invalid(_("Only a company that a person works at now can be the main one."))
    before = _main(tie.party)
    if before and before.pk != tie.pk:
        changes.update(before, main=False, role=tie.party.role)
    changes.update(tie, main=True)
    changes.update(tie.party, role=tie.role)
    return tie


@verb(Tie, label=gettext_lazy("Remove"), done=gettext_lazy("removed a tie"), icon="trash-2", bulk=False)
def remove(tie: Tie, *, by: Actor) -> Tie:
    """Take the tie away as if it had never been. It can be brought back."""
    return changes.trash(tie)


def employ(person: Party, company: Party) -> Tie:
    """The person's main tie to a company; the role stands on the person."""
    kind_id = works_at_id()
    open_ties = Tie.objects.filter(party=person, other=company, kind=kind_id, ended=None)
    known: Tie | None = open_ties.first() if person.created_at != changes.current_batch().at else None
    if known:
        return changes.update(known, main=True)
    made = Tie(party=person, other=company, kind_id=kind_id, role=person.role, main=True)
    return changes.create_many([made])[0]


def works_at_id() -> int:
    """The id of the built-in kind in this firm; it never changes."""
    return _works_at_id(workspace.current().id)


@lru_cache(maxsize=1000)
def _works_at_id(workspace_id: str) -> int:
    pk: int = TieKind.everything.values_list("pk", flat=True).get(builtin=WORKS_AT)
    return pk


def keep_role(person: Party) -> None:
    """Bring the main tie's role to the person's own."""
    main = _main(person)
    if main and main.role != person.role:
        changes.update(main, role=person.role)


def company_of(given: Party | int | str, by: Actor) -> Party:
    """The company that is meant: itself, its id, "#12", or its name, which finds a company or makes one."""
    if isinstance(given, Party):
        return given
    text = str(given).strip()
    number = given if isinstance(given, int) else whole_number(text.removeprefix("#"))
    seen = rights.visible(Party.objects.filter(kind=PartyKind.COMPANY), by)
    if number is not None and (isinstance(given, int) or text.startswith("#")):
        one: Party | None = seen.filter(pk=number).first()
        if one is None:
            raise Invalid({"company": _("This company is not here, or you may not see it.")})
        return one
    named: list[Party] = list(seen.filter(name_sort=sort_key(text)).order_by("id")[:50])
    found = next((one for one in named if one.name_fold == fold(text)[:400]), None)
    return found or _new_company(" ".join(text.split()), by)


def _new_company(name: str, by: Actor) -> Party:
    rights.require(by, "create", Party)
    kind = registry.get(PartyKind.COMPANY)
    assert kind
    company = Party(kind=PartyKind.COMPANY, name=name, owner=by.user, extra=usual(kind, by))
    if missing := unfilled(kind, company, by):
        told = {"name": name, "fields": ", ".join(str(field.label) for field in missing)}
        sentence = _(
            "“%(name)s” is not here yet, and a new company needs: %(fields)s. Add it first, then name it here."
        )
        raise Invalid({"company": sentence % told})
    return changes.create(company)


def _other(given: Party | int, by: Actor) -> Party:
    pk = given.pk if isinstance(given, Party) else given
    found: Party | None = rights.visible(Party.objects.filter(pk=pk), by).first()
    if found is None:
        raise Missing
    return found


def _kind(given: TieKind | str) -> TieKind:
    if isinstance(given, TieKind):
        return given
    found: TieKind | None = TieKind.objects.filter(builtin=given).exclude(builtin="").first()
    if found is None:
        raise Invalid({"kind": _("There is no kind of tie called “%s”.") % given})
    return found


def _main(person: Party) -> Tie | None:
    found: Tie | None = Tie.objects.filter(party=person, main=True).first()
    return found


def _end(tie: Tie, party: Party, on: date) -> None:
    """The role that the person had goes with the tie."""
    kept: dict[str, Any] = {"role": party.role} if tie.main and party.role else {}
    changes.update(tie, ended=on, main=False, **kept)
