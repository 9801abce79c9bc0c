"""Where a run is in the wizard, and the way to each of its steps."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from goodwill.transfer.models import Import

STEPS = (
    ("import_file", gettext_lazy("File")),
    ("import_columns", gettext_lazy("Columns")),
    ("import_options", gettext_lazy("What to do")),
    ("import_check", gettext_lazy("Look through")),
    ("import_result", gettext_lazy("Result")),
)


def frame_of(run: Import, step: str) -> dict[str, Any]:
    """What every page of the wizard shows around its own part."""
    names = [name for name, _label in STEPS]
    items = [{"label": label, "href": reverse(name, args=[run.pk]) if run.is_open else ""} for name, label in STEPS]
    crumbs = [{"label": _("Import"), "href": reverse("import")}, {"label": run.name}]
    return {"run": run, "steps": items, "step": names.index(step) + 1, "crumbs": crumbs}


def step_of(run: Import) -> str:
    """The page on which a run is at home."""
    if run.state == Import.State.CHECKING or (run.checked and run.is_open):
        return "import_check"
    return "import_columns" if run.is_open else "import_result"


def several_url(brought: Iterable[Import]) -> str:
    """Where all of them are asked about at once."""
    return f"{reverse('import_several')}?{urlencode({'id': [run.pk for run in brought]}, doseq=True)}"
