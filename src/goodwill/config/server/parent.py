"""What is left of `goodwill serve` once all is checked: a Python that knows nothing but its children.

The checks need the settings and much else that is of no use afterwards, but Python keeps what it has loaded. So
`serve` puts a new Python in its place, half as large and the same to all others: its number, its lock, its socket. That
one runs this file, and loads so little that even `site` is left out.
"""

import os
import sys

if __name__ == "__main__":
    sys.path.insert(0, __file__.rsplit(os.sep, 4)[0])

from goodwill.config.server.supervisor import Supervisor

NONE = "-"


def main(listening: str, processes: str, example: str, beside: str, browser: str) -> int:
    """Serve until somebody stops it. `listening` is a descriptor; `beside` is said below the address to open."""

    def welcome(address: str, fingerprint: str) -> None:
        sys.stdout.write("\n".join(_said(address, fingerprint, beside)) + "\n")
        sys.stdout.flush()
        if browser != NONE:
            _open_browser(address)

    descriptor = None if listening == NONE else int(listening)
    return Supervisor(descriptor, int(processes), example=example != NONE).run(welcome)


def _said(address: str, fingerprint: str, beside: str) -> list[str]:
    lines = ["", "Goodwill is ready:", "", f"    {address}", ""]
    if beside != NONE:
        lines += [beside, ""]
    if "/enter?code=" in address:
        lines.append("This address lets one person in, once.")
    if fingerprint:
        lines += [
            "Browsers will warn about the certificate, since Goodwill made it itself. Its SHA-256 fingerprint is",
            fingerprint,
        ]
    return [*lines, "Goodwill runs as long as this command does; Ctrl-C stops it.", ""]


def _open_browser(address: str) -> None:
    import subprocess
    import threading

    command = [sys.executable, "-m", "webbrowser", address]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    threading.Thread(target=subprocess.run, args=(command,), kwargs=quiet, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
