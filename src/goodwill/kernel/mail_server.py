"""The server that takes the firm's mail: its own, from its settings, or that of the installation."""

import base64
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from goodwill.kernel import changes, jobs, rights, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Told
from goodwill.kernel.mailbox import Problem, check_mail
from goodwill.kernel.models import Profile
from goodwill.kernel.outgoing import check_host
from goodwill.kernel.secrets import hkdf, seal, unseal

SECURITY = ("starttls", "tls")
TIMEOUT = 30.0
_SETTING, _CONTEXT = "mail_server", "mail server password"


class NoTls(Told):
    """The server offers no TLS, and passwords and mail are not sent without it."""

    status = 502


@dataclass(frozen=True)
class Server:
    """A `trusted` one is the installation's, which may lie in its own network; that of a firm must be public."""

    host: str
    port: int
    security: str  # starttls | tls | none, the last for this machine only
    user: str
    password: str = field(repr=False)
    sender: str
    trusted: bool = False

    def connect(self) -> smtplib.SMTP:
        """Greeted, secured and signed in. TLS is never dropped: raises NoTls where the server does not offer it."""
        connection = self._connected()
        try:
            connection.ehlo_or_helo_if_needed()
            if self.security == "starttls":
                if not connection.has_extn("starttls"):
                    raise NoTls(
                        _("%(host)s offers no encryption (STARTTLS), so nothing is sent there.") % {"host": self.host}
                    )
                connection.starttls(context=ssl.create_default_context())
                connection.ehlo()
            if self.user:
                connection.login(self.user, self.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self) -> smtplib.SMTP:
        kind = _OverTls if self.security == "tls" else _Plain
        connection = kind(self)
        code, reply = connection.connect(self.host, self.port)
        if code != 220:
            connection.close()
            raise smtplib.SMTPConnectError(code, reply)
        return connection

    def open(self, timeout: float) -> socket.socket:
        if self.trusted:
            return socket.create_connection((self.host, self.port), timeout)
        return check_host(self.host, self.port).connect(timeout)


class _Plain(smtplib.SMTP):
    """Connects to the address that was checked."""

    def __init__(self, server: Server) -> None:
        super().__init__(timeout=TIMEOUT)
        self._server = server
        self._host = server.host  # the name that a certificate must have

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._server.open(timeout)


class _OverTls(_Plain):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        context = ssl.create_default_context()
        return context.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)


def current() -> Server | None:
    """The firm's own server, else the installation's, else none."""
    profile = Profile.everything.filter(pk=1).first()
    own = profile.settings.get(_SETTING) if profile else None
    if own:
        return Server(**{**own, "password": _opened(own["password"])})
    return of_url(settings.GOODWILL_SMTP_URL) if settings.GOODWILL_SMTP_URL else None


def of_url(url: str) -> Server:
    """smtp://user:password@host:587 or smtps://host; ?sender=office@example.com names who mail is from."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    here = host in ("localhost", "127.0.0.1", "::1")
    over_tls = parts.scheme == "smtps"
    user = unquote(parts.username or "")
    given = dict(pair.partition("=")[::2] for pair in parts.query.split("&"))
    sender = unquote(given.get("sender", "")) or (user if "@" in user else f"goodwill@{host}")
    return Server(
        host=host,
        port=parts.port or (465 if over_tls else 587),
        security="tls" if over_tls else "none" if here else "starttls",
        user=user,
        password=unquote(parts.password or ""),
        sender=sender,
        trusted=True,
    )


def use(*, host: str, port: int, security: str, user: str, password: str, sender: str, by: Actor) -> Server:
    """Make this the firm's server, after it was spoken to. An empty password keeps the one that is known."""
    rights.require_power(by, "manage_settings")
    known = current()
    if not password and known and not known.trusted and (known.host, known.user) == (host, user):
        password = known.password
    address = check_mail(sender)
    if isinstance(address, Problem):
        raise Invalid({"sender": address.sentence})
    if security not in SECURITY:
        raise Invalid({"security": _("Choose STARTTLS or TLS: mail is never sent without encryption.")})
    server = Server(host.strip(), port, security, user.strip(), password, address.address)
    _try(server)
    with changes.batch(by, "change_mail_server"):
        _save({**_plain(server), "password": _sealed(password)})
        jobs.enqueue("deliver-mail", key="mail")
    return server


def forget(by: Actor) -> None:
    """Go back to the installation's server, or to none."""
    rights.require_power(by, "manage_settings")
    with changes.batch(by, "change_mail_server"):
        _save(None)


def _try(server: Server) -> None:
    try:
        server.connect().close()
    except (OSError, smtplib.SMTPException) as error:
        raise Invalid(
            _("%(host)s did not let us in: %(problem)s. Nothing was changed; please check what you entered.")
            % {"host": server.host, "problem": spoken(error)}
        ) from error


def spoken(error: Exception) -> str:
    """What went wrong, in words of the server where it has some."""
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return f"{error.smtp_code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"[:300]
    if isinstance(error, ssl.SSLError):
        return _("its certificate is not valid (%s)") % (getattr(error, "verify_message", "") or error.reason)
    if isinstance(error, Told):
        return error.sentence
    return (str(error) or type(error).__name__)[:300]


def _save(value: dict[str, Any] | None) -> None:
    profile = Profile.objects.get(pk=1)
    kept = {name: each for name, each in profile.settings.items() if name != _SETTING}
    changes.update(profile, settings=kept | ({_SETTING: value} if value else {}))


def _plain(server: Server) -> dict[str, Any]:
    names = ("host", "port", "security", "user", "sender")
    return {name: getattr(server, name) for name in names}


def _sealed(password: str) -> str:
    return base64.b64encode(seal(_key(), password.encode(), _CONTEXT)).decode()


def _opened(sealed: str) -> str:
    return unseal(_key(), base64.b64decode(sealed), _CONTEXT).decode()


def _key() -> bytes:
    return hkdf(workspace.current().key, "passwords")
