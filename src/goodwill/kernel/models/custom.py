"""Record types that a firm made by itself, and the one table of all their records."""

from collections.abc import Iterator
from functools import cache
from threading import RLock
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import LiveManager, Record, Tracked
from goodwill.kernel.text import fold, sort_key

PREFIX = "custom_"
"""What the name of every such type begins with: no type that a later version brings is called so."""


class CustomType(Tracked):
    """A noun that somebody of the firm declared. `name` is never changed and never used again: history, rights, search
    and whatever hangs on its records know them by it. In the trash, it hides its records and keeps them.
    """

    type_name = "record_type"
    guarded_by = "manage_settings"

    name = models.CharField(max_length=40, editable=False)
    label = models.CharField(_("name"), max_length=60)
    plural = models.CharField(_("plural"), max_length=60)
    slug = models.CharField(_("address"), max_length=60, editable=False)
    icon = models.CharField(_("icon"), max_length=40, default="box")
    title_label = models.CharField(_("what names a record"), max_length=60, default="Name")
    title_once = models.BooleanField(_("never twice"), default=False)

    class Meta(Tracked.Meta):
        verbose_name = _("record type")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], name="kernel_customtype_name", condition=models.Q(deleted_at=None)
            ),
            models.UniqueConstraint(
                fields=["slug"], name="kernel_customtype_slug", condition=models.Q(deleted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def falls_with_it(self) -> "Iterator[models.QuerySet[Any]]":
        yield model_named(self.name).everything.all()
        for name in ("CustomField", "PageLayout", "SavedView"):
            yield apps.get_model("kernel", name).everything.filter(type=self.name)


class CustomRecord(Record):
    """A record of a type that a firm made. `kind` is the type's name, `title` names the record, `extra` holds the rest.

    It is read and written through `model_named(kind)`, whose rows are those of one type.
    """

    derived = frozenset({"kind", "title_fold", "title_sort"})

    kind = models.CharField(max_length=40, editable=False)
    title = models.CharField(_("name"), max_length=300)
    title_fold = models.CharField(max_length=600, default="", editable=False)
    title_sort = models.CharField(max_length=300, default="", editable=False)

    class Meta(Record.Meta):
        indexes = [
            models.Index(
                fields=["kind", "title_sort", "id"], name="kernel_custom_title", condition=models.Q(deleted_at=None)
            ),
            models.Index(
                fields=["kind", "title_fold", "id"], name="kernel_custom_fold", condition=models.Q(deleted_at=None)
            ),
            models.Index(
                fields=["kind", "-changed_at", "-id"], name="kernel_custom_new", condition=models.Q(deleted_at=None)
            ),
            models.Index(fields=["kind", "owner"], name="kernel_custom_owner", condition=models.Q(deleted_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuses a second live record of the same name where the type has each name once."""
        from goodwill.kernel.own_types import own_types

        noun = next((known for known in own_types().live if known.name == self.ref_name()), None)
        if noun is None or not noun.title_once or self.deleted_at is not None:
            return
        same = type_rows(noun.name).filter(title_fold=fold(self.title)[:600]).exclude(pk=self.pk)
        if same.exists():
            said = _("There is “%(title)s” among the %(type)s already.") % {"title": self.title, "type": noun.plural}
            raise ValidationError({"title": said})

    def derive(self) -> None:
        self.kind = self.ref_name()
        self.title_fold, self.title_sort = fold(self.title)[:600], sort_key(self.title)


def type_rows(name: str) -> "models.QuerySet[Any]":
    """The live records of a type."""
    return model_named(name).objects.all()


class _OfKind(models.Manager[Any]):
    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def get_queryset(self) -> "models.QuerySet[Any]":
        return super().get_queryset().filter(kind=self._kind)


class _LiveOfKind(_OfKind, LiveManager):
    pass


_apart = Apps()
_making = RLock()


def model_named(name: str) -> type[CustomRecord]:
    """The model of a type by its name: the same table, seen as its records alone."""
    with _making:
        return _made(name)


@cache
def _made(name: str) -> type[CustomRecord]:
    """A proxy, in a registry of its own: it knows a name and nothing of a firm, so every firm may share it, and what
    walks over all models meets the table once.
    """
    meta = {
        "proxy": True,
        "app_label": "kernel",
        "apps": _apart,
        "base_manager_name": "everything",
        "default_manager_name": "objects",
    }
    parts = {
        "__module__": __name__,
        "Meta": type("Meta", (), meta),
        "type_name": name,
        "everything": _OfKind(name),
        "objects": _LiveOfKind(name),
    }
    return type(name, (CustomRecord,), parts)
