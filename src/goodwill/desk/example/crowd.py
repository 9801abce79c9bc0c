"""Everybody of the example: those who are known by name, the firms, their people, households and single riders."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from goodwill.desk.example import amara, cast
from goodwill.desk.example.firms import FIRMS, KINDS, ROLES, Known
from goodwill.desk.example.names import LIVING_HERE, Names
from goodwill.desk.example.places import HERE, Phones, country_of, place
from goodwill.desk.example.plan import PartyPlan, Place, Reach
from goodwill.desk.example.wishes import REACHED_BY
from goodwill.kernel.text import words

YEARS = 3 * 365
FAMILIES, SINGLES = 29, 58
PRIVATE = ("customer",) * 9 + ("loyal",) * 4 + ("slipping",) * 2 + ("lead",) * 2 + ("prospect",) * 3 + ("ended",)
SOURCES = ("Walked in", "Website", "Referral", "Trade fair", "Harbour Echo", "Open day", "")
LANGUAGES = {"DE": "de", "FR": "fr", "SE": "sv", "ES": "es", "IT": "it", "PL": "pl", "NL": "nl"}
INTERESTS = ("e-bike", "cargo", "touring", "race", "city", "kids", "")


class Crowd:
    """Makes the same people on every machine: each of them has a die of their own, thrown by name."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.parties: list[PartyPlan] = []
        self.names = Names({row["name"] for row in cast.rows(cast.PEOPLE, cast.PERSON_COLUMNS)})
        self.phones = Phones(cast.FIRMS + cast.PEOPLE)

    def gather(self) -> list[PartyPlan]:
        for row in cast.rows(cast.FIRMS, cast.FIRM_COLUMNS):
            self._known_firm(row)
        for firm in FIRMS:
            self._firm(firm)
        for name in cast.HOUSEHOLDS:
            self._known_household(name)
        for row in cast.rows(cast.PEOPLE, cast.PERSON_COLUMNS):
            self._known_person(row)
        for firm in FIRMS:
            for number in range(1 if firm.people < 15 else 2 if firm.people % 3 else 1):
                self._employee(firm, number)
        for number in range(FAMILIES):
            self._family(Random(f"family {number}"))
        for number in range(SINGLES):
            self._rider(Random(f"rider {number}"))
        return self.parties

    def _known_firm(self, row: dict[str, str]) -> None:
        rng = Random(row["name"])
        domain = "northgate.example" if row["name"] == amara.FIRM else f"{handle(row['name'], '-')}.example"
        fields: dict[str, Any] = {
            "company_kind": row["kind"],
            "industry": row["industry"],
            "phase": row["phase"],
            "employees": rng.choice((6, 9, 14, 22, 38, 60, 110)),
            "country": "GB",
        }
        self._add(
            "company",
            row["name"],
            int(row["owner"]),
            self._since(rng, row["phase"]),
            fields,
            audience=row["audience"],
            reach=(Reach("phone", row["phone"]), Reach("mail", f"office@{domain}"), Reach("web", f"https://{domain}")),
            places=(Place(row["street"], row["postcode"], row["town"]),),
            tags=tuple(row["tags"].split()),
        )

    def _known_person(self, row: dict[str, str]) -> None:
        rng, name = Random(row["name"]), row["name"]
        firm = next((party for party in self.parties if party.name == row["firm"]), None)
        domain = firm.mails[0].partition("@")[2] if firm else "mail.example"
        mail = amara.MAIL if name == amara.WHO else f"{handle(name, '.')}@{domain}"
        fields: dict[str, Any] = {"phase": row["phase"], "role": row["role"], "language": "en"}
        if row["birthday"]:
            fields["birthday"] = date.fromisoformat(row["birthday"])
        if name in cast.BIRTHDAYS_SOON:
            fields["birthday"] = self._soon(rng, cast.BIRTHDAYS_SOON[name])
        fields |= {"regard": cast.FRIENDS[name]} if name in cast.FRIENDS else {}
        fields |= {"description": cast.ABOUT[name]} if name in cast.ABOUT else {}
        if name in REACHED_BY:
            fields["best_channel"], fields["best_hours"] = REACHED_BY[name]
        places: tuple[Place, ...] = (place(rng, row["town"]),) if row["town"] else ()
        if name == amara.WHO and firm:
            places = firm.places
        since = self.now - timedelta(days=1092) if name == amara.WHO else self._since(rng, row["phase"])
        home = next((key for key, people in cast.HOUSEHOLDS.items() if name in people), "")
        self._add(
            "person",
            name,
            int(row["owner"]),
            since,
            fields,
            audience="" if firm else rng.choice(("private", "private", "family")),
            reach=(Reach("phone", row["phone"], "Work" if firm else "Mobile"), Reach("mail", mail)),
            places=places,
            tags=tuple(row["tags"].split()),
            company=row["firm"],
            household=home,
        )

    def _known_household(self, name: str) -> None:
        reach, fields = (Reach("phone", "01632 960406", "Home"),), {"phase": "customer", "country": "GB"}
        since = self.now - timedelta(days=402)
        self._add("household", name, 2, since, fields, audience="", reach=reach, places=(cast.AT_HOME,))

    def _firm(self, firm: Known) -> None:
        rng, country = Random(firm.name), country_of(firm.town)
        domain = f"{handle(firm.name, '-')}.example"
        reach = [Reach("mail", f"{rng.choice(('office', 'hello', 'info', 'post'))}@{domain}")]
        if number := self.phones.fixed(rng, country):
            reach.append(Reach("phone", number))
        if rng.random() < 0.75:
            reach.append(Reach("web", f"https://{domain}"))
        fields: dict[str, Any] = {
            "company_kind": KINDS.get(firm.audience, "firm"),
            "industry": firm.industry,
            "phase": firm.phase,
            "employees": firm.people if rng.random() < 0.7 else None,
            "country": country,
            "source": rng.choice(SOURCES),
            "language": LANGUAGES.get(country, ""),
        }
        owner = (
            rng.choice((0, 1, 1)) if firm.audience in ("fleet", "trade", "supplier", "government") else rng.randrange(4)
        )
        self._add(
            "company",
            firm.name,
            owner,
            self.now - timedelta(days=1081) if firm.audience == "back" else self._since(rng, firm.phase),
            fields,
            audience=firm.audience,
            reach=tuple(reach),
            places=(place(rng, firm.town),) if rng.random() < 0.93 else (),
            tags=firm.tags,
        )

    def _employee(self, firm: Known, number: int) -> None:
        rng = Random(f"{firm.name} {number}")
        at_home = country_of(firm.town)
        origin = rng.choice(LIVING_HERE) if at_home == "GB" else at_home
        given, family = self.names.full(rng, origin)
        company = next(party for party in self.parties if party.name == firm.name)
        domain = company.mails[0].partition("@")[2]
        spelled = f"{handle(given, '')}.{handle(family, '')}" if number else handle(given, "")
        reach = [Reach("mail", f"{spelled}@{domain}")] if rng.random() < 0.9 else []
        if phone := self.phones.mobile(rng, at_home) if rng.random() < 0.8 else "":
            reach.insert(0, Reach("phone", phone, rng.choice(("Work", "Mobile", ""))))
        roles = ROLES.get(firm.audience, ROLES["office"])
        fields: dict[str, Any] = {"phase": firm.phase, "role": roles[(number + len(firm.name)) % len(roles)]}
        fields |= {"birthday": self._birthday(rng)} if rng.random() < 0.25 else {}
        fields |= {"language": LANGUAGES[at_home]} if at_home in LANGUAGES else {}
        since = min(company.since + timedelta(days=rng.randint(0, 200)), self.now - timedelta(days=4))
        self._add("person", f"{given} {family}", company.owner, since, fields, reach=tuple(reach), company=firm.name)

    def _family(self, rng: Random) -> None:
        origin = rng.choice(LIVING_HERE)
        given, family = self.names.full(rng, origin)
        phase = rng.choice(PRIVATE)
        where, since, owner = place(rng, rng.choice(HERE)), self._since(rng, phase), rng.randrange(4)
        key = f"{family} family"
        if any(party.key == key for party in self.parties):
            key = f"{family} family, {where.city}"
        fixed = Reach("phone", self.phones.fixed(rng), "Home")
        fields = {"phase": phase, "country": "GB", "source": rng.choice(SOURCES)}
        self._add("household", key, owner, since, fields, audience="family", reach=(fixed,), places=(where,))
        members = [given, *(self.names.full(rng, origin, family)[0] for _n in range(rng.choice((1, 1, 1, 2))))]
        for number, first in enumerate(members):
            self._rider(rng, (first, family), phase if number == 0 else "customer", (where, since, owner), key)

    def _rider(
        self,
        rng: Random,
        name: tuple[str, str] | None = None,
        phase: str = "",
        home: tuple[Place, datetime, int] | None = None,
        household: str = "",
    ) -> None:
        given, family = name or self.names.full(rng, rng.choice(LIVING_HERE))
        phase = phase or rng.choice(PRIVATE)
        where, since, owner = home or (
            place(rng, rng.choice(HERE)),
            self._since(rng, phase),
            rng.choice((0, 2, 2, 3, 3, 4)),
        )
        reach = []
        if rng.random() < 0.85:
            reach.append(Reach("phone", self.phones.mobile(rng), "Mobile"))
        if rng.random() < 0.8 or not reach:
            mailbox = rng.choice(
                (f"{handle(given, '')}.{handle(family, '')}", f"{handle(given, '')[:1]}{handle(family, '')}")
            )
            reach.append(Reach("mail", f"{mailbox}{rng.choice(('', '', rng.randint(61, 99)))}@mail.example"))
        fields: dict[str, Any] = {"phase": phase, "source": rng.choice(SOURCES)}
        fields |= {"birthday": self._birthday(rng)} if rng.random() < 0.45 else {}
        tag = rng.choice(INTERESTS)
        self._add(
            "person",
            f"{given} {family}",
            owner,
            since,
            fields,
            audience="private" if not household else "",
            reach=tuple(reach),
            places=(where,) if household or rng.random() < 0.7 else (),
            tags=(tag,) if tag else (),
            household=household,
        )

    def _add(self, kind: str, name: str, owner: int, since: datetime, fields: dict[str, Any], **more: Any) -> None:
        kept = {key: value for key, value in fields.items() if value not in ("", None)}
        self.parties.append(PartyPlan(name, kind, name, owner, since, fields=kept, **more))

    def _since(self, rng: Random, phase: str) -> datetime:
        """When they were written down first: customers over three years, leads and prospects lately."""
        spans = {
            "lead": (6, 75),
            "prospect": (9, 240),
            "ended": (600, YEARS),
            "loyal": (500, YEARS),
            "slipping": (420, YEARS),
        }
        first, last = spans.get(phase, (70, YEARS))
        day = (self.now - timedelta(days=rng.randint(first, last))).replace(
            hour=rng.randint(8, 17), minute=rng.randrange(60)
        )
        return day if day.weekday() < 6 else day - timedelta(days=1)

    def _birthday(self, rng: Random) -> date:
        return date(self.now.year - rng.randint(19, 78), rng.randint(1, 12), rng.randint(1, 28))

    def _soon(self, rng: Random, days: int) -> date:
        day = (self.now + timedelta(days=days)).date()
        return day.replace(
            year=day.year - rng.choice((36, 41, 52, 67)), day=min(day.day, 28) if day.month == 2 else day.day
        )


def members(parties: list[PartyPlan]) -> dict[str, list[PartyPlan]]:
    """The people of each firm and each household."""
    found: dict[str, list[PartyPlan]] = {}
    for party in parties:
        if party.company or party.household:
            found.setdefault(party.company or party.household, []).append(party)
    return found


_PLAIN = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ı": "i", "đ": "d"})


def handle(name: str, between: str) -> str:
    """A name as it stands in mail addresses."""
    plain = between.join(word for word in words(name) if word not in {"and", "of", "the"}).translate(_PLAIN)
    return plain.encode("ascii", "ignore").decode()
