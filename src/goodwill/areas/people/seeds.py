"""Built-in kinds of ties, in the language in which the firm was set up."""

from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.enums import PartyKind
from goodwill.areas.people.models import TieKind
from goodwill.kernel import changes
from goodwill.kernel.actors import system
from goodwill.kernel.seeds import seed

WORKS_AT = "works_at"
MEMBER_OF_HOUSEHOLD = "household"
_PERSON, _COMPANY, _HOUSEHOLD = ([kind.value] for kind in PartyKind)
_ANY: list[str] = []
# name, label, label seen from the other side (empty: the same), from, to
TIE_KINDS = (
    (WORKS_AT, _("works at"), _("employs"), _PERSON, _COMPANY),
    (MEMBER_OF_HOUSEHOLD, _("lives in"), _("is home to"), _PERSON, _HOUSEHOLD),
    ("buys_for", _("buys for"), _("buys through"), _PERSON, _ANY),
    ("married", _("is married to"), "", _PERSON, _PERSON),
    ("partner", _("is partner of"), "", _PERSON, _PERSON),
    ("parent", _("is parent of"), _("is child of"), _PERSON, _PERSON),
    ("sibling", _("is sibling of"), "", _PERSON, _PERSON),
    ("friend", _("is friend of"), "", _PERSON, _PERSON),
    ("assistant", _("is assistant of"), _("is assisted by"), _PERSON, _PERSON),
    ("reports_to", _("reports to"), _("leads"), _PERSON, _PERSON),
    ("referred_by", _("was referred by"), _("referred"), _ANY, _ANY),
    ("advises", _("advises"), _("is advised by"), _ANY, _ANY),
    ("owns", _("owns"), _("is owned by"), _ANY, _COMPANY),
    ("subsidiary", _("is part of"), _("includes"), _COMPANY, _COMPANY),
    ("supplies", _("supplies"), _("is supplied by"), _COMPANY, _ANY),
    ("distributes", _("distributes for"), _("is distributed by"), _COMPANY, _COMPANY),
    ("competes", _("competes with"), "", _COMPANY, _COMPANY),
    ("reports_on", _("reports on"), _("is reported on by"), _ANY, _ANY),
    ("regulates", _("regulates"), _("is regulated by"), _COMPANY, _COMPANY),
    ("member_of", _("is member of"), _("has as member"), _ANY, _COMPANY),
)


@seed
def tie_kinds() -> None:
    known = set(TieKind.everything.exclude(builtin="").values_list("builtin", flat=True))
    if known >= {row[0] for row in TIE_KINDS}:
        return
    with changes.batch(system(), "seed"):
        changes.create_many(
            TieKind(
                builtin=name,
                label=str(label),
                reverse=str(reverse),
                from_kinds=from_kinds,
                to_kinds=to_kinds,
                position=10 * position,
            )
            for position, (name, label, reverse, from_kinds, to_kinds) in enumerate(TIE_KINDS, 1)
            if name not in known
        )
