"""Programs that write over HTTP and remember what was acknowledged."""

import json
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException

from tests.faults.killing import PATIENCE

CLIENTS = 3


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
            self.write(number)

    def write(self, number):
        name = f"Visitor {self.number} {number}"
        given = {"name": name, "mail": f"v{self.number}n{number}@quay.example"}
        made = self.ask("POST", "/api/v1/people", given, {"Idempotency-Key": name})
        if made:
            self.note("party", made)
            path = f"/api/v1/people/{made['id']}"
            changed = self.ask("PATCH", path, {"description": f"Came to {name}", "version": made["version"]}, {})
            if changed:
                self.note("party", changed)
        return made

    def note(self, name, said):
        self.acknowledged.append((name, said["id"], said["version"]))

    def ask(self, method, path, given, headers):
        """Until there is an answer, or the end."""
        while not self.over.is_set():
            with suppress(OSError, HTTPException):
                if self._connection is None:
                    self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                sent = given if isinstance(given, bytes) else json.dumps(given)
                self._connection.request(method, path, sent, self.headers | headers)
                answer = self._connection.getresponse()
                body = answer.read()
                if answer.status in (200, 201):
                    return json.loads(body)
                self.refused.append((answer.status, body))
                return None
            self._connection = None
        return None


class Sender(Writer):
    """Sends a file with each person, too."""

    def __init__(self, *about):
        super().__init__(*about)
        self.sent = []
        """Ids of files, with what is in them."""

    def write(self, number):
        made = super().write(number)
        if made:
            content = f"Letter of {self.number} {number} ".encode() * 400
            path = f"/api/v1/people/{made['id']}/files?name=letter.txt"
            headers = {"Idempotency-Key": f"File {self.number} {number}", "Content-Type": "application/octet-stream"}
            answer = self.ask("POST", path, content, headers)
            if answer:
                self.sent.append((answer["items"][0]["id"], content))


def at_work(kind, *about):
    writers = [kind(number, *about) for number in range(CLIENTS)]
    for writer in writers:
        writer.start()
    return writers


def acknowledged(writers):
    return sum(len(writer.acknowledged) for writer in writers)
