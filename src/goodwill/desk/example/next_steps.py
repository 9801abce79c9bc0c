"""What is still to do, what was allowed, and who knows whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from goodwill.desk.example.plan import ConsentPlan, PartyPlan, TaskPlan, TiePlan
from goodwill.desk.example.staff import STAFF

TITLES = {
    "fleet": (
        ("call", "Call about the winter check"), ("mail", "Offer for three more Carriers"),
        ("meeting", "Walk through the yard"), ("task", "Order pads for the fleet"),
        ("call", "Ask how the new riders get on"), ("mail", "Service plan for next year"),
    ),
    "rental": (
        ("call", "Talk about next season"), ("task", "Fetch the rental bikes"), ("mail", "Contract for next season"),
        ("meeting", "Count what needs new tyres"), ("mail", "Prices for child seats"),
    ),
    "trade": (
        ("mail", "Send spring catalogue"), ("call", "Ask for the spring order"), ("task", "Take back what does not sell"),
        ("mail", "Trade prices of the new Skerry"),
    ),
    "supplier": (("call", "Date of the next container"), ("mail", "Answer on the new prices"), ("task", "Return two hubs")),
    "firm lead": (
        ("mail", "Offer as agreed"), ("call", "Ask what the partner says"), ("meeting", "Show the bikes to the drivers"),
        ("mail", "Two references from other firms"),
    ),
    "firm prospect": (("call", "Ask once more"), ("task", "Find out who decides"), ("mail", "Invite to the open day")),
    "firm slipping": (("call", "Win back: offer a loan bike"), ("meeting", "Visit instead of writing"), ("mail", "Win-back offer")),
    "lead": (
        ("meeting", "Test ride"), ("call", "Call back after pay day"), ("mail", "Answer on the wider saddle"),
        ("mail", "Price with mudguards and lights"),
    ),
    "prospect": (
        ("mail", "Invite to the open day"), ("mail", "Write when a used one comes in"), ("call", "Ask how the search goes"),
    ),
    "slipping": (("call", "Win back: offer the loan bike"), ("mail", "Win-back offer"), ("task", "Card for the birthday")),
    "": (
        ("call", "Tell that the bike is ready"), ("task", "Yearly service"), ("mail", "Reminder of the winter check"),
        ("task", "Order the rain cover"), ("call", "Ask about the new saddle"), ("mail", "Answer on the second-hand bike"),
        ("task", "Return the loan bike"), ("call", "Tell the price of the repair"),
    ),
}  # fmt: skip
WORDINGS = {
    "offers": "You may send me offers by mail. I can stop them at any time.",
    "news": "I would like to get news from the workshop by mail.",
    "events": "Tell me when there is a ride, a course or an open day.",
    "recording": "This call may be recorded, so that nothing gets lost.",
}
WHERE = ("Card at the counter", "Form on the website", "Open day", "Phone")


def next_step(party: PartyPlan, now: datetime) -> TaskPlan | None:
    """For some, with a date between last week and the end of the season."""
    rng = Random(f"next step of {party.key}")
    share = {"lead": 0.75, "slipping": 0.5, "prospect": 0.35, "customer": 0.2, "loyal": 0.3}.get(party.phase, 0.05)
    if rng.random() > share:
        return None
    phase = f"firm {party.phase}" if party.kind == "company" or party.company else party.phase
    kinds = TITLES.get(phase) or TITLES.get("fleet" if party.audience == "back" else party.audience) or TITLES[""]
    kind, title = rng.choice(kinds)
    days = rng.choice((-4, 0, 1, 1, 2, 3, 3, 4, 5, 6, 8, 9, 12, 13, 15, 19, 22, 26, 33, 40, 47, 60, 85))
    at = rng.choice(("", "", "09:30", "11:00", "14:15", "16:00")) if kind in {"call", "meeting"} else ""
    made = max(party.since, now - timedelta(days=rng.randint(4, 20)))
    priority = rng.choice(("normal",) * 5 + ("high", "low"))
    return TaskPlan(party.key, title, party.owner, (now + timedelta(days=days)).date(), made, kind, at, priority)


def consents(party: PartyPlan, now: datetime) -> list[ConsentPlan]:
    """Given at the counter or on the page; some were taken back."""
    rng = Random(f"consents of {party.key}")
    if party.kind != "person" or not party.mails or rng.random() > (0.25 if party.company else 0.5):
        return []
    found = []
    for purpose in rng.sample(sorted(WORDINGS), rng.choice((1, 1, 2))):
        channel = "phone" if purpose == "recording" else "mail"
        latest = max(1, (now - party.since).days - 2)
        at = party.since + timedelta(days=rng.randint(0, latest // 2), hours=1)
        source = rng.choice(WHERE)
        source = f"{source}, {STAFF[party.owner][0].split()[0]}" if source == "Phone" else source
        found.append(ConsentPlan(party.key, purpose, channel, "given", at, WORDINGS[purpose], source))
        if rng.random() < 0.2:
            later = at + timedelta(days=rng.randint(1, max(1, latest // 2)))
            found.append(ConsentPlan(party.key, purpose, channel, "withdrawn", later, "", "Link in the mail"))
    return found


def ties(parties: Sequence[PartyPlan]) -> list[TiePlan]:
    """Who works where by another way, changed over, sent a friend, or is married."""
    rng, found = Random("ties"), []
    firms = [party for party in parties if party.kind == "company"]
    staff = [party for party in parties if party.company]
    riders = [party for party in parties if party.kind == "person" and not party.company]
    for person in rng.sample(staff, 18):
        old = rng.choice([firm for firm in firms if firm.key != person.company])
        ended = person.since.date() - timedelta(days=rng.randint(5, 60))
        began = ended - timedelta(days=rng.randint(400, 2400))
        role = rng.choice(("Assistant", "Driver", "Trainee", "Office", "Buyer", "Mechanic"))
        found.append(TiePlan(person.key, old.key, "works_at", role, began, ended))
    sent = [party for party in riders if party.phase in {"customer", "loyal", "lead", "prospect"}]
    for friend in rng.sample(sent, 26):
        earlier = [one for one in riders if one.since < friend.since and one.phase == "loyal" and one.key != friend.key]
        if earlier:
            found.append(TiePlan(friend.key, rng.choice(earlier).key, "referred_by"))
    clubs = [firm for firm in firms if firm.audience == "club"]
    found += [TiePlan(rider.key, rng.choice(clubs).key, "member_of") for rider in rng.sample(sent, 20)]
    homes: dict[str, list[PartyPlan]] = {}
    for rider in riders:
        if rider.household:
            homes.setdefault(rider.household, []).append(rider)
    found += [TiePlan(home[0].key, home[1].key, "married") for home in homes.values() if len(home) > 1]
    return found
