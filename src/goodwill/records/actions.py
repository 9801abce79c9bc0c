"""What other rooms add to the head of a list: import, export, a setting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from goodwill.records.fields import Words
from goodwill.records.registry import RecordType

if TYPE_CHECKING:
    from goodwill.kernel.actors import Actor


@dataclass(frozen=True)
class ListAction:
    label: Words
    href: str
    icon: str = ""


Source = Callable[[RecordType, "Actor", str], ListAction | None]
_sources: list[Source] = []


def list_action(source: Source) -> Source:
    """Register a function of type, actor and the list's query text; None where it has nothing to offer."""
    _sources.append(source)
    return source


def actions_for(type: RecordType, actor: "Actor", query: str) -> list[ListAction]:
    return [action for source in _sources if (action := source(type, actor, query)) is not None]
