"""What a row of a file is, by its columns: a person or a company."""

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.imports.drafts import NAMES


def guess(targets: dict[int, str], subject: str) -> str:
    """What a row is: what its maker says, else a company where its name comes first and one person is named with it.

    A table of companies without any person is one, whatever its maker writes otherwise.
    """
    by_target = {target: position for position, target in targets.items()}
    if subject == PartyKind.PERSON and "company" in by_target and not by_target.keys() & {*NAMES, "mail:1"}:
        return PartyKind.COMPANY.value
    if subject:
        return subject
    if "given_name" in by_target or "family_name" in by_target or "company" not in by_target:
        return PartyKind.PERSON.value
    named = min((by_target[name] for name in NAMES if name in by_target), default=None)
    return PartyKind.COMPANY.value if named is None or by_target["company"] < named else PartyKind.PERSON.value
