"""The record types that the firm which is entered made by itself, and the models of all records here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from goodwill.kernel import layout
from goodwill.kernel.changes.batches import Entry
from goodwill.kernel.changes.projecting import projection
from goodwill.kernel.models import CustomType, PageLayout, Tracked
from goodwill.kernel.models.custom import model_named
from goodwill.kernel.refs import declared_models


@dataclass(frozen=True, eq=False)
class OwnTypes:
    """`live` are those that are not in the trash. What lies there has a history: its model is among `models`, which are
    those of all records by their ref names.
    """

    live: tuple[CustomType, ...] = ()
    models: Mapping[str, type[Tracked]] = field(default_factory=declared_models)


_NONE = OwnTypes()


def own_types() -> OwnTypes:
    """Read once for each layout; a firm that declared nothing, or none at all, has those that are the same for all."""
    return layout.made("types", _read) if layout.stamp() else _NONE


def _read() -> OwnTypes:
    rows = list(CustomType.everything.order_by("label", "id"))
    live = tuple(row for row in rows if row.deleted_at is None)
    return OwnTypes(live, {**declared_models(), **{row.name: model_named(row.name) for row in rows}})


@projection(CustomType, PageLayout)
def lay_out_anew(entries: Sequence[Entry]) -> None:
    layout.changed()
