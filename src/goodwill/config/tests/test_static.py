import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodwill.config.tests.toy_client import Toy, toy

SHEET = b"body { color: black }" * 200
HASHED = "/static/goodwill/app.0123456789ab.css"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toy]:
    home = tmp_path_factory.mktemp("static")
    root = home / "static" / "goodwill"
    root.mkdir(parents=True)
    for name in ("app.0123456789ab.css", "app.css"):
        (root / name).write_bytes(SHEET)
    (root / "app.0123456789ab.css.gz").write_bytes(gzip.compress(SHEET))
    (root / "app.0123456789ab.css.br").write_bytes(b"brotli")
    (home / "secret.txt").write_text("secret")
    (root / "link").symlink_to(home)
    with toy(home) as running:
        yield running


def test_a_file_with_a_hash_in_its_name_may_be_kept_for_ever(server):
    answer = server.get(HASHED)
    assert answer.body == SHEET
    assert answer["cache-control"] == "public, max-age=31536000, immutable"
    assert answer["content-type"] == "text/css; charset=utf-8"
    assert answer["x-content-type-options"] == "nosniff"


def test_a_file_without_a_hash_is_asked_for_again(server):
    first = server.get("/static/goodwill/app.css")
    assert first["cache-control"] == "public, max-age=0, must-revalidate"
    again = server.get("/static/goodwill/app.css", f"If-None-Match: {first['etag']}")
    assert again.status == 304


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", ""), ("br;q=0, gzip", "gzip")],
)
def test_the_best_compressed_form_is_sent(server, accepted, encoding):
    answer = server.get(HASHED, f"Accept-Encoding: {accepted}")
    assert answer["content-encoding"] == encoding
    assert answer["vary"] == "Accept-Encoding"
    plain = {"br": lambda _: SHEET, "gzip": gzip.decompress, "": bytes}[encoding](answer.body)
    assert plain == SHEET


def test_the_head_of_a_file_tells_its_length(server):
    assert server.get(HASHED, method="HEAD")["content-length"] == str(len(SHEET))


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/goodwill",
        "/static/nothing.css",
        "/static/../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/goodwill/..%2f..%2fsecret.txt",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/static/goodwill/.hidden",
        "/static/goodwill\\..\\x",
        "/static/goodwill/link/secret.txt",
    ],
)
def test_only_files_of_the_root_are_served(server, path):
    answer = server.get(path)
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_files_can_only_be_read(server):
    answer = server.get(HASHED, method="DELETE")
    assert (answer.status, answer["allow"]) == (405, "GET, HEAD")


def test_a_file_that_came_later_is_found(server):
    path: Path = server.home / "static/late.txt"
    assert server.get("/static/late.txt").status == 404
    path.write_text("late")
    assert server.get("/static/late.txt").body == b"late"
