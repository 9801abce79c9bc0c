"""A file that somebody brings in, from its upload to its undo, with the rows that need a look; and what left."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from goodwill.transfer.readers.bundle import place_of

ROWS_KEPT = 10_000


class Import(models.Model):
    """One file, one importer, one run. All that it wrote is one batch.

    `mapping` is the target of each column by its position, `formats` how its dates and numbers are written, `found`
    what was recognised in the file, `checked` the counts of the dry run and `counts` those of the run itself.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of an import", "not finished")
        CHECKING = "checking", pgettext_lazy("state of an import", "being checked")
        READY = "ready", pgettext_lazy("state of an import", "ready to start")
        RUNNING = "running", pgettext_lazy("state of an import", "running")
        DONE = "done", pgettext_lazy("state of an import", "done")
        FAILED = "failed", pgettext_lazy("state of an import", "failed")
        CANCELLED = "cancelled", pgettext_lazy("state of an import", "stopped")
        UNDONE = "undone", pgettext_lazy("state of an import", "taken back")

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("file"), max_length=255)
    importer = models.CharField(max_length=40)
    file = models.ForeignKey("kernel.File", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    reading = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    formats = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    checked = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    error = models.CharField(max_length=600, blank=True, default="")
    job = models.ForeignKey("kernel.Job", models.SET_NULL, null=True, related_name="+", db_index=False)
    batch = models.ForeignKey("kernel.Batch", models.SET_NULL, null=True, related_name="+", db_index=False)
    user = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("brought"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("import")
        indexes = [models.Index(fields=["-created_at", "-id"], name="transfer_import_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def targets(self) -> dict[int, str]:
        return {int(position): target for position, target in self.mapping.items() if target}

    @property
    def back(self) -> set[int]:
        """The records that a look through the file found to be back after a long silence."""
        return self._found("back")

    @property
    def gone(self) -> set[int]:
        """The same of those in the trash."""
        return self._found("gone")

    def _found(self, name: str) -> set[int]:
        return {pk for ids in self.found.get(name, {}).values() for pk in ids}

    @property
    def is_open(self) -> bool:
        """It can still be changed, since nothing of it was written yet."""
        return self.state in (self.State.DRAFT, self.State.READY)

    @property
    def was_written(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    def row_name(self, number: int) -> str:
        """A row as people know it: by its number, and by its file where several are read as one."""
        part, row = place_of(number)
        parts = self.found.get("parts") or []
        if not 0 < part <= len(parts):
            return str(row)
        return f"{parts[part - 1]}: {row}" if row > 1 else parts[part - 1]

    def save_only(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))


class ImportRow(models.Model):
    """A row that needs a look: refused, taken with a remark, perhaps known already, left out, or repaired.

    `counted` is the outcome under which the run counts it; `wrong` has a sentence for a cell by its position, `maybe`
    the records that the row may be about (`importers.Candidate`).
    """

    class Outcome(models.TextChoices):
        REFUSED = "refused", _("Wrong")
        DOUBLE = "double", _("Perhaps double")
        PROBLEM = "problem", _("Taken with a remark")
        LEFT = "left", _("Left out")
        GOOD = "good", _("Repaired")

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    counted = models.CharField(max_length=8, default="")
    sentence = models.TextField()
    cells = models.JSONField(default=list)
    wrong = models.JSONField(default=dict)
    maybe = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["run", "outcome", "number", "id"], name="transfer_row_run")]

    def __str__(self) -> str:
        return f"{self.number}: {self.sentence}"


class ImportRepair(models.Model):
    """What somebody said about a row of a run before it was performed: new texts of cells by position, and a choice.

    `chosen` is the id of a record, or an earlier row of the file as a negative number: its record, once that is made.
    """

    class Choice(models.TextChoices):
        NONE = "", _("as the file says")
        THIS = "this", _("the one that is here")
        NEW = "new", _("somebody new")
        LEAVE = "leave", _("leave it out")

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Import, models.CASCADE, related_name="repairs", db_index=False)
    number = models.PositiveBigIntegerField()
    cells = models.JSONField(default=dict)
    choice = models.CharField(max_length=5, choices=Choice.choices, blank=True, default="")
    chosen = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="transfer_repair_row")]

    def __str__(self) -> str:
        return f"{self.number}: {self.choice}"


class SavedMapping(models.Model):
    """How files with these headers were imported: it is offered when such a file comes again.

    `headers` are those of the file, `digest` finds them again whatever their order; `mapping` is the target by header.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    importer = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    user = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("saved mapping")
        constraints = [models.UniqueConstraint(fields=["name"], name="transfer_mapping_name")]
        indexes = [models.Index(fields=["digest"], name="transfer_mapping_digest")]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """What left the firm: who took which records, what of them, and how. `record` is one record with everything.

    A large one is written in the background and waits as `file` until `expires_at`; a small one left at once. `columns`
    are names of fields, none where a format or `record` takes everything.
    """

    class State(models.TextChoices):
        WRITING = "writing", pgettext_lazy("state of an export", "being written")
        READY = "ready", pgettext_lazy("state of an export", "ready")
        DONE = "done", pgettext_lazy("state of an export", "taken")
        FAILED = "failed", pgettext_lazy("state of an export", "failed")
        CANCELLED = "cancelled", pgettext_lazy("state of an export", "stopped")
        EXPIRED = "expired", pgettext_lazy("state of an export", "expired")

    id = models.BigAutoField(primary_key=True)
    type = models.CharField(_("what"), max_length=40)
    record = models.BigIntegerField(null=True)
    format = models.CharField(_("format"), max_length=20)
    filter = models.TextField(_("filter"), blank=True, default="")
    sort = models.CharField(max_length=300, blank=True, default="")
    columns = models.JSONField(_("columns"), default=list)
    ticked = models.PositiveIntegerField(_("ticked rows"), null=True)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DONE)
    error = models.CharField(max_length=600, blank=True, default="")
    file = models.ForeignKey("kernel.File", models.SET_NULL, null=True, related_name="+", db_index=False)
    job = models.ForeignKey("kernel.Job", models.SET_NULL, null=True, related_name="+", db_index=False)
    batch = models.ForeignKey("kernel.Batch", models.SET_NULL, null=True, related_name="+", db_index=False)
    user = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(max_length=200, blank=True, default="")
    through = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField(_("when"))
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("export")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="transfer_export_newest"),
            models.Index(
                fields=["expires_at"], name="transfer_export_expiry", condition=models.Q(expires_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} as {self.format}"

    def save_only(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))
