"""One mail over a connection to a server, step by step."""

import re
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel.mail_server import Server
from goodwill.kernel.mailbox import Problem, check_mail
from goodwill.kernel.models import OutgoingMail, Profile

WITHIN = 120.0  # seconds for one mail, however slowly the server drips
_LINE_END = re.compile(rb"\r\n|\r|\n")
_POLICY = re.compile(r"\d{3}[ -]5\.7\.")


class Later(Exception):
    """The server does not take this mail now; with `goes_away` it takes none."""

    def __init__(self, sentence: str, *, goes_away: bool) -> None:
        super().__init__(sentence)
        self.goes_away = goes_away


class Never(Exception):
    """The server will not take this mail; `address` when it is the address that it does not take."""

    def __init__(self, sentence: str, *, address: bool) -> None:
        super().__init__(sentence)
        self.address = address


class CutOff(Exception):
    """The connection ended between the last dot and the reply."""


def hand_over(connection: smtplib.SMTP, mail: OutgoingMail, server: Server, before_the_dot: Callable[[], None]) -> None:
    """Give a mail to the server. Raises Later, Never or CutOff, or what breaks a connection: then it has none of it."""
    address = check_mail(mail.to)
    if isinstance(address, Problem):
        raise Never(address.sentence, address=True)
    wire, content = address.wire, _content(mail, server)
    options = []
    if not wire.isascii():
        if not connection.has_extn("smtputf8"):
            raise Never(_("The server takes only addresses of plain letters."), address=False)
        options = ["SMTPUTF8", "BODY=8BITMIME"]
    with _cut_off_late(connection):
        _expect(connection, connection.mail(server.sender, options))
        _expect(connection, connection.rcpt(wire), to_address=True)
        _expect(connection, connection.docmd("DATA"), 354)
        connection.send(content)
        before_the_dot()
        try:
            connection.send(b".\r\n")
            reply = connection.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            raise CutOff from error
        _expect(connection, reply)


def _expect(connection: smtplib.SMTP, reply: tuple[int, bytes], good: int = 250, *, to_address: bool = False) -> None:
    code, text = reply
    if code == good or (to_address and code == 251):
        return
    sentence = f"{code} {text.decode(errors='replace')}"[:600]
    if code == 421 or code < 400:
        connection.close()
        raise Later(sentence, goes_away=True)
    with suppress(OSError, smtplib.SMTPServerDisconnected):
        connection.rset()
    if code < 500:
        raise Later(sentence, goes_away=False)
    raise Never(sentence, address=to_address and not _POLICY.match(sentence))


@contextmanager
def _cut_off_late(connection: smtplib.SMTP) -> Iterator[None]:
    def cut() -> None:
        if connection.sock:
            with suppress(OSError):
                connection.sock.shutdown(2)

    timer = threading.Timer(WITHIN, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _content(mail: OutgoingMail, server: Server) -> bytes:
    """What stands between DATA and the last dot: one kind of line end, dots doubled, so that nothing ends it early."""
    lines = _LINE_END.split(message_of(mail, server).as_bytes(policy=SMTP))
    if lines[-1] == b"":
        lines.pop()
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines)


def message_of(mail: OutgoingMail, server: Server) -> EmailMessage:
    profile = Profile.everything.filter(pk=1).first()
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(" ".join((profile.name if profile else "Goodwill").split()), server.sender)
    message["To"] = _address(mail.to_name, mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(_LINE_END.sub(b"\n", mail.text.encode()).decode())
    if mail.html:
        message.add_alternative(_LINE_END.sub(b"\n", mail.html.encode()).decode(), subtype="html")
    return message


def _address(name: str, mail: str) -> Address:
    found = check_mail(mail)
    wire = parseaddr(mail)[1] if isinstance(found, Problem) else found.wire
    return Address(display_name=name, addr_spec=wire)
