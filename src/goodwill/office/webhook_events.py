"""From history to events: what a webhook is told, with the rights of its user at that moment."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from goodwill.kernel import changes, rights
from goodwill.kernel.actors import Actor
from goodwill.kernel.models import Change, Tracked, Webhook, WebhookDelivery
from goodwill.kernel.refs import Ref, models_by_name
from goodwill.kernel.webhooks import queue
from goodwill.kernel.webhooks.delivery import switch_off
from goodwill.records import registry
from goodwill.records.api.one import shown_each
from goodwill.records.filter import FilterError, apply
from goodwill.records.filter.resolve import known_fields
from goodwill.records.registry import RecordType

KINDS = {"create": "created", "update": "updated", "trash": "trashed", "restore": "restored"}
_WEIGHT = {"updated": 0, "restored": 1, "created": 2, "trashed": 3}


@dataclass
class Event:
    """What one batch did to one record, with the fields that differ: (before, after)."""

    type: RecordType
    record: Tracked
    change: Change
    kind: str = "updated"
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"{self.type.name}.{self.kind}"

    def add(self, change: Change, *, own: bool) -> None:
        if not own:
            self.parts.add(change.type)
            return
        self.kind = max(self.kind, KINDS[change.kind], key=_WEIGHT.__getitem__)
        for name in change.after.keys() | change.before.keys():
            before = self.fields.get(name, (change.before.get(name),))[0]
            self.fields[name] = (before, change.after.get(name))


def _at_work() -> QuerySet[Webhook]:
    return Webhook.objects.filter(off_at=None, user__is_active=True)


@changes.consumer("webhooks", awake=lambda: _at_work().exists())
def note_events(news: Sequence[Change]) -> None:
    webhooks = list(_at_work().select_related("user__role"))
    events = events_of(news)
    if events:
        queue.add([each for webhook in webhooks for each in deliveries_for(webhook, events)])


def events_of(news: Iterable[Change]) -> list[Event]:
    """One for each record and batch, in order; what only belongs to a record counts as a change of it."""
    known = models_by_name()
    told = []
    for change in news:
        own = bool(change.type in known and registry.for_model(known[change.type]))
        told.append((change, own, change.ref if own else Ref(change.root_type, change.root_id)))
    records = _records({ref for _change, _own, ref in told})
    found: dict[tuple[int, Ref], Event] = {}
    for change, own, ref in told:
        if ref in records:
            event = found.setdefault((change.batch_id, ref), Event(*records[ref], change))
            event.add(change, own=own)
    return list(found.values())


def _records(refs: set[Ref]) -> dict[Ref, tuple[RecordType, Tracked]]:
    ids = defaultdict(set)
    for ref in refs:
        ids[ref.type].add(ref.id)
    found = {}
    for name, model in models_by_name().items():
        if ids.get(name) and registry.for_model(model):
            for record in model.everything.filter(pk__in=ids[name]):
                kind = registry.for_record(record)
                if kind:
                    found[Ref(name, record.pk)] = (kind, record)
    return found


def deliveries_for(webhook: Webhook, events: Iterable[Event]) -> list[WebhookDelivery]:
    actor = Actor.of(webhook.user, "api")
    wanted = [event for event in events if _is_wanted(webhook, event)]
    by_type: dict[str, list[Event]] = defaultdict(list)
    for event in wanted:
        by_type[event.type.name].append(event)
    seen: dict[str, dict[int, dict[str, Any] | None]] = {}
    for name, its in by_type.items():
        try:
            seen[name] = _seen(its[0].type, {event.record.pk for event in its}, webhook, actor)
        except FilterError as error:
            switch_off(webhook, error.sentence)
            return []
    return [
        _delivery(webhook, event, seen[event.type.name][event.record.pk], actor)
        for event in wanted
        if event.record.pk in seen[event.type.name]
    ]


def _is_wanted(webhook: Webhook, event: Event) -> bool:
    return (
        event.change.at >= webhook.created_at
        and (not webhook.types or any(kind.holds(event.record) for kind in _kinds(webhook)))
        and (not webhook.events or event.kind in webhook.events)
        and (webhook.with_imports or event.change.batch.through != "import")
    )


def _kinds(webhook: Webhook) -> list[RecordType]:
    return [kind for kind in map(registry.get, webhook.types) if kind]


def _seen(type: RecordType, ids: set[int], webhook: Webhook, actor: Actor) -> dict[int, dict[str, Any] | None]:
    """The records of these that the actor may see and that pass, as the API shows them; None for one in the trash."""
    rows = rights.visible(type.model.everything.filter(pk__in=ids), actor)
    if webhook.filter:
        rows = apply(rows, webhook.filter, _kinds(webhook)[0], actor)
    passing = set(rows.values_list("pk", flat=True))
    shown = shown_each(type, passing, actor)
    return {pk: shown.get(pk) for pk in passing}


def _delivery(webhook: Webhook, event: Event, record: dict[str, Any] | None, actor: Actor) -> WebhookDelivery:
    batch = event.change.batch
    known = {one.name for one in known_fields(event.type, actor)}
    body = {
        "type": event.name,
        "timestamp": event.change.at,
        "data": {
            "id": event.record.pk,
            "type": event.type.name,
            "record": record,
            "changes": {
                name: {"before": before, "after": after}
                for name, (before, after) in sorted(event.fields.items())
                if name in known
            },
            "parts": sorted(event.parts),
            "by": batch.actor_name,
            "through": batch.through,
            "verb": batch.verb,
            "batch": batch.pk,
        },
    }
    return WebhookDelivery(
        webhook=webhook,
        event=event.name,
        ref_type=event.record.ref.type,
        ref_id=event.record.pk,
        title=str(event.record)[:200],
        body=json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")),
    )
