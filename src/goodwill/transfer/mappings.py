"""How a file was imported, kept under a name and offered when a file with the same headers comes again."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid, Missing
from goodwill.kernel.text import fold
from goodwill.transfer import importers, nouns
from goodwill.transfer.models import Import, SavedMapping
from goodwill.transfer.options import Options


def digest_of(headers: Iterable[str]) -> str:
    """The same for the same headers in any order."""
    text = "\n".join(sorted(fold(header) for header in headers if header.strip()))
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def known() -> "models.QuerySet[SavedMapping]":
    return SavedMapping.objects.select_related("user").order_by("name")


def offered(headers: Iterable[str]) -> SavedMapping | None:
    """The newest one for files with these headers."""
    digest = digest_of(headers)
    return SavedMapping.objects.filter(digest=digest).order_by("-saved_at", "-id").first() if digest else None


def save(run: Import, name: str, by: Actor) -> SavedMapping:
    """Keep how the run is set; one of the same name is replaced."""
    rights.require_power(by, "import")
    name = " ".join(name.split())[:60]
    if not name:
        raise Invalid({"save_as": _("Give it a name, so that it can be found again.")})
    headers = {column["position"]: column["header"] for column in run.found["columns"]}
    values: dict[str, Any] = {
        "importer": run.importer,
        "digest": digest_of(headers.values()),
        "headers": list(headers.values()),
        "mapping": {headers[position]: target for position, target in run.targets.items()},
        "options": {key: value for key, value in run.options.items() if key != "language"},
        "user": by.user,
        "saved_at": timezone.now(),
    }
    with transaction.atomic():
        return SavedMapping.objects.update_or_create(name=name, defaults=values)[0]


def apply(run: Import, saved: SavedMapping, by: Actor) -> None:
    """Set the run as it was saved. Columns of the file that were not there then stay as they are suggested."""
    from goodwill.transfer import runs

    noun = nouns.find(f"{saved.importer}:{saved.options.get('row_is', '')}", by)
    if noun is None:
        return
    runs.choose(run, noun, by)
    takes = importers.get(run.importer).takes
    chosen = {}
    for column in run.found["columns"]:
        header, position = column["header"], column["position"]
        target = saved.mapping.get(header, "") if header in saved.headers else run.targets.get(position, "")
        chosen[position] = target if target in takes else ""
    if any(chosen.values()):
        runs.map_columns(run, chosen)
    options = Options.from_data({**saved.options, "language": run.options.get("language", "")})
    run.found["saved"] = saved.name
    run.options = replace(options, row_is=noun.type.name).as_data()
    run.save()


def forget(pk: int, by: Actor) -> str:
    rights.require_power(by, "import")
    found = SavedMapping.objects.filter(pk=pk).first()
    if found is None:
        raise Missing
    found.delete()
    return found.name
