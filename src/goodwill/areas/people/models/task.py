"""What somebody means to do, and by when."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import Priority, Repeat, TaskKind
from goodwill.areas.people.models.party import LIVE
from goodwill.kernel.models import About, Record
from goodwill.kernel.text import fold

OPEN = LIVE & models.Q(done_at=None)


class Task(Record, About):
    """The next step with a record, or a thing of its owner's own. Its owner is who will do it.

    Due on a day, or at a time of that day in `zone`; `due_at` is that moment, the end of the day where no time is set.
    A repeating task plans the next of its series when it is done; `repeat_day` keeps the 31st through short months.
    """

    derived = frozenset({"title_fold", "due_at"})

    title = models.CharField(_("title"), max_length=200)
    title_fold = models.CharField(max_length=400, default="", editable=False)
    details = models.TextField(_("details"), blank=True, default="")
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind.choices, default=TaskKind.TASK)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_time = models.TimeField(_("at"), null=True, blank=True)
    zone = models.CharField(max_length=64, default="UTC", editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    remind_at = models.DateTimeField(_("remind"), null=True, blank=True)
    repeat = models.CharField(_("repeat"), max_length=10, choices=Repeat.choices, blank=True, default="")
    repeat_every = models.PositiveSmallIntegerField(_("every"), default=1)
    repeat_day = models.PositiveSmallIntegerField(default=0, editable=False)
    repeat_until = models.DateField(_("repeat until"), null=True, blank=True)
    series = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="later", verbose_name=_("series")
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        "kernel.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )
    outcome = models.CharField(_("outcome"), max_length=300, blank=True, default="")

    class Meta(Record.Meta, About.Meta):
        verbose_name = _("task")
        indexes = [
            models.Index(fields=["about_type", "about_id", "due_at"], name="people_task_about", condition=OPEN),
            models.Index(fields=["owner", "due_at", "id"], name="people_task_owner", condition=OPEN),
            models.Index(fields=["due_at", "id"], name="people_task_due", condition=OPEN),
            models.Index(fields=["-changed_at", "-id"], name="people_task_changed", condition=LIVE),
        ]

    def __str__(self) -> str:
        return self.title

    def derive(self) -> None:
        self.title_fold = fold(self.title)[:400]
        if self.due_on is None:
            self.due_at = None
        else:
            moment = datetime.combine(self.due_on, self.due_time or time.max, ZoneInfo(self.zone or "UTC"))
            self.due_at = moment.astimezone(UTC)

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.deleted_at is None

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < now
