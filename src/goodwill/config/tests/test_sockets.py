import select
import socket
import sys

import pytest

from goodwill.config.server.sockets import beside, listen


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not deal connections out")
def test_new_connections_are_dealt_out_among_the_sockets_of_one_address():
    with listen("localhost", 0) as first, socket.socket(fileno=beside(first.fileno())) as second:
        address = first.getsockname()
        assert second.getsockname() == address
        callers = [socket.create_connection(address) for _ in range(64)]
        assert set(select.select([first, second], [], [], 5)[0]) == {first, second}
        with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
            stranger.bind(address)
        for caller in callers:
            caller.close()
