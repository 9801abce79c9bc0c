"""A real worker: run with the seconds after which it may leave."""

import logging
import sys


def main() -> None:
    import django

    django.setup()
    logging.basicConfig(level=logging.WARNING)

    from goodwill.kernel.jobs import worker
    from goodwill.kernel.tests.jobs import work  # noqa: F401 - declares the jobs

    worker.run(until_idle=float(sys.argv[1]))


if __name__ == "__main__":
    main()
