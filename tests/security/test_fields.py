"""A form or verb writes the fields that are its own, whatever else is sent along."""

from contextlib import suppress

import pytest
from django.db import transaction

from goodwill.kernel import verbs
from goodwill.kernel.errors import Invalid, Refused
from goodwill.records import forms, parameters, registry, writing
from goodwill.records.fields import Kind
from goodwill.records.values import read_values
from tests.security import routes
from tests.security.traces import digest


def is_for_programs(verb):
    """Not those of the settings' pages alone, whose parameters lead to what is no record type."""
    fields = parameters.fields_of_verb(verb).values()
    return all(field.kind is not Kind.RELATION or registry.get(field.target) for field in fields)


types = [noun for noun in routes.types() if noun.sample]
each_verb = pytest.mark.parametrize(
    "verb", [*filter(is_for_programs, verbs.all_verbs())], ids=lambda verb: f"{verb.model.ref_name()}-{verb.name}"
)
each_type = pytest.mark.parametrize("noun", types, ids=[noun.name for noun in types])
NEVER = ("id", "pk", "version", "created_at", "created_by", "created_by_id", "changed_at", "changed_by", "deleted_at")
ODD = ("²", "9" * 5000, "-1", "\0", "#²", -1, 10**30, 1e400, True, [None], ["²"], {"id": "²"}, {}, [[]], "1e999")
DUNDER = ("extra", "_state", "__class__", "name__in", "owner__password", "_connector", "pk__in")


def columns(noun):
    own = {field.name for field in noun.all_fields.values() if field.editable}
    found = {name for column in noun.model._meta.concrete_fields for name in (column.name, column.attname)}
    locked = {field.name for field in noun.all_fields.values() if not field.editable}
    return sorted((found | locked | {*NEVER, *DUNDER}) - own)


def stand_in(name, record):
    """A value that differs from what is stored, in the shape of the column."""
    return "1" if name.endswith(("_id", "_by", "id")) else "2001-01-01" if name.endswith(("_at", "_on")) else "77"


@each_type
def test_no_column_beside_the_declared_fields_can_be_written(noun, records, owner):
    record, before, taken = records[noun.name], digest(), []
    for name in columns(noun):
        try:
            writing.edit(noun, record, {name: stand_in(name, record)}, by=owner)
        except (Invalid, Refused):
            continue
        taken.append(name)
    assert taken == []
    assert digest() == before


@each_type
def test_nothing_beside_the_declared_fields_can_be_given_to_a_new_record(noun, records, owner):
    allowed = {"party", "about", "kind", "company", "phone", "mail", "website", "contacts", "addresses", "tags"}
    if noun.model.append_only:
        allowed |= {field.name for field in noun.fields if field.name not in NEVER}  # what its verb takes
    given, taken = {**noun.sample(2)}, []
    if "party" in {field.name for field in noun.fields if field.required}:
        given["party"] = records["person"].pk
    before = digest()
    for name in (name for name in columns(noun) if name not in allowed):
        try:
            writing.create(noun, {**given, name: stand_in(name, None)}, by=owner)
        except Invalid:
            continue
        taken.append(name)
    assert taken == []
    assert digest() == before


@each_type
def test_a_form_drops_what_it_did_not_draw(noun, visitor, ids, records, owner):
    record, drawn = records[noun.name], forms.form_names(noun)
    sent = {name: stand_in(name, record) for name in columns(noun) if name != "version"}
    kept = {
        name: forms.as_typed(noun.all_fields[name], getattr(record, noun.all_fields[name].column))
        for name in drawn
        if noun.all_fields[name].column and noun.all_fields[name].many is None
    }
    sent |= {name: "" if value is None else getattr(value, "pk", value) for name, value in kept.items()}
    asked = visitor("owner").ask("POST", f"/{noun.slug}/{record.pk}/edit", sent)
    assert asked.status in ((404,) if noun.model.append_only else (303, 422))
    stored = noun.model.everything.get(pk=record.pk)
    assert [name for name in NEVER if getattr(stored, name) != getattr(record, name)] == []


@pytest.mark.once
@each_type
def test_nothing_given_to_a_field_breaks(noun, records, owner):
    """It is taken, or refused in words."""
    for name, field in noun.all_fields.items():
        for value in ODD:
            with suppress(Invalid, Refused):
                read_values(noun.all_fields, {name: value}, owner)
        if field.editable and not noun.model.append_only:
            with suppress(Invalid, Refused), transaction.atomic():
                writing.edit(noun, records[noun.name], {name: None}, by=owner)


@each_verb
def test_nothing_given_to_a_verb_breaks(verb, owner, firm):
    names = {parameter.name for parameter in verb.parameters}
    for name in names:
        for value in ODD:
            with suppress(Invalid, Refused):
                parameters.arguments_of(verb, dict.fromkeys(names, "1") | {name: value}, owner)


@each_verb
def test_a_verb_takes_its_own_parameters_only(verb, owner, firm):
    names = [name for name in (*NEVER, *DUNDER, "by", "record", "actor", "self") if name not in _own(verb)]
    for name in names:
        with pytest.raises(Invalid, match=r"no such field"):
            parameters.arguments_of(verb, {name: "1"}, owner)


def _own(verb):
    return {parameter.name for parameter in verb.parameters}
