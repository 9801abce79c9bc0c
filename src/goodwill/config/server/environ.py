"""From granian's view of a request to the WSGI environ that Django reads."""

import re
from typing import Any

from django.utils.translation import gettext as _
from granian.rsgi import Scope

from goodwill.config.server.hosts import Hosts, Proxies

_FORBIDDEN_IN_PATH = re.compile("[\x00-\x1f\x7f\ufffd]")  # the last one stands where bytes were no UTF-8
_ONCE_ONLY = frozenset({"host", "content-type", "content-length", "authorization", "origin", "referer", "range"})
_NEVER = frozenset(
    {"proxy", "forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip"}
)
_NAMES: dict[str, str] = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_NAMES_KEPT = 500


class Unacceptable(Exception):
    """The request is malformed or not for us. The text is for whoever wrote the client."""


class Environs:
    """Makes the environ of each request, or refuses it."""

    def __init__(self, hosts: Hosts, proxies: Proxies) -> None:
        self._hosts = hosts
        self._proxies = proxies

    def of(self, scope: Scope) -> dict[str, Any]:
        path = scope.path
        if not path.startswith("/") or _FORBIDDEN_IN_PATH.search(path):
            raise Unacceptable(_("The address has characters that do not belong there."))
        headers = _joined(scope)
        host = self._host(scope, headers)
        server, _colon, port = scope.server.rpartition(":")
        client, scheme = self._proxies.origin_of(
            scope.client.rpartition(":")[0].strip("[]"),
            scope.scheme,
            headers.get("x-forwarded-for", ""),
            headers.get("x-forwarded-proto", ""),
        )
        environ: dict[str, Any] = {
            "REQUEST_METHOD": scope.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": _octets(path),
            "QUERY_STRING": _octets(scope.query_string),
            "SERVER_NAME": server,
            "SERVER_PORT": port,
            "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
            "REMOTE_ADDR": client,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            if name not in _NEVER:
                environ[_NAMES.get(name) or _environ_name(name)] = _octets(value)
        environ["HTTP_HOST"] = host
        return environ

    def _host(self, scope: Scope, headers: dict[str, str]) -> str:
        """The host that was asked for. With HTTP/2, or a whole address in the first line, it is the authority."""
        named = headers.get("host")
        host = scope.authority or named
        if not host or (named and named != host):
            raise Unacceptable(_("The request must name one host."))
        if not self._hosts.answers_to(host):
            raise Unacceptable(_("Goodwill does not answer at this host name."))
        return host


def _joined(scope: Scope) -> dict[str, str]:
    """Headers by lower-case name. Names with an underscore are left out: in an environ they look like others."""
    headers: dict[str, str] = {}
    for name, value in scope.headers.items():
        if name not in headers:
            if "_" not in name:
                headers[name] = value
        elif name in _ONCE_ONLY:
            raise Unacceptable(_("The header %(name)s may be sent only once.") % {"name": name})
        else:
            headers[name] += ("; " if name == "cookie" else ", ") + value
    return headers


def _environ_name(name: str) -> str:
    made = "HTTP_" + name.upper().replace("-", "_")
    if len(_NAMES) < _NAMES_KEPT:
        _NAMES[name] = made
    return made


def _octets(text: str) -> str:
    """Text as WSGI wants it: each character one octet of the UTF-8 form."""
    return text if text.isascii() else text.encode().decode("latin-1")
