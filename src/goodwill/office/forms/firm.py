from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodwill.kernel.mail_server import Server
from goodwill.kernel.models import Profile, User
from goodwill.office.forms import choices

STYLES = _("As the country writes them. Pages are in English.")


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name of the firm"), max_length=120)
    country = forms.ChoiceField(
        label=_("Country"), choices=choices.countries, help_text=_("For phone numbers, addresses and money.")
    )
    language = forms.ChoiceField(label=_("Dates and numbers"), help_text=STYLES)
    currency = forms.ChoiceField(label=_("Currency"), choices=choices.currencies)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=choices.time_zones)
    week_starts = forms.TypedChoiceField(label=_("The week starts on"), choices=choices.weekdays, coerce=int)

    def __init__(self, sent: Any = None, *, profile: Profile) -> None:
        super().__init__(sent, initial={name: getattr(profile, name) for name in self.base_fields})
        self.fields["language"].choices = choices.styles(profile.language)  # type: ignore[attr-defined]


class MeForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Dates and numbers"), required=False, help_text=STYLES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, sent: Any = None, *, user: User) -> None:
        super().__init__(sent, initial={name: getattr(user, name) for name in self.base_fields})
        as_firm = ("", _("As the firm does"))
        self.fields["language"].choices = [as_firm, *choices.styles(user.language)]  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [as_firm, *choices.time_zones()]  # type: ignore[attr-defined]


class MailServerForm(forms.Form):
    host = forms.CharField(label=_("Server"), max_length=253, help_text=_("As smtp.example.com"))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(
        label=_("Encryption"), choices=[("starttls", _("STARTTLS (port 587)")), ("tls", _("TLS (port 465)"))]
    )
    user = forms.CharField(label=_("User name"), required=False, max_length=254)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=500,
        help_text=_("It is kept encrypted. Leave it empty to keep the one that is known."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    sender = forms.CharField(label=_("Sender"), max_length=254, widget=forms.EmailInput())

    def __init__(self, sent: Any = None, *, server: Server | None) -> None:
        known = {name: getattr(server, name) for name in self.base_fields if name != "password"} if server else {}
        super().__init__(sent, initial=known)
