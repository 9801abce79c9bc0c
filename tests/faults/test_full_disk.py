"""The disk is really full under a Goodwill that serves: it says so, shows what is there, and then writes again."""

import http.client
import json
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings

from goodwill.areas.people.models import Party
from goodwill.kernel import api_keys, blobs, jobs
from goodwill.kernel.models import Job
from tests.faults.killing import PATIENCE
from tests.faults.volume import needs_a_volume, on_a_disk
from tests.faults.whole import halves, lost, sound

ROOM = "size=24m"
MOST_TRIES = 400
NAME = "Guest {}"
TOKEN = re.compile(r'csrfmiddlewaretoken" value="(\w+)"')

pytestmark = [pytest.mark.slow, pytest.mark.serial, pytest.mark.once, needs_a_volume]


class Asking:
    """Somebody at a page, and a program, of the same person."""

    def __init__(self, host, port, cookie, key):
        self.host, self.port, self.key = f"{host}:{port}", port, key
        self.cookies = {"session": cookie}

    def page(self, path, form=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is None:
            return self._ask("GET", path, None, headers)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(form), headers)

    def program(self, given):
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        status, body = self._ask("POST", "/api/v1/people", json.dumps(given), headers)
        return status, json.loads(body)

    def _ask(self, method, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, {**headers, "Host": self.host})
        answer = connection.getresponse()
        for name, value in re.findall(r"^(\w+)=([^;]+)", "\n".join(answer.msg.get_all("Set-Cookie", [])), re.MULTILINE):
            self.cookies[name] = value
        return answer.status, answer.read().decode()


@pytest.fixture
def asking(own_firm, owner, browse, listening):
    cookie = browse(owner).cookies["session"].value
    return Asking(own_firm.hosts[0], listening.getsockname()[1], cookie, api_keys.issue(by=owner, name="Program").text)


def fill(path):
    """Take what room there is."""
    with path.open("wb", buffering=0) as file:
        for piece in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(piece))
            except OSError:
                continue


def test_a_full_disk_is_told_and_what_is_there_is_shown_until_there_is_room_again(asking, servers, own_firm):
    with on_a_disk(ROOM):
        with servers.one("web"):
            token = TOKEN.search(asking.page("/people/new")[1])[1]
            made = [asking.program({"name": "First Guest", "mail": "first@quay.example"})]
            assert jobs.enqueue("find-doubles", key="firm")
            Job.objects.filter(name="find-doubles").update(state=Job.State.RUNNING)
            fill(settings.GOODWILL_HOME / "ballast")
            number = 0
            while made[-1][0] == 201:
                number += 1
                assert number < MOST_TRIES
                made.append(asking.program({"name": NAME.format(number), "mail": f"g{number}@quay.example"}))
            status, told = made.pop()
            assert (status, "full" in told["detail"], blobs.disk_is_full()) == (507, True, True)
            form = {"name": "Typed Guest", "mail": "typed@quay.example", "csrfmiddlewaretoken": token}
            status, shown = asking.page("/people/new", form)
            assert (status, "no room left" in shown, "As soon as there is room" in shown) == (507, True, True)
            assert "waits for room" in asking.page("/settings/work")[1]
            for path in ("/people/", f"/people/{made[0][1]['id']}/", "/search?q=first"):
                status, shown = asking.page(path)
                assert (path, status, "Guest" in shown) == (path, 200, True)
            (settings.GOODWILL_HOME / "ballast").unlink()
            made.append(asking.program({"name": "Late Guest", "mail": "late@quay.example"}))
            assert (asking.page("/people/new", form)[0], blobs.disk_is_full()) == (303, False)
            assert "waits for room" not in asking.page("/settings/work")[1]
        assert made[-1][0] == 201
        assert lost([("party", said["id"], said["version"]) for _status, said in made]) == []
        assert Party.objects.filter(name="Typed Guest").count() == 1
        assert halves() == {}
        assert sound()
