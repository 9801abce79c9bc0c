"""What a process says reaches the one that started it, also when it was halted in the middle."""

import os
import signal
import subprocess
import sys

import pytest

PROGRAM = "from goodwill.kernel.output import own_output; own_output().write(b'a' * (1 << 20))"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="There is no way to halt a process here.")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_is_said_comes_whole_when_its_process_is_halted(unbuffered: str) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        first = os.read(process.stdout.fileno(), 1)  # it writes now, more than a pipe holds
        process.send_signal(signal.SIGSTOP)
        _pid, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        process.send_signal(signal.SIGCONT)
        assert len(first + process.stdout.read()) == 1 << 20
