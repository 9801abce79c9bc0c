"""Do the background work that is due. `serve` starts this by itself; other machines may run it beside one."""

import argparse
import gc
import threading

from goodwill.config.environment import current
from goodwill.config.server import link, logs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--until-idle", type=float, metavar="SECONDS", help="leave when nothing was due for so long; else stay"
    )
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    gc.disable()
    logs.configure(current(), "jobs")
    import django

    django.setup()
    from goodwill.kernel.jobs import worker
    from goodwill.transfer import apart

    gc.freeze()  # what was loaded stays
    apart.stand_by()
    gc.enable()
    stop = threading.Event()
    if args.child:
        link.Link().when_over(stop.set)
    worker.run(until_idle=args.until_idle, stop=stop)
    return 0
