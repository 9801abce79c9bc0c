"""What they want, and what they do not want."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _, gettext_lazy

from goodwill.areas.people.enums import Stance, Strength, Topic
from goodwill.areas.people.models import Party, Preference
from goodwill.areas.people.verbs.consents import party_of
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.errors import Invalid
from goodwill.kernel.text import fold
from goodwill.kernel.verbs import Help, verb


@verb(Party, label=gettext_lazy("Write down a wish"), done=gettext_lazy("wrote down a wish"), icon="heart-handshake")
def add_preference(
    party: Party,
    *,
    by: Actor,
    stance: Annotated[str, Help(gettext_lazy("Do they want it?"), choices=tuple(Stance.choices))] = Stance.WANTS.value,
    text: Annotated[str, Help(gettext_lazy("What"))],
    topic: Annotated[str, Help(gettext_lazy("About"), choices=tuple(Topic.choices))] = Topic.OTHER.value,
    strength: Annotated[str, Help(gettext_lazy("How much"), choices=tuple(Strength.choices))] = Strength.MATTERS.value,
    since: Annotated[date | None, Help(gettext_lazy("Since"))] = None,
    said_by: Annotated[str, Help(gettext_lazy("Who said so"))] = "",
    source: Annotated[str, Help(gettext_lazy("Source"), gettext_lazy("A call, a form, a mail"))] = "",
) -> Preference:
    """Write down what they want, or do not want. What stands there already is not written twice."""
    text = " ".join(text.split())
    if not text:
        raise Invalid({"text": _("Write what they want or do not want.")})
    known: Preference | None = Preference.objects.filter(
        party=party, topic=topic, stance=stance, text_fold=fold(text)[:400]
    ).first()
    if known is not None:
        return changes.update(known, strength=strength)
    return changes.create(
        Preference(
            party=party,
            stance=stance,
            text=text,
            topic=topic,
            strength=strength,
            since=since,
            said_by=said_by,
            source=source,
        )
    )


@verb(
    Preference,
    right="create",
    label=gettext_lazy("New preference"),
    done=gettext_lazy("wrote down a wish"),
    icon="heart-handshake",
)
def create_preference(*, by: Actor, party: Party | int, text: str, **fields: Any) -> Preference:
    """A preference of a party that is named."""
    given = {name: value for name, value in fields.items() if value not in ("", None)}
    return add_preference(party_of(party, by), by=by, text=text, **given)


@verb(Preference, label=gettext_lazy("Edit"), done=gettext_lazy("changed a wish"), icon="pencil", bulk=False)
def edit(preference: Preference, *, by: Actor, base_version: int | None = None, **fields: Any) -> Preference:
    """Change what is written down; it goes only to a party that the actor may change."""
    named = fields.get("party", fields.get("party_id"))
    if named is not None:
        party_of(named, by)
    return changes.update(preference, base_version=base_version, **fields)


@verb(Preference, label=gettext_lazy("Remove"), done=gettext_lazy("removed a wish"), icon="trash-2", bulk=False)
def remove(preference: Preference, *, by: Actor) -> Preference:
    """It no longer holds. It can be brought back."""
    return changes.trash(preference)
