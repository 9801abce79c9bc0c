"""Who came back shows on their timeline."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import Phase
from goodwill.areas.people.models import Comeback
from goodwill.areas.people.timeline import Line, add_kind, shows


@shows(Comeback)
def comeback_lines(comebacks: Sequence[Comeback]) -> Mapping[int, Line]:
    """`state` holds the phase before as a code: the page words it."""
    return {
        one.pk: Line(one.at, "comeback", (one.party_id,), text=one.last_note, state=one.phase_before)
        for one in comebacks
    }


def comeback(entry: Any) -> str:
    if entry.state not in Phase.values:
        return _("Came back")
    return _("Came back, %(phase)s before") % {"phase": Phase(entry.state).label}


add_kind("comeback", gettext_lazy("Comebacks"), "hand", "good", headline=comeback)
