"""Records that a new one may be already: whoever asks is told of them instead of having it made."""

from collections.abc import Mapping
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.records.api.answers import Problem
from goodwill.records.registry import RecordType

DOUBLES, REFUSE = "doubles", "refuse"
SAID = "`refuse`: where it is likely somebody who is there, nothing is made, and `409` names them in `doubles`."


def refuse_doubles(asked: str | None, type: RecordType, values: Mapping[str, Any], actor: Actor) -> None:
    """Raises Problem with the likely doubles that the actor may see, the likeliest first."""
    if asked is None:
        return
    if asked != REFUSE:
        raise Invalid({DOUBLES: _("This takes nothing but “refuse”.")})
    if found := import_string(type.likely)(type, values, actor):
        sentence = _("This is likely somebody who is there already. Nothing was made: look at who, and send it again.")
        raise Problem(409, sentence, doubles=found)
