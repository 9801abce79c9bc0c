"""What a column can be turned into, in the order in which somebody looks for it, and what is done with it then."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from goodwill.kernel.actors import CHANGE, Actor
from goodwill.kernel.text import digits
from goodwill.records import registry
from goodwill.records.fields import right_on, writable
from goodwill.records.veil import narrows
from goodwill.transfer.mapping.fields import ending, field_of
from goodwill.transfer.mapping.needs import Need, NeedKind
from goodwill.transfer.mapping.suggest import Why
from goodwill.transfer.mapping.targets import KEEP_NOTE, KEPT, NUMBERS, TARGETS, WHOLE, About

if TYPE_CHECKING:
    from goodwill.transfer.importers import Importer
    from goodwill.transfer.models import Import

USUAL = (
    "full_name", "given_name", "middle_name", "family_name", "prefix", "company", "job_title", "department",
    "company_since", "company_until", "mail:1", "mail:2", "phone:1", "phone:2", "phone:mobile", "phone:work",
    "phone:home", "phone:fax", "website:1", "street", "postcode", "city", "region", "country", "birthday", "note",
    "tags", "owner", "source", "phase", "external_id", "customer_number", "customer_since", "description",
    "industry", "language", "task_subject", "task_due", "task_done",
)  # fmt: skip
OF_CONTACT = ("mail:contact", "phone:contact", "phone:contact_mobile")
OF_FURTHER = ("contact_name", "contact_title", "contact_mail", "contact_phone", "contact_mobile")
_SECOND = tuple(f"{family}:2" for family in OF_FURTHER)
_PIECE = re.compile(r"[(+]?[0-9][0-9 ()./-]{0,8}", re.ASCII)
Pairs = list[tuple[str, str]]


def offers(
    run: "Import", importer: "Importer", column: Mapping[str, Any], target: str, actor: Actor, *, everything: bool
) -> list[tuple[str, Pairs]]:
    """Grouped: what fits, what keeps all of it, and the rest."""
    takes = importer.takes
    fitting = [
        key
        for key in (target, column["suggested"], *column["alternatives"])
        if key in takes and key not in KEPT
        if may_be_given(importer, key, actor)
    ]
    rest = [
        key
        for key in _rest(run, importer, everything=everything)
        if key in takes and may_be_given(importer, key, actor)
    ]
    first = dict.fromkeys(fitting)
    rest = [key for key in rest if key not in WHOLE]
    groups = [
        (_("Suggested"), _named(first)),
        (_("Lose nothing"), _named(key for key in KEPT if key in takes)),
        (_("Fields"), _named(key for key in rest if key not in first and key not in KEPT)),
    ]
    return [(label, pairs) for label, pairs in groups if pairs]


def _rest(run: "Import", importer: "Importer", *, everything: bool) -> Iterable[str]:
    own = sorted(key for key in importer.takes if "." in key)
    known = registry.get(importer.name)
    if own and known is None:
        return [*(TARGETS if everything else USUAL), *own]
    if own:
        names = list(known.all_fields) if known else []
        own.sort(key=lambda key: (_place(names, key), ":" in key))
        return [*own, *(key for key in TARGETS if key in importer.takes)]
    return TARGETS if everything else (*USUAL, *OF_CONTACT, *_SECOND) if _has_contact(run) else USUAL


def _place(names: list[str], key: str) -> int:
    name = key.partition(":")[0].partition(".")[2]
    return names.index(name) if name in names else len(names)


def may_be_given(importer: "Importer", key: str, actor: Actor) -> bool:
    """Whether the actor may write what this target fills. What holds everything needs the right on everything."""
    if key in WHOLE:
        return not narrows(actor)
    known = registry.get(importer.name) if "." in key else None
    meant = field_of(known, key) if known else None
    if known and meant and meant[0].name in ending(known):
        return right_on(meant[0], actor) == CHANGE
    if meant is not None:
        return writable(meant[0], actor, new=True)
    return not narrows(actor) or _right_behind(importer, key, actor) == CHANGE


def _right_behind(importer: "Importer", key: str, actor: Actor) -> str:
    """The right on the field that a target of the house fills, which the importer's own table of fields names."""
    base = "city" if key in ("street", "postcode", "region") else key.partition(":")[0]
    names = {target.partition(":")[0]: name for name, target in importer.fields.items()}
    covered = (registry.get(name) for name in sorted(importer.covers))
    field = next(
        (known.all_fields[names[base]] for known in covered if known and names.get(base) in known.all_fields), None
    )
    return right_on(field, actor) if field else CHANGE


def _named(keys: Iterable[str]) -> Pairs:
    return [(key, words_of(key)) for key in keys]


def words_of(key: str) -> str:
    target = TARGETS[key]
    return f"{target.name} ({_('company')})" if target.about is About.COMPANY and key != "company" else str(target.name)


def why(column: Mapping[str, Any], maker: str, target: str) -> str:
    """Why this is suggested; nothing for what somebody chose."""
    if target in KEPT or (target and target != column["suggested"]):
        return ""
    said = {
        Why.FILE: _("The file says so itself"),
        Why.MAKER: _("%(maker)s writes it so") % {"maker": maker},
        Why.HEADER: _("By its name"),
        Why.CONTENT: _("By what it holds"),
    }
    return said.get(Why(column["why"]), _("No field is called so"))


def remarks(columns: Iterable[Mapping[str, Any]], targets: Mapping[int, str], needs: Iterable[Need]) -> list[str]:
    """What is done with several values in one cell, and one value in several."""
    names = {column["position"]: column["name"] for column in columns}
    said = []
    for need in needs:
        where = [f"“{names.get(position, '')}”" for position in need.positions]
        if need.kind is NeedKind.SPLIT_MAILS:
            said.append(_("%(column)s holds several mails in one cell. Each is taken.") % {"column": where[0]})
        elif need.kind in (NeedKind.JOIN_PHONE, NeedKind.JOIN_DATE, NeedKind.JOIN_STREET):
            said.append(_("%(columns)s are put together.") % {"columns": ", ".join(where)})
    return said


def whose(run: "Import") -> list[str]:
    """To whom mails and phones go where rows name a company and a contact person; nothing where that is no question."""
    is_of_company = run.options.get("row_is") == About.COMPANY and _has_contact(run)
    reach = {place: key for place, key in run.targets.items() if key.partition(":")[0] in ("mail", "phone")}
    if not (reach and is_of_company):
        return []
    names = {column["position"]: f"“{column['name']}”" for column in run.found["columns"]}
    theirs = ", ".join(names[place] for place, key in sorted(reach.items()) if key in OF_CONTACT)
    others = ", ".join(names[place] for place, key in sorted(reach.items()) if key not in OF_CONTACT)
    further = ", ".join(names[place] for place in sorted(run.targets) if _is_further(run.targets[place]))
    of_contact = _(
        "%(columns)s: of the contact person; of the company where a row names nobody, or for a mail like info@."
    )
    said = [
        of_contact % {"columns": theirs} if theirs else "",
        _("%(columns)s: further contact persons of the company.") % {"columns": further} if further else "",
        _("%(columns)s: of the company.") % {"columns": others} if others else "",
        "" if theirs else _("Choose “Mail of the contact person” or “Phone of the contact person” for what is theirs."),
    ]
    return [" ".join(filter(None, said))]


def _is_further(key: str) -> bool:
    return key.partition(":")[0] in OF_FURTHER


def _has_contact(run: "Import") -> bool:
    return {"company", "full_name"} <= set(run.targets.values())


def joins_for(
    columns: list[dict[str, Any]], chosen: Mapping[int, str], column: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """The columns beside a phone that may be a piece of it: (what to ask for, its name)."""
    target = chosen.get(column["position"], "")
    if target.partition(":")[0] != "phone":
        return []
    place = columns.index(next(each for each in columns if each["position"] == column["position"]))
    found = []
    for beside, part in ((place - 1, "area"), (place + 1, "extension")):
        other = columns[beside] if 0 <= beside < len(columns) else None
        if other and not chosen.get(other["position"]) and _is_piece(other["samples"]):
            found.append((f"{column['position']}-{other['position']}-{part}", other["name"]))
    return found


def _is_piece(samples: list[str]) -> bool:
    return bool(samples) and all(_PIECE.fullmatch(sample) and len(digits(sample)) <= 6 for sample in samples)


def joined(chosen: Mapping[int, str], asked: str) -> dict[int, str]:
    """With the second column as a piece of the phone in the first."""
    first, _dash, rest = asked.partition("-")
    second, _dash, part = rest.partition("-")
    if not (first.isdecimal() and second.isdecimal() and part in ("area", "extension")):
        return dict(chosen)
    label = chosen.get(int(first), "").partition(":")[2]
    return {**chosen, int(second): f"phone_{part}:{label if label in NUMBERS else '1'}"}


def keeps_for(importer: "Importer", column: Mapping[str, Any], target: str) -> Pairs:
    """What loses nothing of a column that no field fits."""
    is_lost = not target and column["samples"] and Why(column["why"]) is not Why.MAKER
    return _named(key for key in KEPT if key in importer.takes) if is_lost else []


def kept(chosen: Mapping[int, str], asked: str, columns: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """With one column, or every one that is left out and holds something, kept as a note or a tag."""
    place, _colon, key = asked.partition(":")
    if place == "all":
        lost = [each["position"] for each in columns if each["samples"] and not chosen.get(each["position"])]
        return {**chosen, **dict.fromkeys(lost, KEEP_NOTE)}
    return {**chosen, int(place): key} if place.isdecimal() and key in KEPT else dict(chosen)
