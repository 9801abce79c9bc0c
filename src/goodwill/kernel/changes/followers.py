"""Consumers follow the log by cursor, at least once and in order; it moves in the transaction of their effects."""

from collections.abc import Callable, Collection, Sequence
from itertools import takewhile

from django.db import models, transaction

from goodwill.kernel.models import Change, Cursor
from goodwill.kernel.snapshots import behind, settled

Consumer = Callable[[Sequence[Change]], None]
PASSED_AT_ONCE = 20_000
_consumers: dict[str, Consumer] = {}
_deaf_to: dict[str, frozenset[str]] = {}
_is_awake: dict[str, Callable[[], bool]] = {}


def consumer(
    name: str, *, deaf_to: Collection[str] = (), awake: Callable[[], bool] | None = None
) -> Callable[[Consumer], Consumer]:
    """Register a consumer. It gets changes with their batch loaded, and is safe to repeat.

    What came through one of `deaf_to` is passed over unread: a million imported rows are no news. While it is not
    `awake`, everything is.
    """

    def register(function: Consumer) -> Consumer:
        _consumers[name] = function
        _deaf_to[name] = frozenset(deaf_to)
        if awake:
            _is_awake[name] = awake
        return function

    return register


def consumers() -> tuple[str, ...]:
    return tuple(_consumers)


def listeners(through: str) -> list[str]:
    """The consumers that want to hear of changes that come through this; the others pass over them when they wake."""
    return [name for name in _consumers if through not in _deaf_to.get(name, ())]


def is_behind(name: str) -> bool:
    """Whether there are changes for the consumer to see."""
    return _behind(Cursor.objects.get(consumer=name)).exists()


def follow(name: str, *, limit: int = 500) -> int:
    """Give the consumer its next changes, or pass over them; returns how many. Nothing moves when it raises."""
    with transaction.atomic():
        cursor, _ = Cursor.objects.select_for_update().get_or_create(consumer=name)
        passed = _slept(cursor) if name in _is_awake and not _is_awake[name]() else []
        passed = passed or _unheard(_behind(cursor), _deaf_to.get(name, ()))
        if passed:
            cursor.tx, cursor.change_id = passed[-1]
        changes = list(_behind(cursor)[: limit if len(passed) < PASSED_AT_ONCE else 0])
        if heard := [change for change in changes if change.batch.through not in _deaf_to.get(name, ())]:
            _consumers[name](heard)
        if changes:
            cursor.tx, cursor.change_id = changes[-1].tx, changes[-1].pk
        if passed or changes:
            cursor.save()
    return len(passed) + len(changes)


def _behind(cursor: Cursor) -> "models.QuerySet[Change]":
    return settled(Change.objects.select_related("batch")).filter(behind(cursor.tx, cursor.change_id))


def _slept(cursor: Cursor) -> list[tuple[int, int]]:
    """The place of the newest change."""
    newest = _behind(cursor).reverse().values_list("tx", "id").first()
    return [newest] if newest else []


def _unheard(news: "models.QuerySet[Change]", deaf_to: Collection[str]) -> list[tuple[int, int]]:
    """The places of the next changes as long as nobody wants to hear of them."""
    if not deaf_to:
        return []
    rows = news.values_list("tx", "id", "batch__through")[:PASSED_AT_ONCE].iterator()
    return [(tx, pk) for tx, pk, _through in takewhile(lambda row: row[2] in deaf_to, rows)]
