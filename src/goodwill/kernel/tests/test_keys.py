import base64
import os
import stat
import threading

import pytest

from goodwill.kernel.keys import (
    FILE,
    KeyProblem,
    Place,
    adopt,
    create_master,
    find_masters,
    masters,
    new_firm_key,
    read_keys,
    unwrap,
    wrap,
)
from goodwill.kernel.secrets import SecretUnreadable
from goodwill.kernel.system_keyring import SystemVault

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


class Ring:
    """A key ring as the operating system has one."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, entry: str) -> str | None:
        return self.entries.get((service, entry))

    def set_password(self, service: str, entry: str, text: str) -> None:
        self.entries[service, entry] = text

    def delete_password(self, service: str, entry: str) -> None:
        del self.entries[service, entry]


class LockedRing(Ring):
    def get_password(self, service: str, entry: str) -> str | None:
        threading.Event().wait()

    set_password = get_password


class ForgetfulRing(Ring):
    def set_password(self, service: str, entry: str, text: str) -> None:
        """Says yes and keeps nothing, as some do."""


def vault(ring: Ring) -> SystemVault:
    return SystemVault(lambda: ring, patience=0.1)


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def test_the_first_start_makes_a_key_that_stays(tmp_path):
    first = masters(tmp_path / "home")
    assert len(first.current) == 32
    assert first.place is Place.FILE
    assert masters(tmp_path / "home") == first
    assert [path.name for path in (tmp_path / "home").iterdir()] == [FILE]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_the_owner_can_read_the_key(tmp_path):
    masters(tmp_path / "home")
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "home" / FILE).stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_key_file_that_was_opened_up_is_closed_again(tmp_path):
    masters(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    masters(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_many_that_start_at_once_get_the_same_key(tmp_path):
    start = threading.Barrier(16)
    found = []

    def begin() -> None:
        start.wait()
        found.append(create_master(tmp_path).current)

    threads = [threading.Thread(target=begin) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    "text",
    [
        KEY.hex(),
        KEY.hex().upper(),
        base64.b64encode(KEY).decode(),
        base64.b64encode(KEY).decode().rstrip("="),
        base64.urlsafe_b64encode(KEY).decode(),
        f"  {KEY.hex()}\n",
    ],
)
def test_the_setting_is_read_in_each_usual_form(tmp_path, text):
    found = masters(tmp_path / "home", text)
    assert (found.current, found.older, found.place) == (KEY, (), Place.SETTING)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("text", ["secret", KEY.hex()[:-2], "ä" * 64, base64.b64encode(KEY[:-1]).decode(), " , "])
def test_a_setting_that_is_no_key_gets_a_sentence(tmp_path, text):
    with pytest.raises(KeyProblem, match="GOODWILL_KEY is not a key"):
        masters(tmp_path, text)
    assert list(tmp_path.iterdir()) == []


def test_moving_into_the_setting_keeps_the_stored_key_readable(tmp_path):
    stored = masters(tmp_path)
    found = masters(tmp_path, KEY.hex())
    assert (found.all, found.unnamed) == ((KEY, stored.current), (stored.current,))
    assert masters(tmp_path, stored.current.hex()).all == (stored.current,)
    named = masters(tmp_path, f"{KEY.hex()},{stored.current.hex()}")
    assert (named.all, named.unnamed) == ((KEY, stored.current), ())


def test_a_key_ring_holds_the_key_and_the_file_only_names_it(tmp_path):
    ring = Ring()
    made = create_master(tmp_path, vault(ring))
    assert made.place is Place.KEYRING
    assert made.current.hex() not in (tmp_path / FILE).read_text()
    assert find_masters(tmp_path, vault=vault(ring)) == made


def test_a_key_ring_that_hangs_at_the_first_start_is_left_out(tmp_path):
    assert create_master(tmp_path, vault(LockedRing())).place is Place.FILE


def test_a_key_ring_that_keeps_nothing_is_left_out(tmp_path):
    assert create_master(tmp_path, vault(ForgetfulRing())).place is Place.FILE


@pytest.mark.parametrize("ring", [LockedRing(), Ring()], ids=["hangs", "lost the entry"])
def test_a_key_ring_that_does_not_give_the_key_is_told_and_no_new_key_is_made(tmp_path, ring):
    create_master(tmp_path, vault(Ring()))
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(KeyProblem, match="unlock the key ring"):
        find_masters(tmp_path, vault=vault(ring))
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe", KEY.hex().encode() + b"\nbroken"])
def test_a_damaged_key_file_is_told_and_left_alone(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(KeyProblem, match=r"master\.key cannot be read"):
        masters(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_new_key_leaves_the_old_one_readable(tmp_path):
    old = masters(tmp_path).current
    new = new_firm_key()
    wrapped = wrap(old, KEY, "acme")
    assert adopt(tmp_path, new).all == masters(tmp_path).all == (new, old)
    assert unwrap(masters(tmp_path).all, wrapped, "acme") == KEY


def test_the_key_of_a_recovery_sheet_replaces_one_that_cannot_be_read(tmp_path):
    (tmp_path / FILE).write_text("broken")
    assert adopt(tmp_path, KEY).all == (KEY,)
    assert masters(tmp_path).current == KEY


def test_a_new_key_goes_to_the_key_ring_that_held_the_old_one(tmp_path):
    ring = Ring()
    old = create_master(tmp_path, vault(ring)).current
    assert adopt(tmp_path, KEY, vault(ring)).place is Place.KEYRING
    assert find_masters(tmp_path, vault=vault(ring)).all == (KEY, old)


def test_a_wrapped_key_opens_for_its_own_firm_only():
    wrapped = wrap(KEY, OTHER, "acme")
    assert OTHER not in wrapped
    assert unwrap(KEY, wrapped, "acme") == OTHER
    with pytest.raises(SecretUnreadable):
        unwrap(KEY, wrapped, "umbrella")


def test_keys_never_show_in_a_trace(tmp_path):
    assert KEY.hex() not in repr(masters(tmp_path, KEY.hex()))
    assert repr(KEY) not in repr(masters(tmp_path, KEY.hex()))


def test_several_keys_are_read_in_their_order():
    assert read_keys(f"{KEY.hex()}, {base64.b64encode(OTHER).decode()}\n") == (KEY, OTHER)
