"""What is wrong with a filter, said to the person who wrote it."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid

_SHOWN = 40


class FilterError(Invalid):
    """A filter that cannot be read or does not fit its records. `position` is where in the text, if it was a text."""

    status = 400

    def __init__(self, sentence: str, position: int | None = None) -> None:
        super().__init__({"filter": sentence})
        self.position = position


def shortened(text: str) -> str:
    """What was typed, short enough to be quoted in a sentence."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def did_you_mean(typed: str, possible: Iterable[str]) -> str:
    """A second sentence with the nearest names, or with some of what is possible; empty when there is nothing."""
    names = list(possible)
    near = get_close_matches(typed.lower()[:_SHOWN], names, n=3, cutoff=0.6)
    if near:
        return " " + _("Did you mean %(names)s?") % {"names": " / ".join(near)}
    if not names:
        return ""
    return " " + _("Possible: %(names)s.") % {"names": ", ".join(names[:12]) + (", …" if len(names) > 12 else "")}
