"""Makes processes that can be killed: each line on standard input forks one, with all modules there and nothing opened.

`web DESCRIPTOR` serves pages on a socket, `work` does the background work in small steps, so that a kill falls between
and into many of them. `careless DESCRIPTOR` serves pages, too, and does not wait for the disk. `step` does one of the
flows under a fault. On standard output: `pid NUMBER`, what the process says, and `ended`.
"""

import os
import sys
import time


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


def careless(descriptor):
    from goodwill.kernel.databases.sqlcipher import base

    base.PRAGMAS = tuple(pragma.replace("synchronous = FULL", "synchronous = NORMAL") for pragma in base.PRAGMAS)
    web(descriptor)


def work():
    from goodwill.kernel.jobs import worker

    worker.run(until_idle=None)
    os._exit(0)


def step(firm_id, name, fault, log, *about):
    """Do a flow under a fault, and once more without it where it was refused. Says whether it was done, and how."""
    from goodwill.kernel import workspace as workspaces
    from goodwill.kernel.actors import Actor
    from goodwill.kernel.models import Batch, User
    from tests.faults.flows import FLOWS

    act, about = FLOWS[name.replace("_", " ")].act, [int(word) if word.isdigit() else word for word in about]
    with workspaces.entered(workspaces.get(firm_id)):
        owner = Actor.of(User.objects.get(role__builtin="owner"))
        tracer = trace(fault, log)
        try:
            act(owner, *about)
            refused = ""
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            refused = type(error).__name__
            refused += read(Batch)
        tracer.terminate()
        tracer.wait()
        if refused:
            act(owner, *about)
        say(f"done {refused}")
    os._exit(0)


def read(model):
    try:
        model.objects.count()
    except Exception:  # noqa: BLE001
        return " blind"
    return ""


def trace(fault, log):
    """Have this very process watched, and wait until it is."""
    import subprocess
    from pathlib import Path

    watched = f"--trace={CALLS}" if fault == "count" else f"--inject={fault}"
    command = ["strace", "-qq", "-o", log, "-p", str(os.getpid()), watched]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=())
    status = Path("/proc/self/status")
    while "TracerPid:\t0\n" in status.read_text():
        if tracer.poll() is not None:
            raise ChildProcessError("strace has ended")
        time.sleep(0.001)
    return tracer


CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,rename,mkdir,unlink"
KINDS = {"web": web, "careless": careless, "work": work, "step": step}

if __name__ == "__main__":
    main()
