"""Whom a party that a program is about to make may be already."""

from collections.abc import Mapping
from typing import Any

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.models import Party
from goodwill.areas.people.queries.duplicates import Likely, Sought, likely_duplicates
from goodwill.kernel import rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.mailbox import split_mails
from goodwill.records.registry import RecordType


def likely_of_given(type: RecordType, given: Mapping[str, Any], actor: Actor) -> list[dict[str, Any]]:
    """As a program is told of them, the likeliest first."""
    sought = Sought(
        kind=str(type.constant.get("kind") or given.get("kind") or PartyKind.COMPANY),
        company=_company_name(given.get("company"), actor),
        phones=[given.get("phone", "")],
        mails=split_mails(given.get("mail", "")),
        **{name: given.get(name) or "" for name in ("name", "given", "family", "country")},
    )
    return [_told(one) for one in likely_duplicates(sought, actor)]


def _company_name(given: Party | int | None, actor: Actor) -> str:
    if given is None:
        return ""
    number = given.pk if isinstance(given, Party) else given
    return rights.visible(Party.objects.filter(pk=number), actor).values_list("name", flat=True).first() or ""


def _told(one: Likely) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in ("name", "kind", "role", "company", "mail", "phone", "city", "score")}
    return {"id": one.party_id, **shown, "reasons": list(one.reasons), "reason": str(one.reason)}
