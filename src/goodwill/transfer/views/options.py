"""How known records are found, what becomes of them, and what holds for all rows."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Team, User
from goodwill.records import registry
from goodwill.records.views.typed import actor_of
from goodwill.transfer import importers, mappings, runs
from goodwill.transfer.everywhere import Offer
from goodwill.transfer.mapping.offers import words_of
from goodwill.transfer.mapping.targets import KEPT
from goodwill.transfer.models import Import
from goodwill.transfer.options import Doubles, FieldPolicy, Options, Policy
from goodwill.transfer.views.steps import frame_of
from goodwill.ui import render
from goodwill.ui.access import power

_SEVERAL = frozenset(
    {"mail", "phone", "website", "street", "address", "house_number", "po_box", "city", "region", "postcode"}
)
NEVER_ASKED = frozenset({"own_id", "external_id", "customer_number", "company_id", "tags", "note", *KEPT})


@power("import")
def options(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    run = runs.get(pk, actor)
    chosen, errors = Options.from_data(run.options), {}
    save_as = str(run.found.get("saved", ""))
    if request.method == "POST":
        chosen = _chosen(request.POST, chosen, run, actor)
        save_as = request.POST.get("save_as", "").strip()
        try:
            _require_purpose(chosen)
            runs.set_options(run, chosen)
            if save_as:
                mappings.save(run, save_as, actor)
            runs.check(run, actor)
            return render.redirect(request, reverse("import_check", args=[pk]))
        except Invalid as refusal:
            errors = refusal.problems
    context = frame_of(run, "import_options") | _shown(run, chosen, actor) | {"errors": errors, "save_as": save_as}
    return render.page(
        request, "transfer/options.html", context, blocks={"form": "#options"}, status=422 if errors else 200
    )


def _shown(run: Import, chosen: Options, by: Actor) -> dict[str, Any]:
    importer = importers.get(run.importer)
    known = registry.get(chosen.row_is)
    stage = known.all_fields.get(known.stage) if known else None
    agreements = importer.agreements() if importer.agreements else None
    offers = _offers(run, by)
    return {
        "options": chosen,
        "importer": importer,
        "matches": importer.matches(run.targets) if importer.matches else [],
        "offers": offers,
        "adds": chosen.adds or _where_nobody_is(offers, by),
        "policies": _policies(),
        "fields": _fields(run, chosen),
        "everywhere": _everywhere(run, chosen.row_is, by),
        "doubles": _doubles(),
        "users": list(User.objects.filter(is_active=True).order_by("name", "id").values_list("pk", "name")[:500]),
        "teams": list(Team.objects.order_by("name").values_list("pk", "name")[:500]),
        "stage": stage,
        "stages": [(choice.value, choice.label) for choice in stage.options()] if stage else [],
        "agreements": agreements,
    }


def _fields(run: Import, chosen: Options) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    names = {column["position"]: column["name"] for column in run.found["columns"]}
    noted = importers.get(run.importer).noted
    return [
        (target, f"{names[position]} → {words_of(target)}", _own_policies(target), chosen.policies.get(target, ""))
        for position, target in run.targets.items()
        if target.partition(":")[0] not in NEVER_ASKED and target not in noted
    ]


def _chosen(sent: Any, before: Options, run: Import, by: Actor) -> Options:
    targets = set(run.targets.values())
    asked = {target: sent.get(f"policy-{target}", "") for target in targets}
    return replace(
        before,
        policy=sent["policy"] if sent.get("policy") in set(Policy) else Policy.FILL.value,
        doubles=sent["doubles"] if sent.get("doubles") in set(Doubles) else Doubles.TAKE.value,
        owner=_one_of(sent.get("owner", ""), User),
        team=_one_of(sent.get("team", ""), Team),
        stage=_stage(sent.get("stage", ""), before.row_is),
        tags=tuple(" ".join(tag.split())[:60] for tag in sent.getlist("tags") if tag.strip()),
        source=sent.get("source", "").strip()[:60],
        policies={target: policy for target, policy in asked.items() if policy in set(FieldPolicy)},
        match=sent.get("match", ""),
        adds=_added(sent, run, by),
        everywhere=_said_of_all(sent, run, before.row_is, by),
        consent=_consent(sent, run),
    )


def _consent(sent: Any, run: Import) -> dict[str, Any]:
    """Only what the importer asks for; nothing where nothing was said."""
    importer = importers.get(run.importer)
    agreements = importer.agreements() if importer.agreements else None
    if agreements is None:
        return {}
    purposes, channels = dict(agreements.purposes), dict(agreements.channels)
    said = {
        "purposes": [each for each in sent.getlist("purposes") if each in purposes],
        "channel": sent.get("channel", "") if sent.get("channel") in channels else "",
        "wording": sent.get("wording", "").strip()[:2000],
        "source": sent.get("consent_source", "").strip()[:200],
    }
    return said if said["purposes"] or said["wording"] or said["source"] else {}


def _require_purpose(chosen: Options) -> None:
    if not chosen.consent:
        return
    if not chosen.consent["purposes"]:
        raise Invalid({"purposes": _("Say what they agreed to, or empty the words. What you typed is still here.")})
    if not chosen.consent["channel"]:
        raise Invalid({"channel": _("Say on which channel they agreed to it. What you typed is still here.")})


def _added(sent: Any, run: Import, by: Actor) -> dict[str, str]:
    asked = {target: (sent.get(f"add-{target}", ""), dict(kinds)) for target, _label, kinds in _offers(run, by)}
    return {target: kind for target, (kind, kinds) in asked.items() if kind in kinds}


def _offers(run: Import, by: Actor) -> list[tuple[str, str, list[tuple[str, str]]]]:
    importer = importers.get(run.importer)
    return importer.offers(set(run.targets.values()), by) if importer.offers else []


def _everywhere(run: Import, row_is: str, by: Actor) -> list[Offer]:
    importer = importers.get(run.importer)
    return importer.everywhere(set(run.targets.values()), row_is, by) if importer.everywhere else []


def _said_of_all(sent: Any, run: Import, row_is: str, by: Actor) -> dict[str, str]:
    offers = [(target, dict(choices)) for target, _label, choices in _everywhere(run, row_is, by)]
    asked = ((target, sent.get(f"all-{target}", ""), choices) for target, choices in offers)
    return {target: value for target, value, choices in asked if value in choices}


def _where_nobody_is(offers: list[tuple[str, str, list[tuple[str, str]]]], by: Actor) -> dict[str, str]:
    """Of a kind of which there is none yet every name would be wrong: it is added, unless somebody says otherwise."""
    known = {name: registry.get(name) for _target, _label, kinds in offers for name, _words in kinds}
    held = {name for name, noun in known.items() if noun and noun.rows(by).exists()}
    return {target: kinds[0][0] for target, _label, kinds in offers if held.isdisjoint(dict(kinds))}


def _one_of(text: str, model: Any) -> int | None:
    found = model.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
    return found.pk if found else None


def _stage(text: str, row_is: str) -> str:
    known = registry.get(row_is)
    stage = known.all_fields.get(known.stage) if known else None
    return text if stage and text in {choice.value for choice in stage.options()} else ""


def _policies() -> list[tuple[str, str, str]]:
    return [
        (Policy.FILL, _("Fill what is empty"), _("What is here stays; what the file knows more is added.")),
        (Policy.OVERWRITE, _("Overwrite"), _("The file is right where it says something else.")),
        (Policy.CREATE, _("Leave them alone"), _("Only those who are not here yet come in.")),
    ]


def _own_policies(target: str) -> list[tuple[str, str]]:
    """Of mails, phones and addresses somebody has several, so that nothing is full."""
    is_one_of_several = target.partition(":")[0] in _SEVERAL
    return [
        (FieldPolicy.KEEP, _("Keep ours")),
        (FieldPolicy.OVERWRITE, _("Take theirs")),
        (FieldPolicy.FILL, _("Add theirs to ours") if is_one_of_several else _("Fill only empty")),
    ]


def _doubles() -> list[tuple[str, str, str]]:
    return [
        (Doubles.TAKE, _("Take it in and list it"), _("Merge the two later, if they are one.")),
        (Doubles.HOLD, _("Leave it out and list it"), _("It goes into the error file.")),
    ]
