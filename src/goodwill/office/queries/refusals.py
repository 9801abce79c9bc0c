"""What work in the background did not do, record by record with the reason: on its page, and as a file."""

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from goodwill.kernel import jobs
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Missing
from goodwill.kernel.formulas import guard
from goodwill.kernel.jobs import rows
from goodwill.kernel.models import BulkRow, Job
from goodwill.kernel.refs import Ref
from goodwill.records import registry
from goodwill.records.abouts import names_of
from goodwill.records.views.typed import url_of

SIZE, AT_ONCE = 100, 1000


class Line(NamedTuple):
    """`number` counts from 1 what the work was to be done to; without `href` the title says why there is no record."""

    number: int
    title: str
    href: str
    why: str


class Page(NamedTuple):
    job: Job
    lines: list[Line]
    total: int
    next: int | None


def job_of(pk: int, actor: Actor) -> Job:
    """One's own, or anybody's for who looks after the firm."""
    if found := jobs.visible(actor).filter(pk=pk).first() if 0 < pk < 2**63 else None:
        return found
    raise Missing


def refusals(job: Job, actor: Actor, *, after: int = 0) -> Page:
    """A page of them, in the order of the work, behind the number `after`."""
    all_of_them = rows.refused(job.pk)
    found = list(all_of_them.filter(at__gte=after)[: SIZE + 1])
    last = found[SIZE - 1].at + 1 if len(found) > SIZE else None
    return Page(job, _lines(job, found[:SIZE], actor), all_of_them.count(), last)


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(job: Job, actor: Actor, root: str) -> Iterator[str]:
    """All of them, with the mark by which spreadsheets know UTF-8; `root` goes before each address."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([_("Number"), _("Record"), _("Link"), _("Reason")])
    last = -1
    while some := list(rows.refused(job.pk).filter(at__gt=last)[:AT_ONCE]):
        last = some[-1].at
        for line in _lines(job, some, actor):
            yield writer.writerow([line.number, guard(line.title), line.href and root + line.href, guard(line.why)])


def _lines(job: Job, found: Sequence[BulkRow], actor: Actor) -> list[Line]:
    kind = registry.get(job.arguments.get("type", ""))
    ids = [(row.answer or {}).get("id", 0) for row in found]
    names = names_of([Ref(kind.ref_name, pk) for pk in ids if pk], actor) if kind else {}
    lines = []
    for row, pk in zip(found, ids, strict=True):
        title = names.get(Ref(kind.ref_name, pk), "") if kind else ""
        href = url_of(kind, pk) if kind and title else ""
        nobody = _("A record that you may not see, or that is gone for good") if pk else _("Row %d") % (row.at + 1)
        lines.append(Line(row.at + 1, title or nobody, href, (row.answer or {}).get("detail", "")))
    return lines
