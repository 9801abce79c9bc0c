"""What is wrong with a formula, and where."""

from django.utils.translation import gettext as _

from goodwill.kernel.errors import Invalid
from goodwill.records.custom.formula.spreadsheet import SIGNS


class FormulaError(Invalid):
    """`position` and `length` mark the part of the text that is meant."""

    def __init__(self, sentence: str, position: int = 0, length: int = 1) -> None:
        super().__init__({"formula": sentence})
        self.position = position
        self.length = max(1, length)


def unexpected(text: str, position: int) -> FormulaError:
    if not text:
        return FormulaError(_("The formula ends too early: something is missing here."), position)
    said = SIGNS.get(text) or _("“%s” is not expected here.") % text[:40]
    return FormulaError(str(said), position, len(text))
