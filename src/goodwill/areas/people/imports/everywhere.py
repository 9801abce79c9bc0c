"""What was said for all rows of a file, put into those that are of such a kind."""

from collections.abc import Collection, Mapping, Sequence

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.imports.drafts import RowDraft
from goodwill.areas.people.imports.plain import Plain, PlainReader
from goodwill.kernel.actors import Actor
from goodwill.records import registry
from goodwill.transfer import everywhere
from goodwill.transfer.everywhere import Offer
from goodwill.transfer.options import FieldPolicy
from goodwill.transfer.values import Given


def offered(targets: Collection[str], row_is: str, by: Actor) -> list[Offer]:
    """Of what a row is, and of who stands behind it."""
    named = {row_is}
    if "company" in targets and row_is == PartyKind.PERSON:
        named.add(PartyKind.COMPANY)
    if row_is == PartyKind.COMPANY and any(name in targets for name in ("full_name", "given_name", "family_name")):
        named.add(PartyKind.PERSON)
    types = [known for name in sorted(named, key=lambda name: name != row_is) if (known := registry.get(name))]
    return everywhere.offered(types, targets, by)


def policies(said: Mapping[str, str]) -> dict[str, str]:
    """Whoever has another value keeps it: that of all rows is nothing that the file knows better."""
    return {target.partition(".")[2]: FieldPolicy.FILL.value for target in said}


def say(rows: Sequence[Given], said: Mapping[str, str], plain: PlainReader) -> None:
    for given in rows if said else ():
        kinds = _kinds(given.draft)
        told = {target: [value] for target, value in said.items() if target.partition(".")[0] in kinds}
        if told and isinstance(given.draft, Plain):
            given.draft = plain.again(given)
        given.values |= told


def _kinds(draft: RowDraft | Plain | None) -> set[str]:
    if isinstance(draft, Plain):
        return {draft.kind, *([draft.company.kind] if draft.company else [])}
    parts = (draft.main, draft.company, draft.person) if draft else ()
    return {str(part.kind) for part in parts if part}
