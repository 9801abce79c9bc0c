import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from goodwill.kernel.databases.sqlcipher.turns import Turn


def test_whoever_comes_second_writes_when_the_first_has_ended():
    first, second, elsewhere = Turn("firm"), Turn("firm"), Turn("other firm")
    assert first.take(0)
    assert not second.take(0)
    assert elsewhere.take(0)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(second.take, 10)
        first.give_up()
        assert waiting.result(10)
    assert not first.take(0)


def test_a_turn_that_was_forgotten_is_given_up():
    Turn("forgotten").take(0)
    assert Turn("forgotten").take(0)


ANOTHER_PROCESS = """
import sys
from goodwill.kernel.databases.sqlcipher.turns import Turn
turn = Turn(sys.argv[1])
print(turn.take(10), flush=True)
sys.stdin.readline()
turn.give_up()
while turn.take(0):  # who waits is next, however quick this one is
    turn.give_up()
print("later", flush=True)
"""


def test_another_process_that_waits_is_the_next_one(tmp_path):
    path = str(tmp_path / "firm.db")
    command = [sys.executable, "-c", ANOTHER_PROCESS, path]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other,
        ThreadPoolExecutor(1) as threads,
    ):
        assert other.stdout.readline() == "True\n"
        turn = Turn(path)
        assert not turn.take(0)
        waiting = threads.submit(turn.take, 10)
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "later\n"
        assert waiting.result(10)
        turn.give_up()
