from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Role
from goodwill.kernel.powers import POWERS
from goodwill.office.queries.people import roles_to_give
from goodwill.office.queries.roles import typed_scopes


class NewRoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    like = forms.ModelChoiceField(Role.objects.none(), label=_("Begins as a copy of"), empty_label=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        like: Any = self.fields["like"]
        like.queryset = Role.objects.filter(pk__in=[role.pk for role in roles_to_give(actor)]).order_by("id")
        if not self.initial.get("like"):  # whoever does not choose gives little away
            self.initial["like"] = like.queryset.filter(builtin="staff").first()


class RoleForm(forms.Form):
    """Name and powers; the table of rights is read by `typed_scopes`."""

    name = forms.CharField(label=_("Name"), max_length=80)
    powers = forms.MultipleChoiceField(
        label=_("May also"), choices=list(POWERS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, sent: Any = None, *, role: Role) -> None:
        super().__init__(sent, initial={"name": role.name, "powers": role.powers})
        self.scopes = typed_scopes(sent, role.scopes) if sent is not None else role.scopes

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "scopes": self.scopes}
