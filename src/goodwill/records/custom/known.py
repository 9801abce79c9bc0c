"""The fields that the firm which is entered made for itself, as `Field`; read once for each layout."""

from collections import defaultdict
from collections.abc import Mapping

from goodwill.kernel import layout, workspace
from goodwill.kernel.models import CustomField
from goodwill.kernel.models.custom import PREFIX
from goodwill.kernel.own_types import own_types
from goodwill.records.custom.kept import Kept
from goodwill.records.fields import Choice, Field, Kind

_NONE: Mapping[str, Field] = {}


def own_fields(type_name: str) -> Mapping[str, Field]:
    """By name, in the order in which the firm put them."""
    return _all().get(type_name, _NONE) if workspace.entered_one() else _NONE


def with_own_fields(type_name: str, declared: Mapping[str, Field]) -> Mapping[str, Field]:
    """The declared fields of a type and those of the firm; the same mapping as long as the layout is the same."""
    own = own_fields(type_name)
    return layout.made(f"fields of {type_name}", lambda: {**declared, **own}) if own else declared


def _all() -> Mapping[str, Mapping[str, Field]]:
    return layout.made("own fields", _load)


def _load() -> Mapping[str, Mapping[str, Field]]:
    found: dict[str, dict[str, Field]] = defaultdict(dict)
    here = {known.name for known in own_types().live}
    for row in CustomField.objects.order_by("type", "position", "id"):
        if row.target in here or not row.target.startswith(PREFIX):  # what leads to a removed type is hidden with it
            found[row.type][row.name] = field_of(row)
    return dict(found)


def field_of(row: CustomField) -> Field:
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
        in_list=kind is not Kind.LONG_TEXT,
        index=bool(row.indexed_as),
        kept=Kept(row.name, kind, scale),
    )


def scale_of(row: CustomField) -> int:
    """How many digits after the point a stored whole number stands for."""
    return row.decimals if Kind(row.kind) in (Kind.NUMBER, Kind.MONEY, Kind.PERCENT) else 0
