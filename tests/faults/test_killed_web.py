"""The process that serves pages is killed amid writes: what it acknowledged over HTTP is there, once and whole."""

import json
import random
import threading
from collections import Counter
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import chain

import pytest
from django.conf import settings

from goodwill.areas.people.models import Party
from goodwill.config.server.sockets import listen
from goodwill.kernel import api_keys
from tests.faults.killing import PATIENCE, Processes, rounds, until
from tests.faults.whole import halves, lost, sound

CLIENTS = 3

pytestmark = [pytest.mark.slow, pytest.mark.serial]


class Writer(threading.Thread):
    """Makes people and changes them, and remembers what was acknowledged. What was cut off it asks for again."""

    def __init__(self, number, port, host, key):
        super().__init__(daemon=True)
        self.number, self.port = number, port
        self.headers = {"Host": host, "Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.acknowledged, self.refused = [], []
        self.over = threading.Event()
        self._connection = None

    def run(self):
        number = 0
        while not self.over.is_set():
            number += 1
            name = f"Visitor {self.number} {number}"
            given = {"name": name, "mail": f"v{self.number}n{number}@quay.example"}
            made = self._ask("POST", "/api/v1/people", given, {"Idempotency-Key": name})
            if made:
                path = f"/api/v1/people/{made['id']}"
                self._ask("PATCH", path, {"description": f"Came to {name}", "version": made["version"]}, {})

    def _ask(self, method, path, given, headers):
        """Until there is an answer, or the end."""
        while not self.over.is_set():
            with suppress(OSError, HTTPException):
                if self._connection is None:
                    self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                self._connection.request(method, path, json.dumps(given), self.headers | headers)
                answer = self._connection.getresponse()
                body = json.loads(answer.read())
                if answer.status in (200, 201):
                    self.acknowledged.append(("party", body["id"], body["version"]))
                    return body
                self.refused.append((answer.status, body))
                return None
            self._connection = None
        return None


@pytest.fixture
def listening():
    with listen("127.0.0.1", 0) as found:
        found.set_inheritable(True)
        yield found


@pytest.fixture
def servers(listening, own_firm):
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    found = Processes(listening.fileno())
    yield found
    found.close()


def test_what_was_acknowledged_over_http_is_there_once_and_whole(own_firm, owner, servers, listening):
    chance, (count, wanted) = random.Random(17), rounds()
    port = listening.getsockname()[1]
    key = api_keys.issue(by=owner, name="Writers", per_minute=api_keys.MOST_PER_MINUTE).text
    writers = [Writer(number, port, f"{own_firm.hosts[0]}:{port}", key) for number in range(CLIENTS)]
    for writer in writers:
        writer.start()
    known = [0] * CLIENTS
    for number in range(1, count + 1):
        with servers.one("web"):
            until(lambda: acknowledged(writers) >= wanted * number // count, "a write")  # noqa: B023 - called at once
            threading.Event().wait(chance.uniform(0, 0.02))
        said = [writer.acknowledged[before:] for writer, before in zip(writers, known, strict=True)]
        known = [before + len(part) for before, part in zip(known, said, strict=True)]
        assert lost([*chain(*said)]) == []
        assert halves() == {}
    for writer in writers:
        writer.over.set()
    with servers.one("web"):
        for writer in writers:
            writer.join(PATIENCE)
    assert [writer.refused for writer in writers] == [[]] * CLIENTS
    assert acknowledged(writers) >= wanted
    assert lost([*chain(*(writer.acknowledged for writer in writers))]) == []
    assert set(Counter(Party.objects.values_list("name", flat=True)).values()) == {1}
    assert sound()


def acknowledged(writers):
    return sum(len(writer.acknowledged) for writer in writers)
