"""Records that a file met, as lines that lead to them."""

from typing import Any

from goodwill.records import registry
from goodwill.records.views.typed import url_of
from goodwill.transfer.importers import Greetings


def lines(found: Greetings) -> tuple[list[dict[str, Any]], int]:
    """And how many more there are."""
    known = ((each, registry.get(each.type)) for each in found.shown)
    shown = [{"name": each.name, "sub": each.sentence, "url": url_of(kind, each.id)} for each, kind in known if kind]
    return shown, found.count - len(shown)
