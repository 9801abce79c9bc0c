from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.api_keys import MOST_PER_MINUTE
from goodwill.kernel.models import ApiKey, Webhook
from goodwill.kernel.outgoing import NotAllowed, Unreachable, check_url
from goodwill.records import registry

LIVES = ((30, _("a month")), (90, _("three months")), (365, _("a year")), (730, _("two years")))
EVENT_NAMES = (
    ("created", _("made")),
    ("updated", _("changed")),
    ("trashed", _("moved to the trash")),
    ("restored", _("brought back")),
)


class ApiKeyForm(forms.Form):
    """What a key may do; `types` are chosen by the names that refs have."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which program will use it."))
    days = forms.TypedChoiceField(label=_("Valid for"), choices=LIVES, coerce=int, initial=365)
    reads_only = forms.BooleanField(label=_("It may only read"), required=False)
    types = forms.MultipleChoiceField(
        label=_("Only for"),
        required=False,
        help_text=_("None chosen means everything that you may see."),
        widget=forms.CheckboxSelectMultiple,
    )
    per_minute = forms.IntegerField(
        label=_("Requests a minute"),
        min_value=1,
        max_value=MOST_PER_MINUTE,
        required=False,
        initial=ApiKey.USUAL_PER_MINUTE,
        help_text=_("Who asks more often is told to wait. 600 are enough for most programs."),
    )

    def __init__(self, sent: Any = None, *, key: ApiKey | None = None) -> None:
        known = {name: getattr(key, name) for name in ("name", "reads_only", "types", "per_minute")} if key else {}
        super().__init__(sent, initial=known)
        if key:
            del self.fields["days"]
        names = dict.fromkeys(one.ref_name for one in registry.types() if not one.model.belongs_to)
        kinds = [(name, one.plural) for name in names if (one := registry.get(name))]
        self.fields["types"].choices = kinds  # type: ignore[attr-defined]

    def clean_per_minute(self) -> int:
        return int(self.cleaned_data["per_minute"] or ApiKey.USUAL_PER_MINUTE)


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
        if webhook and not sent:  # its page has the conditions to be clicked; what is wrong comes back as text
            self.fields["filter"].widget = forms.HiddenInput()

    def clean_url(self) -> str:
        """Asked for in the network here, before a transaction is open; a verb would hold up everybody meanwhile."""
        url = str(self.cleaned_data["url"]).strip()
        try:
            check_url(url, allowed=settings.GOODWILL_PRIVATE_TARGETS)
        except (NotAllowed, Unreachable) as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return url
