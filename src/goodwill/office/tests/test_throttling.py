"""Every way in counts tries, in the firm's database, so that all processes count together."""

from goodwill.kernel.models import Cached, OutgoingMail

PASSWORD = "correct horse battery"


def test_guessing_a_password_ends_after_some_tries(own_firm, as_role, browse):
    user = as_role("owner").user
    user.set_password(PASSWORD)
    user.save_base(update_fields=["password"])
    client = browse()
    for _try in range(5):
        client.post("/sign-in", {"login": user.email, "password": "wrong wrong wrong"})
    answer = client.post("/sign-in", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert client.get("/").status_code == 302
    assert Cached.objects.exists()


def test_asking_for_a_new_password_ends_after_some_tries(own_firm, as_role, browse):
    user = as_role("owner").user
    user.set_password(PASSWORD)
    user.save_base(update_fields=["password"])
    client = browse()
    answers = [client.post("/password/forgotten", {"email": user.email}).status_code for _try in range(7)]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert OutgoingMail.objects.count() <= 5


def test_the_way_in_by_the_code_of_the_terminal_ends_after_some_tries(own_firm, browse):
    client = browse()
    answers = {client.get(f"/enter?code=guess{number}").status_code for number in range(30)}
    assert answers <= {403, 404}
    assert client.get("/enter?code=guess").status_code == 429
