"""Takes the reports that browsers send when a page breaks the Content-Security-Policy, and logs them."""

import asyncio
import json
import logging
import time
from typing import Any

from django.utils.translation import gettext as _
from granian.rsgi import HTTPProtocol, Scope

from goodwill.config.server import plain
from goodwill.config.server.accesslog import without_secrets

log = logging.getLogger("goodwill.csp")

LARGEST = 16 * 1024
PER_MINUTE = 30


class PolicyReports:
    """Bounded in size and number: the address is open to everybody. What is too much is dropped silently, since no
    person waits for the answer."""

    def __init__(self) -> None:
        self._minute = 0
        self._count = 0

    async def answer(self, scope: Scope, protocol: HTTPProtocol) -> int:
        if scope.method != "POST":
            return plain.answer(protocol, 405, _("Reports can only be sent here."), ("allow", "POST"))
        length = scope.headers.get("content-length") or ""
        if not length.isdecimal() or int(length) > LARGEST:
            return plain.answer(protocol, 413, _("A report has at most 16 KiB, and says how long it is."))
        try:
            async with asyncio.timeout(5):
                body = await protocol()
        except TimeoutError:
            return plain.answer(protocol, 408, _("The report did not arrive."))
        if self._has_room():
            for line in read(body):
                log.warning("%s", line)
        protocol.response_empty(204, [plain.SERVER])
        return 204

    def _has_room(self) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._count = minute, 0
        self._count += 1
        return self._count <= PER_MINUTE


def read(body: bytes) -> list[str]:
    """A line for each report, in the old form (report-uri) or the new (report-to)."""
    try:
        sent: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = sent[:10] if isinstance(sent, list) else [sent]
    return [line for report in reports if isinstance(report, dict) and (line := _line(report))]


def _line(report: dict[str, Any]) -> str:
    inner = report.get("csp-report") or report.get("body")
    if not isinstance(inner, dict):
        return ""

    def said(*names: str) -> str:
        return next((_short(inner[name]) for name in names if inner.get(name)), "?")

    return (
        f"{said('effective-directive', 'effectiveDirective', 'violated-directive')} broken on "
        f"{said('document-uri', 'documentURL')} by {said('blocked-uri', 'blockedURL')} "
        f"({said('source-file', 'sourceFile')}:{said('line-number', 'lineNumber')}) {said('script-sample', 'sample')}"
    )


def _short(value: Any) -> str:
    return without_secrets(str(value).partition("?")[0][:200])
