"""The process in which a file from anywhere is opened: bounded by the system, without network use, keys or database.

`python -m goodwill.kernel.reading.child text MIME` and `... picture SIZE`, `... page NUMBER SIZE` read the file from
standard input and write what they found to standard output; the exit code 3 goes with the reason of a refusal.
"""

import json
import sys
from dataclasses import asdict

from goodwill.kernel.output import own_output
from goodwill.kernel.reading.found import HEAVY, REFUSED

MEMORY = 280 * 1024 * 1024
PROCESSOR = 5  # seconds


def main() -> int:
    _bound()
    from django.conf import settings

    settings.configure(USE_I18N=False)
    from goodwill.kernel.previews import Unsuitable

    try:
        with own_output() as out:
            out.write(_read(sys.argv[1:], sys.stdin.buffer.read()))
    except Unsuitable as refusal:
        sys.stdout.write(refusal.reason)
        return REFUSED
    except (MemoryError, RecursionError):
        return HEAVY
    return 0


def _read(asked: list[str], data: bytes) -> bytes:
    from goodwill.kernel import previews
    from goodwill.kernel.reading.kinds import READERS

    match asked:
        case ["text", mime]:
            return json.dumps(asdict(READERS[mime](data))).encode()
        case ["picture", size]:
            return previews.thumbnail(data, int(size))
        case ["page", number, size]:
            return previews.pdf_page(data, int(number), int(size))
    raise ValueError(asked)


def _bound() -> None:
    """What the system takes care of, where it can: memory, processor time, no files, no children."""
    try:
        import resource
    except ImportError:  # Windows: the parent watches the time, the readers their own bounds
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
