"""allauth's forms that ask for a password or a code, ready to be typed into; each code is good once (RFC 6238, 5.2)."""

from typing import Any

from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import encrypt


class ReadyToType:
    """The cursor is in its one field, which needs no hint that repeats its label; a phone shows digits for a code."""

    fields: dict[str, Any]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs |= {"autofocus": True} | ({"inputmode": "numeric"} if name == "code" else {})


class PasswordAgain(ReadyToType, PasswordForm):
    pass


class Code(ReadyToType, AuthenticateForm):
    pass


class CodeAgain(ReadyToType, ReauthenticateForm):
    pass


class NewApp(ReadyToType, ActivateTOTPForm):
    def clean_code(self) -> str:
        """allauth only looks here whether the code is right, and notes at the sign-in alone that it was used."""
        code: str = super().clean_code()
        app = Authenticator(user=self.user, type=Authenticator.Type.TOTP, data={"secret": encrypt(self.secret)})
        if not app.wrap().validate_code(code):
            raise get_adapter().validation_error("incorrect_code")
        return code
