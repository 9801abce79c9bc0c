"""What people and the firm do every day, each as something to prepare, and something to do to it, under a fault.

`prepare` gives what is told to the process that does it: words and numbers. A flow that `resumes` writes more than one
transaction: broken off it may be half-way, and done again it comes to its end. A `dear` one takes seconds.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

LETTER = b"Dear Nora, the offer that you asked for. " * 20_000
FOUNDED = "f0123456789"
KEY, NEW_KEY = "11" * 32, "33" * 32


@dataclass(frozen=True)
class Flow:
    prepare: Callable[[Any], list[Any]]
    act: Callable[..., None]
    resumes: bool = False
    dear: bool = False


def person(by, name="Nora Quay", **given):
    from goodwill.areas.people.verbs import parties

    given = {"mail": f"{name.replace(' ', '.').lower()}@quay.example", **given}
    return parties.create_person(by=by, name=name, **given)


def party(pk):
    from goodwill.areas.people.models import Party

    return Party.everything.get(pk=pk)


def create(by):
    person(by, company="Quay and Daughters", phone="+44 20 7946 0912")


def edit(by, pk):
    from goodwill.areas.people.verbs import parties

    parties.edit(party(pk), by=by, name="Nora Longquay", description="Has moved", phase="lead")


def two(by):
    return [person(by).pk, person(by, "Nora Quai", phone="+44 20 7946 0912").pk]


def merge(by, pk, other):
    from goodwill.areas.people.verbs.merge import merge

    merge(party(pk), by=by, others=[other])


def merged(by):
    pk, other = two(by)
    merge(by, pk, other)
    return [other]


def unmerge(by, pk):
    from goodwill.areas.people.verbs.merge import unmerge

    unmerge(party(pk), by=by)


def batch(by):
    from goodwill.kernel.models import Batch

    pk = person(by).pk
    edit(by, pk)
    return [Batch.objects.latest("id").pk]


def undo(by, pk):
    from goodwill.kernel import changes

    changes.undo(pk, by)


def imported(by):
    from goodwill.transfer import runs
    from goodwill.transfer.readers.inputs import Input

    rows = [f"Given{n},Family{n},p{n}@field.example,Firm {n % 5}" for n in range(60)]
    table = "\n".join(["First Name,Last Name,Email,Company", *rows]).encode()
    return [runs.bring_input(Input.of_bytes(table, "sixty.csv"), by).pk]


def bring(by, pk):
    """By this process alone, also where another one died of it."""
    from goodwill.kernel import jobs
    from goodwill.kernel.jobs.claim import take_over
    from goodwill.kernel.jobs.run import execute
    from goodwill.kernel.models import Job
    from goodwill.transfer import runs
    from goodwill.transfer.models import Import

    run = Import.objects.get(pk=pk)
    if run.job is None:
        runs.start(run, by)
    for gone in {*Job.objects.filter(state="running").values_list("worker", flat=True)}:
        while job := take_over(gone, secrets.token_hex(16)):
            execute(job)
    jobs.run_due(now=timezone.now() + timedelta(days=1))  # as if the pause after a failure were over
    run.refresh_from_db()
    if run.state != Import.State.DONE:
        raise RuntimeError(f"{run.state}: {run.error}")


def upload(by, pk):
    from goodwill.records.files.verbs import attach

    attach(party(pk), BytesIO(LETTER), "offer.txt", by=by)


def with_file(by):
    made = person(by)
    upload(by, made.pk)
    return [made.pk]


def back_up(by, _pk):
    from goodwill.areas.backup import making
    from goodwill.kernel import workspace as workspaces

    made = making.make(workspaces.current())
    if made.problem:
        raise RuntimeError(made.problem)


def backed_up(by):
    from goodwill.areas.backup import making
    from goodwill.kernel import workspace as workspaces

    with_file(by)
    made = making.make(workspaces.current())
    person(by, "Later Guest")
    return [str(Path(settings.GOODWILL_BACKUPS) / Path(made.name).name)]


def restore(_by, path):
    from goodwill.areas.backup import restoring

    restoring.restore(Path(path), replace=True)


def found(_by):
    from goodwill.kernel import workspace as workspaces

    if workspaces.get(FOUNDED) is None:
        workspaces.create("Second Firm", hosts=("second.localhost",), firm_id=FOUNDED)


def left_behind(_by):
    """As an older version left the firm."""
    from django.core.management import call_command

    from goodwill.kernel import workspace as workspaces

    for app, last in (("people", "0005"), ("kernel", "0014")):
        call_command("migrate", app, last, verbosity=0, interactive=False, skip_checks=True)
    workspaces.directory().set_stamp(workspaces.current().id, "older")
    return []


def migrate(_by):
    from goodwill.kernel import schema, workspace as workspaces

    schema.migrate(workspaces.current())
    workspaces.directory().set_stamp(workspaces.current().id, schema.stamp())


def trash(by, pk):
    from goodwill.records import writing

    writing.trash(party(pk), by=by)


def bring_back(by, pk):
    from goodwill.records import writing

    writing.restore(party(pk), by=by)


def trashed(by):
    made = person(by)
    trash(by, made.pk)
    return [made.pk]


def change_key(_by):
    """As a restart does with another key in the setting, and the one before behind it."""
    from goodwill.kernel import workspace as workspaces

    workspaces.close_all()
    workspaces.directory()._connection.close()
    settings.GOODWILL_KEY = f"{NEW_KEY},{KEY}"
    workspaces.masters.cache_clear()
    workspaces.directory.cache_clear()
    workspaces.directory()


def one(by):
    return [person(by, company="Quay and Daughters").pk]


def nothing(_by):
    return []


FLOWS = {
    "create": Flow(nothing, create),
    "edit": Flow(one, edit),
    "merge": Flow(two, merge),
    "un-merge": Flow(merged, unmerge),
    "undo": Flow(batch, undo),
    "import": Flow(imported, bring, resumes=True),
    "upload": Flow(one, upload),
    "back up": Flow(with_file, back_up, resumes=True),
    "restore": Flow(backed_up, restore, resumes=True),
    "found": Flow(nothing, found, resumes=True, dear=True),
    "migrate": Flow(left_behind, migrate, resumes=True, dear=True),
    "trash": Flow(one, trash),
    "bring back": Flow(trashed, bring_back),
    "change the key": Flow(nothing, change_key, resumes=True),
}
