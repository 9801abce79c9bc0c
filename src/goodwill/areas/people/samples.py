"""Believable records for contract tests, the example firm and benchmarks: the same n makes the same record."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from goodwill.areas.people.enums import CompanyKind, Direction, InteractionKind, Phase, Priority, TaskKind

GIVEN = (
    "Amara", "Jonas", "Priya", "Tom", "Elena", "Hannah", "Rosa", "Kenji", "Sinéad", "Ben", "Grace", "Lars", "Mara",
    "Omar", "Ingrid", "Pavel", "Chloé", "Diego", "Aisha", "Søren", "Yuki", "Marta", "Liam", "Noor", "Anton",
    "Beatriz", "Colm", "Dilara", "Emil", "Fatou", "Giulia",
)  # fmt: skip
FAMILY = (
    "Bello", "Dahl", "Raman", "Okafor", "Moretti", "Weiss", "Castillo", "Nakamura", "O’Brien", "Whitaker", "Lindqvist",
    "Novák", "Dubois", "Fernández", "Haddad", "Sørensen", "Tanaka", "Kowalska", "Murphy", "Rahman", "Petrov", "Almeida",
    "Byrne", "Yılmaz", "Berg", "Diop", "Ricci", "Schäfer", "Van Dijk",
)  # fmt: skip
FIRST_WORD = (
    "Northgate", "Quayside", "Harwick", "Reparto", "Weiss", "Nordlys", "Silverline", "Oakfield", "Blue Anchor",
    "Meridian", "Old Mill", "Kingfisher", "Copper Lane", "Larkspur", "Redwood", "Hillcrest", "Bayview",
)  # fmt: skip
SECOND_WORD = (
    "Couriers", "Hotel", "Logistics", "Physiotherapy", "Trading", "Bakery", "Design", "Joinery", "Dental", "Farm Shop",
    "Engineering", "Books", "Garden Centre",
)  # fmt: skip
ROLES = (
    "Owner",
    "Fleet manager",
    "Buyer",
    "Director",
    "Operations",
    "Procurement",
    "General manager",
    "Accountant",
    "",
)
CITIES = (("Harwick", "GB"), ("London", "GB"), ("Oslo", "NO"), ("København", "DK"), ("Berlin", "DE"), ("Milano", "IT"))
SUBJECTS = (
    "About winter tyres",
    "The new order",
    "Service contract",
    "Visit next week",
    "Spring catalogue",
    "A complaint",
)
STEPS = (
    "Call about winter tyres",
    "Send spring catalogue",
    "Answer the tender",
    "Win-back offer",
    "Renew the contract",
)
TEXTS = (
    "Two bikes of the new order shift badly. Wants a loan bike meanwhile.",
    "Opens a second depot in March. Twelve more carriers, maybe trailers. Ask for the floor plan.",
    "Asked for the price list and for delivery before the holidays.",
    "Happy with the last service. May recommend us to the neighbours.",
)
START = datetime(2023, 1, 9, 9, 30, tzinfo=UTC)


def person(n: int) -> dict[str, Any]:
    """n // 31 keeps given and family names from marching in step; every 7th belongs to no company."""
    given, family = GIVEN[n % len(GIVEN)], FAMILY[(n // len(GIVEN) + n * 7) % len(FAMILY)]
    return {
        "name": f"{given} {family}",
        "role": ROLES[n % len(ROLES)],
        "phase": _phase(n),
        "phone": phone(n),
        "mail": f"{_ascii(given)}.{_ascii(family)}{n}@example.com",
        "language": ("en", "de", "nb", "")[n % 4],
        "country": CITIES[n % len(CITIES)][1],
    }


def company(n: int) -> dict[str, Any]:
    name = company_name(n)
    return {
        "name": name,
        "company_kind": CompanyKind.FIRM.value,
        "phase": _phase(n + 2),
        "industry": SECOND_WORD[n % len(SECOND_WORD)],
        "employees": (n * 37) % 400 + 1,
        "phone": phone(n + 500_000),
        "mail": f"office{n}@example.com",
        "country": CITIES[n % len(CITIES)][1],
    }


def company_name(n: int) -> str:
    words = len(FIRST_WORD) * len(SECOND_WORD)
    plain = f"{FIRST_WORD[n % len(FIRST_WORD)]} {SECOND_WORD[(n // len(FIRST_WORD) + n) % len(SECOND_WORD)]}"
    return plain if n < words else f"{plain} {n // words + 1}"


def household(n: int) -> dict[str, Any]:
    return {"name": f"{FAMILY[n % len(FAMILY)]} family", "phase": _phase(n), "country": CITIES[n % len(CITIES)][1]}


def phone(n: int) -> str:
    """Numbers that Ofcom keeps for drama, then plain British ones."""
    return (
        f"+44 20 7946 {n:04d}" if n < 1000 else f"+44 1632 {960000 + n % 1000}" if n < 2000 else f"+44 7{n % 10**9:09d}"
    )


def task(n: int) -> dict[str, Any]:
    return {
        "title": STEPS[n % len(STEPS)],
        "kind": list(TaskKind)[n % len(TaskKind)].value,
        "priority": list(Priority)[n % len(Priority)].value,
        "due_on": date(2026, 1, 5) + timedelta(days=n % 365),
    }


def note(n: int) -> dict[str, Any]:
    return {"html": TEXTS[n % len(TEXTS)]}


def interaction(n: int) -> dict[str, Any]:
    return {
        "kind": list(InteractionKind)[n % len(InteractionKind)].value,
        "direction": (Direction.IN, Direction.OUT)[n % 2].value,
        "at": START + timedelta(hours=n * 7),
        "duration_s": (n * 97) % 1800,
        "subject": SUBJECTS[n % len(SUBJECTS)],
        "text": TEXTS[n % len(TEXTS)],
    }


def preference(n: int) -> dict[str, Any]:
    wishes = (
        ("delivery", "wants", "Next-day delivery"),
        ("product", "wants", "Steel frames"),
        ("channel", "avoids", "Calls at lunch"),
        ("quality", "wants", "Parts that last"),
        ("after_sales", "avoids", "Reminders by text"),
    )
    topic, stance, text = wishes[n % len(wishes)]
    return {
        "topic": topic,
        "stance": stance,
        "text": f"{text} ({n})" if n >= len(wishes) else text,
        "said_by": "Themselves",
    }


def consent(n: int) -> dict[str, Any]:
    return {
        "purpose": ("news", "offers", "events")[n % 3],
        "channel": ("mail", "phone", "any")[n % 3],
        "wording": "Yes, please keep me posted. I can take this back at any time.",
        "source": f"Form on the website, {n}",
    }


def tag(n: int) -> dict[str, Any]:
    return {
        "name": ("Fleet", "VIP", "Christmas card", "Wholesale", "Press list", "Newsletter")[n % 6]
        + (f" {n // 6}" if n > 5 else "")
    }


def tie_kind(n: int) -> dict[str, Any]:
    return {"label": f"advises ({n})", "reverse": f"is advised by ({n})"}


def _phase(n: int) -> str:
    return (*Phase.values, "")[n % (len(Phase.values) + 1)]


def _ascii(name: str) -> str:
    from goodwill.kernel.text import words

    return "".join(words(name)).encode("ascii", "ignore").decode() or "x"
