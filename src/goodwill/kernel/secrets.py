"""Sealing of small secrets and of files: AES-256-GCM under a raw 32-byte key, bound to the place where it is kept.

Sealed field: version (1), key id (4), nonce (12), ciphertext and tag. The context (for instance "mailbox password 12")
is authenticated, not stored: bytes copied to another row do not open there. Random nonces are safe for 2**32 seals
under one key; a purpose that seals more derives its own with `hkdf`.

Sealed file: version (1), key id (4), salt (32), then chunks of 64 KiB, each sealed under a key derived from key, salt
and context, with its number and "last" in the nonce: a chunk cannot be changed, moved, left out or cut off unnoticed.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Told

KEY_BYTES = 32
CHUNK = 64 * 1024

_FIELD = b"\x01"
_FILE = b"\x02"
_ID = 4
_NONCE = 12
_SALT = 32
_TAG = 16
_FIELD_HEAD = 1 + _ID
_FILE_HEAD = 1 + _ID + _SALT


class SecretUnreadable(Told):
    """The sealed bytes were made under another key, for another place, or were changed."""

    status = 500


@lru_cache(maxsize=64)
def key_id(key: bytes) -> bytes:
    """Four bytes that name a key without telling anything about it."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes, not {len(key)}.")
    return sha256(b"goodwill key id" + key).digest()[:_ID]


def hkdf(key: bytes, purpose: str, *, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """A key of its own for each purpose, so that none serves two."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=purpose.encode()).derive(key)


def seal(key: bytes, data: bytes, context: str) -> bytes:
    head = _FIELD + key_id(key)
    nonce = os.urandom(_NONCE)
    return head + nonce + _cipher(key).encrypt(nonce, data, head + context.encode())


def unseal(keys: bytes | Sequence[bytes], sealed: bytes, context: str) -> bytes:
    """Open what `seal` made with any one of the keys."""
    head, nonce, rest = sealed[:_FIELD_HEAD], sealed[_FIELD_HEAD : _FIELD_HEAD + _NONCE], sealed[_FIELD_HEAD + _NONCE :]
    if head[:1] != _FIELD or len(rest) < _TAG:
        raise _damaged()
    try:
        return _cipher(_named(keys, head[1:])).decrypt(nonce, rest, head + context.encode())
    except InvalidTag:
        raise _damaged() from None


def sealed_with(sealed: bytes) -> bytes:
    """The id of the key that a field or a file was sealed with, to find what a rotation has still to renew."""
    return sealed[1 : 1 + _ID]


def seal_file(key: bytes, source: BinaryIO, sink: BinaryIO, context: str) -> int:
    """Seal all of `source` into `sink`; gives the plain size. Memory stays at two chunks."""
    head = _FILE + key_id(key) + os.urandom(_SALT)
    cipher = _file_cipher(key, head, context)
    sink.write(head)
    size = 0
    chunk = source.read(CHUNK)
    for number in range(2**32):
        following = source.read(CHUNK) if len(chunk) == CHUNK else b""
        sink.write(cipher.encrypt(_chunk_nonce(number, last=not following), chunk, None))
        size += len(chunk)
        if not following:
            break
        chunk = following
    return size


def unsealed_chunks(keys: bytes | Sequence[bytes], source: BinaryIO, context: str) -> Iterator[bytes]:
    """The plain chunks, each authenticated before it is given.

    That the file was cut is known only at its end: who must not act on a part writes it aside first.
    """
    head = source.read(_FILE_HEAD)
    if head[:1] != _FILE or len(head) != _FILE_HEAD:
        raise _damaged()
    cipher = _file_cipher(_named(keys, sealed_with(head)), head, context)
    chunk = source.read(CHUNK + _TAG)
    number = 0
    while True:
        following = source.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_chunk_nonce(number, last=not following), chunk, None)
        except (InvalidTag, ValueError):
            raise _damaged() from None
        if not following:
            return
        chunk = following
        number += 1


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _file_cipher(key: bytes, head: bytes, context: str) -> AESGCM:
    return AESGCM(hkdf(key, f"file {context}", salt=head))


def _chunk_nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NONCE - 1, "big") + (b"\x01" if last else b"\x00")


def _named(keys: bytes | Sequence[bytes], wanted: bytes) -> bytes:
    candidates: Iterable[bytes] = (keys,) if isinstance(keys, bytes) else keys
    for key in candidates:
        if key_id(key) == wanted:
            return key
    raise SecretUnreadable(
        _(
            "This was encrypted with a key that is not here (key %(key)s). Nothing was changed. "
            "Give the key that was in use then, or enter the recovery sheet that was printed for it."
        )
        % {"key": wanted.hex()}
    )


def _damaged() -> SecretUnreadable:
    return SecretUnreadable(
        _(
            "This cannot be decrypted: it is damaged, or belongs elsewhere. Nothing was changed. "
            "Bring it back from a backup."
        )
    )
