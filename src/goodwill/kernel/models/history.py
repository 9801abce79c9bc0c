"""The one log: a batch for each verb that somebody did, a change for each row that it wrote."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from goodwill.kernel.refs import Ref


class TransactionId(models.Func):
    """PostgreSQL's id of the writing transaction; 0 on SQLite, whose writers stand in line."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        return ("(pg_current_xact_id()::text::bigint)" if connection.vendor == "postgresql" else "0"), ()


def in_order(name: str) -> models.Index:
    """For rows that are read by (tx, id); on SQLite, where ids tell the order, it holds nothing and costs nothing."""
    return models.Index(fields=["tx", "id"], name=name, condition=models.Q(tx__gt=0))


class Batches(models.QuerySet["Batch"]):
    def with_undone(self) -> "Batches":
        """Each with `undone`."""
        return self.annotate(undone=models.ExpressionWrapper(_undone(), models.BooleanField()))

    def not_undone(self) -> "Batches":
        return self.filter(~_undone())


def _undone() -> models.Q:
    """Taken back alone, or together with others in a batch that was not taken back in its turn."""
    alone = models.Exists(Batch.objects.filter(undo_of=models.OuterRef("pk")))
    again = models.Exists(Batch.objects.filter(undo_of=models.OuterRef("undone_with")))
    return models.Q(alone) | models.Q(undone_with__isnull=False) & ~models.Q(again)


class Batch(models.Model):
    """One act: who did what. `through` is page, api, import, automation, portal, mail, call, job or command.

    `undo_of` is the one that it takes back; `undone_with` the one that took it back together with others.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    on_behalf_of = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    through = models.CharField(max_length=20)
    verb = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True, default="")
    undo_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    undone_with = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)

    objects = Batches.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="kernel_batch_newest")]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb}"

    @property
    def is_undone(self) -> bool:
        return not Batch.objects.filter(pk=self.pk).not_undone().exists()


class Change(models.Model):
    """One written row. `before` and `after` hold the fields that differ; a created row has no `before`."""

    class Kind(models.TextChoices):
        CREATE = "create"
        UPDATE = "update"
        TRASH = "trash"
        RESTORE = "restore"

    id = models.BigAutoField(primary_key=True)
    tx = models.BigIntegerField(db_default=TransactionId())
    at = models.DateTimeField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    type = models.CharField(max_length=40)
    ref_id = models.BigIntegerField()
    root_type = models.CharField(max_length=40)
    root_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    before = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    after = models.JSONField(encoder=DjangoJSONEncoder, default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["type", "ref_id", "version"], name="kernel_change_record"),
            models.Index(fields=["root_type", "root_id", "-at", "-id"], name="kernel_change_root"),
            in_order("kernel_change_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.type}:{self.ref_id}"

    @property
    def ref(self) -> Ref:
        return Ref(self.type, self.ref_id)


class Cursor(models.Model):
    """How far a consumer has followed the log."""

    consumer = models.CharField(max_length=80, primary_key=True)
    tx = models.BigIntegerField(default=0)
    change_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.consumer} at {self.change_id}"
