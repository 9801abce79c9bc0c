"""Who is in the trash and may come back.

Whoever is there because the making of them was taken back, as by the undo of an import, was never here.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from goodwill.areas.people.models import Party
from goodwill.kernel.models import Batch, Change

_REF = Party.ref_name()


def thrown_away() -> "QuerySet[Party]":
    """Those that a merge put there are somebody else by now."""
    return Party.everything.filter(deleted_at__isnull=False, merged_into=None)


def never_here(ids: Sequence[int]) -> set[int]:
    """Those whose making was taken back, and who were not brought back since."""
    kinds = (Change.Kind.CREATE, Change.Kind.RESTORE)
    rows = Change.objects.filter(root_type=_REF, root_id__in=ids, type=_REF, kind__in=kinds).order_by("id")
    made: dict[int, int] = {}
    back: dict[int, int] = {}
    taken_back: dict[int, int] = {}
    for pk, kind, batch, undone_with in rows.values_list("ref_id", "kind", "batch", "batch__undone_with"):
        (made if kind == Change.Kind.CREATE else back)[pk] = batch
        taken_back[batch] = undone_with or 0
    undone = Batch.objects.filter(undo_of__in=set(made.values())).order_by("id")
    taken_back |= {batch: pk for batch, pk in undone.values_list("undo_of", "id") if batch}
    return {pk for pk, batch in made.items() if taken_back[batch] > back.get(pk, 0)}
