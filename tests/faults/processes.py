"""Makes processes that can be killed: each line on standard input forks one, with all modules there and nothing opened.

`web DESCRIPTOR` serves pages on a socket, `work` does the background work in small steps, so that a kill falls between
and into many of them. On standard output: `pid NUMBER`, what the process says, and `ended`.
"""

import os
import sys


def main():
    import django

    django.setup()
    _load()
    for line in sys.stdin:
        kind, *words = line.split()
        alive, held = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(held)
            os.dup2(alive, 0)  # ends with this process, and the child with it
            KINDS[kind](*words)
        os.close(alive)
        say(f"pid {pid}")
        os.waitpid(pid, 0)
        os.close(held)
        say("ended")


def say(words):
    os.write(1, f"{words}\n".encode())


def _load():
    from django.template import engines
    from django.urls import get_resolver

    from goodwill.config.server import pages  # noqa: F401
    from goodwill.kernel.jobs import worker  # noqa: F401
    from goodwill.records import bulk
    from goodwill.transfer import pipeline

    bulk.AT_ONCE = pipeline.CHUNK = 20
    get_resolver()._populate()
    engines.all()


def web(descriptor):
    from goodwill.config.server import pages

    sys.argv = ["pages", "--number", "1", "--socket", descriptor]
    pages.leave(pages.main())


def work():
    from goodwill.kernel.jobs import worker

    worker.run(until_idle=None)
    os._exit(0)


KINDS = {"web": web, "work": work}

if __name__ == "__main__":
    main()
