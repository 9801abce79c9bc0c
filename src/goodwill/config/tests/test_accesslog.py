from goodwill.config.server.accesslog import without_secrets
from goodwill.config.tests.toy_client import toy


def test_what_may_be_a_token_is_left_out_of_the_path():
    assert without_secrets("/people/42/notes") == "/people/42/notes"
    assert without_secrets("/invite/0Zq3kV9xT2m8LwJrYbNcPaHd/accept") == "/invite/.../accept"


def test_a_path_cannot_forge_a_line():
    assert without_secrets("/a\n200 ok") == "/a%0A200%20ok"


def test_requests_are_logged_without_their_query(tmp_path):
    with toy(tmp_path, LOG_LEVEL="info") as server:
        server.get("/hello?code=secret")
        server.get("/hello?code=secret")
        log = (tmp_path / "log").read_text()
    assert "GET /hello 200" in log
    assert "secret" not in log


def test_lines_go_to_a_folder_of_our_own(tmp_path):
    with toy(tmp_path, LOG_LEVEL="info", LOG_FOLDER=str(tmp_path / "logs")) as server:
        server.get("/hello")
        server.get("/hello")
        path = tmp_path / "logs/goodwill-toy.log"
        assert "GET /hello 200" in path.read_text()
        assert path.stat().st_mode & 0o077 == 0
