"""A kept file as the readers want it: opened from its beginning, as often as needed."""

from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from goodwill.kernel import files, workspace
from goodwill.kernel.files import Sealed
from goodwill.kernel.models import File
from goodwill.transfer.readers.inputs import Input

IN_MEMORY = 64 * 1024 * 1024


def input_of(file: File | Sealed) -> Input:
    """Up to 64 MB are unsealed once and held in memory; larger ones go to a file without a name, each time anew."""
    if file.size <= IN_MEMORY:
        return Input.of_bytes(files.read(file, limit=IN_MEMORY), file.name)
    return Input(file.name, file.size, partial(_unsealed, file))


def _unsealed(file: File | Sealed) -> BinaryIO:
    sink = TemporaryFile(dir=workspace.current().folder)  # noqa: SIM115 - whoever asked for it closes it
    for piece in files.chunks(file):
        sink.write(piece)
    sink.seek(0)
    return cast("BinaryIO", sink)
