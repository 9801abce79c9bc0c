"""What each table of records keeps to, so that history, undo, trash and rights hold for all of them."""

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from goodwill.kernel.models import Tracked

TOYS = "goodwill.records.toys"


def tracked():
    found = (model for model in apps.get_models() if issubclass(model, Tracked))
    return [model for model in found if not model.__module__.startswith(TOYS)]


def columns(kind):
    return [
        (f"{model.__name__}.{field.name}", field)
        for model in tracked()
        for field in model._meta.local_fields
        if isinstance(field, kind)
    ]


def test_records_point_to_each_other_with_protection():
    keys = columns(models.ForeignKey)
    assert {
        name: key.remote_field.on_delete.__name__
        for name, key in keys
        if issubclass(key.related_model, Tracked) and key.remote_field.on_delete is not models.PROTECT
    } == {}


def test_many_to_many_goes_through_a_record_of_its_own():
    assert [
        f"{model.__name__}.{field.name}"
        for model in tracked()
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ] == []


def test_no_column_is_a_decimal_that_sqlite_would_add_as_a_float():
    assert [name for name, _ in columns(models.DecimalField)] == []


def test_unique_rules_leave_out_the_trash():
    rules = [
        (model, rule)
        for model in tracked()
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
    ]
    assert [rule.name for _, rule in rules if "deleted_at" not in str(rule.condition)] == []
    # A user keeps the address in the trash: it names who did what.
    assert [name for name, field in columns(models.Field) if field.unique and not field.primary_key] == ["User.email"]


def test_migrations_say_what_the_models_say():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("goodwill.") and app.name != TOYS}
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    assert {label: [str(each) for each in found] for label, found in changes.items() if label in ours} == {}
    assert loader.detect_conflicts() == {}
