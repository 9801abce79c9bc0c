"""A believable small firm for the style page and the tests of components: no database, no clock but today's."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

PEOPLE = [
    ("Amara Bello", "Northgate Couriers", "Fleet manager", "+44 20 7946 0112", "Customer", "good", "Call about winter tyres", 1, "£ 48,210", "Mara Klein"),
    ("Jonas Dahl", "Dahl & Søn", "Owner", "+45 33 12 45 78", "Loyal", "good", "Send spring catalogue", 6, "£ 31,940", "Lars Sørensen"),
    ("Priya Raman", "City of Harwick", "Procurement", "+44 1632 960 871", "Lead", "info", "Tender answer", -3, "", "Mara Klein"),
    ("Tom Okafor", "", "", "+44 7700 900 343", "Customer", "good", "", None, "£ 1,265", "Eva Vogel"),
    ("Elena Moretti", "Moretti Logistica", "Operations", "+39 02 5550 1203", "Slipping away", "warn", "Win-back offer", 10, "£ 18,770", "Lars Sørensen"),
    ("Hannah Weiss", "Weiss Physiotherapie", "Owner", "+49 30 901820", "Customer", "good", "Yearly check", 51, "£ 7,420", "Eva Vogel"),
    ("Rosa Castillo", "Reparto Verde", "Buyer", "+34 91 555 01 22", "Complaint open", "bad", "Replace brake set", 0, "£ 22,310", "Mara Klein"),
    ("Kenji Nakamura", "Nakamura Trading", "Director", "+81 3 5550 0199", "Lead", "info", "Video call", 3, "", "Lars Sørensen"),
    ("Sinéad O’Brien", "Quayside Hotel", "General manager", "+353 1 555 0147", "Loyal", "good", "Renew rental contract", 8, "£ 40,985", "Eva Vogel"),
    ("Ben Whitaker", "", "", "+44 7700 900 871", "Prospect", "neutral", "", None, "", "Mara Klein"),
]  # fmt: skip
COLUMNS = [
    {"key": "name", "label": "Name", "href": "?sort=name", "sorted": "up", "phone": "title", "menu": "/style", "width": 13},
    {"key": "company", "label": "Company", "href": "?sort=company", "width": 12},
    {"key": "role", "label": "Role"},
    {"key": "phone", "label": "Phone"},
    {"key": "phase", "label": "Phase", "phone": "end"},
    {"key": "step", "label": "Next step", "phone": "under"},
    {"key": "due", "label": "Due", "phone": "under-end"},
    {"key": "sum", "label": "This year", "number": True, "href": "?sort=sum", "foot": "£ 170,900"},
    {"key": "owner", "label": "Owner"},
]
LANES = [
    ("qualified", "Qualified", 9, "£ 64,200 · weighted £ 12,800", [("Cargo bikes for bakery", "Brot & Salz", "£ 8,400", "good", "Visit Thu", "2 d", 0), ("Rental fleet 2027", "Quayside Hotel", "£ 18,500", "neutral", "No next step", "9 d", 1), ("Workshop contract", "Weiss Physiotherapie", "£ 2,900", "good", "Call Mon", "4 d", 0)]),
    ("proposal", "Proposal", 6, "£ 91,300 · weighted £ 45,600", [("Second depot", "Northgate Couriers", "£ 27,600", "good", "Call tomorrow", "5 d", 0), ("Tender: city fleet", "City of Harwick", "£ 41,000", "bad", "Answer 3 days late", "16 d", 2), ("Tourist bikes", "Reparto Verde", "£ 9,200", "good", "Send terms", "3 d", 0)]),
    ("negotiation", "Negotiation", 3, "£ 38,700 · weighted £ 27,100", [("Trailers and service", "Dahl & Søn", "£ 19,900", "good", "Sign by Fri", "6 d", 0), ("E-bike upgrade", "Moretti Logistica", "£ 12,400", "bad", "No answer 11 days", "21 d", 3)]),
    ("order", "Order", 2, "£ 15,100 · weighted £ 13,600", [("Winter tyres, 40 sets", "Northgate Couriers", "£ 3,900", "good", "Deliver Wed", "1 d", 0), ("Company leasing", "Nakamura Trading", "£ 11,200", "good", "Contract sent", "2 d", 0)]),
]  # fmt: skip


class Person(SimpleNamespace):
    def __str__(self) -> str:
        return str(self.name)


def samples() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "columns": COLUMNS,
        "rows": [_person(n, today, *row) for n, row in enumerate(PEOPLE, start=1)],
        "lanes": LANES,
        "today": today,
        "at": _at,
        "revenue": [12, 14, 13, 17, 16, 20, 18, 23, 21, 27, 25, 30],
    }


def _person(
    n: int, today: date, name: str, company: str, role: str, phone: str, phase: str, tone: str, step: str, days: int | None,
    total: str, owner: str,
) -> Person:  # fmt: skip
    due = None if days is None else today + timedelta(days=days)
    return Person(
        id=n, url=f"#person-{n}", name=name, company=company, role=role, phone=phone, phase=phase, tone=tone, step=step,
        due=due, sum=total, owner=owner,
    )  # fmt: skip


def _at(days: int, hour: int, minute: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0) - timedelta(days=days)
