"""A role's page for one kind of record: filters, fields and verbs by clicking, and two roles side by side."""

import pytest

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Change, Role, User
from goodwill.office.authority import exceeds
from goodwill.office.queries import narrowing
from goodwill.office.verbs import roles
from goodwill.records.toys.models import Maker


@pytest.fixture
def own(owner):
    return roles.make_role(by=owner, name="Workshop", like=Role.objects.get(builtin="staff"))


def ticked(role, *without):
    return [line.name for line in narrowing.verb_lines(role, "toy") if line.name not in without]


def test_what_is_clicked_is_kept_and_said(owner, browse, own):
    sent = {"reach.read": "where", "filter.read": "owner is me or MAKER.country is no", "reach.delete": "none"}
    sent |= {"field.price": "read", "field.story": "hidden", "field.name": "hidden", "verb": ticked(own, "assign")}
    assert browse(owner).post(f"/settings/roles/{own.pk}/on/toy", sent).status_code == 303
    own.refresh_from_db()
    assert own.scopes["toy"] == {
        "read": "where owner is me or maker.country is NO",
        "create": "",
        "change": "",
        "delete": "none",
        "export": "",
    }
    assert own.field_rights == {"toy": {"price": "read", "story": "hidden"}}
    assert own.refused_verbs == {"toy": ["assign"]}
    said = narrowing.said_of(own, "toy", owner)
    assert [
        part in said
        for part in ("Owner is me or Maker › Country is Norway", "Hidden: Story", "Only read: Price", "Assign")
    ] == [True] * 4
    page = browse(owner).get(f"/settings/roles/{own.pk}").content.decode()
    assert "2 fields" in page
    assert "those where Owner is me or Maker › Country is Norway" in page


def test_a_filter_is_clicked_together_and_says_how_much_it_reaches(owner, browse, own, staff):
    with changes.batch(owner, "play"):
        makers = [changes.create(Maker(name="Brio", country=code)) for code in ("SE", "NO", "NO")]
        changes.update(makers[0], owner=owner.user)
    client, at = browse(owner), f"/settings/roles/{own.pk}/on/maker/read"
    asked = {"path": "country", "operator": "is", "value": "NO", "done": "1"}
    first = client.get(f"{at}/filter", {"filter": "", **asked})
    assert first["HX-Retarget"] == "#scope-read"
    assert "A member of this role sees 2 of 3 makers." in first.content.decode()
    second = client.get(f"{at}/filter", {"filter": "country is NO", "path": "owner", "value": "me", "done": "1"})
    text = "country is NO and owner is me"
    assert f'value="{text}"' in second.content.decode()
    assert "Somebody in your place sees 0 of 3 makers." in second.content.decode()
    sent = {"reach.read": "where", "filter.read": text}
    turned = client.get(at, {**sent, "turn": "1"}).content.decode()
    assert 'value="country is NO or owner is me"' in turned
    assert "Somebody in your place sees 3 of 3 makers." in turned
    assert 'value="owner is me"' in client.get(at, {**sent, "without": "0"}).content.decode()
    with changes.batch(owner, "play"):
        changes.update(staff.user, role=own)
        changes.update(makers[1], owner=staff.user)
    shown = client.get(at, {**sent, "filter.read": "owner is me"}, HTTP_HX_TARGET="scope-read-shown").content.decode()
    assert f"{staff.user} sees 1 of 3 makers." in shown
    assert "no field" in client.get(at, {**sent, "filter.read": "contry is NO"}).content.decode()


def test_nothing_is_changed_deleted_or_taken_out_that_is_not_seen(owner, browse, own, staff):
    with changes.batch(owner, "play"):
        brio, plan = (changes.create(Maker(name=name, country=code)) for name, code in (("Brio", "SE"), ("Plan", "TH")))
        changes.update(staff.user, role=own)
    row = {"read": "where country is SE", **dict.fromkeys(("create", "change", "delete", "export"), "all")}
    roles.narrow_role(own, by=owner, of="maker", row=row, fields={}, refused=[])
    member = Actor.of(User.objects.get(pk=staff.user_id))
    for right in ("read", "change", "delete", "export"):
        assert list(rights.visible(Maker.objects.all(), member, right)) == [brio]
        assert [rights.allows(member, right, one) for one in (brio, plan)] == [True, False]
    client, at = browse(member), f"/makers/{plan.pk}"
    assert [client.get(f"{at}/{page}").status_code for page in ("", "edit", "fields/name", "trash")] == [404] * 4
    sent = {"reach.read": "where", "filter.read": "country is SE", "reach.change": "all"}
    page = browse(owner).get(f"/settings/roles/{own.pk}/on/maker/change", sent).content.decode()
    assert "A member of this role may change 1 of 2 makers." in page


def test_who_sees_less_builds_no_scope_by_which_they_would_learn_more(owner, browse, own, as_role):
    with changes.batch(owner, "play"):
        lead = changes.create(Role(name="Lead", scopes=own.scopes, powers=["manage_users"]))
        changes.update(lead, field_rights={"maker": {"founded": "hidden"}})
        changes.update(as_role("manager").user, role=lead)
    client, at = browse(Actor.of(User.objects.get(role=lead))), f"/settings/roles/{own.pk}/on/maker/read"
    sent = {"reach.read": "where", "filter.read": "founded is not empty"}
    page = client.get(at, sent).content.decode()
    assert "kept as text" in page
    assert "told only to who sees all" in page
    assert client.get(f"{at}/filter", {"filter": sent["filter.read"]}).status_code == 403
    assert "founded" not in client.get(f"{at}/filter", {"filter": ""}).content.decode()


def test_a_filter_that_cannot_be_read_gets_a_sentence_and_changes_nothing(owner, browse, own):
    before = Change.objects.count()
    for text in ("", "nothing is 5", "name is"):
        sent = {"reach.read": "where", "filter.read": text, "verb": ticked(own)}
        answer = browse(owner).post(f"/settings/roles/{own.pk}/on/toy", sent)
        assert answer.status_code == 422
    assert "nothing" not in Role.objects.get(pk=own.pk).scopes
    assert Change.objects.count() == before


def test_the_whole_table_keeps_filters_and_a_broken_one_is_shown(owner, browse, own):
    with changes.batch(owner, "play"):
        changes.update(own, scopes={**own.scopes, "toy": {"read": "where gone is 5"}})
    page = browse(owner).get(f"/settings/roles/{own.pk}").content.decode()
    assert "A filter reaches nothing" in page
    sent = {f"*.{right}": "all" for right in ("read", "create", "change", "delete", "export")}
    sent |= {"toy.read": "where gone is 5", "name": "Workshop", "powers": ["import"]}
    assert browse(owner).post(f"/settings/roles/{own.pk}", sent).status_code == 303
    assert Role.objects.get(pk=own.pk).scopes["toy"]["read"] == "where gone is 5"


def test_a_copy_takes_fields_and_verbs_along_and_a_comparison_shows_what_differs(owner, browse, own):
    narrow = {"row": {}, "fields": {"price": "hidden"}, "refused": ["assign"]}
    roles.narrow_role(own, by=owner, of="toy", **narrow)
    copy = roles.make_role(by=owner, name="Copy", like=own)
    assert narrowing.differences(own, copy, owner) == []
    roles.narrow_role(copy, by=owner, of="toy", row={}, fields={}, refused=[])
    assert {(line.what, line.one, line.other) for line in narrowing.differences(own, copy, owner)} == {
        ("Price", "hidden", "change"),
        ("Assign", "no", "yes"),
    }
    page = browse(owner).get(f"/settings/roles/compare?one={own.pk}&other={copy.pk}").content.decode()
    assert "Price" in page


def test_nobody_gives_a_field_a_verb_or_a_filter_beyond_their_own(owner, as_role, own):
    manager = as_role("manager").user
    with changes.batch(owner, "edit"):
        narrow = {"field_rights": {"toy": {"price": "read"}}, "refused_verbs": {"toy": ["assign"]}}
        scopes = {"*": dict.fromkeys(("read", "create", "change", "delete", "export"), "all")}
        scopes["toy"] = {**scopes["*"], "read": "where owner is me"}
        held = changes.create(Role(name="Lead", scopes=scopes, powers=["manage_users"], **narrow))
        changes.update(manager, role=held)
    lead = Actor.of(User.objects.get(pk=manager.pk))
    same = Role(scopes=scopes, **narrow)
    assert not exceeds(same, lead)
    for wider in (
        Role(scopes=scopes, field_rights={}, refused_verbs=narrow["refused_verbs"]),
        Role(scopes=scopes, field_rights=narrow["field_rights"], refused_verbs={}),
        Role(scopes={**scopes, "toy": scopes["*"]}, **narrow),
        Role(scopes={**scopes, "toy": {**scopes["*"], "read": "where name is not empty"}}, **narrow),
        Role(scopes={**scopes, "toy": {**scopes["*"], "read": "own"}}, **narrow),
    ):
        assert exceeds(wider, lead)
    with pytest.raises(Refused):
        roles.narrow_role(held, by=lead, of="toy", row={}, fields={}, refused=[])
    assert Role.objects.get(pk=held.pk).field_rights == narrow["field_rights"]


def test_the_owner_role_is_never_narrowed(owner, browse):
    role = Role.objects.get(builtin="owner")
    assert browse(owner).post(f"/settings/roles/{role.pk}/on/toy", {"field.price": "hidden"}).status_code == 403
    assert Role.objects.get(pk=role.pk).field_rights == {}
