"""What each column means."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.records.views.typed import actor_of
from goodwill.transfer import importers, runs
from goodwill.transfer.mapping.needs import NeedKind
from goodwill.transfer.mapping.targets import TARGETS, About
from goodwill.transfer.models import Import
from goodwill.transfer.views.steps import frame_of
from goodwill.ui import render
from goodwill.ui.access import power

USUAL = (
    "full_name", "given_name", "middle_name", "family_name", "prefix", "company", "job_title", "department", "mail:1",
    "mail:2", "phone:1", "phone:2", "phone:mobile", "phone:work", "phone:home", "phone:fax", "website:1", "street",
    "postcode", "city", "region", "country", "birthday", "note", "tags", "owner", "source", "phase", "external_id",
    "customer_number", "industry", "language",
)  # fmt: skip


@power("import")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    run = runs.get(pk, actor_of(request))
    chosen, errors = dict(run.targets), {}
    if request.method == "POST":
        chosen = {column["position"]: request.POST.get(f"c{column['position']}", "") for column in run.found["columns"]}
        orders = {position: request.POST.get(f"order{position}", "") for position in chosen}
        try:
            runs.map_columns(run, chosen, orders)
            to = "import_columns" if runs.unsure(run) else "import_options"
            return render.redirect(request, reverse(to, args=[pk]))
        except Invalid as refusal:
            errors = refusal.problems
    everything = "every" in request.GET
    context = frame_of(run, "import_columns") | {
        "columns": [_column(run, column, chosen, everything=everything) for column in run.found["columns"]],
        "errors": errors,
        "needs": _needs(run) if not errors else [],
        "everything": everything,
    }
    return render.page(
        request, "transfer/columns.html", context, blocks={"form": "#columns"}, status=422 if errors else 200
    )


def _column(run: Import, column: dict[str, Any], chosen: dict[int, str], *, everything: bool) -> dict[str, Any]:
    takes = importers.get(run.importer).takes
    target = chosen.get(column["position"], "")
    first = [key for key in (target, column["suggested"], *column["alternatives"]) if key in takes]
    rest = TARGETS if everything else USUAL
    offered = dict.fromkeys([*first, *(key for key in rest if key in takes)])
    ask = runs.unsure(run).get(column["position"], "")
    return {
        **column,
        "target": target,
        "choices": [(key, _words(key)) for key in offered],
        "ask": ask if target and target == run.targets.get(column["position"]) else "",
        "guessed": bool(target) and target == column["suggested"] and not column["sure"],
    }


def _words(key: str) -> str:
    target = TARGETS[key]
    return f"{target.name} ({_('company')})" if target.about is About.COMPANY and key != "company" else str(target.name)


def _needs(run: Import) -> list[str]:
    names = {column["position"]: column["name"] for column in run.found["columns"]}
    targets = set(run.targets.values())
    said = []
    if "full_name" in targets and not targets & {"given_name", "family_name"}:
        said.append(_("The full name is taken apart into first and last name."))
    for need in runs.suggestions(run).needs:
        where = [f"“{names.get(position, '')}”" for position in need.positions]
        if need.kind is NeedKind.SPLIT_MAILS:
            said.append(_("%(column)s holds several mails in one cell. Each is taken.") % {"column": where[0]})
        elif need.kind in (NeedKind.JOIN_PHONE, NeedKind.JOIN_DATE, NeedKind.JOIN_STREET):
            said.append(_("%(columns)s are put together.") % {"columns": ", ".join(where)})
    return said
