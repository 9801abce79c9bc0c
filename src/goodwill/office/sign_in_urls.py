"""allauth's pages that we use, each with who may open it. The names are those that allauth looks for."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from goodwill.office.views.sessions import list_sessions
from goodwill.ui.access import for_watchers, private, public, signed_in

entrance = public("one is not signed in before one has signed in")
forgotten = public("who forgot the password cannot sign in; the mailed link is asked for")

urlpatterns = [
    path("sign-in", entrance(account.login), name="account_login"),
    path("sign-out", for_watchers(signed_in(account.logout)), name="account_logout"),
    path("sign-out", for_watchers(signed_in(account.logout)), name="sign_out"),
    path("sign-in/code", entrance(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey", entrance(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/closed", entrance(account.account_inactive), name="account_inactive"),
    path("password/forgotten", forgotten(account.password_reset), name="account_reset_password"),
    path("password/forgotten/sent", forgotten(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        forgotten(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done",
        forgotten(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("me/password", private(signed_in(account.password_change)), name="account_change_password"),
    path("me/password/first", private(signed_in(account.password_set)), name="account_set_password"),
    path("me/confirm", private(signed_in(account.reauthenticate)), name="account_reauthenticate"),
    path("me/confirm/code", private(signed_in(mfa.reauthenticate)), name="mfa_reauthenticate"),
    path(
        "me/confirm/passkey", private(signed_in(webauthn.reauthenticate_webauthn)), name="mfa_reauthenticate_webauthn"
    ),
    path("me/safety", private(signed_in(mfa.index)), name="mfa_index"),
    path("me/safety/app", private(signed_in(totp.activate_totp)), name="mfa_activate_totp"),
    path("me/safety/app/off", private(signed_in(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("me/safety/codes", private(signed_in(recovery.view_recovery_codes)), name="mfa_view_recovery_codes"),
    path(
        "me/safety/codes/new", private(signed_in(recovery.generate_recovery_codes)), name="mfa_generate_recovery_codes"
    ),
    path(
        "me/safety/codes/file", private(signed_in(recovery.download_recovery_codes)), name="mfa_download_recovery_codes"
    ),
    path("me/safety/passkeys", private(signed_in(webauthn.list_webauthn)), name="mfa_list_webauthn"),
    path("me/safety/passkeys/new", private(signed_in(webauthn.add_webauthn)), name="mfa_add_webauthn"),
    path("me/safety/passkeys/<int:pk>", private(signed_in(webauthn.edit_webauthn)), name="mfa_edit_webauthn"),
    path(
        "me/safety/passkeys/<int:pk>/remove", private(signed_in(webauthn.remove_webauthn)), name="mfa_remove_webauthn"
    ),
    path("me/sessions", private(signed_in(list_sessions)), name="usersessions_list"),
]
