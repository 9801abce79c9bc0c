"""The base of everything that has a history."""

from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from goodwill.kernel.prepared import prepared
from goodwill.kernel.refs import Ref


class LiveManager(models.Manager[Any]):
    """Leaves out what lies in the trash."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)


class Tracked(models.Model):
    """A row that only `kernel.changes` writes.

    `belongs_to` names the foreign key to the record on whose page it shows: rights and root follow it.
    `guarded_by` names the power that writing it needs; reading it is free to every user of the firm.
    A `personal` row is its owner's, to write and to `share`: read by the owner alone, by a team or by the whole firm.
    `derived` are columns that `derive` fills from others (those that `follows_creation` hold its moment in a new row),
    `unlogged` those that a projection writes or that are secret:
    neither has history or undo. `corrected` is bookkeeping that may be set right later: history keeps that.
    Rows of an `append_only` model are never changed, trashed or brought back: only what
    they belong to may become another one, when two are merged.
    """

    type_name: ClassVar[str] = ""
    belongs_to: ClassVar[str] = ""
    guarded_by: ClassVar[str] = ""
    personal: ClassVar[bool] = False
    derived: ClassVar[frozenset[str]] = frozenset()
    follows_creation: ClassVar[frozenset[str]] = frozenset()
    unlogged: ClassVar[frozenset[str]] = frozenset()
    corrected: ClassVar[frozenset[str]] = frozenset()
    append_only: ClassVar[bool] = False

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    extra = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    everything = models.Manager[Any]()
    objects = LiveManager()

    class Meta:
        abstract = True
        base_manager_name = "everything"
        default_manager_name = "objects"

    @classmethod
    def ref_name(cls) -> str:
        return cls.type_name or str(cls._meta.model_name)

    @property
    def ref(self) -> Ref:
        return Ref(self.ref_name(), self.pk)

    def root(self) -> Ref:
        """The record on whose page this one shows."""
        if not self.belongs_to:
            return self.ref
        name, column = _whole(type(self))
        return Ref(name, getattr(self, column))

    def derive(self) -> None:
        """Fill the columns that follow from others (folded text, sort keys); called before each write."""

    def counter(self) -> "Tracked | None":
        """What is added where the making of an append-only row is taken back; None where nothing has to be said."""
        return None

    def falls_with_it(self) -> "Iterable[models.QuerySet[Any]]":
        """Records that are nothing without this one, though they have no foreign key to it: they are purged with it."""
        return ()

    @classmethod
    def locked(cls, pk: int) -> Self:
        """The row as it is now, held until the transaction ends."""
        found: list[Self] = _held(pk, model=cls)
        if not found:
            raise cls.DoesNotExist
        return found[0]


@prepared
def _held(pk: int, *, model: type[Tracked]) -> "models.QuerySet[Any]":
    rows: models.QuerySet[Any] = model.everything.select_for_update().filter(pk=pk)
    return rows


@cache
def _whole(model: type[Tracked]) -> tuple[str, str]:
    """The ref name of what a part belongs to, and the attribute with its id."""
    field: Any = model._meta.get_field(model.belongs_to)
    return field.related_model.ref_name(), field.attname


class Record(Tracked):
    """A noun of the business that has an owner and a team."""

    owner_id: int | None
    team_id: int | None
    owner = models.ForeignKey("kernel.User", models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey("kernel.Team", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Tracked.Meta):
        abstract = True
