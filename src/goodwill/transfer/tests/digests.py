"""What a firm holds, in a few letters: whatever lives in business tables, and what is derived from it."""

import hashlib

from django.apps import apps

from goodwill.kernel.models import Tracked

BOOKKEEPING = frozenset({"version", "changed_at", "changed_by_id"})
DERIVED = ("kernel.SearchRow", "people.TimelineEntry", "people.DuplicateKey")


def digest() -> dict[str, tuple[int, str]]:
    """For each table how many rows it has and what they hold. What lies in the trash does not count."""
    rows = {model: model.objects.all() for model in apps.get_models() if issubclass(model, Tracked)}
    rows |= {model: model._default_manager.all() for model in map(apps.get_model, DERIVED)}
    found = {}
    for model, its in rows.items():
        left_out = BOOKKEEPING if issubclass(model, Tracked) else {"id"}
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
        hashed, count = hashlib.sha256(), 0
        for row in its.order_by(*(name for name in names if name != "extra")).values_list(*names).iterator(2000):
            hashed.update(repr(row).encode())
            count += 1
        found[model._meta.db_table] = (count, hashed.hexdigest()[:16])
    return found
