"""Where the lines of this process go."""

import logging
import os
import sys
from logging.handlers import RotatingFileHandler

from goodwill.config.environment import Environment

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LARGEST = 5 * 1024 * 1024
KEPT = 5


def configure(environment: Environment, process: str) -> None:
    """`process` names the file, where lines go to a folder: two processes never write one file."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if environment.log_folder:
        environment.log_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = environment.log_folder / f"goodwill-{process}.log"
        handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True)
        path.touch(mode=0o600)
    logging.basicConfig(level=environment.log_level.upper(), handlers=[handler], format=LINE, force=True)
    logging.captureWarnings(capture=True)
    if os.name == "posix":
        import faulthandler
        import signal

        faulthandler.register(signal.SIGUSR1, all_threads=True)
