"""How to reach a party, and where it is."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.contact_values import read_contact
from goodwill.areas.people.enums import ContactKind, ValueState
from goodwill.areas.people.models.party import LIVE, Party
from goodwill.kernel.models import Tracked
from goodwill.kernel.text import fold

STALE_YEARS = 2


class Proven(models.Model):
    """How sure we are of a value: when somebody last said that it is right, and what is known to be wrong with it.

    `checked_at` is the moment of the last word on it: that of its confirmation, else of its making.
    """

    state = models.CharField(_("state"), max_length=8, choices=ValueState.choices, blank=True, default="")
    state_at = models.DateTimeField(_("found out"), null=True, blank=True)
    state_note = models.CharField(_("what came back"), max_length=200, blank=True, default="")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    checked_at = models.DateTimeField(_("last checked"), null=True, editable=False)

    class Meta:
        abstract = True

    def follow_proof(self) -> None:
        self.checked_at = self.confirmed_at or self.created_at  # type: ignore[attr-defined]

    @property
    def years_unchecked(self) -> int:
        """Whole years in which nobody confirmed or changed it, from two on; else, and for what is wrong anyway, 0."""
        if self.state or self.checked_at is None:
            return 0
        years = (timezone.now() - self.checked_at).days // 365
        return years if years >= STALE_YEARS else 0


class ContactPoint(Proven, Tracked):
    """A phone, mail, website, handle. `value` stays as it was typed; `shown` is its tidy form.

    `fold` is what it is compared by: the digits of the international number, the mail in small letters. `national`
    holds the digits of a phone as dialled at home, without zeros before them. `country` is where it was typed.
    """

    belongs_to = "party"
    derived = frozenset({"shown", "fold", "national", "checked_at"})
    follows_creation = frozenset({"checked_at"})

    party = models.ForeignKey(Party, models.PROTECT, related_name="contact_points", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    value = models.CharField(_("value"), max_length=300)
    label = models.CharField(_("label"), max_length=40, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    preferred = models.BooleanField(_("preferred"), default=False)
    do_not_use = models.BooleanField(_("do not use"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    shown = models.CharField(max_length=320, default="", editable=False)
    fold = models.CharField(max_length=320, default="", editable=False)
    national = models.CharField(max_length=40, default="", editable=False)

    class Meta(Tracked.Meta):
        verbose_name = _("contact point")
        indexes = [
            models.Index(fields=["party", "kind", "position", "id"], name="people_point_party"),
            models.Index(fields=["kind", "fold", "party"], name="people_point_fold", condition=LIVE),
            models.Index(
                fields=["national", "party"], name="people_point_national", condition=LIVE & models.Q(national__gt="")
            ),
            models.Index(fields=["checked_at", "party"], name="people_point_checked", condition=LIVE),
            models.Index(fields=["state", "party"], name="people_point_state", condition=LIVE & models.Q(state__gt="")),
        ]

    def __str__(self) -> str:
        return self.shown

    def derive(self) -> None:
        read = read_contact(self.kind, self.value, self.country)
        self.shown, self.fold, self.national = read.shown[:320], read.fold[:320], read.national[:40]
        self.follow_proof()


class Address(Proven, Tracked):
    belongs_to = "party"
    derived = frozenset({"fold", "city_fold", "checked_at"})
    follows_creation = frozenset({"checked_at"})

    party = models.ForeignKey(Party, models.PROTECT, related_name="addresses", db_index=False)
    label = models.CharField(_("label"), max_length=40, blank=True, default="")
    street = models.CharField(_("street"), max_length=200, blank=True, default="")
    more = models.CharField(_("flat, floor, building"), max_length=200, blank=True, default="")
    postcode = models.CharField(_("postcode"), max_length=20, blank=True, default="")
    city = models.CharField(_("town"), max_length=100, blank=True, default="")
    region = models.CharField(_("region"), max_length=100, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    preferred = models.BooleanField(_("preferred"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    fold = models.CharField(max_length=1200, default="", editable=False)
    city_fold = models.CharField(max_length=200, default="", editable=False)

    class Meta(Tracked.Meta):
        verbose_name = _("address")
        indexes = [
            models.Index(fields=["party", "position", "id"], name="people_address_party"),
            models.Index(
                fields=["latitude", "longitude", "party", "city"],
                name="people_address_place",
                condition=LIVE & models.Q(latitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street, self.more, self.postcode, self.city) if part)

    def derive(self) -> None:
        parts = (self.street, self.more, self.postcode, self.city, self.region, self.country)
        self.fold = fold(" ".join(part for part in parts if part))[:1200]
        self.city_fold = fold(self.city)[:200]
        self.follow_proof()


def primary_values(points: Iterable[ContactPoint]) -> dict[str, str]:
    """The columns of a party with its mail, phone and website: a preferred one, else the first that can be used."""
    first: dict[str, str] = {}
    for point in sorted(filter(is_usable, points), key=_order):
        first.setdefault(point.kind, point.shown)
    return {
        "primary_mail": first.get(ContactKind.MAIL, "")[:254],
        "primary_phone": first.get(ContactKind.PHONE, "")[:80],
        "website": first.get(ContactKind.WEB, "")[:300],
    }


def is_usable(point: ContactPoint) -> bool:
    return not point.do_not_use and not point.state


def first_usable(points: Iterable[ContactPoint]) -> ContactPoint | None:
    """Of one kind: the one that stands in the party's column."""
    return min(filter(is_usable, points), key=_order, default=None)


def main_address(addresses: Iterable[Address]) -> dict[str, str]:
    """The columns of a party with the town of its preferred address, else of the first."""
    main = min(addresses, key=_order, default=None)
    return {"city": main.city, "city_fold": main.city_fold} if main else {"city": "", "city_fold": ""}


def _order(row: ContactPoint | Address) -> tuple[bool, int, int]:
    return (not row.preferred, row.position, row.pk or 0)
