"""A believable small firm for the style page and the tests of components: no database, and no clock but today's."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

# name | company | role | phone | phase | tone | next step | due in days | this year | owner
PEOPLE = """
Amara Bello | Northgate Couriers | Fleet manager | +44 20 7946 0112 | Customer | good | Call about winter tyres | 1 | £ 48,210 | Mara Klein
Jonas Dahl | Dahl & Søn | Owner | +45 33 12 45 78 | Loyal | good | Send spring catalogue | 6 | £ 31,940 | Lars Sørensen
Priya Raman | City of Harwick | Procurement | +44 1632 960 871 | Lead | info | Tender answer | -3 | | Mara Klein
Tom Okafor | | | +44 7700 900 343 | Customer | good | | | £ 1,265 | Eva Vogel
Elena Moretti | Moretti Logistica | Operations | +39 02 5550 1203 | Slipping away | warn | Win-back offer | 10 | £ 18,770 | Lars Sørensen
Hannah Weiss | Weiss Physiotherapie | Owner | +49 30 901820 | Customer | good | Yearly check | 51 | £ 7,420 | Eva Vogel
Rosa Castillo | Reparto Verde | Buyer | +34 91 555 01 22 | Complaint open | bad | Replace brake set | 0 | £ 22,310 | Mara Klein
Kenji Nakamura | Nakamura Trading | Director | +81 3 5550 0199 | Lead | info | Video call | 3 | | Lars Sørensen
Sinéad O’Brien | Quayside Hotel | General manager | +353 1 555 0147 | Loyal | good | Renew rental contract | 8 | £ 40,985 | Eva Vogel
Ben Whitaker | | | +44 7700 900 871 | Prospect | neutral | | | | Mara Klein
"""  # noqa: E501
COLUMNS = [
    {"key": "name", "label": "Name", "href": "?sort=name", "sorted": "up", "phone": "title", "menu": "/style"},
    {"key": "company", "label": "Company", "href": "?sort=company"},
    {"key": "role", "label": "Role"},
    {"key": "phone", "label": "Phone"},
    {"key": "phase", "label": "Phase", "phone": "end"},
    {"key": "step", "label": "Next step", "phone": "under"},
    {"key": "due", "label": "Due", "phone": "under-end"},
    {"key": "sum", "label": "This year", "number": True, "href": "?sort=sum", "foot": "£ 170,900"},
    {"key": "owner", "label": "Owner"},
]


class Person(SimpleNamespace):
    def __str__(self) -> str:
        return str(self.name)


def samples() -> dict[str, Any]:
    return {
        "columns": COLUMNS,
        "rows": people(),
        "today": timezone.localdate(),
        "at": _at,
        "revenue": [12, 14, 13, 17, 16, 20, 18, 23, 21, 27, 25, 30],
    }


def people() -> list[Person]:
    names = ("name", "company", "role", "phone", "phase", "tone", "step", "days", "sum", "owner")
    rows = [
        Person(id=n, url=f"#person-{n}", **dict(zip(names, row, strict=True)))
        for n, row in enumerate(_table(PEOPLE), 1)
    ]
    for row in rows:
        row.due = timezone.localdate() + timedelta(days=int(row.days)) if row.days else None
    return rows


def _table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _at(days: int, hour: int, minute: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0) - timedelta(days=days)
