"""The text in files, read once for each content and kept beside the file, so that it can be searched and shown."""

from django.db import transaction

from goodwill.kernel import files, reading
from goodwill.kernel.models import File, FileText

State = FileText.State


def is_readable(file: File) -> bool:
    from goodwill.kernel.reading.kinds import READERS

    return file.media_type in READERS


def read(file_id: int) -> bool:
    """Read the text of what a file holds now, unless that is done; gives whether something new was kept."""
    file = File.objects.filter(pk=file_id).first()
    if file is None or not is_readable(file) or FileText.objects.filter(pk=file_id, blob=file.blob).exists():
        return False
    found = reading.text_of(files.chunks(file), file.size, file.media_type)
    values = {"blob": file.blob, "state": _state(found), "reason": found.reason}
    with transaction.atomic():
        FileText.objects.update_or_create(pk=file_id, defaults={**values, "pages": found.pages, "text": found.text})
    return True


def text_of(file: File) -> FileText | None:
    """What was read of the content that the file has now; None while it was not read."""
    return FileText.objects.filter(pk=file.pk, blob=file.blob).first()


def texts_of(ids: "list[int]") -> dict[int, list[str]]:
    rows = FileText.objects.filter(pk__in=ids).exclude(text="").values_list("pk", "text")
    return {pk: [text] for pk, text in rows}


def _state(found: reading.Found) -> str:
    if found.reason:
        return State.REFUSED
    if not found.text:
        return State.NOTHING
    return State.CUT if found.cut else State.READ
