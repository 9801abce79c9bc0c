"""The home page of a new firm."""


def test_home_shows_the_first_steps_until_they_are_hidden(owner, staff, browse):
    client = browse(owner)
    assert "Begin here" in client.get("/").content.decode()
    client.post("/checklist/hide")
    assert "Begin here" not in client.get("/").content.decode()
    assert "Begin here" not in browse(staff).get("/").content.decode()
