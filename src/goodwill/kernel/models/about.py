"""What hangs on any record."""

from typing import Any

from django.db import models

from goodwill.kernel.models.tracked import Tracked
from goodwill.kernel.refs import Ref, fetch


class About(Tracked):
    """A row about another record of any type, named by its ref; it is seen and changed with that record's rights."""

    about_type = models.CharField(max_length=40, blank=True, default="")
    about_id = models.BigIntegerField(null=True, blank=True)

    class Meta(Tracked.Meta):
        abstract = True

    @property
    def about(self) -> Ref | None:
        return Ref(self.about_type, self.about_id) if self.about_type and self.about_id else None

    @about.setter
    def about(self, ref: tuple[str, int] | None) -> None:
        self.about_type, self.about_id = ref or ("", None)

    @property
    def about_record(self) -> Any:
        return fetch(self.about) if self.about else None

    def root(self) -> Ref:
        return self.about or self.ref
