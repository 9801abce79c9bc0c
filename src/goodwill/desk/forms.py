"""What the first page asks."""

import zoneinfo

from babel.core import get_global
from babel.numbers import get_territory_currencies
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from goodwill.desk.founding import Founding
from goodwill.kernel.locale import english_of
from goodwill.kernel.models import User
from goodwill.office.forms import choices


class FoundingForm(forms.Form):
    firm = forms.CharField(label=_("Name of your firm"), max_length=120, widget=forms.TextInput({"autofocus": True}))
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    mail = forms.EmailField(label=_("Your mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more. Three or four words are easy to keep in mind."),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    country = forms.ChoiceField(label=_("Country"), help_text=_("For phone numbers, addresses and money."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["country"].choices = choices.countries()  # type: ignore[attr-defined]
        self.fields["country"].initial = settings.GOODWILL_COUNTRY or "GB"

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if given.get("password"):
            about = User(name=str(given.get("name", "")), email=str(given.get("mail", "")))
            try:
                validate_password(str(given["password"]), about)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given

    def founding(self) -> Founding:
        given = self.cleaned_data
        country = given["country"]
        return Founding(
            firm=given["firm"],
            name=given["name"],
            mail=given["mail"],
            password=given["password"],
            country=country,
            currency=next(iter(get_territory_currencies(country)), "EUR"),
            time_zone=_zone_of(country),
            language=english_of(country),
        )


def _zone_of(country: str) -> str:
    """The main time zone of a country; the firm can choose another one later."""
    zones = [zone for zone, territory in get_global("zone_territories").items() if territory == country]
    capitals = ("Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Sao_Paulo")
    known = [zone for zone in capitals if zone in zones] + sorted(zones)
    return next((zone for zone in known if zone in zoneinfo.available_timezones()), "UTC")
