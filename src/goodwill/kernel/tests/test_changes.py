import pytest
from django.db import IntegrityError, transaction

from goodwill.kernel import changes, verbs
from goodwill.kernel.actors import system
from goodwill.kernel.changes.batches import NoBatch
from goodwill.kernel.errors import Conflict, Invalid, Missing, Refused
from goodwill.kernel.models import Batch, Change, Cursor, Role, Team


def made(owner, name="Front desk"):
    with changes.batch(owner, "create"):
        return changes.create(Team(name=name))


def renamed(team, name, by, **options):
    with changes.batch(by, "edit") as batch:
        changes.update(team, name=name, **options)
    return batch


def make_two_of_one_name(owner):
    with changes.batch(owner, "create"), transaction.atomic():
        changes.create(Team(name="First"))
        changes.create_many([Team(name="Second"), Team(name="Second")])


def test_a_write_outside_a_batch_is_refused(firm):
    with pytest.raises(NoBatch):
        changes.create(Team(name="Nowhere"))
    assert not Team.everything.filter(name="Nowhere").exists()


def test_a_created_record_is_logged_with_what_it_holds_and_who_made_it(owner):
    team = made(owner)
    change = Change.objects.get(type="team", ref_id=team.pk)
    assert (change.kind, change.version, change.before, change.after) == ("create", 1, {}, {"name": "Front desk"})
    assert (change.batch.actor_kind, change.batch.actor_id, change.batch.through) == ("user", owner.user_id, "page")
    assert team.created_by_id == owner.user_id


def test_an_update_logs_only_the_fields_that_differ(owner):
    team = made(owner)
    renamed(team, "Back office", owner)
    change = Change.objects.get(type="team", ref_id=team.pk, kind="update")
    assert (change.before, change.after, change.version) == ({"name": "Front desk"}, {"name": "Back office"}, 2)


def test_an_update_with_equal_values_writes_nothing(owner):
    team = made(owner)
    batches = Batch.objects.count()
    renamed(team, "Front desk", owner)
    assert Team.objects.get(pk=team.pk).version == 1
    assert Batch.objects.count() == batches


def test_two_saves_of_different_fields_both_stay(owner):
    role = Role.objects.get(builtin="staff")
    base = role.version
    with changes.batch(owner, "edit"):
        changes.update(Role.objects.get(pk=role.pk), name="Crew")
    with changes.batch(owner, "edit"):
        changes.update(role, base_version=base, powers=[])
    stored = Role.objects.get(pk=role.pk)
    assert (stored.name, stored.powers) == ("Crew", [])


def test_two_saves_of_one_field_give_both_versions_and_change_nothing(owner):
    team = made(owner)
    renamed(Team.objects.get(pk=team.pk), "Theirs", owner)
    with pytest.raises(Conflict) as refused:
        renamed(team, "Mine", owner, base_version=1)
    assert (refused.value.theirs, refused.value.yours) == ({"name": "Theirs"}, {"name": "Mine"})
    assert Team.objects.get(pk=team.pk).name == "Theirs"


def test_a_value_that_a_field_cannot_take_is_refused_with_its_sentence(owner):
    team = made(owner)
    with pytest.raises(Invalid) as refused:
        renamed(team, "x" * 81, owner)
    assert "80" in refused.value.problems["name"]
    assert Team.objects.get(pk=team.pk).name == "Front desk"


def test_a_second_record_of_a_unique_name_is_refused_unless_the_first_is_in_the_trash(owner):
    team = made(owner)
    with pytest.raises(Invalid):
        made(owner)
    with changes.batch(owner, "trash"):
        changes.trash(team)
    assert made(owner).pk != team.pk


def test_what_fails_in_a_batch_takes_the_whole_batch_back(owner):
    with pytest.raises(IntegrityError):
        make_two_of_one_name(owner)
    assert not Team.objects.filter(name="First").exists()
    assert not Batch.objects.filter(verb="create", on_behalf_of=owner.user_id).exists()


def test_a_batch_inside_a_batch_joins_it(owner):
    with changes.batch(owner, "outer") as outer:
        made(owner, "One")
        made(owner, "Two")
    assert Change.objects.filter(batch=outer.row).count() == 2
    assert not Batch.objects.filter(verb="create", on_behalf_of=owner.user_id).exists()


def test_setting_a_value_on_many_records_logs_each_that_differed(owner):
    roles = Role.objects.exclude(builtin="")
    with changes.batch(owner, "edit") as batch:
        count = changes.update_many(roles, powers=["import"])
    logged = Change.objects.filter(batch=batch.row)
    assert count == logged.count() == len([change for change in logged if change.before["powers"] != ["import"]])
    assert set(roles.filter(pk__in=logged.values("ref_id")).values_list("version", flat=True)) == {2}


def test_undo_puts_back_an_edit_and_is_itself_in_history(owner):
    team = made(owner)
    batch = renamed(team, "Back office", owner)
    result = changes.undo(batch.row.pk, owner)
    assert Team.objects.get(pk=team.pk).name == "Front desk"
    assert result.batch is not None
    assert result.batch.undo_of_id == batch.row.pk


def test_undo_of_an_undo_does_it_again(owner):
    team = made(owner)
    batch = renamed(team, "Back office", owner)
    first = changes.undo(batch.row.pk, owner)
    changes.undo(first.batch.pk, owner)
    assert Team.objects.get(pk=team.pk).name == "Back office"


def test_undo_of_creating_trashes_and_of_trashing_restores_the_same_id(owner):
    with changes.batch(owner, "create") as created:
        team = changes.create(Team(name="Front desk"))
    changes.undo(created.row.pk, owner)
    assert not Team.objects.filter(pk=team.pk).exists()
    with changes.batch(owner, "restore"):
        changes.restore(team)
    with changes.batch(owner, "trash") as trashed:
        changes.trash(team)
    changes.undo(trashed.row.pk, owner)
    assert Team.objects.get(pk=team.pk).name == "Front desk"


def test_undo_leaves_a_field_alone_that_somebody_changed_since_and_shows_both(owner):
    team = made(owner)
    batch = renamed(team, "Back office", owner)
    renamed(team, "Reception", owner)
    result = changes.undo(batch.row.pk, owner)
    assert Team.objects.get(pk=team.pk).name == "Reception"
    assert [(clash.field, clash.now, clash.would_be) for clash in result.clashes] == [
        ("name", "Reception", "Front desk")
    ]


def test_undo_is_refused_for_what_others_did_and_changes_nothing(owner, staff):
    team = made(owner)
    batch = renamed(team, "Back office", owner)
    with pytest.raises(Refused):
        changes.undo(batch.row.pk, staff)
    assert Team.objects.get(pk=team.pk).name == "Back office"


def test_undo_twice_is_refused(owner):
    team = made(owner)
    batch = renamed(team, "Back office", owner)
    changes.undo(batch.row.pk, owner)
    with pytest.raises(Refused):
        changes.undo(batch.row.pk, owner)


def test_undo_of_nothing_says_that_it_is_not_there(owner):
    with pytest.raises(Missing):
        changes.undo(999_999, owner)


def test_a_verb_that_is_final_is_not_undone(owner, monkeypatch):
    declared = verbs.Final("the letter is in the post")
    monkeypatch.setitem(
        verbs._verbs,
        ("team", "post"),
        verbs.Verb("post", Team, "change", "", "Post", "posted it", "mail", declared, False, False, True, (), made, ""),
    )
    with changes.batch(owner, "post") as batch:
        changes.create(Team(name="Posted"))
    with pytest.raises(Refused, match="letter is in the post"):
        changes.undo(batch.row.pk, owner)


def test_a_projection_sees_every_row_in_the_transaction_of_the_change(owner, monkeypatch):
    from goodwill.kernel.changes import projecting

    seen = []
    monkeypatch.setitem(projecting._of_model, Team, [lambda entries: seen.extend(entries)])
    team = made(owner)
    renamed(team, "Back office", owner)
    assert [(entry.kind, entry.record.pk, entry.after) for entry in seen] == [
        ("create", team.pk, {"name": "Front desk"}),
        ("update", team.pk, {"name": "Back office"}),
    ]


def test_a_consumer_gets_each_change_once_and_goes_on_where_it_was(own_firm, as_role, monkeypatch):
    from goodwill.kernel.changes import followers

    owner, seen = as_role("owner"), []
    monkeypatch.setitem(followers._consumers, "test", lambda found: seen.extend(change.pk for change in found))
    made(owner, "One")
    while changes.follow("test"):
        pass
    made(owner, "Two")
    while changes.follow("test"):
        pass
    assert seen == list(Change.objects.order_by("tx", "id").values_list("pk", flat=True))


def test_a_consumer_that_fails_does_not_move(own_firm, as_role, monkeypatch):
    from goodwill.kernel.changes import followers

    def fail(found):
        raise RuntimeError("the receiver is down")

    monkeypatch.setitem(followers._consumers, "test", fail)
    made(as_role("owner"))
    with pytest.raises(RuntimeError):
        changes.follow("test")
    assert not Cursor.objects.filter(consumer="test", change_id__gt=0).exists()


def test_the_system_writes_without_a_user(firm):
    with changes.batch(system(), "seed") as batch:
        team = changes.create(Team(name="Seeded"))
    assert (batch.row.actor_kind, batch.row.on_behalf_of, team.created_by) == ("system", None, None)
