"""A child for tests of the supervisor. It notes its start, then does what the file of its name says, line by line.

`tell WORD`, `crash`, `refuse`, `leave`, or `stay`; each start takes the next line, and the last one stays.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from goodwill.config.server.link import Link


def main(name: str) -> int:
    folder = Path(os.environ["TOY_FOLDER"])
    notes = folder / f"{name}.started"
    before = notes.read_text().splitlines() if notes.exists() else []
    notes.write_text("\n".join([*before, str(os.getpid())]))
    lines = (folder / name).read_text().splitlines()
    over = threading.Event()
    link = Link()
    link.when_over(over.set)
    for step in lines[min(len(before), len(lines) - 1)].split(","):
        match step.split():
            case ["tell", word, *text]:
                link.tell(word, " ".join(text))
            case ["crash"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["refuse"]:
                return 78
            case ["leave"]:
                return 0
            case ["stubborn"]:
                signal.pause()
    over.wait()
    (folder / f"{name}.left").touch()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] + "".join(sys.argv[3:4])))
