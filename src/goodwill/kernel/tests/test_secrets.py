import io
import os

import pytest
from hypothesis import given, settings, strategies as st

from goodwill.kernel.secrets import (
    CHUNK,
    SecretUnreadable,
    hkdf,
    key_id,
    seal,
    seal_file,
    sealed_with,
    unseal,
    unsealed_chunks,
)

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
HEAD = 37


def sealed_file(data: bytes, context: str = "file 1", key: bytes = KEY) -> bytes:
    sink = io.BytesIO()
    seal_file(key, io.BytesIO(data), sink, context)
    return sink.getvalue()


def opened_file(sealed: bytes, context: str = "file 1", keys: bytes | list[bytes] = KEY) -> bytes:
    return b"".join(unsealed_chunks(keys, io.BytesIO(sealed), context))


@given(st.binary(max_size=300), st.text(max_size=40))
def test_sealed_data_opens_in_its_own_place(data: bytes, context: str) -> None:
    assert unseal(KEY, seal(KEY, data, context), context) == data


def test_the_same_data_never_looks_the_same_twice() -> None:
    assert len({seal(KEY, b"password", "mailbox 1") for _ in range(1000)}) == 1000


def test_nothing_of_the_data_is_readable() -> None:
    canaries = [os.urandom(12).hex().encode() for _ in range(100)]
    fields = b"".join(seal(KEY, canary, "c") for canary in canaries)
    file = sealed_file(b"\n".join(canaries) * 100)
    assert not any(canary in fields or canary in file for canary in canaries)


def test_another_place_is_refused() -> None:
    with pytest.raises(SecretUnreadable, match="belongs elsewhere"):
        unseal(KEY, seal(KEY, b"x", "mailbox 1"), "mailbox 2")


def test_a_missing_key_is_named() -> None:
    with pytest.raises(SecretUnreadable, match=key_id(OTHER).hex()):
        unseal(KEY, seal(OTHER, b"x", "c"), "c")


def test_after_a_rotation_old_and_new_both_open() -> None:
    old, new = seal(OTHER, b"old", "c"), seal(KEY, b"new", "c")
    assert [unseal([KEY, OTHER], sealed, "c") for sealed in (old, new)] == [b"old", b"new"]
    assert [sealed_with(sealed) == key_id(KEY) for sealed in (old, new)] == [False, True]


def test_every_flipped_bit_of_a_field_is_noticed() -> None:
    sealed = seal(KEY, b"an account number", "c")
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SecretUnreadable):
            unseal(KEY, bytes(changed), "c")


@pytest.mark.parametrize("length", range(34))
def test_a_cut_field_is_noticed(length: int) -> None:
    with pytest.raises(SecretUnreadable):
        unseal(KEY, seal(KEY, b"x", "c")[:length], "c")


def test_a_key_of_the_wrong_length_is_a_fault() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"short", b"x", "c")


def test_each_purpose_has_its_own_key() -> None:
    derived = {hkdf(KEY, "mail"), hkdf(KEY, "files"), hkdf(OTHER, "mail"), hkdf(KEY, "mail", salt=b"1")}
    assert len(derived) == 4
    assert hkdf(KEY, "mail") == hkdf(KEY, "mail")


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_files_of_any_size_round_trip(size: int) -> None:
    data = os.urandom(size)
    assert opened_file(sealed_file(data)) == data


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_tampered_file_is_refused(data: st.DataObject) -> None:
    sealed = bytearray(sealed_file(bytes(2 * CHUNK + 100)))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SecretUnreadable):
        opened_file(bytes(sealed))


@pytest.mark.parametrize("kept", [0, HEAD - 1, HEAD, HEAD + 5, HEAD + CHUNK + 16, HEAD + 2 * (CHUNK + 16), -1])
def test_a_cut_file_is_refused(kept: int) -> None:
    with pytest.raises(SecretUnreadable):
        opened_file(sealed_file(bytes(3 * CHUNK))[:kept])


def test_swapped_repeated_and_appended_chunks_are_refused() -> None:
    sealed = sealed_file(os.urandom(3 * CHUNK))
    head, size = sealed[:HEAD], CHUNK + 16
    one, two, three = (sealed[HEAD + i * size : HEAD + (i + 1) * size] for i in range(3))
    for wrong in (two + one + three, one + one + two + three, one + three, one + two + three + three):
        with pytest.raises(SecretUnreadable):
            opened_file(head + wrong)


def test_a_file_opens_only_in_its_place_and_with_its_key() -> None:
    sealed = sealed_file(b"x")
    with pytest.raises(SecretUnreadable):
        opened_file(sealed, "file 2")
    with pytest.raises(SecretUnreadable):
        opened_file(sealed, keys=OTHER)
    assert opened_file(sealed, keys=[OTHER, KEY]) == b"x"


def test_a_field_is_no_file_and_a_file_is_no_field() -> None:
    with pytest.raises(SecretUnreadable):
        opened_file(seal(KEY, bytes(100), "file 1"))
    with pytest.raises(SecretUnreadable):
        unseal(KEY, sealed_file(bytes(100)), "file 1")


def test_chunks_before_the_damage_are_given_and_the_damage_is_told() -> None:
    sealed = bytearray(sealed_file(bytes(2 * CHUNK)))
    sealed[-1] ^= 1
    chunks = unsealed_chunks(KEY, io.BytesIO(sealed), "file 1")
    assert next(chunks) == bytes(CHUNK)
    with pytest.raises(SecretUnreadable):
        next(chunks)
