from typing import Any

import pytest

from goodwill.kernel import changes
from goodwill.kernel.actors import Actor, system
from goodwill.kernel.models import User
from goodwill.records import registry
from goodwill.records.fields import Field, Kind, Many, column_at, fields_of
from goodwill.records.registry import BadDeclaration, Panel, RecordType
from goodwill.records.toys.models import Maker, Popularity, Toy
from goodwill.records.toys.records import GAME, MAKER, TOY


def test_a_model_speaks_for_itself() -> None:
    fields = {field.name: field for field in fields_of(Toy)}
    kinds = {name: str(field.kind) for name, field in fields.items()}
    assert kinds == {
        "form": "choice", "name": "text", "stage": "choice", "maker": "relation", "price": "number", "currency": "text",
        "discount": "number", "pieces": "number", "weight": "number", "safe": "yes_no", "launched": "date",
        "tested_at": "moment", "language": "text", "mail": "mail", "story": "long_text", "secret": "number",
        "owner": "user", "team": "team", "created_at": "moment", "created_by": "user", "changed_at": "moment",
        "changed_by": "user",
    }  # fmt: skip
    assert (fields["name"].fold, fields["name"].order) == ("name_fold", ("name_sort",))
    assert fields["name"].required
    assert not fields["story"].required
    assert fields["maker"].target == "maker"
    assert fields["weight"].scale is None
    assert [choice.value for choice in fields["stage"].options()] == ["idea", "made", "sold_out"]
    assert not fields["form"].in_form
    assert not fields["changed_at"].editable
    assert str(fields["created_by"].label) == "Created by"


def test_changes_set_properties_and_bring_back_what_was_left_out() -> None:
    fields = {
        field.name: field
        for field in fields_of(Toy, without={"story"}, name_fold={"label": "Folded"}, price={"kind": Kind.MONEY})
    }
    assert "story" not in fields
    assert "story_fold" not in fields
    assert fields["name_fold"].label == "Folded"
    assert fields["price"].kind is Kind.MONEY


def test_a_password_is_no_field() -> None:
    assert "password" not in {field.name for field in fields_of(User)}


def test_text_without_its_folded_column_is_neither_filtered_nor_sorted() -> None:
    plain = Field("note", "Note")
    assert (plain.filterable, plain.sortable, plain.column) == (False, False, "note")
    assert Field("note", "Note", fold="note_fold").filterable
    assert not Field("phones", "Phones", Kind.PHONE, many=Many("toys.Label", "toy", "value")).filterable
    assert not Field("raw", "Raw", Kind.JSON).filterable


def test_a_field_reads_records_rows_and_paths(firm: Any) -> None:
    maker = Maker(id=7, name="Åse")
    toy = Toy(id=3, name="Bear", maker=maker)
    toy.popularity = Popularity(toy=toy, votes=5)
    assert TOY.field("name").read(toy) == "Bear"
    assert TOY.field("maker").read(toy) == 7
    assert TOY.field("votes").read(toy) == 5
    assert TOY.field("votes").read({"votes": 4}) == 4
    assert TOY.field("votes").read({"popularity__votes": 4}) == 4
    assert TOY.field("votes").read(Toy(id=4)) is None


def test_empty_is_none_or_nothing_written_and_not_zero_or_no() -> None:
    assert all(map(Field.is_empty, (None, "", [])))
    assert not any(map(Field.is_empty, (0, False, " ", 0.0)))


def test_a_column_on_the_far_side_of_a_relation_may_be_missing() -> None:
    assert column_at(Toy, "name_sort")[1] is False
    assert column_at(Toy, "launched")[1] is True
    assert column_at(Toy, "maker__name_sort")[1] is True
    assert column_at(Toy, "popularity__votes")[1] is True


def test_types_are_found_by_name_slug_model_record_and_ref(firm: Any) -> None:
    assert registry.get("toy") is registry.by_slug("toys") is TOY
    assert registry.get("nosuch") is registry.by_slug("nosuch") is None
    assert registry.for_model(Toy) == (TOY, GAME)
    assert {TOY, GAME, MAKER} <= set(registry.types())
    with changes.batch(system(), "play"):
        toy, game = changes.create(Toy(name="a")), changes.create(Toy(name="b", form="game"))
        maker = changes.create(Maker(name="c"))
    assert [registry.for_record(record) for record in (toy, game, maker)] == [TOY, GAME, MAKER]
    assert [registry.for_ref(record.ref) for record in (toy, game, maker)] == [TOY, GAME, MAKER]
    assert registry.for_ref(("toy", 10**9)) is None
    assert registry.for_ref(("nosuch", 1)) is None


def test_a_type_sees_only_its_own_rows(owner: Actor) -> None:
    with changes.batch(system(), "play"):
        toy, game = changes.create(Toy(name="a")), changes.create(Toy(name="b", form="game"))
        gone = changes.create(Toy(name="c"))
        changes.trash(gone)
    assert list(TOY.rows(owner)) == [toy]
    assert list(GAME.rows(owner)) == [game]


def test_a_contributed_column_belongs_to_its_type_alone() -> None:
    assert TOY.field("votes").column == "popularity__votes"
    assert "votes" not in GAME.all_fields


def test_contradicting_declarations_are_refused() -> None:
    def declared(**changes: Any) -> RecordType:
        return RecordType(
            **{"name": "kite", "model": Toy, "label": "Kite", "plural": "Kites", "slug": "kites"} | changes
        )

    with pytest.raises(BadDeclaration, match="two record types are called toy"):
        registry.register(declared(name="toy"))
    with pytest.raises(BadDeclaration, match="live at /toys/"):
        registry.register(declared(slug="toys"))
    with pytest.raises(BadDeclaration, match="no filter can name"):
        registry.register(declared(fields=(Field("not", "Not"),)))
    with pytest.raises(BadDeclaration, match="twice"):
        registry.contribute_column("toy", Field("votes", "Votes"))
    assert registry.get("kite") is None


def test_panels_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_panels", {})
    for name, order, place in (("b", 2, "side"), ("a", 2, "side"), ("c", 1, "main")):
        registry.contribute_panel(
            "toy", Panel(name, name, f"{name}.html", lambda record, actor: None, order=order, place=place)
        )
    assert [panel.name for panel in registry.panels("toy")] == ["c", "a", "b"]
    assert [panel.name for panel in registry.panels("toy", "side")] == ["a", "b"]
    assert registry.panels("game") == ()
