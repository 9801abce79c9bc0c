"""Servers on this machine that must be reached, or must not, in the tests of whatever fetches."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Ways to write an address inside: loopback, private, link-local, cloud credentials; numbers, digits and dots of other
# scripts, IPv4 within IPv6, user names and fragments that look like a host.
INNER_SPELLINGS = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1.2.3",
    "127.255.255.254",
    "127.1",
    "127.0.1",
    "127.65530",
    "127.",
    "127.0.0.1.",
    "127.0.0.1..",
    "0",
    "0.0.0.0",
    "0.0",
    "0x0",
    "0177.0.0.1",
    "0177.1",
    "0177.0.01",
    "00177.0.0.1",
    "0000177.0.0.01",
    "0177.00.00.01",
    "0177.0x0.0.1",
    "017700000001",
    "0177.0.0.0x1",
    "2130706433",
    "02130706433",
    "2130706434",
    "4294967296",
    "6425673729",
    "0x7f000001",
    "0X7F000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "0x7f.0.1",
    "0x0000007f.0x1",
    "0x7F.1",
    "0x7f000001.",
    "127.0x0.0.1",
    "127.0.0x1",
    "127.0.0.01",
    "127.000.000.001",
    "127.0.0.1%00",
    "127.0.0.1%20",
    "①②⑦.⓪.⓪.①",
    "①②⑦.0.0.1",
    "１２７.０.０.１",
    "１２７．０．０．１",
    "127。0。0。1",
    "127｡0｡0｡1",
    "127．0．0．1",
    "¹²⁷.⁰.⁰.¹",
    "₁₂₇.₀.₀.₁",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "𝟙𝟚𝟟.𝟘.𝟘.𝟙",
    "𝟣𝟤𝟩.0.0.1",
    "②①③⓪⑦⓪⑥④③③",
    "０ｘ７ｆ０００００１",
    "٠١٢٧.0.0.1",
    "١٢٧.٠.٠.١",
    "127.0.0.1\xad",
    "127\u200b.0.0.1",
    "127.0.0.1\ufeff",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "LocalHost",
    "ｌｏｃａｌｈｏｓｔ",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "ℒocalhost",
    "loc\xadalhost",
    "%6cocalhost",
    "%31%32%37.0.0.1",
    "127.0.0.1:80",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::1]",
    "[::0001]",
    "[::0.0.0.1]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:127.0.0.1]",
    "[::FFFF:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[::ffff:0:7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:7f00:0001::1]",
    "[2001:0:7f00:1::]",
    "[2001:0000:4136:e378:8000:63bf:80ff:fffe]",
    "[fe80::5efe:127.0.0.1]",
    "[2001:db8::5efe:7f00:1]",
    "[2600::5efe:127.0.0.1]",
    "[2600::200:5efe:127.0.0.1]",
    "[::1%25lo]",
    "[::1%lo]",
    "[::1%1]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[fec0::1]",
    "[100::1]",
    "[::ffff:0.0.0.0]",
    "[::ffff:10.0.0.1]",
    "[::]]",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "[127.0.0.1]",
    "[::1",
    "::1]",
    "[::1].",
    "[0x7f000001]",
    "[::ffff:0177.0.0.1]",
    "169.254.169.254",
    "169.254.170.2",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "100.100.100.200",
    "168.63.129.16",
    "10.0.0.1",
    "10.1",
    "012.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "192.168.257",
    "192.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "a@127.0.0.1",
    "example.com@127.0.0.1",
    "127.0.0.1#@example.com",
    "127.0.0.1\\@example.com",
    "127.0.0.1\\.example.com",
]


class Server:
    """An HTTP server of the neighbour. `answers` maps paths to (status, headers, body)."""

    def __init__(self, host: str, family: socket.AddressFamily = socket.AF_INET) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.connections = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                outer.seen.append((self.path, dict(self.headers), self.rfile.read(size)))
                status, headers, body = outer.answers.get(self.path, (200, {}, b"hello"))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - the name that the server calls

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        class Listener(ThreadingHTTPServer):
            address_family = family
            daemon_threads = True

            def server_bind(self) -> None:
                if family == socket.AF_INET6:
                    self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                super().server_bind()

            def verify_request(self, *args: object) -> bool:
                outer.connections += 1
                return True

        self.server = Listener((host, 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
