"""From the options of `goodwill import` to a run that can be looked through: what the pages ask step by step."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Team, User
from goodwill.kernel.text import fold
from goodwill.records import registry
from goodwill.transfer import bringing, importers, mappings, nouns, runs
from goodwill.transfer.everywhere import chosen
from goodwill.transfer.mapping.offers import kept
from goodwill.transfer.mapping.targets import KEEP_NOTE, KEEP_TAG
from goodwill.transfer.models import Import, SavedMapping
from goodwill.transfer.options import FieldPolicy, Options
from goodwill.transfer.readers.inputs import Input
from goodwill.transfer.readers.reading import AUTO, Reading


def prepared(paths: Sequence[Path], args: Namespace, by: Actor) -> tuple[list[Import], list[str]]:
    """The imports of some files, and why others were not taken. Raises Invalid for a type that is not there."""
    if args.row_is and nouns.find(args.row_is, by) is None:
        offered = ", ".join(each.type.name for each in nouns.offered(by))
        raise Invalid(f"There is nothing called {args.row_is} to import. Choose one of: {offered}.")
    brought = bringing.bring([Input.of_path(path) for path in paths], by, args.row_is or "")
    found: list[Import] = []
    for run in brought.runs:
        try:
            _set(run, args, by)
            found.append(run)
        except Invalid as refusal:
            runs.discard(run, by)
            brought.errors.append(refusal.sentence)
    return found, brought.errors


def _set(run: Import, args: Namespace, by: Actor) -> None:
    reading = {"encoding": args.encoding, "delimiter": args.delimiter, "sheet": args.sheet}
    asked = {key: value for key, value in reading.items() if value}
    if asked or args.header_row is not None:
        language = run.reading.get("language", "")
        header_row = AUTO if args.header_row is None else args.header_row
        runs.read(run, Reading(language=language, header_row=header_row, **asked), run.options["row_is"])
    if args.mapping:
        saved = SavedMapping.objects.filter(name=args.mapping).first()
        if saved is None:
            raise Invalid(f"Nothing is remembered under the name {args.mapping}.")
        mappings.apply(run, saved, by)
    _map(run, args)
    runs.set_options(run, _options(Options.from_data(run.options), args, run, by))
    if args.remember:
        mappings.save(run, args.remember, by)


def _map(run: Import, args: Namespace) -> None:
    columns = {fold(column["name"]): column["position"] for column in run.found["columns"]}
    chosen = dict(run.targets)
    for name, target in map(_halves, args.map):
        if fold(name) not in columns:
            raise Invalid(f"The file has no column {name}. It has: {', '.join(columns)}.")
        chosen[columns[fold(name)]] = _field(run, target)
    if args.keep:
        lost = kept(chosen, "all", run.found["columns"])
        key = KEEP_NOTE if args.keep == "note" else KEEP_TAG
        chosen = {place: chosen.get(place) or key for place in lost if lost[place]}
    if args.map or args.keep:
        runs.map_columns(run, chosen)


def _field(run: Import, text: str) -> str:
    """The target's key; a field of the type that is imported may be named without the type."""
    takes = importers.get(run.importer).takes
    own = f"{run.importer}.{text}"
    if text and text not in takes and own not in takes:
        raise Invalid(f"There is no field {text}. Choose one of: {', '.join(sorted(takes))}.")
    return own if own in takes else text


def _options(options: Options, args: Namespace, run: Import, by: Actor) -> Options:
    asked: dict[str, Any] = {
        "policy": args.policy,
        "doubles": args.doubles,
        "trashed": args.trashed,
        "source": args.source,
        "tags": tuple(args.tag),
        "owner": _one(User, "email__iexact", args.give_to),
        "team": _one(Team, "name__iexact", args.team),
        "stage": _stage(run, args.phase),
        "match": _field(run, args.match) if args.match else "",
        "policies": dict(_field_policy(run, one) for one in args.field_policy),
        "adds": dict(_added(run, one, by) for one in args.add),
        "everywhere": _everywhere(run, args.all, by),
        "consent": _consent(args),
    }
    return replace(options, split_names=not args.whole_names, **{key: value for key, value in asked.items() if value})


def _field_policy(run: Import, text: str) -> tuple[str, str]:
    target, policy = _halves(text)
    if policy not in set(FieldPolicy):
        raise Invalid(f"{policy} is no policy of a field. Choose keep, overwrite or fill.")
    return _field(run, target), policy


def _added(run: Import, text: str, by: Actor) -> tuple[str, str]:
    """The target, and as what those are added whom it names; it has to be a column that leads to such records."""
    field, name = _halves(text)
    importer, target = importers.get(run.importer), _field(run, field)
    offered = importer.offers(set(run.targets.values()), by) if importer.offers else []
    kinds = {place: [kind for kind, _said in its] for place, _label, its in offered}
    if target not in kinds:
        fitting = f"Choose one of: {', '.join(sorted(kinds))}." if kinds else "No column of this file leads to any."
        raise Invalid(f"Nobody can be added by {field}. {fitting}")
    if name not in kinds[target]:
        raise Invalid(f"{field} cannot add {name or 'nothing'}. Choose one of: {', '.join(kinds[target])}.")
    return target, name


def _everywhere(run: Import, texts: Sequence[str], by: Actor) -> dict[str, str]:
    importer = importers.get(run.importer)
    offers = importer.everywhere(set(run.targets.values()), run.options["row_is"], by) if importer.everywhere else []
    names = {name: target for target, _label, _choices in offers for name in (target, target.partition(".")[2])}
    said = dict(map(_halves, texts))
    for field in said.keys() - names.keys():
        fitting = f"Choose one of: {', '.join(sorted(names))}." if names else "There is no such field."
        raise Invalid(f"{field} cannot be said for all rows: no choice that is needed and has no column. {fitting}")
    return chosen(offers, {names[field]: value for field, value in said.items()})


def _consent(args: Namespace) -> dict[str, Any]:
    told = {"channel": args.channel, "wording": args.wording, "source": args.agreed_at}
    return {"purposes": args.consent, **told} if args.consent else {}


def _one(model: Any, lookup: str, text: str | None) -> int | None:
    if not text:
        return None
    found = model.objects.filter(**{lookup: text}).first()
    if found is None:
        raise Invalid(f"There is no {model._meta.verbose_name} {text} here.")
    return int(found.pk)


def _stage(run: Import, text: str | None) -> str:
    known = registry.get(run.options["row_is"])
    stage = known.all_fields.get(known.stage) if known else None
    options = stage.options() if stage and text else ()
    found = next((one.value for one in options if fold(text or "") in (one.value, fold(str(one.label)))), "")
    if text and not found:
        raise Invalid(f"There is no phase {text}. Choose one of: {', '.join(one.value for one in options)}.")
    return found


def _halves(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise Invalid(f"Write {text} as NAME=VALUE.")
    return name.strip(), value.strip()
