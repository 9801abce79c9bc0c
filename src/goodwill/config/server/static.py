"""The static root: files with a hash in their name, each with its compressed forms beside it."""

import re
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from granian.rsgi import HTTPProtocol, Scope

from goodwill.config.security import bare_headers
from goodwill.config.server import plain

PREFIX = "/static/"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"

_SAFE = re.compile(r"(?:[\w@-][\w.@-]*/)*[\w@-][\w.@-]*", re.ASCII)
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[\w.]+$", re.ASCII)
_REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$", re.ASCII)
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_UNKNOWN = "application/octet-stream"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a file: as it is, or compressed."""

    encoding: str
    path: str
    headers: list[plain.Header]


@dataclass(frozen=True, slots=True)
class _File:
    tag: str
    forms: list[_Form]  # the smallest first, the plain one last

    def best_for(self, accept_encoding: str) -> _Form:
        accepted = _accepted(accept_encoding)
        return next(form for form in self.forms if not form.encoding or form.encoding in accepted)


class StaticRoot:
    """Serves the files below `folder`. What was found once is remembered: the root only changes with a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._found: dict[str, _File] = {}

    def answer(self, scope: Scope, protocol: HTTPProtocol) -> int:
        if scope.method not in ("GET", "HEAD"):
            return plain.answer(protocol, 405, plain.ONLY_READ, ("allow", "GET, HEAD"))
        name = scope.path[len(PREFIX) :]
        file = self._found.get(name) or self._look_up(name)
        if file is None:
            return plain.answer(protocol, 404, _("There is no such file."))
        if scope.headers.get("if-none-match") == file.tag:
            protocol.response_empty(304, [("etag", file.tag), plain.SERVER])
            return 304
        form = file.best_for(scope.headers.get("accept-encoding") or "")
        protocol.response_file(200, form.headers, form.path)
        return 200

    def _look_up(self, name: str) -> _File | None:
        path = self._folder / name
        if not (_SAFE.fullmatch(name) and path.is_file() and path.resolve().is_relative_to(self._folder)):
            return None
        stat = path.stat()
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        headers = [
            ("content-type", _TYPES.get(path.suffix, _UNKNOWN)),
            ("cache-control", FOR_EVER if _HASHED.search(name) else ASK_AGAIN),
            ("last-modified", formatdate(stat.st_mtime, usegmt=True)),
            ("etag", tag),
            ("vary", "Accept-Encoding"),
            plain.SERVER,
            *bare_headers(),
        ]
        forms = []
        for encoding, ending in (*_ENCODINGS, ("", "")):
            candidate = path.with_name(path.name + ending)
            if candidate.is_file():
                length = ("content-length", str(candidate.stat().st_size))
                forms.append(_Form(encoding, str(candidate), _with(headers, length, encoding)))
        self._found[name] = _File(tag, forms)
        return self._found[name]


def _with(headers: list[plain.Header], length: plain.Header, encoding: str) -> list[plain.Header]:
    return [*headers, length, ("content-encoding", encoding)] if encoding else [*headers, length]


@lru_cache(maxsize=64)
def _accepted(header: str) -> frozenset[str]:
    """The encodings that a browser takes; `br;q=0` says that it does not take that one."""
    return frozenset(part.partition(";")[0].strip() for part in header.lower().split(",") if not _REFUSED.search(part))
