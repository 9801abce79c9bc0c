"""Mail that leaves the house: a row of the transaction that wants it, sent by a job once a server is there."""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel import jobs, mail_server, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.mailbox import Problem, check_mail
from goodwill.kernel.models import OutgoingMail, RefusedAddress

State = OutgoingMail.State
GIVEN_UP_AFTER = timedelta(hours=72)
OPEN = (State.WAITING, State.SENDING)

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u0085\u2028\u2029]")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}", re.ASCII)
_OURS = re.compile(
    r"bcc|cc|content-.*|date|from|message-id|mime-version|received|resent-.*|return-path|sender|subject|to",
    re.IGNORECASE,
)


def send(
    to: str,
    *,
    subject: str,
    text: str,
    purpose: str,
    by: Actor,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> OutgoingMail:
    """Have one mail sent to one address, once the open transaction is committed.

    Raises Invalid for an address or a header that is none. Without a mail server it waits, and `server_is_missing` is
    true; an address that refused mail for good makes a row that has failed already.
    """
    address = check_mail(to)
    if isinstance(address, Problem):
        raise Invalid({"to": address.sentence})
    _refuse_injection(subject, headers or {})
    mail = OutgoingMail(
        to=address.address,
        to_name=address.name[:200],
        subject=subject[:300],
        text=text,
        html=html,
        headers=dict(headers or {}),
        purpose=purpose,
        message_id=f"<{secrets.token_hex(16)}@{_own_domain()}>",
        user_id=by.user_id,
        created_at=timezone.now(),
    )
    refused = RefusedAddress.objects.filter(address=address.normal).first()
    if refused:
        mail.state, mail.error = State.FAILED, _refused_before(refused)
    with transaction.atomic():
        mail.save(force_insert=True)
        if not refused:
            wake_delivery()
    return mail


def server_is_missing() -> bool:
    """Nothing can be sent yet: what was to be sent waits, and links in it can be copied by hand."""
    return mail_server.current() is None


def wake_delivery() -> None:
    """Have what waits sent, if there is a server: called after each mail, and when a server was set."""
    if not server_is_missing() and OutgoingMail.objects.filter(state__in=OPEN).exists():
        jobs.enqueue("deliver-mail", key="mail")


def outgoing() -> "models.QuerySet[OutgoingMail]":
    return OutgoingMail.objects.order_by("-id")


def send_again(mail_id: int, by: Actor) -> OutgoingMail:
    """Send once more what failed, or what nobody knows to be sent; the address is trusted again."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
        if mail is None:
            raise Missing
        if mail.state not in (State.FAILED, State.UNSURE):
            raise Invalid(_("Only a mail that failed, or of which nobody knows, can be sent again."))
        trust(mail.to)
        mail.state, mail.error, mail.due, mail.attempts = State.WAITING, "", None, 0
        mail.created_at, mail.user_id = timezone.now(), by.user_id
        mail.save()
        wake_delivery()
    return mail


def trust(address: str) -> None:
    """Send to an address again that refused mail."""
    found = check_mail(address)
    if not isinstance(found, Problem):
        RefusedAddress.objects.filter(address=found.normal).delete()


def refuse(address: str, reason: str) -> None:
    """Send nothing more to an address."""
    found = check_mail(address)
    if not isinstance(found, Problem):
        RefusedAddress.objects.update_or_create(
            address=found.normal, defaults={"reason": reason[:300], "at": timezone.now()}
        )


def _refused_before(refused: RefusedAddress) -> str:
    return _("This address refused mail for good on %(day)s (%(reason)s), so nothing was sent.") % {
        "day": refused.at.date().isoformat(),
        "reason": refused.reason,
    }


def _refuse_injection(subject: str, headers: Mapping[str, Any]) -> None:
    if _CONTROL.search(subject):
        raise Invalid({"subject": _("A subject is one line. The mail was not sent.")})
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or _OURS.fullmatch(name) or _CONTROL.search(value):
            raise Invalid(_("“%(name)s” cannot be a header of a mail. The mail was not sent.") % {"name": name[:60]})


def _own_domain() -> str:
    server = mail_server.current()
    domain = server.sender.rpartition("@")[2] if server else workspace.current().hosts[0]
    return domain if re.fullmatch(r"[a-z0-9.-]+", domain) else "goodwill.invalid"
