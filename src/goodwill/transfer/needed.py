"""What is said of rows that lack what a new record may not be without."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from goodwill.records.fields import Field, Kind
from goodwill.records.registry import RecordType


def advice(type: RecordType, missing: Sequence[Field], targets: Iterable[str]) -> str:
    """What to do about it: a field for which no column was chosen cannot be filled in, in a row."""
    told = {target.partition(":")[0] for target in targets}
    if all(f"{type.name}.{field.name}" in told for field in missing):
        return _("Put it in, or leave the row out.")
    if all(field.kind is Kind.CHOICE for field in missing):
        return _("No column of the file is used for it: go back and say it for all rows, or choose a column for it.")
    return _("No column of the file is used for it: go back to the columns and choose one, or leave the row out.")
