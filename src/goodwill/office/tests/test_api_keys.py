"""Keys of programs on their page: shown once, used, revoked."""

from goodwill.kernel import api_keys
from goodwill.kernel.models import ApiKey


def secret_on(page):
    return page.content.decode().partition('value="gw_')[2].partition('"')[0]


def test_a_key_is_shown_once_and_lets_its_program_in_until_it_is_revoked(staff, browse):
    page = browse(staff)
    secret = "gw_" + secret_on(page.post("/settings/keys/new", {"name": "Till", "days": 90}))
    listed = page.get("/settings/keys").content.decode()
    assert "Till" in listed
    assert secret not in listed
    program = browse(None, HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert program.get("/api/v1/people").status_code == 200
    page.post(f"/settings/keys/{ApiKey.objects.get().pk}/revoke")
    assert program.get("/api/v1/people").status_code == 401


def test_the_keys_of_others_are_out_of_reach_but_for_who_manages_users(owner, staff, browse):
    key = api_keys.issue(by=owner, name="Books").key
    page = browse(staff)
    assert "Books" not in page.get("/settings/keys").content.decode()
    assert page.post(f"/settings/keys/{key.pk}/revoke").status_code == 404
    assert ApiKey.objects.filter(pk=key.pk).exists()
    mine = api_keys.issue(by=staff, name="Till").key
    assert browse(owner).post(f"/settings/keys/{mine.pk}/revoke").status_code == 303
    assert not ApiKey.objects.filter(pk=mine.pk).exists()


def test_a_life_that_is_not_offered_makes_no_key(staff, browse):
    assert browse(staff).post("/settings/keys/new", {"name": "Till", "days": 9999}).status_code == 422
    assert not ApiKey.objects.exists()


def test_the_form_is_sent_as_a_page_of_its_own_since_the_secret_takes_its_place(owner, browse):
    for address in ("/settings/keys/new", "/settings/webhooks/new"):
        form = browse(owner).get(address).content.decode().partition('<form class="form"')[2].partition(">")[0]
        assert f'action="{address}"' in form
        assert "hx-post" not in form
