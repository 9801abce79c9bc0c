"""The process that serves pages, on a socket that stays while it is killed and begun again.

The modules behind it are imported inside: Django is set up after pytest has read this file.
"""

import pytest


@pytest.fixture
def listening():
    from goodwill.config.server.sockets import listen

    with listen("127.0.0.1", 0) as found:
        found.set_inheritable(True)
        yield found


@pytest.fixture
def servers(listening, own_firm):
    from django.conf import settings

    from tests.faults.killing import Processes

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    found = Processes(listening.fileno())
    yield found
    found.close()


@pytest.fixture
def writers_of(own_firm, owner, listening):
    """A function from a class of writers to a few of them, at work."""
    from goodwill.kernel import api_keys
    from tests.faults.visitors import at_work

    port = listening.getsockname()[1]
    key = api_keys.issue(by=owner, name="Writers", per_minute=api_keys.MOST_PER_MINUTE).text
    return lambda kind: at_work(kind, port, f"{own_firm.hosts[0]}:{port}", key)
