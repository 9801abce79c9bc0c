"""Several files at once: zips are taken apart, and files of one shape become one import with one set of answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from mimetypes import guess_type
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.utils.translation import get_language, gettext as _, ngettext

from goodwill.kernel import files, rights, workspace
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Told
from goodwill.kernel.filenames import clean_name
from goodwill.records.codec import whole
from goodwill.transfer import mappings, runs
from goodwill.transfer.kept import input_of
from goodwill.transfer.mapping.fields import is_export_of
from goodwill.transfer.mapping.own import mark_in
from goodwill.transfer.models import Import
from goodwill.transfer.readers.bundle import parts_in, write_bundle
from goodwill.transfer.readers.detect import SHEETS, FileKind, kind_of
from goodwill.transfer.readers.errors import Problem, Unreadable, problem
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.packed import MOST, parts_of
from goodwill.transfer.readers.reading import Reading
from goodwill.transfer.readers.table import Table

IN_MEMORY = 8 << 20
NAMED = 8
"""Files of a zip that were left out and are named."""


@dataclass
class Brought:
    """The imports that came of some files, and why others could not be read."""

    runs: list[Import] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class _Packed:
    """A zip, and what in it is nothing to import."""

    name: str
    left: list[str] = field(default_factory=list)
    taken: int = 0


@dataclass
class _Part:
    source: Input
    table: Table
    packed: _Packed | None


def bring(sources: Iterable[Input], by: Actor, noun: str = "") -> Brought:
    """One import for each shape of file. What cannot be read is told, and the rest is brought all the same."""
    rights.require_power(by, "import")
    found = Brought()
    shapes: dict[tuple[str, ...], list[_Part]] = {}
    for number, part in enumerate(_parts(sources, found)):
        shapes.setdefault(_shape(part, by) or (str(number),), []).append(part)
    for parts in shapes.values():
        try:
            found.runs.append(_bring_alike(parts, by, noun))
        except Told as refusal:
            found.errors.append(refusal.sentence)
    return found


def apart(run: Import, by: Actor) -> list[Import]:
    """Each file of an import by itself, in the place of the one import of all of them."""
    if not run.is_open:
        raise Invalid(_("This import was started already, so its files stay together."))
    each = [runs.bring_input(part, by) for part in parts_in(input_of(run.file))]
    runs.discard(run, by)
    return each


def other_sheets(run: Import, by: Actor) -> Brought:
    """An import for each other sheet of a workbook, or list of a JSON file: of the content that is here already."""
    found, file = Brought(), run.file
    sealed = files.Sealed(file.name, file.media_type, file.size, file.blob)
    for sheet in run.found["sheets"]:
        if sheet == run.reading.get("sheet"):
            continue
        try:
            other = runs.bring_input(input_of(file), by, sealed=sealed, sheet=sheet)
        except Told as refusal:
            found.errors.append(f"{sheet}: {refusal.sentence}")
            continue
        other.save_only(name=f"{other.name}, {sheet}"[:255])
        found.runs.append(other)
    if found.runs and (sheet := run.reading.get("sheet")):
        run.save_only(name=f"{run.name}, {sheet}"[:255])
    return found


def _parts(sources: Iterable[Input], found: Brought) -> Iterator[_Part]:
    for source in sources:
        if kind_of(source) is FileKind.ZIP:
            yield from _unpacked(source, found)
        elif part := _opened(source, found):
            yield part


def _unpacked(source: Input, found: Brought) -> Iterator[_Part]:
    packed = _Packed(clean_name(source.name))
    try:
        parts = parts_of(source)
    except Unreadable as refusal:
        found.errors.append(f"{source.name}: {refusal.problem.sentence} {refusal.problem.advice}".strip())
        return
    for inner in parts:
        try:
            part = None if _is_no_table(inner) else _opened(inner, None, packed)
        except Unreadable:
            part = None
        if part and not _is_told_with_its_record(part.table):
            packed.taken += 1
            yield part
        else:
            packed.left.append(inner.name)
    if not packed.taken:
        names = ", ".join(packed.left[:NAMED])
        said = _("%(name)s: None of the files in it holds contacts or a table (%(names)s). Nothing was changed.")
        empty = _("%s: There is no file in it. Nothing was changed.") % source.name
        found.errors.append(said % {"name": source.name, "names": names} if names else empty)


def _is_no_table(part: Input) -> bool:
    """A picture, sound or page by its name, whatever text is in it: in a zip nobody chose it to be read."""
    if kind_of(part) not in (FileKind.TABLE, FileKind.HTML):
        return False
    media, _encoding = guess_type(part.name)
    return (media or "").startswith(("image/", "audio/", "video/", "font/", "text/html"))


def _is_told_with_its_record(table: Table) -> bool:
    """One customer left with everything: their phones, say, are a file of that zip, and nothing alone."""
    headers = [column.name for column in table.columns]
    return mark_in(headers) is not None and any(is_export_of(headers, each) for each in whole.parts_alone())


def _opened(source: Input, found: Brought | None, packed: _Packed | None = None) -> _Part | None:
    try:
        return _Part(source, runs.opened(source, Reading(language=get_language() or "")), packed)
    except Told as refusal:
        if found:
            found.errors.append(refusal.sentence)
        return None


def _shape(part: _Part, by: Actor) -> tuple[str, ...] | None:
    """What files share that are read as one: their kind, what their rows are, and the names of their columns."""
    kind = kind_of(part.source)
    if kind is FileKind.VCARD:
        return (kind,)
    headers = mappings.digest_of(column.header for column in part.table.columns)
    if kind is FileKind.BUNDLE or not headers:
        return None
    meant = runs.meant_by(part.source, part.table, by)
    alike = "sheet" if kind in SHEETS else str(kind)
    return (alike, headers, part.table.about, meant.key if meant else "")


def _bring_alike(parts: list[_Part], by: Actor, noun: str) -> Import:
    first = parts[0]
    if len(parts) == 1:
        run = runs.bring_input(first.source, by, noun, table=first.table)
    else:
        if len(parts) > MOST:
            said = _("%(count)d files of one shape are more than the %(most)d that are taken at once. None was taken.")
            raise Invalid(said % {"count": len(parts), "most": MOST})
        run = _bring_bundle(parts, by, noun)
    packed = list({id(part.packed): part.packed for part in parts if part.packed and part.packed.left}.values())
    if packed:
        run.found["problems"] = [*(_left(each).as_data() for each in packed), *run.found["problems"]]
        run.save_only(found=run.found)
        for each in packed:
            each.left = []
    return run


def _bring_bundle(parts: list[_Part], by: Actor, noun: str) -> Import:
    with SpooledTemporaryFile(IN_MEMORY, dir=str(workspace.current().folder)) as spool:
        bundle = cast("BinaryIO", spool)
        write_bundle(bundle, (part.source for part in parts))
        name = _name_of(parts)
        sealed = files.seal(bundle, name if name.lower().endswith(".zip") else f"{name}.zip")
    return runs.bring_input(replace(input_of(sealed), name=name), by, noun, sealed=sealed)


def _name_of(parts: list[_Part]) -> str:
    """The zip that all of them came in, else the first with how many more."""
    zips = {part.packed.name for part in parts if part.packed}
    if len(zips) == 1 and all(part.packed for part in parts):
        return zips.pop()
    more = len(parts) - 1
    said = ngettext("%(first)s and %(more)d more", "%(first)s and %(more)d more", more)
    return said % {"first": parts[0].source.name, "more": more}


def _left(packed: _Packed) -> Problem:
    names = ", ".join(packed.left[:NAMED]) + (" ..." if len(packed.left) > NAMED else "")
    return problem("left_in_zip", count=len(packed.left), zip=packed.name, names=names)
