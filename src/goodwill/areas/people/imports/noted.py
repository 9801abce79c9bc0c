"""What rows tell that no field of the house holds: a line of a note, unless the firm makes a field of it."""

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.imports.drafts import KNOWN, LABELLED, TAKES
from goodwill.transfer.mapping.targets import TARGETS, About

_WHOSE = {About.COMPANY: PartyKind.COMPANY.value, About.PERSON: PartyKind.PERSON.value, About.PARTY: ""}
NOTED = {
    key: _WHOSE[target.about]
    for key, target in TARGETS.items()
    if key in TAKES and target.about in _WHOSE
    if target.family not in KNOWN and target.family.removesuffix("_label") not in LABELLED
}
"""By target, the type of which such a field would be; nothing for the type of the row."""
