"""Makes real workers: each line on standard input, the seconds after which one may leave, forks another.

All modules are there by then and nothing is opened, so that a worker works at once. On standard output: `pid NUMBER`,
and when it is over `ended NUMBER CODE`.
"""

import logging
import os
import signal
import sys


def main() -> None:
    import django

    django.setup()

    from goodwill.kernel.jobs import worker  # noqa: F401
    from goodwill.kernel.tests.jobs import work  # noqa: F401 - declares the jobs

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            _keep(float(line))
            os._exit(0)


def _keep(idle: float) -> None:
    """Start a worker and tell of its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid == 0:
        os._exit(_work(idle))
    os.write(1, f"pid {pid}\n".encode())
    _pid, status = os.waitpid(pid, 0)
    os.write(1, f"ended {pid} {os.waitstatus_to_exitcode(status)}\n".encode())


def _work(idle: float) -> int:
    from goodwill.kernel.jobs import worker

    os.close(0)
    try:
        worker.run(until_idle=idle)
    except Exception:
        logging.getLogger(__name__).exception("The worker ended by an error.")
        return 1
    return 0


if __name__ == "__main__":
    main()
