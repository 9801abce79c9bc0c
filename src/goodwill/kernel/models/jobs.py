"""Work that happens later: a row of the same transaction as what asked for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work.

    `attempts` counts how often it was taken by a worker and is the fence: who holds an older number can end nothing.
    `failures` counts the tries that raised, `crashes` those in a row that took their worker down without saving a
    position. `key` lets one wait and one run at a time; `slot` is the moment of its schedule. Without `due` it is due
    at once, whatever the clock says.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True, default="")
    slot = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    due = models.DateTimeField(null=True)
    priority = models.SmallIntegerField(default=0)

    worker = models.CharField(max_length=32, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    position = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)

    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True, default="")
    result = models.JSONField(null=True)
    error = models.CharField(max_length=600, blank=True, default="")
    batch = models.ForeignKey("kernel.Batch", models.SET_NULL, null=True, related_name="+")

    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    user = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    through = models.CharField(max_length=20)

    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"], condition=Q(state="waiting") & ~Q(key=""), name="kernel_job_waits_once"
            ),
            models.UniqueConstraint(fields=["name", "slot"], name="kernel_job_slot_once"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(state="waiting", slot__isnull=False, attempts=0),
                name="kernel_job_next_slot_once",
            ),
        ]
        indexes = [
            models.Index(
                F("priority").desc(), F("due"), F("id"), condition=Q(state="waiting"), name="kernel_job_waiting"
            ),
            models.Index(fields=["name", "key"], condition=Q(state="running"), name="kernel_job_running"),
            models.Index(fields=["state", "-id"], name="kernel_job_state"),
            models.Index(fields=["changed_at"], name="kernel_job_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)


class Worker(models.Model):
    """A process that has taken jobs of this firm; `beats` grows while it lives."""

    id = models.CharField(max_length=32, primary_key=True)
    beats = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id
