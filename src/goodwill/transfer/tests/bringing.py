"""Files brought, checked and performed, as the tests of this room need them."""

from typing import Any

from goodwill.kernel import jobs
from goodwill.kernel.actors import Actor
from goodwill.transfer import runs
from goodwill.transfer.models import Import
from goodwill.transfer.options import Options
from goodwill.transfer.readers.inputs import Input

OUTCOMES = ("new", "updated", "same", "double", "refused", "left")


def brought(data: str | bytes, by: Actor, name: str, noun: str = "", **options: Any) -> Import:
    run = runs.bring_input(Input.of_bytes(data.encode() if isinstance(data, str) else data, name), by, noun)
    if options:
        runs.set_options(run, Options.from_data({**run.options, **options}))
    return run


def mapped(run: Import, *targets: str) -> Import:
    runs.map_columns(run, dict(enumerate(targets)))
    return run


def checked(run: Import, by: Actor) -> dict[str, int]:
    runs.check(run, by, at_once=True)
    run.refresh_from_db()
    return {name: run.checked[name] for name in OUTCOMES if run.checked.get(name)}


def performed(run: Import, by: Actor) -> dict[str, int]:
    runs.start(run, by)
    jobs.run_due()
    run.refresh_from_db()
    assert run.state == Import.State.DONE, run.error
    return {name: run.counts[name] for name in OUTCOMES if run.counts.get(name)}
