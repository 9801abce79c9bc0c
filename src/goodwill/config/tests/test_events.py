import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from socket import socket
from typing import Self

import pytest

from goodwill.config.tests.toy_client import PATIENCE, Toy, toy

QUICK = {"events.LOOK": 0.1, "events.CHECK": 0.2, "events.HEARTBEAT": 0.3}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toy]:
    with toy(tmp_path_factory.mktemp("events"), {"events.LOOK": 0.2}, THREADS="2") as running:
        yield running


class Stream:
    """An open stream, read until something is in it."""

    def __init__(self, server: Toy, user: int, since: str = "") -> None:
        self.connection: socket = server.connect()
        last = f"Last-Event-ID: {since}\r\n" if since else ""
        head = f"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: user={user}\r\n{last}\r\n"
        self.connection.sendall(head.encode())
        self.data = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def until(self, text: str, times: int = 1) -> str:
        while self.data.count(text) < times:
            received = self.connection.recv(65_536)
            assert received, f"the stream ended after {self.data!r}"
            self.data += received.decode()
        return self.data

    def until_it_ends(self) -> None:
        """The last chunk is an empty one."""
        self.until("\r\n0\r\n\r\n")


def started(server: Toy, user: int, since: str = "") -> Stream:
    stream = Stream(server, user, since)
    stream.until("retry:")
    return stream


def polls(server: Toy) -> int:
    return int(server.get("/counts").json()["polls"])


def looked(server: Toy) -> None:
    """Wait until the poller has taken up its position."""
    before = polls(server)
    end = time.monotonic() + PATIENCE
    while polls(server) == before:
        assert time.monotonic() < end


def test_a_stranger_gets_no_stream(server):
    answer = server.get("/events")
    assert (answer.status, answer["content-type"]) == (401, "application/problem+json")
    assert (answer.json()["code"], "Sign in" in answer.json()["detail"]) == ("not_signed_in", True)


def test_who_lacks_the_key_is_told_when_to_come_again(server):
    answer = server.get("/events", "Cookie: user=999")
    assert (answer.status, answer.json()["code"], int(answer["retry-after"]) > 0) == (503, "no_key", True)


def test_a_stream_can_only_be_read(server):
    assert server.get("/events", "Cookie: user=1", method="POST").status == 405


def test_an_event_reaches_everybody_whom_it_is_for(server):
    with started(server, 1) as one, started(server, 2) as two:
        looked(server)
        server.get("/emit?data=private&user=2")
        server.get("/emit?data=for-all")
        assert "event: note\ndata: private\n" in two.until("for-all")
        assert "private" not in one.until("for-all")
        assert "text/event-stream" in one.data
        assert "no-store" in one.data


def test_an_event_in_this_process_is_sent_without_waiting_for_a_look(tmp_path: Path):
    with toy(tmp_path, {"events.LOOK": 3600.0}) as server, started(server, 1) as stream:
        end = time.monotonic() + PATIENCE
        while not polls(server):
            assert time.monotonic() < end
        server.get("/emit?data=quick")
        stream.until("data: quick")


def test_what_another_process_wrote_is_found_by_looking(server):
    with started(server, 1) as stream:
        looked(server)
        server.get("/emit?data=found&quietly=1")
        stream.until("data: found")


def test_a_stream_that_was_cut_goes_on_where_it_was(server):
    with started(server, 1) as stream:
        looked(server)
        server.get("/emit?data=before")
        position = stream.until("data: before").rpartition("id: ")[2].partition("\n")[0]
    server.get("/emit?data=missed")
    with Stream(server, 1, since=position) as again:
        assert "data: before" not in again.until("data: missed")


def test_who_missed_more_than_may_wait_gets_the_newest_and_stays(tmp_path: Path):
    with toy(tmp_path, {"events.WAITING_EVENTS": 5}) as server:
        for number in range(1, 13):
            server.get(f"/emit?data=missed-{number}")
        with Stream(server, 1, since="0") as stream:
            assert "missed-7\n" not in stream.until("data: missed-12")
            assert stream.data.count("data: missed") == 5
            server.get("/emit?data=live")
            stream.until("data: live")


def test_one_poller_feeds_all_streams_and_rests_without_any(tmp_path: Path):
    with toy(tmp_path, {"events.LOOK": 0.2}) as server:
        with ExitStack() as streams:
            for user in range(1, 41):
                streams.enter_context(started(server, user))
            begun, before = time.monotonic(), polls(server)
            looked(server)
            looked(server)
            assert polls(server) - before <= (time.monotonic() - begun) / 0.2 + 2
        end = time.monotonic() + PATIENCE
        last, since = polls(server), time.monotonic()
        while time.monotonic() < since + 1:
            if (now := polls(server)) != last:
                last, since = now, time.monotonic()
            assert time.monotonic() < end


def test_two_hundred_streams_need_no_thread_and_hinder_no_page(server):
    threads = server.get("/crowd").json()["threads"]
    with ExitStack() as opened:
        streams = [opened.enter_context(Stream(server, user)) for user in range(1, 201)]
        for stream in streams:
            stream.until("retry:")
        looked(server)
        assert server.get("/crowd").json()["threads"] <= threads + 1
        server.get("/emit?data=crowd")
        for stream in streams:
            stream.until("data: crowd")


def test_a_user_has_a_bounded_number_of_streams(tmp_path: Path):
    with toy(tmp_path, {"events.PER_USER": 2}) as server:
        with started(server, 1), started(server, 1):
            assert server.get("/events", "Cookie: user=1").status == 429
            with started(server, 2):
                pass
        end = time.monotonic() + PATIENCE
        while True:
            with Stream(server, 1) as stream:
                if "200 OK" in stream.until("\r\n"):
                    break
            assert time.monotonic() < end


def test_the_stream_of_a_dismissed_user_ends(tmp_path: Path):
    with toy(tmp_path, QUICK) as server, started(server, 1) as gone, started(server, 2) as stays:
        server.get("/dismiss?user=1")
        gone.until_it_ends()
        stays.until(":\n\n", times=3)
        assert server.get("/events", "Cookie: user=1").status == 401


def test_a_quiet_stream_has_a_heartbeat(tmp_path: Path):
    with toy(tmp_path, QUICK) as server, started(server, 1) as stream:
        stream.until(":\n\n", times=3)


def test_a_stream_that_grows_too_long_ends_and_comes_back(tmp_path: Path):
    with toy(tmp_path, {"events.LARGEST_STREAM": 100}) as server, started(server, 1) as stream:
        looked(server)
        server.get(f"/emit?data={'x' * 200}")
        stream.until_it_ends()


def test_streams_end_when_the_server_does(tmp_path: Path):
    with toy(tmp_path) as server, started(server, 1) as stream:
        server.stop()
        stream.until_it_ends()
        assert server.process.wait(PATIENCE) == 0
