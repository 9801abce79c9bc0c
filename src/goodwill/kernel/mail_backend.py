"""Mail that Django and its apps send goes out as everybody's does."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from goodwill.kernel import mail
from goodwill.kernel.actors import system


class FirmBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = [str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"]
            for address in message.recipients():
                mail.send(
                    address,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html[0] if html else "",
                    purpose="account",
                    by=system("page"),
                )
        return len(email_messages)
