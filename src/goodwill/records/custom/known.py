"""The fields that the firm which is entered made for itself, as `Field`; read once for each layout."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.text import format_lazy

from goodwill.kernel import layout, workspace
from goodwill.kernel.models import CustomField
from goodwill.kernel.models.custom import PREFIX
from goodwill.kernel.own_types import own_types
from goodwill.kernel.text import fold
from goodwill.records.custom.kept import Kept
from goodwill.records.fields import FEW_VALUED, TEXTUAL, Choice, Field, Kind

_NONE: Mapping[str, Field] = {}


def own_fields(type_name: str) -> Mapping[str, Field]:
    """By name, in the order in which the firm put them."""
    return _all().get(type_name, _NONE)


def has_own_fields() -> bool:
    """Whether the firm made any field of any type."""
    return bool(_all())


def with_own_fields(type_name: str, declared: Mapping[str, Field], kinds: Sequence[str] = ()) -> Mapping[str, Field]:
    """The declared fields of a type and those of the firm; the same mapping as long as the layout is the same.

    A type that is the whole of several `kinds`, like a contact that is a person or a company, shows the fields of each.
    """
    if kinds and has_own_fields():
        return layout.made(f"fields of {type_name}", lambda: {**declared, **_of_kinds(kinds)})
    own = own_fields(type_name)
    return layout.made(f"fields of {type_name}", lambda: {**declared, **own}) if own else declared


def _of_kinds(kinds: Sequence[str]) -> Mapping[str, Field]:
    """To be seen, filtered and sorted by; they are written on a record of their own kind. Names are told apart."""
    from goodwill.records import registry

    found = [(kind, field) for kind in kinds for field in own_fields(kind).values()]
    labels = Counter(fold(str(field.label)) for _kind, field in found)
    shown = {}
    for kind, field in found:
        known = registry.get(kind)
        twice = known is not None and labels[fold(str(field.label))] > 1
        label = format_lazy("{} ({})", field.label, known.plural) if twice and known else field.label
        seen = replace(field, label=label, editable=False, in_form=False, required=False)
        shown[field.name] = replace(seen, index=False, shown_when="")
    return shown


def formulas_of(type_name: str) -> Mapping[str, str]:
    """The texts of the type's formulas, by the field that each computes."""
    return layout.made("formulas", _load_formulas).get(type_name, {})


def counts_of(type_name: str) -> frozenset[str]:
    """The fields of the type that count what leads to a record: nought for one to which nothing leads yet."""
    return layout.made("counts", _load_counts).get(type_name, frozenset())


def _load_counts() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for type_name, name, spec in CustomField.objects.exclude(rollup={}).values_list("type", "name", "rollup"):
        if spec.get("how") == "count":
            found[type_name].add(name)
    return {type_name: frozenset(names) for type_name, names in found.items()}


def _load_formulas() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = CustomField.objects.exclude(formula="").order_by("position", "id").values_list("type", "name", "formula")
    for type_name, name, text in rows:
        found[type_name][name] = text
    return dict(found)


def _all() -> Mapping[str, Mapping[str, Field]]:
    """Of the firm that is entered; none where none is."""
    return layout.made("own fields", _load) if workspace.entered_one() else {}


def _load() -> Mapping[str, Mapping[str, Field]]:
    from goodwill.records.custom.origins import origins_of

    found: dict[str, dict[str, Field]] = defaultdict(dict)
    here = {known.name for known in own_types().live}
    rows = list(CustomField.objects.order_by("type", "position", "id"))
    behind = origins_of(rows)
    for row in rows:
        if row.target in here or not row.target.startswith(PREFIX):  # what leads to a removed type is hidden with it
            field = field_of(row)
            made_of = behind.get((row.type, row.name))
            found[row.type][row.name] = replace(field, follows=_follows(field, made_of)) if made_of else field
    return dict(found)


def removed_texts() -> Mapping[str, Mapping[str, Field]]:
    """The removed fields that hold texts to compare, by the ref name of their records."""
    from goodwill.records.registry import ref_name_of

    found: dict[str, dict[str, Field]] = defaultdict(dict)
    rows = CustomField.everything.exclude(deleted_at=None).filter(kind__in=TEXTUAL, formula="", rollup={})
    for row in rows:
        found[ref_name_of(row.type)][row.name] = field_of(row)
    return dict(found)


def _follows(field: Field, behind: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The field itself and what is behind it, by name; with the ref name of the records where those are others."""
    from goodwill.records.registry import ref_name_of

    return field.name, *(f"{ref_name_of(type_name)}.{name}" for type_name, name in behind)


def field_of(row: CustomField) -> Field:
    from goodwill.records.registry import ref_name_of

    kind = Kind(row.kind)
    scale = scale_of(row)
    return Field(
        row.name,
        row.label,
        kind,
        column=None,
        order=(),
        choices=tuple(Choice(one["value"], one["label"], one.get("tone", "")) for one in row.choices),
        target=row.target,
        scale=scale,
        unit=row.currency,
        default=row.default,
        help=row.help,
        required=row.required,
        editable=not is_computed(row),
        in_form=not is_computed(row),
        in_list=kind is not Kind.LONG_TEXT,
        index=row.indexed_as == index_name(row),
        shown_when=row.shown_when,
        yearly=row.name if row.yearly else "",
        kept=Kept(row.name, kind, scale, is_computed(row)),
        of=ref_name_of(row.type),
    )


def index_name(row: CustomField) -> str:
    """The index of what the field holds now: a formula may come to something else later."""
    return f"own_field_{row.pk}_{row.kind}_{row.decimals}{'_tied' if has_ties(Kind(row.kind)) else ''}"


def has_ties(kind: Kind) -> bool:
    """Whether many records have the same value, so that an index on it goes on in their usual order."""
    return kind in FEW_VALUED | {Kind.USER, Kind.TEAM, Kind.RELATION}


def is_computed(row: CustomField) -> bool:
    """Whether nobody types its values."""
    return bool(row.formula or row.rollup)


def scale_of(row: CustomField) -> int:
    """How many digits after the point a stored whole number stands for."""
    return row.decimals if Kind(row.kind) in (Kind.NUMBER, Kind.MONEY, Kind.PERCENT) else 0
