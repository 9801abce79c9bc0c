"""Handing mail to the server. Of each mail it is known whether the server has it, but for the blink of its last dot.

A mail is marked SENDING just before the dot that ends it, and SENT after the reply. A worker that dies between the two
leaves it SENDING: the next one marks it UNSURE, shows it, and never sends it again by itself.
"""

import smtplib
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import jobs, mail, mail_server
from goodwill.kernel.errors import Told
from goodwill.kernel.jobs.ending import pause
from goodwill.kernel.jobs.progress import Progress
from goodwill.kernel.mail_server import Server, spoken
from goodwill.kernel.models import OutgoingMail
from goodwill.kernel.smtp import CutOff, Later, Never, hand_over

State = OutgoingMail.State
TURN = 200  # mails over one connection
LONGEST_PAUSE = timedelta(hours=4)
BROKEN = (OSError, smtplib.SMTPException, Told)


class Unreachable(Exception):
    """The server wants no mail at all for now."""


@jobs.job("deliver-mail", label=gettext_lazy("Send mail"), priority=jobs.Priority.SOON, quiet=True)
def deliver(*, progress: Progress) -> None:
    """Send what is due; asks to be run again for what is due later, and later each time while the server is away."""
    OutgoingMail.objects.filter(state=State.SENDING).update(state=State.UNSURE, error=_unsure())
    server = mail_server.current()
    if server is None:
        return
    try:
        _send(_due(), server, progress)
    except Unreachable as away:
        raise jobs.Again(_after_failure(progress), str(away)) from away
    rest = OutgoingMail.objects.filter(state=State.WAITING)
    if rest.exists():
        at_once = rest.filter(due=None).exists()
        raise jobs.Again(None if at_once else rest.aggregate(Min("due"))["due__min"])


def _due() -> list[OutgoingMail]:
    """Oldest first; a pause longer than there are pauses was written before the clock was set back."""
    now = timezone.now()
    ready = Q(due=None) | Q(due__lte=now) | Q(due__gt=now + 2 * LONGEST_PAUSE)
    return list(OutgoingMail.objects.filter(ready, state=State.WAITING).order_by("id")[:TURN])


def _send(due: list[OutgoingMail], server: Server, progress: Progress) -> None:
    connection = None
    try:
        for each in due:
            progress.step()
            if _is_given_up(each, progress):
                continue
            connection = connection or _connected(server, each)
            if not _send_one(each, server, connection, progress):
                connection.close()
                connection = None
    finally:
        if connection:
            connection.close()


def _connected(server: Server, first: OutgoingMail) -> smtplib.SMTP:
    try:
        return server.connect()
    except BROKEN as error:
        OutgoingMail.objects.filter(pk=first.pk).update(error=spoken(error)[:600])
        raise Unreachable(spoken(error)) from error


def _send_one(each: OutgoingMail, server: Server, connection: smtplib.SMTP, progress: Progress) -> bool:
    """Whether the connection can be used on."""

    def before_the_dot() -> None:
        _write(each, progress, state=State.SENDING)

    try:
        hand_over(connection, each, server, before_the_dot)
    except CutOff:
        _write(each, progress, state=State.UNSURE, error=_unsure())
        return False
    except Never as never:
        _write(each, progress, state=State.FAILED, error=str(never))
        if never.address:
            mail.refuse(each.to, str(never))
    except Later as later:
        _postpone(each, progress, str(later))
        if later.goes_away:
            raise Unreachable(str(later)) from later
    except BROKEN as error:
        _postpone(each, progress, spoken(error))
        return False
    else:
        _write(each, progress, state=State.SENT, sent_at=timezone.now(), error="")
        progress.position = {}
    return True


def _postpone(each: OutgoingMail, progress: Progress, sentence: str) -> None:
    due = timezone.now() + min(pause(each.attempts), LONGEST_PAUSE)
    _write(each, progress, state=State.WAITING, attempts=each.attempts + 1, due=due, error=sentence)


def _is_given_up(each: OutgoingMail, progress: Progress) -> bool:
    if timezone.now() - each.created_at < mail.GIVEN_UP_AFTER:
        return False
    sentence = _("No server took it for three days, so it was given up. %(reason)s") % {"reason": each.error}
    _write(each, progress, state=State.FAILED, error=sentence.strip())
    return True


def _write(each: OutgoingMail, progress: Progress, **values: object) -> None:
    """Under the fence of the job: who lost it sends no dot and marks nothing."""
    for name, value in values.items():
        setattr(each, name, value)
    each.error = each.error[:600]
    with progress.transaction():
        each.save(update_fields=[*values, "error"])


def _after_failure(progress: Progress) -> datetime:
    failures = progress.position.get("failures", 0)
    progress.position = {"failures": failures + 1}
    with progress.transaction():
        at: datetime = timezone.now() + min(pause(failures), LONGEST_PAUSE)
    return at


def _unsure() -> str:
    return _("The connection ended before the server said whether it has the mail. It is not sent again by itself.")
