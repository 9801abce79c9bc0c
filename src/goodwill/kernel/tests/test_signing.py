import math
import time
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from goodwill.kernel.signing import BadToken, Expired, Purpose, random_token, same, sign, token_digest, unsign

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))
CONFUSIONS = [(made, used) for made in Purpose for used in Purpose if made is not used]


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = time.time()

        def move(self, step: timedelta) -> None:
            self.now += step.total_seconds()

    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@given(st.sampled_from(Purpose), JSON, st.text())
def test_a_token_gives_its_value_back(purpose, value, firm):
    assert unsign(purpose, sign(purpose, value, firm=firm, key=KEY), firm=firm, key=KEY) == value


@pytest.mark.parametrize(("made", "used"), CONFUSIONS, ids=lambda purpose: purpose.value)
def test_a_token_of_one_purpose_is_nothing_for_another(made, used):
    with pytest.raises(BadToken):
        unsign(used, sign(made, 12, firm="acme", key=KEY), firm="acme", key=KEY)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_of_one_firm_is_nothing_at_another(purpose):
    with pytest.raises(BadToken):
        unsign(purpose, sign(purpose, 12, firm="acme", key=KEY), firm="umbrella", key=KEY)


@given(st.text(max_size=6), st.text(max_size=6))
def test_firm_and_value_cannot_slide_into_each_other(firm, other):
    token = sign(Purpose.ENTER, 1, firm=firm, key=KEY)
    if firm != other:
        with pytest.raises(BadToken):
            unsign(Purpose.ENTER, token, firm=other, key=KEY)


def test_a_purpose_outside_the_list_is_a_fault():
    with pytest.raises(ValueError, match="sudo"):
        sign("sudo", 1, firm="acme", key=KEY)


def test_another_key_is_refused_and_an_older_one_still_opens():
    token = sign(Purpose.FILE, 7, firm="acme", key=OTHER)
    with pytest.raises(BadToken):
        unsign(Purpose.FILE, token, firm="acme", key=KEY)
    assert unsign(Purpose.FILE, token, firm="acme", key=[KEY, OTHER]) == 7


def test_every_changed_character_is_noticed():
    token = sign(Purpose.RESET, {"user": 7}, firm="acme", key=KEY)
    for place, sign_there in enumerate(token):
        changed = token[:place] + ("A" if sign_there != "A" else "B") + token[place + 1 :]
        with pytest.raises(BadToken):
            unsign(Purpose.RESET, changed, firm="acme", key=KEY)


@given(st.text() | st.text(st.characters(codec=None)))
def test_any_other_text_is_refused(text):
    with pytest.raises(BadToken):
        unsign(Purpose.PORTAL, text, firm="acme", key=KEY)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_lives_exactly_as_long_as_its_purpose(purpose, clock):
    token = sign(purpose, 1, firm="acme", key=KEY)
    clock.move(purpose.life - timedelta(seconds=2))
    assert unsign(purpose, token, firm="acme", key=KEY) == 1
    clock.move(timedelta(seconds=3))
    with pytest.raises(Expired):
        unsign(purpose, token, firm="acme", key=KEY)


def test_a_shorter_age_may_be_asked_for_but_not_a_longer_one(clock):
    token = sign(Purpose.ENTER, 1, firm="acme", key=KEY)
    clock.move(timedelta(minutes=2))
    with pytest.raises(Expired):
        unsign(Purpose.ENTER, token, firm="acme", key=KEY, max_age=timedelta(minutes=1))
    clock.move(timedelta(minutes=20))
    with pytest.raises(Expired):
        unsign(Purpose.ENTER, token, firm="acme", key=KEY, max_age=timedelta(days=1))


def test_setting_the_clock_back_does_not_lengthen_a_life(clock):
    token = sign(Purpose.ENTER, 1, firm="acme", key=KEY)
    clock.move(timedelta(minutes=-4))
    assert unsign(Purpose.ENTER, token, firm="acme", key=KEY) == 1
    clock.move(timedelta(minutes=-2))
    with pytest.raises(Expired):
        unsign(Purpose.ENTER, token, firm="acme", key=KEY)


def test_random_tokens_have_at_least_128_bits():
    tokens = {random_token() for _ in range(2000)}
    assert len(tokens) == 2000
    assert {len(token) for token in tokens} == {32}
    assert 32 * math.log2(len(set("".join(tokens)))) >= 128


def test_the_digest_of_a_token_does_not_hold_it():
    token = random_token()
    assert token not in token_digest(token)
    assert token_digest(token) == token_digest(token) != token_digest(random_token())


def test_same_takes_any_text():
    assert same("ä\ud800", "ä\ud800")
    assert not same("a", "ä")
