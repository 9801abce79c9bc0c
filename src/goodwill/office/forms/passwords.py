"""allauth's forms for a new password, in the words of our pages."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm
from django.utils.translation import gettext as _


class InOurWords:
    fields: dict[str, Any]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        labels = {"oldpassword": _("Password so far"), "password1": _("New password"), "password2": _("Once more")}
        for name, label in labels.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _("Ten characters or more. Three or four words are easy to keep in mind.")


class ChangedPassword(InOurWords, ChangePasswordForm):
    pass


class FirstPassword(InOurWords, SetPasswordForm):
    pass


class ForgottenPassword(InOurWords, ResetPasswordKeyForm):
    pass
