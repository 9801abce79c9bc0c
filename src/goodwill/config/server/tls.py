"""The certificate of the port: the one that was given, or a self-made one that is renewed in time."""

import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from goodwill.config.environment import Environment
from goodwill.config.server import hosts
from goodwill.config.server.refusal import CannotStart

if TYPE_CHECKING:
    from cryptography import x509

LIFE = timedelta(days=397)  # the longest that browsers accept
RENEWED_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Certificate:
    chain: Path
    key: Path
    self_made: bool

    def version(self) -> tuple[int, int]:
        """Another one after the files were replaced."""
        return self.chain.stat().st_mtime_ns, self.key.stat().st_mtime_ns

    def fingerprint(self) -> str:
        """As browsers show it."""
        from cryptography import x509
        from cryptography.hazmat.primitives.hashes import SHA256

        digest = x509.load_pem_x509_certificate(self.chain.read_bytes()).fingerprint(SHA256())
        return digest.hex(":").upper()


def certificate(environment: Environment) -> Certificate | None:
    """What to serve with, or None where TLS is not spoken. A self-made one is made or renewed first if need be."""
    if not environment.tls:
        return None
    if environment.tls_certificate and environment.tls_key:
        found = Certificate(environment.tls_certificate, environment.tls_key, self_made=False)
        _check(found)
        return found
    folder = environment.home / "tls"
    found = Certificate(folder / "certificate.pem", folder / "key.pem", self_made=True)
    names = hosts.names(environment)
    if not _is_good(found, names, datetime.now(UTC)):
        _make(found, names, datetime.now(UTC))
    return found


def _check(given: Certificate) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(given.chain, given.key)
    except (OSError, ssl.SSLError) as error:
        raise CannotStart(
            f"The certificate {given.chain} and the key {given.key} cannot be used together "
            f"({error.args[-1]}). Correct GOODWILL_TLS_CERTIFICATE and GOODWILL_TLS_KEY."
        ) from None


def _is_good(found: Certificate, names: tuple[str, ...], now: datetime) -> bool:
    from cryptography import x509

    try:
        _check(found)
        loaded = x509.load_pem_x509_certificate(found.chain.read_bytes())
    except (CannotStart, ValueError):
        return False
    alternatives = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = {*alternatives.get_values_for_type(x509.DNSName)}
    covered |= {str(address) for address in alternatives.get_values_for_type(x509.IPAddress)}
    return covered >= _certified(names) and now + RENEWED_BEFORE < loaded.not_valid_after_utc


def _certified(names: tuple[str, ...]) -> set[str]:
    """The names as a certificate has them: `.x` for everything below x is `*.x` there."""
    return {f"*{name}" if name.startswith(".") else name for name in names} | {
        name.removeprefix(".") for name in names if name.startswith(".")
    }


def _make(target: Certificate, names: tuple[str, ...], now: datetime) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Goodwill, self-made")])
    alternatives = [_general_name(name) for name in sorted(_certified(names))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    target.key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(target.key, secret)
    _write(target.chain, made.public_bytes(serialization.Encoding.PEM))


def _general_name(name: str) -> "x509.GeneralName":
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and never readable by others."""
    aside = path.with_suffix(".new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    aside.replace(path)
