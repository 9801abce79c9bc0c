"""Mail addresses as people type, copy and export them.

Two addresses are the same if their normal forms are: the case of A to Z is ignored, the domain is in its one Unicode
form. Dots and +tags stay (only some providers ignore them), and no letter ever becomes another one: an address that
merely looks like yours is not yours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.translation import gettext as _

LONGEST = 1000

_PLAIN = re.compile(
    r"(?P<local>[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@(?P<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"(?P<top>[A-Za-z]{2,24}))",
    re.ASCII,
)
_NO_MAIL_THERE = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
_NAMED = re.compile(
    r'\s*(?P<name>"(?:[^"\\]|\\.)*"|[^<>"]*?)\s*<\s*(?:mailto:)?(?P<mail>[^<>\s]*)\s*>\s*', re.IGNORECASE
)
_COMMENTED = re.compile(r"(?P<mail>[^\s()<>]+)\s*\((?P<name>[^()]*)\)")
_SCHEME = re.compile(r"(mailto|smtp|e-?mail)\s*:\s*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_AROUND = " \t\r\n\v\f\u00a0\u3000'’‘“”,;"
_ONE = re.compile(r'[^\s,;"<>]*')
_INVISIBLE = dict.fromkeys([0x00AD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)])
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3002: 0x2E, 0xFF61: 0x2E}
_UNSEEN = _INVISIBLE | _FULL_WIDTH
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Mail:
    """`address` is what mail is sent to, `normal` what is compared, `name` what stood before or behind it."""

    typed: str
    address: str
    normal: str
    name: str = ""

    @property
    def wire(self) -> str:
        """For servers that take ASCII only: the domain in its xn-- form."""
        local, _at, domain = self.address.rpartition("@")
        if domain.isascii():
            return self.address
        import idna

        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why it is no address, for the person who typed it."""

    typed: str
    sentence: str


def check_mail(raw: str) -> Mail | Problem:
    """Never raises, never asks the network."""
    if address := plain_address(raw):
        return Mail(raw, address, address.lower())
    return check_any(raw)


def plain_address(raw: str) -> str:
    """The address that `check_mail` gives, where that takes no library; else nothing."""
    plain = _PLAIN.fullmatch(raw)
    if plain is None or not _needs_no_thought(raw, plain):
        return ""
    return f"{plain['local']}@{plain['domain'].lower()}"


def check_any(raw: str) -> Mail | Problem:
    """What `check_mail` gives, by the library alone: for all that is not plain, and to test the fast way against."""
    from email_validator import EmailNotValidError, validate_email

    if len(raw) > LONGEST:
        return Problem(raw, _("This is too long for a mail address; please shorten it."))
    name, text = _taken_apart(raw)
    if "@" in name and name.strip("'").translate(_LOWER) != text.translate(_LOWER):
        return Problem(raw, _two_addresses())
    try:
        checked = validate_email(text, check_deliverability=False)
    except (EmailNotValidError, UnicodeError):
        return Problem(raw, _why(text))
    return Mail(raw, checked.normalized, checked.normalized.translate(_LOWER), "" if "@" in name else name)


def split_mails(text: str) -> list[str]:
    """The addresses of one field, with commas, semicolons, line ends or spaces between; each for `check_mail`.

    What holds no @ belongs to what follows (Smith, John <js@example.com>), or comes last by itself: nothing is dropped.
    """
    if _ONE.fullmatch(text):
        one = text.strip(_AROUND)
        return [one] if one else []
    return split_any(text)


def split_any(text: str) -> list[str]:
    """What `split_mails` gives, sign by sign: for all that is not one address, and to test the fast way against."""
    found = []
    waiting = ""
    for piece in _pieces(text):
        waiting += piece
        if "@" in piece:
            found.extend(_spaced(waiting.strip(_AROUND)))
            waiting = ""
    rest = waiting.strip(_AROUND)
    return [*found, rest] if rest else found


def _needs_no_thought(raw: str, plain: re.Match[str]) -> bool:
    local = plain["local"]
    return (
        len(raw) <= 254
        and len(local) <= 64
        and "--" not in plain["domain"]
        and plain["top"].lower() not in _NO_MAIL_THERE
        and (local.islower() or not local.isalpha())
    )


def _taken_apart(raw: str) -> tuple[str, str]:
    """Name and address of: Name <address>, address (Name), mailto:address?subject=..., or the address alone."""
    text = raw.translate(_UNSEEN).strip(_AROUND)
    if scheme := _SCHEME.match(text):
        text = text[scheme.end() :]
        if scheme[1].lower() == "mailto":
            text = unquote(text.partition("?")[0])
    if found := _NAMED.fullmatch(text):
        name = found["name"]
        if name.startswith('"'):
            name = _ESCAPED.sub(r"\1", name[1:-1])
        return name.strip(), found["mail"]
    if found := _COMMENTED.fullmatch(text):
        return found["name"].strip(), found["mail"]
    if text.startswith('"') and text.endswith('"') and text.count('"') == 2:
        text = text[1:-1]
    return "", text.strip(_AROUND).removesuffix(".")


def _why(text: str) -> str:
    """The first thing that a person would correct."""
    local, at, domain = text.rpartition("@")
    if not text:
        return _("This is empty. Please type a mail address, like name@example.com.")
    if not at:
        return _("A mail address has an @ in it, like name@example.com; please check it.")
    if "@@" in text:
        return _("There are two @ in a row in this mail address; please take one out.")
    if "@" in local:
        return _two_addresses()
    if any(sign.isspace() for sign in text):
        return _("There is a space in this mail address; please take it out.")
    if domain.rpartition(".")[2].lower() in _NO_MAIL_THERE:
        return _("No mail reaches %(domain)s from outside; please check it.") % {"domain": domain}
    if not _is_address(f"a@{domain}"):
        return _("What stands behind the @ is no domain, like example.com; please check it.")
    return _("What stands before the @ cannot be in a mail address; please check it.")


def _two_addresses() -> str:
    return _("This is more than one mail address; please put each one by itself.")


def _is_address(text: str) -> bool:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except (EmailNotValidError, UnicodeError):
        return False
    return True


def _pieces(text: str) -> Iterator[str]:
    """Cut behind commas, semicolons and line ends, but neither within quotes nor within < >."""
    start, quoted, angled = 0, False, False
    for place, sign in enumerate(text):
        if sign == '"' and text[place - 1 : place] != "\\":
            quoted = not quoted
        elif sign in "<>" and not quoted:
            angled = sign == "<"
        elif sign in ",;\n\r" and not quoted and not angled:
            yield text[start : place + 1]
            start = place + 1
    yield text[start:]


def _spaced(piece: str) -> list[str]:
    parts = piece.split()
    return parts if len(parts) > 1 and all("@" in part and "<" not in part for part in parts) else [piece]
