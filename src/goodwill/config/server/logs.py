"""Where the lines of this process go."""

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from goodwill.config.environment import Environment, Misconfigured

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LARGEST = 5 * 1024 * 1024
KEPT = 5


def configure(environment: Environment, process: str) -> None:
    """`process` names the file, where lines go to a folder: two processes never write one file."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if environment.log_folder:
        path = file_in(environment.log_folder, process)
        handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True)
    logging.basicConfig(level=environment.log_level.upper(), handlers=[handler], format=LINE, force=True)
    logging.captureWarnings(capture=True)
    if os.name == "posix":
        import faulthandler
        import signal

        faulthandler.register(signal.SIGUSR1, all_threads=True)


def file_in(folder: Path, process: str) -> Path:
    """Made, so that it is known at the start whether it can be."""
    path = folder / f"goodwill-{process}.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        said = f'GOODWILL_LOG_FOLDER is "{folder}": nothing can be written there ({error.strerror}). '
        raise Misconfigured([f"{said}Make it writable, or leave it out to have the log in the terminal."]) from None
    return path
