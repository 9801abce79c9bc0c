"""People of the firm, their teams, and what their roles allow."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models.tracked import Tracked


class Role(Tracked):
    """What its holders may do.

    `scopes` maps a ref name (or "*" for all others) to {right: none | own | team | all | where FILTER}; `powers` lists
    what is allowed beside records. `field_rights` narrows single fields, {ref name: {field: hidden | read}}, and
    `refused_verbs` names the verbs that the role may not do, {ref name: [verb]}. A built-in role is named by `builtin`.
    """

    guarded_by = "manage_users"

    name = models.CharField(_("name"), max_length=80)
    builtin = models.CharField(max_length=20, blank=True, default="", editable=False)
    scopes = models.JSONField(_("rights"), default=dict, blank=True)
    powers = models.JSONField(_("powers"), default=list, blank=True)
    field_rights = models.JSONField(_("rights on fields"), default=dict, blank=True)
    refused_verbs = models.JSONField(_("refused verbs"), default=dict, blank=True)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=models.Q(deleted_at=None), name="kernel_role_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Team(Tracked):
    guarded_by = "manage_users"

    name = models.CharField(_("name"), max_length=80)

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=models.Q(deleted_at=None), name="kernel_team_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().select_related("role")


class User(AbstractBaseUser, Tracked):
    """Somebody of the firm who can sign in."""

    guarded_by = "manage_users"
    unlogged = frozenset({"password"})
    last_login = None

    email = models.EmailField(_("mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.ForeignKey(Role, models.PROTECT, related_name="users", verbose_name=_("role"))
    teams: "models.ManyToManyField[Team, Membership]" = models.ManyToManyField(
        Team, through="Membership", related_name="users", through_fields=("user", "team")
    )
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")

    everything = UserManager()  # type: ignore[misc]
    objects = UserManager()  # type: ignore[assignment,misc]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta(Tracked.Meta):
        base_manager_name = "everything"

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Viewing(Tracked):
    """Somebody looked at the product as another user, or as anybody with a role: who, as whom, from when to when."""

    guarded_by = "manage_users"

    watcher = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    as_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("as user")
    )
    as_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("as role")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.as_user or self.as_role)


class Membership(Tracked):
    guarded_by = "manage_users"
    belongs_to = "user"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")

    class Meta(Tracked.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"], condition=models.Q(deleted_at=None), name="kernel_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.team}"
