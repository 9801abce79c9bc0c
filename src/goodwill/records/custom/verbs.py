"""What happens to the fields that a firm makes for itself. A removed one is hidden; its values come back with it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, layout
from goodwill.kernel.actors import Actor
from goodwill.kernel.changes import Entry
from goodwill.kernel.errors import Invalid, Refused
from goodwill.kernel.extras import PREFIX
from goodwill.kernel.models import Change, CustomField, Profile, Record
from goodwill.kernel.money import exponent
from goodwill.kernel.text import fold, words
from goodwill.kernel.verbs import verb
from goodwill.records import registry
from goodwill.records.custom import rollups, showing
from goodwill.records.custom.computing import by_names, compiled, kind_of as kind_of_type, scale_for, users_of
from goodwill.records.custom.formula import FormulaError
from goodwill.records.custom.jobs import bring_up_to_date
from goodwill.records.custom.kinds import FORMULA, KINDS, ROLLUP, kind_of
from goodwill.records.custom.known import field_of, is_computed
from goodwill.records.custom.uniqueness import first_double
from goodwill.records.fields import Kind
from goodwill.records.filter import FilterError
from goodwill.records.forms import as_typed
from goodwill.records.registry import RecordType
from goodwill.records.values import read_value

POWER = "manage_settings"
MOST = 200
MOST_CHOICES = 200
TONES = ("", "good", "info", "warn", "bad")
_CODE = re.compile(r"[a-z0-9_]{1,40}")


def takes_fields(type: RecordType) -> bool:
    """Whether a firm can give the type fields of its own; where several share a table, each of them can."""
    whole = not type.constant and len(registry.for_model(type.model)) > 1
    return issubclass(type.model, Record) and not type.model.append_only and not whole


@verb(
    CustomField,
    power=POWER,
    label=gettext_lazy("New field"),
    done=gettext_lazy("added a field"),
    icon="circle-plus",
    bulk=False,
)
def make_field(
    *,
    by: Actor,
    type: str,
    kind: str,
    label: str,
    help: str = "",
    required: bool = False,
    unique: bool = False,
    default: Any = None,
    choices: Sequence[Mapping[str, str]] = (),
    decimals: int = 0,
    shown_when: str = "",
    yearly: bool = False,
    currency: str = "",
    target: str = "",
    formula: str = "",
    percent: bool = False,
    rollup: Mapping[str, str] | None = None,
) -> CustomField:
    """Give a type a field. Its kind stays for good: what was typed as text is no number."""
    owner = registry.get(type)
    if owner is None or not takes_fields(owner) or kind not in KINDS:
        raise Invalid(_("No field of this kind can be made here. Nothing was changed."))
    if CustomField.objects.filter(type=type).count() >= MOST:
        said = _("%(type)s have %(most)d own fields, and more would not fit. Remove one first.")
        raise Invalid(said % {"type": owner.plural, "most": MOST})
    row = CustomField(type=type, kind=kind, name=_new_name(owner, label))
    row.formula = formula if kind == FORMULA else ""
    row.rollup = rollup or {"how": ""} if kind == ROLLUP else {}
    if kind == Kind.RELATION:
        row.target = _target(target)
    if kind == Kind.MONEY:
        row.currency = currency or Profile.current().currency
    last = CustomField.objects.filter(type=type).aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1
    values = _checked(
        row, by, label=label, help=help, required=required, unique=unique, choices=choices, decimals=decimals,
        default=default, formula=formula, percent=percent, rollup=rollup or {}, shown_when=shown_when, yearly=yearly,
    )  # fmt: skip
    for name, value in values.items():
        setattr(row, name, value)
    return changes.create(row)


@verb(
    CustomField,
    power=POWER,
    label=gettext_lazy("Change a field"),
    done=gettext_lazy("changed a field"),
    icon="pencil",
    bulk=False,
)
def change_field(
    field: CustomField,
    *,
    by: Actor,
    label: str,
    help: str = "",
    required: bool = False,
    unique: bool = False,
    default: Any = None,
    choices: Sequence[Mapping[str, str]] = (),
    decimals: int = 0,
    shown_when: str = "",
    yearly: bool = False,
    formula: str = "",
    percent: bool = False,
    rollup: Mapping[str, str] | None = None,
) -> CustomField:
    """Another name, help or choices. A choice that is taken out stays where it was chosen before."""
    values = _checked(
        field, by, label=label, help=help, required=required, unique=unique, choices=choices, decimals=decimals,
        default=default, formula=formula, percent=percent, rollup=rollup or {}, shown_when=shown_when, yearly=yearly,
    )  # fmt: skip
    if values["unique"] and not field.unique:
        _refuse_doubles(field)
    return changes.update(field, **values)


@verb(
    CustomField,
    power=POWER,
    label=gettext_lazy("Order of fields"),
    done=gettext_lazy("put fields into another order"),
    icon="grip-vertical",
    bulk=False,
)
def order_fields(*, by: Actor, type: str, ids: Sequence[int]) -> None:
    """Put the fields of a type into this order; those that are not named follow."""
    rows = list(CustomField.objects.select_for_update().filter(type=type).order_by("position", "id"))
    place = {pk: at for at, pk in enumerate(ids)}
    rows.sort(key=lambda row: place.get(row.pk, len(place)))
    changes.update_each({row: {"position": at} for at, row in enumerate(rows) if row.position != at})


@verb(
    CustomField,
    power=POWER,
    label=gettext_lazy("Remove a field"),
    done=gettext_lazy("removed a field"),
    icon="trash-2",
    bulk=False,
)
def remove_field(field: CustomField, *, by: Actor) -> None:
    """Nobody sees it any more. What was written in it stays with the records, and comes back with the field."""
    owner = registry.get(field.type)
    labels = [one.label for one in users_of(field.name, owner)] if owner else []
    labels += [one.owner.field(one.name).label for one in rollups.uses(owner, field.name)] if owner else []
    if labels:
        said = _("“%(field)s” is needed to compute “%(user)s”. Change or remove that one first. Nothing was changed.")
        raise Refused(said % {"field": field.label, "user": labels[0]})
    changes.trash(field)


@verb(
    CustomField,
    power=POWER,
    label=gettext_lazy("Bring a field back"),
    done=gettext_lazy("brought a field back"),
    icon="undo-2",
    bulk=False,
)
def restore_field(field: CustomField, *, by: Actor) -> None:
    changes.restore(field)


@changes.projection(CustomField)
def _lay_out_anew(entries: Sequence[Entry]) -> None:
    """What follows from values is filled in anew where the fields behind it are others now."""
    layout.changed()
    for name in sorted({entry.record.type for entry in entries if isinstance(entry.record, CustomField)}):
        owner = registry.get(name)
        its = [entry for entry in entries if getattr(entry.record, "type", "") == name]
        if owner and any(_matters(entry) for entry in its):
            bring_up_to_date(owner)


def _matters(entry: Entry) -> bool:
    """Whether values of the type's records may be others after it: in a new field, nothing is written yet."""
    row: Any = entry.record
    if entry.kind == Change.Kind.UPDATE:
        return bool(entry.after.keys() & {"formula", "rollup", "kind", "decimals", "choices"})
    return entry.kind != Change.Kind.CREATE or is_computed(row)


def _new_name(type: RecordType, label: str) -> str:
    """A name that no field of the same table has or had: values of a removed field never turn up in another one."""
    kinds = [kind.name for kind in registry.for_model(type.model)]
    taken = set(CustomField.everything.filter(type__in=kinds).values_list("name", flat=True))
    plain = re.sub(r"[^a-z0-9]+", "_", "_".join(words(label))).strip("_")[:30] or "field"
    name, number = f"{PREFIX}{plain}", 1
    while name in taken:
        number += 1
        name = f"{PREFIX}{plain}_{number}"
    return name


def _target(name: str) -> str:
    if name not in {kind.name for kind in registry.types()}:
        raise Invalid({"target": _("Choose what the field leads to.")})
    return name


def _checked(row: CustomField, by: Actor, **given: Any) -> dict[str, Any]:
    """What the field is to be, tidied; raises Invalid with a sentence for each part that cannot be so."""
    problems: dict[str, str] = {}
    kind = kind_of(row)
    values = {**given, "label": " ".join(given["label"].split()), "help": given["help"].strip()}
    problems |= _about_label(row, values["label"])
    del values["percent"]
    values["unique"] = bool(given["unique"]) and "unique" in kind.asks
    values["yearly"] = bool(given["yearly"]) and "yearly" in kind.asks
    if kind.kind == FORMULA:
        values |= _formula(row, given, problems)
    elif kind.kind == ROLLUP:
        values |= _rollup(row, given["rollup"], problems)
    elif kind.kind == Kind.MONEY:
        values["decimals"] = exponent(row.currency)
    elif "decimals" not in kind.asks:
        values["decimals"] = 0
    elif not row._state.adding:
        values["decimals"] = row.decimals
    elif not 0 <= int(given["decimals"]) <= 6:
        problems["decimals"] = _("A number has 0 to 6 digits after the point.")
    try:
        values["choices"] = _choices(row, given["choices"]) if "choices" in kind.asks else []
    except Invalid as error:
        problems |= error.problems
    try:
        owner = registry.get(row.type)
        values["shown_when"] = showing.checked(given["shown_when"], owner, row.name) if owner else ""
    except FilterError as error:
        problems["shown_when"] = error.sentence
    if not problems:
        try:
            values["default"] = _default(row, values, by) if "default" in kind.asks else None
        except Invalid as error:
            problems["default"] = error.sentence
    if problems:
        raise Invalid(problems)
    return values


def _formula(row: CustomField, given: Mapping[str, Any], problems: dict[str, str]) -> dict[str, Any]:
    """The formula with the names of fields, and what it comes to: of a number, perhaps so many percent."""
    owner = registry.get(row.type)
    assert owner is not None
    try:
        named = by_names(given["formula"].strip(), owner)
        found = compiled(named, owner, own=row.name)
    except FormulaError as error:
        problems["formula"] = error.sentence
        return {}
    return {
        "formula": named,
        "kind": kind_of_type(found.type, percent=given["percent"]),
        "currency": found.type.unit,
        "decimals": scale_for(found.type, max(0, min(6, int(given["decimals"])))),
    }


def _rollup(row: CustomField, given: Mapping[str, str], problems: dict[str, str]) -> dict[str, Any]:
    """What is rolled up, tidied, and what it comes to."""
    owner = registry.get(row.type)
    assert owner is not None
    how = given.get("how", "")
    source = next((one for one in rollups.sources_of(owner) if one.key == given.get("source")), None)
    if source is None or how not in rollups.HOWS:
        problems["source" if source is None else "how"] = _("Choose what is counted or summed.")
        return {}
    fits = {field.name: field for field in rollups.fields_for(source, how)}
    field = fits.get(given.get("field", ""))
    if how != rollups.COUNT and field is None:
        problems["field"] = _("Choose a field that this can be made of.")
    try:
        condition = rollups.check_filter(given.get("filter", ""), source.type)
    except FilterError as error:
        problems["filter"] = error.sentence
    if problems:
        return {}
    kind, decimals, currency = rollups.result_of(source, how, field)
    spec = {"type": source.type.name, "via": source.via, "how": how, "filter": condition}
    spec["field"] = field.name if field and how != rollups.COUNT else ""
    return {"rollup": spec, "kind": kind, "decimals": decimals, "currency": currency}


def _refuse_doubles(field: CustomField) -> None:
    owner = registry.get(field.type)
    double = first_double(owner, owner.field(field.name)) if owner else None
    if double is not None:
        said = _("“%s” is there twice already, so nothing was changed. Make the values different first.")
        raise Invalid({"unique": said % str(double)[:60]})


def _about_label(row: CustomField, label: str) -> dict[str, str]:
    if not label:
        return {"label": _("A name is needed. Nothing else was lost.")}
    if len(label) > 60:
        return {"label": _("A name has 60 characters at most.")}
    owner = registry.get(row.type)
    known = owner.all_fields.values() if owner else ()
    if any(fold(str(other.label)) == fold(label) for other in known if other.name != row.name):
        return {"label": _("There is a field called “%s” already. Choose another name, so that they can be told apart.")
                % label}  # fmt: skip
    return {}


def _choices(row: CustomField, given: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Choices keep their codes for good, also under another name; new ones get a code from their name."""
    known = {one["value"] for one in row.choices}
    taken = set(known)
    found: list[dict[str, str]] = []
    for one in given:
        label = " ".join(str(one.get("label", "")).split())[:60]
        if not label:
            continue
        value = str(one.get("value", ""))
        if value not in known:
            value = _new_code(label, taken)
        taken.add(value)
        tone = str(one.get("tone", ""))
        found.append({"value": value, "label": label, "tone": tone if tone in TONES else ""})
    labels = [fold(one["label"]) for one in found]
    if not found:
        raise Invalid({"choices": _("At least one choice is needed.")})
    if len(found) > MOST_CHOICES:
        raise Invalid({"choices": _("A list has %d choices at most.") % MOST_CHOICES})
    if len(set(labels)) < len(labels):
        raise Invalid({"choices": _("Two choices have the same name. Take one out, or call it otherwise.")})
    return found


def _new_code(label: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", "_".join(words(label))).strip("_")[:30] or "choice"
    code, number = plain, 1
    while code in taken or not _CODE.fullmatch(code):
        number += 1
        code = f"{plain}_{number}"
    return code


def _default(row: CustomField, values: Mapping[str, Any], by: Actor) -> Any:
    """The usual value as somebody would type it."""
    raw = values["default"]
    if raw in (None, "", False, "false"):
        return None
    draft = CustomField(type=row.type, name=row.name, kind=row.kind, label=values["label"], target=row.target)
    draft.choices, draft.decimals, draft.currency = values["choices"], values["decimals"], row.currency
    field = field_of(draft)
    return changes.plain(as_typed(field, read_value(field, raw, by)))
