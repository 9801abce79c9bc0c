from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models import Record, Tracked
from goodwill.kernel.phone import parse_phone
from goodwill.kernel.text import digits, fold, sort_key


class Maker(Record):
    derived = frozenset({"name_fold", "name_sort", "city_fold"})

    name = models.CharField(_("name"), max_length=120)
    name_fold = models.CharField(max_length=240, default="", editable=False)
    name_sort = models.CharField(max_length=120, default="", editable=False)
    city = models.CharField(_("city"), max_length=80, blank=True, default="")
    city_fold = models.CharField(max_length=160, default="", editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    founded = models.DateField(_("founded"), null=True, blank=True)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["name_sort", "id"], name="toys_maker_name", condition=models.Q(deleted_at=None))
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name_fold, self.name_sort, self.city_fold = fold(self.name), sort_key(self.name), fold(self.city)


class Toy(Record):
    """`form` tells its two record types apart: a toy, or a game."""

    derived = frozenset({"name_fold", "name_sort", "story_fold", "mail_fold"})

    class Form(models.TextChoices):
        TOY = "toy", _("Toy")
        GAME = "game", _("Game")

    class Stage(models.TextChoices):
        IDEA = "idea", _("Idea")
        MADE = "made", _("Made")
        SOLD_OUT = "sold_out", _("Sold out")

    form = models.CharField(_("form"), max_length=4, choices=Form.choices, default=Form.TOY, editable=False)
    name = models.CharField(_("name"), max_length=120)
    name_fold = models.CharField(max_length=240, default="", editable=False)
    name_sort = models.CharField(max_length=120, default="", editable=False)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.IDEA)
    maker = models.ForeignKey(
        Maker, models.PROTECT, null=True, blank=True, related_name="toys", verbose_name=_("maker")
    )
    price = models.BigIntegerField(_("price"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    discount = models.IntegerField(_("discount"), null=True, blank=True)
    pieces = models.IntegerField(_("pieces"), default=1)
    weight = models.FloatField(_("weight"), null=True, blank=True)
    safe = models.BooleanField(_("safe"), null=True, blank=True)
    launched = models.DateField(_("launched"), null=True, blank=True)
    tested_at = models.DateTimeField(_("tested at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    mail = models.EmailField(_("mail"), blank=True, default="")
    mail_fold = models.CharField(max_length=254, default="", editable=False)
    story = models.TextField(_("story"), blank=True, default="")
    story_fold = models.TextField(default="", editable=False)
    secret = models.IntegerField(_("secret"), default=0)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["form", "name_sort", "id"], name="toys_toy_name", condition=models.Q(deleted_at=None)),
            models.Index(
                fields=["form", "-changed_at", "-id"], name="toys_toy_new", condition=models.Q(deleted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name_fold, self.name_sort = fold(self.name), sort_key(self.name)
        self.mail_fold, self.story_fold = fold(self.mail), fold(self.story)


class Label(Tracked):
    """A tag or a phone of a toy: the kind says which."""

    belongs_to = "toy"
    derived = frozenset({"fold"})

    toy = models.ForeignKey(Toy, models.PROTECT, related_name="labels")
    kind = models.CharField(max_length=5, choices=[("tag", "tag"), ("phone", "phone")])
    value = models.CharField(max_length=80)
    fold = models.CharField(max_length=160, default="", editable=False)

    class Meta(Tracked.Meta):
        indexes = [
            models.Index(fields=["kind", "fold", "toy"], name="toys_label_fold", condition=models.Q(deleted_at=None))
        ]

    def __str__(self) -> str:
        return self.value

    def derive(self) -> None:
        self.fold = _international(self.value) if self.kind == "phone" else fold(self.value)


def _international(number: str) -> str:
    phone = parse_phone(number, "GB")
    return phone.e164[1:] if phone else digits(number)


class Popularity(models.Model):
    """What another area would contribute to the list of toys: a projection in a table of its own."""

    toy = models.OneToOneField(Toy, models.CASCADE, primary_key=True, related_name="popularity")
    votes = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.votes}"

    objects: "models.Manager[Any]" = models.Manager()
