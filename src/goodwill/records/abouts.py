"""The records that notes, tasks and files are about, by name."""

from collections import defaultdict
from collections.abc import Iterable

from goodwill.kernel.actors import Actor
from goodwill.kernel.refs import Ref, models_by_name
from goodwill.records import registry


def names_of(refs: Iterable[Ref], actor: Actor) -> dict[Ref, str]:
    """The titles of those that the actor may see; one query for each type."""
    ids: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        ids[ref.type].add(ref.id)
    found: dict[Ref, str] = {}
    for name, wanted in ids.items():
        model = models_by_name().get(name)
        nouns = registry.for_model(model) if model else ()
        noun = next((each for each in nouns if not each.constant), nouns[0] if nouns else None)
        if noun is not None:
            rows = noun.rows(actor).filter(pk__in=wanted).values_list("pk", str(noun.field(noun.title).column))
            found |= {Ref(name, pk): str(title) for pk, title in rows}
    return found
