"""Writing many new parties in few statements, in the batch that is open."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from goodwill.areas.people.enums import CUSTOMERS, PartyKind
from goodwill.areas.people.models import Party
from goodwill.areas.people.models.contact import main_address, primary_values
from goodwill.areas.people.verbs.bulk_parts import employer_key, hang
from goodwill.areas.people.verbs.rows import Ready
from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.text import fold, sort_key
from goodwill.records.filter.context import context_of

MOST_ROWS = 2000
ENTRIES_A_ROW = 12


def create_parties(rows: Sequence[Ready], *, by: Actor) -> list[Party]:
    """Add a party for each row, at most 2000 at once, in the batch that is open; returns them in order.

    A company that is named is found, or made once. Rows without a name are refused as a whole.
    """
    _check(rows, by, "create")
    if unnamed := sum(not row.name for row in rows):
        raise Invalid({"name": _("%s rows have no name.") % unnamed})
    employers = _employers(rows, by)
    parties = [_party(row, by) for row in rows]
    for party, row in zip(parties, rows, strict=True):
        party.company = employers.get(employer_key(row))
    changes.create_many(parties)
    hang(list(zip(parties, rows, strict=True)), employers, by)
    changes.current_batch().flush()
    return parties


def _check(rows: Sequence[Ready], by: Actor, right: str) -> None:
    rights.require(by, right, Party)
    if len(rows) > MOST_ROWS:
        raise Invalid(_("At most %s rows at once.") % MOST_ROWS)
    changes.current_batch().flush_at = MOST_ROWS * ENTRIES_A_ROW


def _party(row: Ready, by: Actor) -> Party:
    team_id = next(iter(by.team_ids)) if len(by.team_ids) == 1 else None
    columns = {column_of(name, value): value for name, value in row.fields.items()}
    party = Party(kind=row.kind, **{"owner_id": by.user_id, "team_id": team_id, **columns})
    if party.phase in CUSTOMERS and party.customer_since is None:
        party.customer_since = context_of(by).today
    for column, value in {**primary_values(row.points), **main_address(row.addresses)}.items():
        setattr(party, column, value)
    return party


def column_of(name: str, value: Any) -> str:
    """Owner and team may be given as records or as ids."""
    return f"{name}_id" if name in ("owner", "team") and isinstance(value, int) else name


def _employers(rows: Iterable[Ready], by: Actor) -> dict[int | str, Party]:
    """The companies that persons name, by id or folded name; new ones for names that are not known."""
    wanted = [row for row in rows if row.company and row.kind == PartyKind.PERSON]
    names = [row.company for row in wanted if isinstance(row.company, str)]
    spelled = {fold(name)[:400]: name for name in reversed(names)}  # the first spelling wins
    ids = {row.company for row in wanted if isinstance(row.company, int)}
    seen = rights.visible(Party.objects.filter(kind=PartyKind.COMPANY), by)
    found: dict[int | str, Party] = dict(seen.in_bulk(ids)) if ids else {}
    sort_keys = {sort_key(name) for name in spelled.values()}
    for company in seen.filter(name_sort__in=sort_keys).order_by("-id") if sort_keys else ():
        if company.name_fold in spelled:
            found[company.name_fold] = company
    if missing := [name for folded, name in spelled.items() if folded not in found]:
        rights.require(by, "create", Party)
        made = changes.create_many(Party(kind=PartyKind.COMPANY, name=name, owner_id=by.user_id) for name in missing)
        found |= {company.name_fold: company for company in made}
    return found
