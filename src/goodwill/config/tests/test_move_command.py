"""`goodwill move`: what it refuses before it looks at a firm."""

import pytest

from goodwill.config.commands import main
from goodwill.config.environment import current
from goodwill.config.server.lock import hold


@pytest.fixture
def move(tmp_path, monkeypatch, capsys):
    """A function that runs the command on a home folder of its own: exit code and what it said."""
    monkeypatch.setenv("GOODWILL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("GOODWILL_DATABASE_URL", raising=False)
    current.cache_clear()

    def run(*words):
        monkeypatch.setattr("sys.argv", ["goodwill", "move", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, "".join(capsys.readouterr())

    yield run
    current.cache_clear()


@pytest.mark.parametrize(("to", "said"), [("mysql://localhost/db", "give an address"), ("files", "there already")])
def test_where_a_firm_cannot_go_is_told(move, to, said):
    code, told = move("--to", to)
    assert code == 2
    assert said in told


def test_no_firm_moves_under_a_goodwill_that_runs(move, tmp_path):
    (tmp_path / "home").mkdir()
    with hold(tmp_path / "home/serve.lock", "at http://localhost:4663"):
        code, told = move("--to", "postgresql://goodwill@localhost:1/goodwill")
    assert code == 1
    assert "already runs" in told
    assert "nothing was changed" in told
