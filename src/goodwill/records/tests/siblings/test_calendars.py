"""The calendar of a list: which days hold what, and what becomes of a record that is put on another."""

import re
from datetime import UTC, date, datetime

from goodwill.kernel import changes
from goodwill.kernel.models import Profile
from goodwill.records.custom.verbs import make_field
from goodwill.records.toys.models import Toy

HX = {"HTTP_HX_REQUEST": "true"}
NOVEMBER = "/toys/?as=calendar&at=2026-11"


def days(page):
    """By day, the names on it."""
    found = {}
    for part in page.split('data-lane="')[1:]:
        found[part[:10]] = re.findall(r'tabindex="0" aria-label="([^"]+)"', part)
    return found


def test_each_record_stands_on_its_day_in_weeks_that_begin_as_the_firms_do(made, owner, browse):
    made("Duck", launched=date(2026, 11, 30))
    made("Goose", launched=date(2026, 10, 25))
    made("Swan")
    client = browse(owner)
    page = client.get(NOVEMBER).content.decode()
    found = days(page)
    assert [*found][:1] + [*found][-1:] == ["2026-10-26", "2026-12-06"]
    assert {day: names for day, names in found.items() if names} == {"2026-11-30": ["Duck"]}
    assert "1 without a day" in page
    with changes.batch(owner, "edit"):
        changes.update(Profile.current(), week_starts=6)
    found = days(client.get("/toys/?as=calendar&at=2026-10-28&span=week").content.decode())
    assert next(iter(found)) == "2026-10-25"
    assert found["2026-10-25"] == ["Goose"]


def test_a_yearly_date_comes_each_year_from_its_first_on_and_stays_where_it_is(made, owner, browse):
    name = make_field(by=owner, type="toy", kind="date", label="Jubilee", yearly=True).name
    toys = [made(one, extra={name: day}) for one, day in (("Duck", "1990-11-05"), ("Leap", "2000-02-29"))]
    client, url = browse(owner), f"/toys/?as=calendar&by={name}&at="
    page = client.get(f"{url}2026-11").content.decode()
    assert {day: names for day, names in days(page).items() if names} == {"2026-11-05": ["Duck"]}
    assert "36 years" in page
    assert "data-move=" not in page
    for month, day in (("2026-02", "2026-02-28"), ("2028-02", "2028-02-29")):
        assert days(client.get(f"{url}{month}").content.decode())[day] == ["Leap"]
    assert days(client.get(f"{url}1989-11").content.decode())["1989-11-05"] == []
    answer = client.post(f"/toys/move?as=calendar&by={name}", {"card": toys[0].pk, "lane": "2026-11-20"}, **HX)
    assert answer.status_code in (403, 409)
    toys[0].refresh_from_db()
    assert toys[0].extra[name] == "1990-11-05"


def test_a_moment_stands_on_the_readers_day_and_keeps_its_hour(made, owner, browse):
    with changes.batch(owner, "edit"):
        changes.update(Profile.current(), time_zone="Pacific/Auckland")
    toy = made("Duck", tested_at=datetime(2026, 11, 10, 20, 30, tzinfo=UTC))
    client = browse(owner)
    page = client.get("/toys/?as=calendar&by=tested_at&at=2026-11").content.decode()
    assert days(page)["2026-11-11"] == ["Duck"]
    assert ">09:30<" in page
    client.post("/toys/move?as=calendar&by=tested_at", {"card": toy.pk, "lane": "2026-11-20"}, **HX)
    toy.refresh_from_db()
    assert toy.tested_at == datetime(2026, 11, 19, 20, 30, tzinfo=UTC)


def test_a_full_day_shows_its_first_ones_and_leads_to_all(own_firm, made, owner, browse, queries_of):
    client = browse(owner)
    made("Toy 00", launched=date(2026, 11, 5))
    client.get(NOVEMBER)
    one = queries_of(lambda: client.get(NOVEMBER))
    with changes.batch(owner, "create"):
        rows = [Toy(name=f"Toy {n:02}", launched=date(2026, 11, 5), owner=owner.user) for n in range(1, 30)]
        changes.create_many(rows)
    assert queries_of(lambda: client.get(NOVEMBER)) == one
    page = client.get(NOVEMBER).content.decode()
    assert days(page)["2026-11-05"] == [f"Toy {n:02}" for n in range(4)]
    assert "+26 more" in page
    listed = re.search(r'class="day-more" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "30 toys" in client.get(listed).content.decode()


def test_the_agenda_names_only_days_with_something(made, owner, browse):
    made("Duck", launched=date(2026, 11, 30))
    page = browse(owner).get(f"{NOVEMBER}&span=agenda").content.decode()
    assert days(page) == {"2026-11-30": ["Duck"]}


def test_a_day_that_is_none_is_refused_and_an_odd_place_is_today(made, owner, browse):
    toy, client = made("Duck", launched=date(2026, 11, 30)), browse(owner)
    for lane in ("2026-02-30", "tomorrow", "9999-01-01"):
        assert client.post("/toys/move?as=calendar", {"card": toy.pk, "lane": lane}, **HX).status_code == 422
    toy.refresh_from_db()
    assert toy.launched == date(2026, 11, 30)
    for at in ("x", "2026-13", "2026-02-31", "9999-12", "0001-01"):
        assert client.get(f"/toys/?as=calendar&at={at}").status_code == 200
    client.post("/toys/move?as=calendar", {"card": toy.pk, "lane": ""}, **HX)
    toy.refresh_from_db()
    assert toy.launched is None
