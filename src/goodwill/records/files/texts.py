"""The text in files goes into the search, by a job, with the rights of the record that they hang on."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from goodwill.kernel import changes, filetexts, jobs
from goodwill.kernel.changes import Entry
from goodwill.kernel.models import Change, File
from goodwill.records import search
from goodwill.records.files.records import FILE

search.also_found_by(FILE.name, filetexts.texts_of)


@changes.projection(File)
def follow_contents(entries: Sequence[Entry]) -> None:
    """Each new content about a record is read later."""
    for entry in entries:
        file = entry.record
        fresh = entry.kind in (Change.Kind.CREATE, Change.Kind.RESTORE) or "blob" in entry.after
        if isinstance(file, File) and fresh and file.about and file.deleted_at is None and filetexts.is_readable(file):
            jobs.enqueue(read, key=f"file {file.pk}", file_id=file.pk)


@jobs.job("read-file", label=_("Read the text of a file"), retries=2, priority=jobs.Priority.BULK, quiet=True)
def read(file_id: int) -> None:
    if filetexts.read(file_id):
        search.reindex(FILE, [file_id])
