"""A page process. `goodwill serve` starts it, hands it the socket, and starts another one should it fall."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import sys
import time
from pathlib import Path

from goodwill.config.environment import Environment, current
from goodwill.config.server import link, logs, tls
from goodwill.config.server.listener import Listener, leave
from goodwill.config.server.pool import Pool
from goodwill.config.server.refusal import CannotStart, refused_by_database
from goodwill.config.server.resting import rest_when_quiet
from goodwill.config.server.rsgi import Rsgi
from goodwill.config.server.sockets import beside

log = logging.getLogger(__name__)

LOOK_FOR_WORK = 1.0  # seconds
LOOK_AT_CERTIFICATE = 3600.0
OPEN_FILES = 16_384
REFUSED = 78


def main() -> int:
    gc.disable()  # looking through all that is being loaded, again and again, took a fifth of the start
    arguments = _arguments()
    line = link.Link()
    environment = current()
    logs.configure(environment, f"pages-{arguments.number}")
    _allow_many_files()
    try:
        address = _prepare(environment, arguments)
        certificate = tls.certificate(environment)
    except CannotStart as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    asyncio.run(_serve(environment, certificate, arguments, line, address))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=int, default=0)
    parser.add_argument("--socket", type=int)
    parser.add_argument("--beside", action="store_true")
    parser.add_argument("--example", action="store_true")
    return parser.parse_args()


def _prepare(environment: Environment, arguments: argparse.Namespace) -> str:
    """Only the first process brings the data up to date; it knows the address to open."""
    from goodwill.kernel.errors import Told

    if arguments.number:
        import django

        django.setup()
        return ""
    from goodwill.config import startup

    try:
        return startup.prepare(environment, example=arguments.example)
    except Told as refused:
        raise CannotStart(refused.sentence) from None
    except Exception as error:
        if said := refused_by_database(error):
            raise CannotStart(said) from None
        raise


async def _serve(
    environment: Environment,
    certificate: tls.Certificate | None,
    arguments: argparse.Namespace,
    line: link.Link,
    address: str,
) -> None:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    from goodwill.kernel import stream, workspace

    loop, over = asyncio.get_running_loop(), asyncio.Event()
    line.when_over(lambda: loop.call_soon_threadsafe(over.set))
    if os.name == "posix":
        loop.add_signal_handler(signal.SIGTERM, over.set)
    application = Rsgi(environment, WSGIHandler(), stream, Path(settings.STATIC_ROOT), workspace.close_all)
    tasks = [loop.create_task(rest_when_quiet(application.pool))]
    if arguments.number == 0:
        tasks.append(loop.create_task(_watch_jobs(application.pool, line)))
        if certificate:
            tasks.append(loop.create_task(_watch_certificate(environment, certificate, line)))
            line.tell(link.FINGERPRINT, certificate.fingerprint() if certificate.self_made else "")
    else:
        tasks.append(loop.create_task(_tell_what_is_due(application.pool)))
    gc.freeze()  # what is here now stays, so the collector need not look at it: neither now nor later
    gc.enable()
    line.tell(link.READY, address)
    await Listener(application, environment, certificate, _socket(arguments)).serve_until(over)
    for task in tasks:
        task.cancel()


def _socket(arguments: argparse.Namespace) -> int | None:
    """The first process has the socket that outlives it: who comes while it restarts waits there."""
    shared: int | None = arguments.socket
    return beside(shared) if shared is not None and arguments.beside else shared


async def _watch_jobs(pool: Pool, line: link.Link) -> None:
    """Have a job process started when one is due; the parent does so if there is none."""
    from goodwill.kernel.jobs import worker

    loop, failed = asyncio.get_running_loop(), False
    while True:
        try:
            due = await pool.run(loop, worker.next_due)
            failed = False
        except Exception:
            if not failed:
                log.exception("What is due cannot be asked now; it is asked again every second.")
            due, failed = None, True
        if due is not None and due <= time.time():
            line.tell(link.WORK)
        await asyncio.sleep(LOOK_FOR_WORK)


async def _tell_what_is_due(pool: Pool) -> None:
    """Where another process watches: what the directory could not take at first."""
    from goodwill.kernel.jobs import wake

    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(LOOK_FOR_WORK)
        if wake.is_behind():
            await pool.run(loop, wake.tell_again)


async def _watch_certificate(environment: Environment, certificate: tls.Certificate, line: link.Link) -> None:
    """A process keeps the certificate that it began with, so a new one wants new processes."""
    served = certificate.version()
    while certificate.version() == served:
        await asyncio.sleep(LOOK_AT_CERTIFICATE)
        tls.certificate(environment)
    line.tell(link.RENEW)


def _allow_many_files() -> None:
    """Each open page is a connection; many systems allow only 1,024 open files at first."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    leave(main())
