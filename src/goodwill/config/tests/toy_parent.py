"""Runs the supervisor over toy children: `python -m ... PROCESSES SECONDS`, which they have to come to an end."""

import sys

from goodwill.config.server import supervisor

if __name__ == "__main__":
    child = "goodwill.config.tests.toy_child"
    supervisor.PAGES, supervisor.JOBS = (child, "pages"), (child, "jobs")
    supervisor.FIRST_PAUSE, supervisor.LONGEST_PAUSE, supervisor.LEFT_WITHIN = 0.05, 0.2, float(sys.argv[2])
    watched = supervisor.Supervisor(None, int(sys.argv[1]), example=False)
    sys.exit(watched.run(lambda address, fingerprint: print(f"open {address} {fingerprint}", flush=True)))
