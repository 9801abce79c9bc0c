"""The settings pages: who may open which, and what saving one does."""

import pytest
from django.urls import reverse

from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Change, OutgoingMail, Profile, User
from goodwill.office import safety
from goodwill.office.verbs.me import change_me
from goodwill.ui import slots

FIRM = {
    "name": "Harbour Cycles",
    "country": "DE",
    "language": "en-de",
    "currency": "EUR",
    "time_zone": "Europe/Berlin",
    "week_starts": "0",
}


@pytest.mark.parametrize("who", ["owner", "manager", "staff", "read_only"])
def test_every_settings_page_that_is_offered_opens(as_role, browse, who):
    actor = as_role(who)
    client = browse(actor)
    offered = [entry.href for entry in slots.settings_pages.seen_by(actor)]
    assert offered
    index = client.get("/settings").content.decode()
    assert all(f'href="{href}"' in index for href in offered)
    assert {href: client.get(href).status_code for href in offered} == dict.fromkeys(offered, 200)


@pytest.mark.parametrize("page", ["firm_profile", "mail_settings"])
def test_settings_of_the_firm_are_closed_to_who_may_not_change_them(as_role, browse, page):
    before = Change.objects.count(), Profile.objects.get().name
    client = browse(as_role("manager"))
    assert client.get(reverse(page)).status_code == 403
    assert client.post(reverse(page), FIRM).status_code == 403
    assert (Change.objects.count(), Profile.objects.get().name) == before


def test_the_profile_is_saved_and_the_toast_takes_it_back(owner, browse):
    client = browse(owner)
    assert client.post("/settings/firm", FIRM).status_code == 303
    assert (Profile.objects.get().country, Profile.objects.get().currency) == ("DE", "EUR")
    client.post(reverse("undo", kwargs={"batch": Change.objects.latest("id").batch_id}))
    assert (Profile.objects.get().country, Profile.objects.get().name) == ("GB", "Harbour Bikes")


def test_the_directory_learns_the_new_name(own_firm, as_role, browse):
    from goodwill.kernel import workspace as workspaces

    browse(as_role("owner")).post("/settings/firm", FIRM)
    assert workspaces.get(own_firm.id).name == "Harbour Cycles"


def test_a_country_that_there_is_not_is_refused(owner, browse):
    answer = browse(owner).post("/settings/firm", FIRM | {"country": "QQ"})
    assert answer.status_code == 422
    assert Profile.objects.get().country == "GB"


def test_a_mail_server_inside_our_network_is_refused_and_nothing_is_kept(owner, browse):
    sent = {"host": "127.0.0.1", "port": 25, "security": "tls", "user": "", "password": "", "sender": "us@x.example"}
    answer = browse(owner).post("/settings/mail", sent)
    assert answer.status_code in (400, 422)
    assert Profile.objects.get().settings == {}


def test_a_test_mail_goes_to_oneself(owner, browse):
    browse(owner).post("/settings/mail/test")
    assert OutgoingMail.objects.get().to == owner.user.email


def test_everybody_changes_their_own_profile_and_no_other(staff, owner, browse):
    browse(staff).post("/me", {"name": "Sam Staff", "language": "en-de", "time_zone": "Europe/Berlin"})
    saved = User.objects.get(pk=staff.user_id)
    assert (saved.name, saved.language, saved.time_zone) == ("Sam Staff", "en-de", "Europe/Berlin")
    with pytest.raises(Refused):
        change_me(owner.user, by=staff, name="Taken over")
    assert User.objects.get(pk=owner.user_id).name != "Taken over"


def test_the_safety_page_shows_the_cards_of_other_rooms(owner, staff, browse, monkeypatch):
    card = safety.SafetyCard(
        name="test", label="Last backup", template="ui/components/chip.html", data=lambda actor: {}
    )
    hidden = safety.SafetyCard(name="none", label="Nothing", template="none.html", data=lambda actor: None)
    monkeypatch.setattr(safety, "cards", [card, hidden])
    page = browse(owner).get("/settings/safety").content.decode()
    assert "Last backup" in page
    assert "Nothing tells yet" not in page
    assert browse(staff).get("/settings/safety").status_code == 403


def test_signing_out_needs_a_post(owner, browse):
    client = browse(owner)
    client.get("/sign-out")
    assert client.get("/").status_code == 200
    client.post(reverse("sign_out"))
    assert client.get("/").status_code == 302
