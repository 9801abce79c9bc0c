from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Membership, Role, Team, User
from goodwill.office.queries.people import roles_to_give, teams_of


class AccessForm(forms.Form):
    """Role and teams of somebody; the choice holds only what the actor may give."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"), empty_label=None)
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: Actor, user: User | None = None, **kwargs: Any) -> None:
        if user is not None:
            kwargs["initial"] = {"role": user.role_id, "teams": teams_of(user)}
        super().__init__(*args, **kwargs)
        given: Any = [role.pk for role in roles_to_give(actor)]
        role: Any = self.fields["role"]
        role.queryset = Role.objects.filter(pk__in=given).order_by("id")
        teams: Any = self.fields["teams"]
        teams.queryset = Team.objects.order_by("name")
        if not teams.queryset.exists():
            del self.fields["teams"]

    def clean(self) -> dict[str, Any]:
        return {"teams": [], **(super().clean() or {})}


class InvitationForm(AccessForm):
    field_order = ("name", "email", "role", "teams")

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.CharField(label=_("Mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.objects.filter(builtin="staff").first()


class WelcomeForm(forms.Form):
    """What somebody who was invited chooses."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more. Three or four words are easy to keep in mind."),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class TeamForm(forms.Form):
    """Without a team, a new one."""

    name = forms.CharField(label=_("Name"), max_length=80)
    members = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, sent: Any = None, *, team: Team | None = None) -> None:
        members = User.objects.filter(pk__in=Membership.objects.filter(team=team).values("user"))
        super().__init__(sent, initial={"name": team.name, "members": members} if team else None)
        field: Any = self.fields["members"]
        field.queryset = User.objects.filter(is_active=True, deleted_at=None).order_by("name", "pk") | members
