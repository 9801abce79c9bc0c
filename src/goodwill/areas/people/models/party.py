"""A person, a company or a household: whoever the firm has to do with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.completeness import SCORE
from goodwill.areas.people.enums import (
    AgeBand,
    CompanyKind,
    Home,
    PartyKind,
    Phase,
    Regard,
    Success,
    WayOfReaching,
)
from goodwill.kernel.models import Record
from goodwill.kernel.text import fold, sort_key

LIVE = Q(deleted_at=None)
NAME_LENGTH = 200


class Party(Record):
    """One table for all three kinds, so that anything can hang on any of them.

    `name` is what is shown; a person has its parts too. `role` is what a person is at `company`, and both follow from
    the main tie. A merged party lies in the trash and points at the one that survived.
    """

    derived = frozenset(
        {
            "name_fold",
            "name_sort",
            "family_fold",
            "role_fold",
            "industry_fold",
            "source_fold",
            "birth_md",
            "best_hours_fold",
        }
    )
    unlogged = frozenset(
        {
            "company",
            "primary_mail",
            "primary_phone",
            "website",
            "city",
            "city_fold",
            "next_task",
            "next_due",
            "next_due_at",
            "last_contact_at",
            "completeness",
        }
    )

    kind = models.CharField(_("kind"), max_length=10, choices=PartyKind.choices, editable=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_fold = models.CharField(max_length=400, default="", editable=False)
    name_sort = models.CharField(max_length=120, default="", editable=False)
    prefix = models.CharField(_("title"), max_length=60, blank=True, default="")
    given = models.CharField(_("given name"), max_length=100, blank=True, default="")
    additional = models.CharField(_("middle names"), max_length=100, blank=True, default="")
    family = models.CharField(_("family name"), max_length=100, blank=True, default="")
    family_fold = models.CharField(max_length=200, default="", editable=False)
    suffix = models.CharField(_("suffix"), max_length=60, blank=True, default="")
    nickname = models.CharField(_("nickname"), max_length=100, blank=True, default="")

    company_kind = models.CharField(
        _("kind of company"), max_length=12, choices=CompanyKind.choices, blank=True, default=""
    )
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices, blank=True, default="")
    customer_since = models.DateField(_("customer since"), null=True, blank=True)
    regard = models.CharField(_("how they see us"), max_length=10, choices=Regard.choices, blank=True, default="")

    role = models.CharField(_("role"), max_length=120, blank=True, default="")
    role_fold = models.CharField(max_length=240, default="", editable=False)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    birthday_without_year = models.CharField(max_length=5, blank=True, default="", editable=False)
    birth_md = models.CharField(max_length=5, default="", editable=False)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    industry = models.CharField(_("industry"), max_length=100, blank=True, default="")
    industry_fold = models.CharField(max_length=200, default="", editable=False)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=100, blank=True, default="")
    source_fold = models.CharField(max_length=200, default="", editable=False)
    age_band = models.CharField(_("age"), max_length=5, choices=AgeBand.choices, blank=True, default="")
    home = models.CharField(_("lives"), max_length=8, choices=Home.choices, blank=True, default="")
    success = models.CharField(_("how they are doing"), max_length=10, choices=Success.choices, blank=True, default="")
    best_channel = models.CharField(
        _("best reached by"), max_length=8, choices=WayOfReaching.choices, blank=True, default=""
    )
    best_hours = models.CharField(_("best hours"), max_length=80, blank=True, default="")
    best_hours_fold = models.CharField(max_length=160, default="", editable=False)
    description = models.TextField(_("about them"), blank=True, default="")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", db_index=False
    )

    company = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="staff", db_index=False
    )
    primary_mail = models.CharField(max_length=254, default="", editable=False)
    primary_phone = models.CharField(max_length=80, default="", editable=False)
    website = models.CharField(max_length=300, default="", editable=False)
    city = models.CharField(max_length=100, default="", editable=False)
    city_fold = models.CharField(max_length=200, default="", editable=False)
    next_task = models.ForeignKey(
        "people.Task", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )
    next_due = models.DateField(null=True, editable=False)
    next_due_at = models.DateTimeField(null=True, editable=False)
    last_contact_at = models.DateTimeField(null=True, editable=False)
    completeness = models.GeneratedField(
        expression=SCORE, output_field=models.PositiveSmallIntegerField(), db_persist=True
    )

    class Meta(Record.Meta):
        verbose_name = _("contact")
        indexes = [
            models.Index(fields=["name_sort", "id"], name="people_party_all", condition=LIVE),
            models.Index(fields=["kind", "name_sort", "id"], name="people_party_name", condition=LIVE),
            models.Index(fields=["kind", "owner", "name_sort", "id"], name="people_party_owner", condition=LIVE),
            models.Index(fields=["kind", "phase", "name_sort", "id"], name="people_party_phase", condition=LIVE),
            models.Index(fields=["kind", "city_fold", "name_sort", "id"], name="people_party_city", condition=LIVE),
            models.Index(fields=["kind", "changed_at", "id"], name="people_party_changed", condition=LIVE),
            models.Index(
                fields=["company", "name_sort", "id", "kind"],
                name="people_party_staff",
                condition=LIVE & Q(company__isnull=False),
            ),
            models.Index(
                fields=["kind", "-last_contact_at", "-id"],
                name="people_party_contacted",
                condition=LIVE & Q(last_contact_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "-last_contact_at", "-id"],
                name="people_party_recent",
                condition=LIVE & Q(last_contact_at__isnull=False),
            ),
            models.Index(
                fields=["kind", "next_due_at", "id"],
                name="people_party_due",
                condition=LIVE & Q(next_due_at__isnull=False),
            ),
            models.Index(
                fields=["kind", "next_due", "name_sort", "id"],
                name="people_party_due_on",
                condition=LIVE & Q(next_due__isnull=False),
            ),
            models.Index(fields=["kind", "completeness", "id"], name="people_party_complete", condition=LIVE),
            models.Index(fields=["next_task"], name="people_party_task", condition=Q(next_task__isnull=False)),
            models.Index(
                fields=["kind", "name_sort"],
                name="people_party_gone",
                condition=Q(deleted_at__isnull=False, merged_into=None),
            ),
            models.Index(fields=["merged_into"], name="people_party_merged", condition=Q(merged_into__isnull=False)),
            models.Index(
                fields=["owner", "birth_md", "id"], name="people_party_birthday", condition=LIVE & Q(birth_md__gt="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> None:
        self.name_fold = fold(self.name)[:400]
        self.name_sort = sort_key(self.name)
        self.family_fold = fold(self.family)[:200] if self.family else ""
        self.role_fold = fold(self.role)[:240] if self.role else ""
        self.industry_fold = fold(self.industry)[:200] if self.industry else ""
        self.source_fold = fold(self.source)[:200] if self.source else ""
        self.best_hours_fold = fold(self.best_hours)[:160] if self.best_hours else ""
        self.birth_md = self.birthday.strftime("%m-%d") if self.birthday else self.birthday_without_year

    @property
    def is_person(self) -> bool:
        return self.kind == PartyKind.PERSON

    @property
    def is_company(self) -> bool:
        return self.kind == PartyKind.COMPANY

    @property
    def is_household(self) -> bool:
        return self.kind == PartyKind.HOUSEHOLD
