"""The name and the address of a new record type: both stay what they are, however it is called later."""

import re
from collections.abc import Container

from django.urls import get_resolver
from django.utils.text import slugify
from django.utils.translation import get_language, gettext as _

from goodwill.kernel.models import Change, CustomType, Role
from goodwill.kernel.models.custom import PREFIX
from goodwill.kernel.text import fold
from goodwill.records import registry

LONGEST_NAME, LONGEST_SLUG = 36, 56
_OUTSIDE = frozenset({"api", "events", "mcp", "static"})  # answered before the pages, or for programs


def new_name(label: str) -> str:
    """Words of the label behind a prefix; never one that a type has or had, because history speaks of it."""
    wanted = PREFIX + (slugify(fold(label)).replace("-", "_") or "record")
    return _free(wanted[:LONGEST_NAME].rstrip("_"), _Names(), "_")


class _Names:
    """Those that a type has or had: what was purged left its name in the history, and perhaps in a role."""

    def __contains__(self, name: object) -> bool:
        known = CustomType.everything.filter(name=name).exists() or Change.objects.filter(type=name).exists()
        return known or any(name in role.scopes for role in Role.everything.all())


def new_slug(plural: str, name: str) -> str:
    wanted = slugify(fold(plural)) or slugify(name.removeprefix(PREFIX).replace("_", "-"))
    taken = {known.slug for known in registry.types()} | first_parts() | _OUTSIDE
    return _free(wanted[:LONGEST_SLUG].strip("-"), taken | set(CustomType.everything.values_list("slug", flat=True)))


def first_parts() -> set[str]:
    """With what the addresses of other pages begin."""
    found = set()
    for _name, ways in get_resolver().reverse_dict.lists():
        for forms, *_rest in ways:
            found |= {text.partition("/")[0] for text, _parameters in forms}
    return {part for part in found if "%" not in part}


def _free(wanted: str, taken: Container[str], join: str = "-") -> str:
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}{join}{number}"
    return found


def many(label: str) -> str:
    """What many are called, as the language makes it of one."""
    if (get_language() or "").startswith("en"):
        if re.search("[^aeiou]y$", label):
            return f"{label[:-1]}ies"
        if re.search("(s|x|z|ch|sh)$", label):
            return f"{label}es"
    return _("%ss") % label
