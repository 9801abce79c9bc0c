"""What is done with files. Their content comes as a stream, so adding one is no verb that a form could ask for."""

import io
from typing import Annotated, Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.kernel import changes, files, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.filenames import clean_name, extension_of
from goodwill.kernel.models import About, File, Tracked
from goodwill.kernel.refs import fetch
from goodwill.kernel.verbs import Help, verb

LONGEST = 500_000


def may_have_files(model: type[Tracked]) -> bool:
    """Whatever stands for itself; not the rows about or of another record."""
    return not (issubclass(model, About) or model.belongs_to or model.guarded_by)


def require_attach(record: Tracked, by: Actor) -> None:
    """Raises Refused where the actor may not add files: asked before anything that was sent is brought to the disk."""
    if not may_have_files(type(record)):
        raise Missing
    rights.require(by, "change", record)


def attach(record: Tracked, upload: files.Upload | files.Sealed, name: str, *, by: Actor) -> File:
    """Add a file to a record. Raises Refused, or Invalid where it is too large; then nothing was kept."""
    require_attach(record, by)
    return files.keep(upload, name, about=record.ref, by=by)


def keep_own(upload: files.Upload | files.Sealed, name: str, *, by: Actor) -> File:
    """Keep a file that hangs on nothing; only who added it sees it."""
    rights.require(by, "create", File)
    return files.keep(upload, name, about=None, by=by)


def add_version(file: File, upload: files.Upload | files.Sealed, name: str, *, by: Actor) -> File:
    """A new content in the place of the old one, which stays a version. Only the ending of the name follows."""
    rights.require(by, "change", file)
    ending, before = extension_of(name), extension_of(file.name)
    stem = file.name[: -len(before) - 1] if before else file.name
    return files.replace(file, upload, f"{stem}.{ending}" if ending else file.name, by=by)


@verb(
    File, right="create", label=gettext_lazy("New text file"), done=gettext_lazy("wrote a text file"), icon="file-plus"
)
def create_file(
    *,
    by: Actor,
    name: str,
    content: Annotated[str, Help(gettext_lazy("Text"), kind="long_text")],
    description: str = "",
    about: str | None = None,
) -> File:
    """Keep a text as a file about a record ("party:12"), or for oneself."""
    record = _about(about, by)
    if len(content) > LONGEST:
        raise Invalid({"content": _("This is longer than a text file may be here. Send it as a file instead.")})
    named = clean_name(name)
    named = named if extension_of(named) else f"{named}.txt"
    ref = record.ref if record else None
    return files.keep(io.BytesIO(content.encode()), named, about=ref, by=by, description=description)


@verb(File, label=gettext_lazy("Edit"), done=gettext_lazy("edited a file"), icon="pencil", bulk=False)
def edit(
    file: File, *, by: Actor, name: str | None = None, description: str | None = None, base_version: int | None = None
) -> File:
    """Give it another name or description. A name without an ending keeps the one that it had."""
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = _renamed(file, name)
    if description is not None:
        values["description"] = description
    return changes.update(file, base_version=base_version, **values)


@verb(
    File,
    label=gettext_lazy("Bring back this version"),
    done=gettext_lazy("brought back an older version"),
    icon="history",
    bulk=False,
)
def bring_back(file: File, *, by: Actor, number: int) -> File:
    """Make an earlier version the newest one again; nothing is lost by it."""
    return files.bring_back(file, number, by=by)


def _renamed(file: File, name: str) -> str:
    if not name.strip():
        raise Invalid({"name": _("A file needs a name. Nothing was changed.")})
    named, ending = clean_name(name), extension_of(file.name)
    return named if extension_of(named) or not ending else clean_name(f"{named}.{ending}")


def _about(given: str | None, by: Actor) -> Tracked | None:
    if not given:
        return None
    type_name, _colon, number = given.partition(":")
    known = number.isascii() and number.isdecimal() and len(number) < 19
    record = fetch((type_name, int(number))) if known else None
    if record is None or not may_have_files(type(record)) or not rights.allows(by, "read", record):
        raise Invalid({"about": _("The record that this is about is not here, or you may not see it.")})
    rights.require(by, "change", record)
    return record
