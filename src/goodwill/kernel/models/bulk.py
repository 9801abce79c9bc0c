"""Rows of work in the background: what a program sent, or what of a selection was refused."""

from django.db import models


class BulkRow(models.Model):
    """What is to be done to one record, and then what became of it: `status` and `answer` as the API says them.

    `at` is its place among those that were sent together, from 0. They go with their job.
    """

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey("kernel.Job", models.CASCADE, related_name="rows", db_index=False)
    at = models.PositiveIntegerField()
    asked = models.JSONField(default=dict)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "at"], name="kernel_bulk_row_at")]

    def __str__(self) -> str:
        return f"row {self.at} of {self.job_id}"
