"""What a record type got from its declaration, as text."""

from collections.abc import Iterable
from textwrap import indent

from goodwill.kernel import verbs
from goodwill.kernel.powers import BUILT_IN, RIGHTS
from goodwill.kernel.verbs import Final, Verb
from goodwill.records import parameters, registry
from goodwill.records.fields import Field
from goodwill.records.registry import Group, RecordType


def overview() -> str:
    return _table((kind.name, f"/{kind.slug}/", str(kind.plural)) for kind in registry.types())


def printed(type: RecordType) -> str:
    constant = ", ".join(f"{name} = {value}" for name, value in type.constant.items())
    table = f"{type.model._meta.db_table}{f' where {constant}' if constant else ''}"
    parts = {
        "Fields": _table(_field(field) for field in type.all_fields.values()),
        "List": _table([("columns", ", ".join(type.columns)), ("sort", type.sort), *_views(type)]),
        "Form": ", ".join(_form_names(type)),
        "Pages": _table(_pages(type)),
        "Verbs": _table(_verb(verb) for verb in verbs.verbs_of(type.ref_name)),
        "API": _table(_api(type)),
        "Panels": _table((panel.name, panel.place, str(panel.label)) for panel in registry.panels(type.name)),
        "Rights": _table(_rights(type)),
    }
    head = f"{type.name}: {type.label}, {type.plural} ({table})"
    return "\n\n".join([head, *(f"{title}\n{indent(text, '  ')}" for title, text in parts.items() if text)])


def _field(field: Field) -> tuple[str, ...]:
    marks = {
        "needed": field.required,
        "filter": field.filterable,
        "sort": field.sortable,
        "edit": field.editable,
        "index": field.index,
        "sensitive": field.sensitive,
        "not for all": field.readable is not None,
    }
    kind = f"{field.kind} -> {field.target}" if field.target else str(field.kind)
    return field.name, kind, str(field.label), " ".join(mark for mark, holds in marks.items() if holds)


def _views(type: RecordType) -> list[tuple[str, str]]:
    return [
        (f"view {view.name}", " ".join(filter(None, (view.filter or "everything", view.sort)))) for view in type.views
    ]


def _form_names(type: RecordType) -> list[str]:
    return [name for part in type.form for name in (part.fields if isinstance(part, Group) else (part,))]


def _pages(type: RecordType) -> list[tuple[str, str]]:
    base = f"/{type.slug}/"
    pages = {
        "list": base,
        "detail": f"{base}ID/",
        "peek": f"{base}ID/peek",
        "new": f"{base}new",
        "edit": f"{base}ID/edit",
        "field": f"{base}ID/fields/NAME",
        "verb": f"{base}ID/VERB",
        "bulk": f"{base}bulk/VERB",
        "export": f"{base}export, export.csv, .xlsx, .json",
    }
    return [(url, type.pages.get(name, "")) for name, url in pages.items()]


def _verb(verb: Verb) -> tuple[str, ...]:
    needs = f"power {verb.power}" if verb.power else f"right {verb.right}"
    marks = [mark for mark, holds in {"bulk": verb.bulk, "asks first": verb.grave}.items() if holds]
    if isinstance(verb.undo, Final):
        marks.append("no way back")
    takes = ", ".join(parameters.fields_of_verb(verb))
    return verb.name, needs, " ".join(marks), f"({takes})"


def _api(type: RecordType) -> list[tuple[str, str]]:
    base = f"/api/v1/{type.slug}"
    deeds = [verb.name for verb in verbs.verbs_of(type.ref_name) if verb.on_record]
    named = {*deeds, "restore"} - {"edit", "trash"}
    return [
        ("GET POST", base),
        ("GET PATCH DELETE", f"{base}/ID"),
        *(("POST", f"{base}/ID/{n}") for n in sorted(named)),
    ]


def _rights(type: RecordType) -> Iterable[tuple[str, ...]]:
    """What each built-in role begins with."""
    yield ("", *RIGHTS)
    for role, (_label, scopes, _powers) in BUILT_IN.items():
        scope = scopes.get(type.ref_name, scopes["*"])
        yield (role, *(scope[right] for right in RIGHTS))


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    lines = [tuple(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
