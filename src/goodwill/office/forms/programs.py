from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.models import Webhook
from goodwill.records import registry

LIVES = ((30, _("a month")), (90, _("three months")), (365, _("a year")), (730, _("two years")))
EVENT_NAMES = (
    ("created", _("made")),
    ("updated", _("changed")),
    ("trashed", _("moved to the trash")),
    ("restored", _("brought back")),
)


class ApiKeyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which program will use it."))
    days = forms.TypedChoiceField(label=_("Valid for"), choices=LIVES, coerce=int, initial=365)


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which program is told."))
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("It gets each event by POST, signed, as JSON."),
        widget=forms.URLInput({"placeholder": "https://example.com/goodwill"}),
    )
    types = forms.MultipleChoiceField(
        label=_("About"),
        required=False,
        help_text=_("None chosen means everything."),
        widget=forms.CheckboxSelectMultiple,
    )
    events = forms.MultipleChoiceField(
        label=_("When something is"),
        required=False,
        choices=EVENT_NAMES,
        help_text=_("None chosen means each of them."),
        widget=forms.CheckboxSelectMultiple,
    )
    filter = forms.CharField(
        label=_("Only those that match"),
        required=False,
        max_length=2000,
        help_text=_("A filter as in the address of a list, such as: phase is customer and owner is me"),
    )
    with_imports = forms.BooleanField(label=_("Tell it of imports, too"), required=False)

    def __init__(self, sent: Any = None, *, webhook: Webhook | None = None) -> None:
        known = {name: getattr(webhook, name) for name in self.base_fields} if webhook else {}
        super().__init__(sent, initial=known)
        self.fields["types"].choices = [(one.name, one.plural) for one in registry.types()]  # type: ignore[attr-defined]
