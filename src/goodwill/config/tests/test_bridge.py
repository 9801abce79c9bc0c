import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from select import select

import pytest

from goodwill.config.tests.toy_client import PATIENCE, Toy, read_answer, toy

MIB = 2**20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toy]:
    with toy(tmp_path_factory.mktemp("bridge"), UPLOAD_LIMIT="32") as running:
        yield running


def test_an_answer_of_django_arrives_whole(server):
    answer = server.get("/headers")
    assert (answer.status, answer.body) == (201, b"x")
    assert [value.partition(";")[0] for name, value in answer.headers if name == "set-cookie"] == ["a=1", "b=2"]
    assert answer["x-name"] == "café"
    assert answer["server"] == "Goodwill"


def test_the_environ_has_what_was_asked(server):
    environ = server.get("/environ?q=%FF+1&q=2", "User-Agent: toy", "Accept: a", "Accept: b").json()
    assert environ["QUERY_STRING"] == "q=%FF+1&q=2"
    assert (environ["REQUEST_METHOD"], environ["SERVER_PROTOCOL"]) == ("GET", "HTTP/1.1")
    assert (environ["REMOTE_ADDR"], environ["HTTP_HOST"]) == ("127.0.0.1", "localhost")
    assert environ["HTTP_ACCEPT"] == "a, b"


def test_cookies_sent_in_two_lines_are_one_header(server):
    assert server.get("/environ", "Cookie: a=1", "Cookie: b=2").json()["HTTP_COOKIE"] == "a=1; b=2"


def test_a_header_with_an_underscore_cannot_pose_as_another(server):
    assert "HTTP_X_REAL" not in server.get("/environ", "X_Real: 1").json()


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Proxy"])
def test_forwarding_headers_of_strangers_are_dropped(server, name):
    environ = server.get("/environ", f"{name}: 6.6.6.6").json()
    assert "6.6.6.6" not in environ.values()
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("127.0.0.1", "http")


def test_a_path_is_utf_8(server):
    assert server.get("/caf%C3%A9").status == 404
    assert server.get("/environ/../hello").status == 404


@pytest.mark.parametrize("path", ["/%00", "/hello%0A", "/%FF", "/a%7F", "*"])
def test_a_path_with_what_does_not_belong_there_is_refused(server, path):
    assert server.get(path).status == 400


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:x", "", "127.0.0.1.evil", "a b", "-.localhost/x"]
)
def test_a_host_that_is_not_ours_is_refused_with_a_sentence(server, host):
    answer = server.get("/hello", f"Host: {host}")
    assert answer.status == 400
    assert answer["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]:5", "example.localhost"])
def test_our_hosts_are_answered(server, host):
    assert server.get("/hello", f"Host: {host}").status == 200


def test_two_hosts_or_none_are_refused(server):
    assert server.raw(b"GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n").status == 400
    assert server.raw(b"GET /hello HTTP/1.1\r\n\r\n").status == 400
    assert server.raw(b"GET http://evil.example/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 400
    assert server.raw(b"GET http://localhost/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 200


@pytest.mark.parametrize("first", [b"GARBAGE", b"GET /hello HTTP/9.9", b"GET /\xff HTTP/1.1", b"GET /a b HTTP/1.1"])
def test_what_is_not_http_is_refused(server, first):
    assert server.raw(first + b"\r\nHost: localhost\r\n\r\n").status in (400, 505)


@pytest.mark.parametrize("size", [1, 1000, MIB, MIB + 1, 20 * MIB])
def test_an_upload_arrives_whole(server, size):
    body = bytes(range(256)) * (size // 256 + 1)
    answer = server.get("/echo", "Content-Type: application/octet-stream", method="POST", body=body[:size])
    assert answer.json() == {"digest": sha256(body[:size]).hexdigest(), "size": size}


def test_nothing_of_an_upload_stays_behind(server):
    server.get("/echo", method="POST", body=b"x" * 3 * MIB)
    assert not list((server.home / "temp").iterdir())


def test_what_is_too_large_is_refused_before_it_is_sent(server):
    head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nContent-Type: {}\r\n\r\n"
    upload = server.raw(head.format(32 * MIB + 1, "multipart/form-data; boundary=x").encode())
    form = server.raw(head.format(8 * MIB + 1, "application/x-www-form-urlencoded").encode())
    assert (upload.status, form.status) == (413, 413)
    assert "32 MiB" in upload.body.decode()


def test_who_sends_too_much_reads_why(server):
    answer = server.get("/echo", "Content-Type: application/pdf", method="POST", body=b"x" * 40 * MIB)
    assert answer.status == 413
    assert not list((server.home / "temp").iterdir())


def test_a_body_of_unknown_length_is_refused(server):
    head = b"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert server.raw(head + b"3\r\nabc\r\n0\r\n\r\n").status == 411


def test_a_client_that_leaves_in_the_middle_changes_nothing(server):
    with server.connect() as connection:
        connection.sendall(b"POST /emit?data=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
        connection.shutdown(socket.SHUT_WR)
        assert not connection.recv(1000).startswith(b"HTTP/1.1 200")
    assert server.get("/counts").json()["events"] == 0


def test_a_head_request_gets_the_headers_only(server):
    answer = server.get("/hello", method="HEAD")
    assert (answer.status, answer["content-length"]) == (200, "5")
    assert server.get("/parts?n=5", method="HEAD").status == 200


def test_an_empty_answer_has_no_body(server):
    assert server.get("/nothing").status == 204


@pytest.mark.parametrize("lines", [0, 10, 65_536, 65_537, 1_000_000])
def test_a_streamed_answer_arrives_whole(server, lines):
    answer = server.get(f"/parts?n={lines}")
    assert answer["content-type"] == "text/csv"
    assert answer.body == b"".join(b"%015d\n" % number for number in range(lines))


def test_slow_readers_of_long_answers_hold_no_thread(server):
    readers = [server.connect() for _ in range(12)]
    for reader in readers:
        reader.sendall(b"GET /parts?n=500000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert server.get("/hello").status == 200
    for reader in readers:
        assert len(read_answer(reader).body) == 8_000_000
        reader.close()


def test_connections_are_kept_and_pipelined(server):
    with server.connect() as connection:
        connection.sendall(b"GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2)
        data = b""
        while data.count(b"hello") < 2:
            data += connection.recv(10_000)


def test_many_at_once_are_all_answered(server):
    with ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda number: server.get(f"/environ?n={number}").json(), range(400)))
    assert [answer["QUERY_STRING"] for answer in answers] == [f"n={number}" for number in range(400)]


def test_an_error_before_django_is_a_sentence_without_details(server):
    answer = server.get("/broken")
    assert answer.status == 500
    assert "What was saved is safe" in answer.body.decode()
    assert "ZeroDivisionError" not in answer.body.decode()
    assert "ZeroDivisionError" in (server.home / "log").read_text()


def test_too_much_waiting_work_is_refused_and_the_rest_is_done(tmp_path: Path):
    with toy(tmp_path, {"rsgi.WAITING_PER_THREAD": 4}, THREADS="1") as server, ThreadPoolExecutor(30) as clients:
        asked = [clients.submit(server.get, "/held") for _ in range(30)]
        refused = [answer.result() for answer in islice(as_completed(asked), 25)]
        assert {answer.status for answer in refused} == {503}
        assert all(int(answer["retry-after"]) > 0 for answer in refused)
        server.release()
        assert sorted(answer.result().status for answer in asked) == [200] * 5 + [503] * 25
        assert server.get("/hello").status == 200


def test_programs_read_a_problem_where_django_is_not_reached(server, tmp_path: Path):
    refused = [
        (400, server.get("/api/v1/people", "Host: evil.example")),
        (413, server.get("/api/v1/people", "Content-Type: application/json", method="POST", body=b"x" * 9 * MIB)),
    ]
    with toy(tmp_path, {"rsgi.WAITING_PER_THREAD": 1}, THREADS="1") as small, ThreadPoolExecutor(3) as clients:
        asked = [clients.submit(small.get, "/held") for _ in range(3)]
        next(as_completed(asked))
        refused.append((503, small.get("/api/v1/people")))
        small.release()
    codes = {400: "unreadable", 413: "too_large", 503: "busy"}
    for status, answer in refused:
        told = answer.json()
        assert (answer.status, answer["content-type"]) == (status, "application/problem+json")
        assert (told["status"], told["code"], bool(told["detail"])) == (status, codes[status], True)
    assert int(refused[-1][1]["retry-after"]) > 0


def test_a_slow_sender_is_given_up_with_a_sentence_and_hinders_nobody(tmp_path: Path):
    with toy(tmp_path, {"body.SILENCE": 0.5}, THREADS="1") as server, server.connect() as slow:
        slow.sendall(b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc")
        assert server.get("/hello").status == 200
        while not select([slow], [], [], 0.1)[0]:
            slow.sendall(b".")
        assert read_answer(slow).status == 408


def test_a_length_that_is_only_announced_keeps_no_other_upload_out(tmp_path: Path):
    with toy(tmp_path, UPLOAD_LIMIT="2") as server, ExitStack() as senders:
        for _ in range(8):
            sender = senders.enter_context(server.connect())
            sender.sendall(b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\nabc" % (2 * MIB))
        assert server.get("/echo", method="POST", body=bytes(2 * MIB)).json()["size"] == 2 * MIB


def test_who_waits_too_long_is_told_so(tmp_path: Path):
    with toy(tmp_path, {"bridge.PATIENCE": 0.3}, THREADS="2") as server:
        answer = server.get("/held")
        assert answer.status == 504
        assert server.get("/hello").status == 200


def test_trusted_proxies_tell_address_and_scheme(tmp_path: Path):
    with toy(tmp_path, TRUSTED_PROXIES="127.0.0.1,10.0.0.0/8") as server:
        environ = server.get(
            "/environ",
            "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil",
        ).json()
        assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("203.0.113.9", "https")
        assert environ["HTTP_HOST"] == "localhost"


@contextmanager
def holding(folder: Path, constants: dict[str, float] | None = None) -> Iterator[tuple[Toy, socket.socket]]:
    """A server that was told to end while a request is under way."""
    with toy(folder, constants) as server, server.connect() as held:
        held.sendall(b"GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n")
        end = time.monotonic() + PATIENCE
        while not server.get("/counts").json()["held"]:
            assert time.monotonic() < end
        server.stop()
        yield server, held


def test_what_is_under_way_is_finished_at_the_end(tmp_path: Path):
    with holding(tmp_path) as (server, held):
        with pytest.raises(subprocess.TimeoutExpired):
            server.process.wait(0.3)
        server.release()
        assert read_answer(held).body == b"released"
        assert server.process.wait(PATIENCE) == 0


def test_what_does_not_end_is_left_behind_in_the_end(tmp_path: Path):
    constants = {"listener.DRAINED_WITHIN": 0.3, "listener.THREADS_END_WITHIN": 0.1}
    with holding(tmp_path, constants) as (server, _held):
        assert server.process.wait(PATIENCE) == 0
