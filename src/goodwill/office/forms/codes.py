"""allauth's form that sets up an authenticator app, with codes that are good once (RFC 6238, 5.2)."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import encrypt


class NewApp(ActivateTOTPForm):
    def clean_code(self) -> str:
        """allauth only looks here whether the code is right, and notes at the sign-in alone that it was used."""
        code: str = super().clean_code()
        app = Authenticator(user=self.user, type=Authenticator.Type.TOTP, data={"secret": encrypt(self.secret)})
        if not app.wrap().validate_code(code):
            raise get_adapter().validation_error("incorrect_code")
        return code
