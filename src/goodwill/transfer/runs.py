"""The life of an import: brought, read, mapped, told what to do, checked, started, stopped, taken back."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from goodwill.kernel import changes, files, jobs, rights
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.errors import Invalid, Missing, Refused
from goodwill.kernel.filenames import clean_name
from goodwill.kernel.models import Batch
from goodwill.records import registry
from goodwill.transfer import importers, mappings, nouns
from goodwill.transfer.guessing import noun_of
from goodwill.transfer.importers import Importer
from goodwill.transfer.kept import input_of
from goodwill.transfer.mapping import firm_fields, own
from goodwill.transfer.mapping.formats import ColumnFormat
from goodwill.transfer.mapping.offers import may_be_given
from goodwill.transfer.mapping.suggest import Suggestions, suggest
from goodwill.transfer.mapping.targets import TARGETS
from goodwill.transfer.models import Import
from goodwill.transfer.options import Options
from goodwill.transfer.readers.bundle import parts_in
from goodwill.transfer.readers.detect import FileKind, detect
from goodwill.transfer.readers.errors import Severity, Unreadable
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.opening import open_table, tables_in
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.readers.sources import recognise
from goodwill.transfer.readers.table import Table
from goodwill.transfer.values import formats_as_data, formats_from_data, formats_of, is_dated

State = Import.State
UNDONE_AT_ONCE = 1500
"""Changes; more are taken back in the background."""


def visible(actor: Actor) -> "models.QuerySet[Import]":
    """The actor's own imports; all of them for who may take back what others did."""
    found = Import.objects.select_related("file", "job", "user")
    return found if actor.may("undo_any") else found.filter(user=actor.user_id, user__isnull=False)


def get(pk: int, actor: Actor) -> Import:
    rights.require_power(actor, "import")
    found = visible(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def bring_input(
    source: Input,
    by: Actor,
    noun: str = "",
    *,
    table: Table | None = None,
    sealed: files.Sealed | None = None,
    sheet: str = "",
) -> Import:
    """Keep a file and find out what it is, or take it as rows of `noun`. Raises Invalid for one that cannot be read.

    One that was opened or sealed before is not again. Both is done before anything is written.
    """
    rights.require_power(by, "import")
    reading = Reading(language=get_language() or "", sheet=sheet)
    table = table or opened(source, reading)
    headers = [column.header for column in table.columns]
    run = Import(name=clean_name(source.name), importer="", user=by.user, created_at=timezone.now())
    meant = nouns.find(noun or table.about, by) or meant_by(source, table, by)
    run.importer = meant.importer if meant else importers.first()
    _learn(run, source, table, reading, meant.type.name if meant else "")
    if sealed is None:
        with source.open() as stream:
            sealed = files.seal(stream, source.name)
    with transaction.atomic():
        run.file = files.keep(sealed, sealed.name, about=None, by=by)
        run.save()
    if saved := mappings.offered(headers):
        with suppress(Invalid):  # it was saved by somebody who may do more: the suggestions stand
            mappings.apply(run, saved, by)
    return run


def opened(source: Input, reading: Reading) -> Table:
    """The table in a file that somebody brought. Raises Invalid, with the name of the file."""
    found = detect(source)
    if not found.readable:
        raise Invalid(f"{source.name}: {found.sentence}")
    try:
        table = open_table(source, reading)
    except Unreadable as refusal:
        raise Invalid(f"{source.name}: {refusal.problem.sentence} {refusal.problem.advice}".strip()) from None
    if not table.columns:
        raise Invalid(_("%s: There is nothing in it that could be taken. Nothing was changed.") % source.name)
    return table


def meant_by(source: Input, table: Table, by: Actor) -> nouns.Noun | None:
    """What its rows are, by its columns and its name; None where it is of contacts."""
    is_card = any(column.target for column in table.columns)
    return None if is_card else noun_of([column.header for column in table.columns], source.name, by)


def input_from(upload: Any, name: str) -> Input:
    if isinstance(upload, UploadedFile) and hasattr(upload, "temporary_file_path"):
        return Input.of_path(upload.temporary_file_path(), name)
    upload.seek(0)
    return Input.of_bytes(upload.read(), name)


def table_of(run: Import) -> Table:
    return open_table(input_of(run.file), Reading.from_data(run.reading))


def read(run: Import, reading: Reading, row_is: str = "") -> None:
    """Read the file like this from now on, and suggest a mapping anew; what was repaired was in other cells."""
    _require_open(run)
    source = input_of(run.file)
    _learn(run, source, open_table(source, reading), reading, row_is)
    run.save()
    run.repairs.all().delete()


def _learn(run: Import, source: Input, table: Table, reading: Reading, row_is: str) -> None:
    """What the file says of itself, and what its columns seem to be; writes nothing."""
    importer = importers.get(run.importer)
    found, joined = _suggested(importer, table, reading.language)
    headers = [column.header for column in table.columns]
    known = recognise(headers)
    nothing = known.maker.says_nothing(headers) if known else {}
    kind = detect(source)
    by = _doer(run)
    targets = {place: key for place, key in found.targets().items() if may_be_given(importer, key, by)}
    is_ours = own.mark_in(headers) is not None
    run.found = {
        "kind": kind.kind.value,
        "sentence": kind.sentence,
        "parts": [part.name for part in parts_in(source)] if kind.kind is FileKind.BUNDLE else [],
        "sheets": [sheet.name for sheet in tables_in(source, kind.kind, table.reading.encoding)],
        "maker": found.maker,
        "separator": found.separator,
        "joined": joined,
        "nothing": nothing,
        "problems": [problem.as_data() for problem in table.problems if problem.severity >= Severity.NOTE],
        "columns": [_column(each, table.columns[each.position].header, nothing) for each in found.columns],
    }
    run.reading = table.reading.as_data()
    usual = Options(source=(found.maker or run.name.rpartition(".")[0] or run.name)[:60])
    options = replace(
        Options.from_data(run.options) if run.options else usual,
        row_is=row_is or importer.guess(targets, known.maker.subject if known else ""),
        language=reading.language,
        match=_usual_match(importer, targets),
        policies={},
        is_ours=is_ours,
        split_names=not (is_ours and own.PARTS_OF_NAMES.intersection(targets.values())),
    )
    run.options = options.as_data()
    _settle(run, table, targets)


def choose(run: Import, noun: nouns.Noun, by: Actor) -> None:
    """Say what a row of the file is."""
    _require_open(run)
    if run.importer == noun.importer:
        run.options = {**run.options, "row_is": noun.type.name}
        run.save_only(options=run.options, state=State.DRAFT, checked={})
        return
    run.importer = noun.importer
    read(run, Reading.from_data(run.reading), noun.type.name)


def _suggested(importer: Importer, table: Table, language: str) -> tuple[Suggestions, list[int]]:
    """With the columns in which we joined several values ourselves."""
    if importer.suggest:
        found = importer.suggest(table, language)
    else:
        found = suggest(table, importer.takes, language)
        firm_fields.name_columns(found, table, importer)
    covered = (registry.get(name) for name in sorted(importer.covers, reverse=True))
    headers = [column.header for column in table.columns]
    return found, own.settle(found, headers, filter(None, covered), importer.fields)


def _usual_match(importer: Importer, targets: Mapping[int, str]) -> str:
    """By what names a record, if the file has it."""
    offered = [key for key, _label in importer.matches(dict(targets))] if importer.matches else []
    known = registry.get(importer.name)
    title = f"{known.name}.{known.title}" if known else ""
    return title if title in offered else next(iter(offered), "")


def _column(each: Any, header: str, nothing: Mapping[Any, Collection[str]]) -> dict[str, Any]:
    """What its maker writes where there is nothing is no example."""
    blank = nothing.get(each.position, ())
    return {
        "position": each.position,
        "name": each.column,
        "header": header,
        "samples": [sample[:120] for sample in each.samples if sample not in blank],
        "suggested": each.target,
        "alternatives": list(each.alternatives),
        "why": each.why.value,
        "sure": each.confidence >= 0.75,
    }


def map_columns(run: Import, mapping: Mapping[int, str], readings: Mapping[int, str] | None = None) -> None:
    """Say what each column is; "" leaves it out. `readings`: "dmy" or "mdy" for columns of dates that fit both, the
    sign before the decimals for columns of numbers."""
    _require_open(run)
    importer, by = importers.get(run.importer), _doer(run)
    columns = {column["position"]: column["name"] for column in run.found["columns"]}
    chosen = {position: target for position, target in mapping.items() if target and position in columns}
    taken: dict[str, str] = {}
    for position, target in sorted(chosen.items()):
        if target not in importer.takes or ("." not in target and not may_be_given(importer, target, by)):
            raise Invalid({str(position): _("There is no such field. Choose another one.")})
        if target in taken and not TARGETS[target].repeats:
            sentence = _("“%(one)s” and “%(other)s” cannot both be %(field)s. Choose another field for one of them.")
            said = {"one": taken[target], "other": columns[position], "field": TARGETS[target].name}
            raise Invalid({str(position): sentence % said})
        taken[target] = columns[position]
    if not chosen:
        raise Invalid(_("Every column is left out. Choose a field for at least one."))
    _settle(run, table_of(run), chosen, known=_dates_of(run))
    options = Options.from_data(run.options)
    match = options.match if options.match in chosen.values() else _usual_match(importers.get(run.importer), chosen)
    run.options = replace(options, match=match).as_data()
    for position, reading in (readings or {}).items():
        form = run.formats.get(str(position))
        if form and reading in ("dmy", "mdy"):
            form["date"]["order"] = reading
            form["is_sure"] = True
        elif form and reading in (".", ","):
            form["decimal"] = reading
            form["is_sure"] = True
    run.save()


def _doer(run: Import) -> Actor:
    return Actor.of(run.user, "import") if run.user else system("import")


def _dates_of(run: Import) -> dict[int, ColumnFormat]:
    """What was found out, or said, about its columns of dates."""
    targets = run.targets
    forms = formats_from_data(run.formats).items()
    return {place: form for place, form in forms if place in targets and is_dated(targets[place])}


def _settle(
    run: Import, table: Table, targets: Mapping[int, str], known: Mapping[int, ColumnFormat] | None = None
) -> None:
    run.mapping = {str(position): target for position, target in sorted(targets.items())}
    run.formats = formats_as_data(formats_of(table, targets, run.reading.get("language", ""), known))
    run.state, run.checked = State.DRAFT, {}


def unsure(run: Import) -> dict[int, str]:
    """The columns of dates and numbers that can be read in two ways, with an example."""
    return {position: form.example for position, form in formats_from_data(run.formats).items() if not form.is_sure}


def numbers(run: Import) -> dict[int, tuple[str, str]]:
    """The columns of numbers where the decimal sign matters: an example, and the sign, if it is sure."""
    forms = formats_from_data(run.formats)
    kinds = {position: TARGETS[target].kind for position, target in run.targets.items()}
    return {
        position: (form.example, form.decimal if form.is_sure else "")
        for position, form in forms.items()
        if form.example and kinds.get(position) in ("number", "money", "amount")
    }


def set_options(run: Import, options: Options) -> None:
    _require_open(run)
    importer = importers.get(run.importer)
    if options.row_is not in dict(importer.nouns):
        raise Invalid({"row_is": _("Say what a row of the file is.")})
    offered = [key for key, _label in importer.matches(run.targets)] if importer.matches else []
    if options.match and options.match not in offered:
        raise Invalid({"match": _("Records cannot be found by this. Choose one of the fields that are offered.")})
    if options.consent and not options.consent.get("wording", "").strip():
        raise Invalid({"wording": _("Without the exact wording a consent proves nothing. Write what they agreed to.")})
    if not options.source.strip():
        options = replace(options, source=run.name[:60])
    run.save_only(options=options.as_data(), state=State.DRAFT, checked={})


def check(run: Import, by: Actor, *, at_once: bool = False) -> None:
    """Find out what the run would do: in the background, unless the file is small or somebody waits for it."""
    from goodwill.transfer import jobs as work

    _require_open(run)
    work.begin_check(run, by, at_once=at_once)


def start(run: Import, by: Actor) -> None:
    from goodwill.transfer import jobs as work

    rights.require_power(by, "import")
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=run.pk)
        _require_open(held)
        job = jobs.enqueue(work.perform, by=by.through_("import"), key=f"import {run.pk}", run_id=run.pk)
        run.save_only(state=State.RUNNING, job=job, counts={}, error="")
        run.rows.all().delete()


def stop(run: Import, by: Actor) -> None:
    """What was written before stays, and can be taken back."""
    if run.job is None or run.state not in (State.RUNNING, State.CHECKING):
        raise Invalid(_("This import is over already, so there is nothing to stop."))
    job = jobs.cancel(run.job.pk, by)
    if job.is_over:
        over = State.DRAFT if run.state == State.CHECKING else State.CANCELLED
        run.save_only(state=over, ended_at=timezone.now())


def undo(run: Import, by: Actor) -> None:
    """Take back all that the run wrote, except where somebody changed the same field since."""
    rights.require_power(by, "import")
    if not run.was_written or run.batch is None:
        raise Invalid(_("This import wrote nothing, so there is nothing to take back."))
    _take_back(run, run.batch, by)


@changes.undoes
def undo_batch(batch: Batch, by: Actor) -> changes.UndoResult | None:
    """The same from the history, where somebody sees the batch and not the file."""
    run = Import.objects.filter(batch=batch).first() if batch.through == "import" else None
    if run is None:
        return None
    if not run.was_written:
        raise Refused(_("This import is running or being taken back right now. Nothing was changed."))
    return _take_back(run, batch, by)


def _take_back(run: Import, batch: Batch, by: Actor) -> changes.UndoResult:
    """At once, or in the background, part by part, so that others can write meanwhile."""
    from goodwill.transfer import jobs as work

    if batch.changes.count() <= UNDONE_AT_ONCE:
        return work.take_back(run, by)
    changes.require_undo(batch, by)
    with transaction.atomic():
        job = jobs.enqueue(work.undo, by=by.through_("import"), key=f"import {run.pk}", run_id=run.pk)
        run.save_only(job=job, state=State.RUNNING)
    return changes.UndoResult(is_begun=True)


def discard(run: Import, by: Actor) -> None:
    """Leave out an import that was never run, and its file with it, unless another import reads that, too."""
    _require_open(run)
    file = run.file
    with changes.batch(by, "discard"):
        run.delete()
        if file.deleted_at is None and not Import.objects.filter(file=file).exists():
            changes.trash(file)
            changes.purge(file)


def suggestions(run: Import) -> Suggestions:
    return _suggested(importers.get(run.importer), table_of(run), run.reading.get("language", ""))[0]


def _require_open(run: Import) -> None:
    if not run.is_open:
        raise Invalid(_("This import was started already. Bring the file again to import it in another way."))
