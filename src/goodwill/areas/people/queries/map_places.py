"""Where everybody stands in the drawing of the people around somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin


@dataclass(frozen=True)
class Bond:
    """A tie as it reads from `one`, which is nearer to the middle."""

    one: int
    other: int
    said: str
    over: bool = False


Places = dict[int, tuple[int, int]]


def ring(ids: Sequence[int], wide: int, high: int, *, turn: float) -> Places:
    step = 2 * pi / max(len(ids), 1)
    return {pk: _at(turn + step * place, wide, high) for place, pk in enumerate(ids)}


def _at(angle: float, wide: int, high: int) -> tuple[int, int]:
    return round(wide * cos(angle)), round(high * sin(angle))


def apart(ids: Sequence[int], around: dict[int, list[Bond]]) -> list[int]:
    """Those with many others behind them between those with none, so that the outer ring has room."""
    busy = sorted((pk for pk in ids if around.get(pk)), key=lambda pk: -len(around[pk]))
    calm = [pk for pk in ids if not around.get(pk)]
    if not busy or not calm:
        return [*busy, *calm]
    gap = max(len(ids) // len(busy), 1)
    order = list(calm)
    for place, pk in enumerate(busy):
        order.insert(min(place * gap, len(order)), pk)
    return order


def fans(inner: Places, around: dict[int, list[Bond]], outer: dict[int, tuple[str, str]]) -> Places:
    """The outer ring: whoever stands behind somebody stands near them, and all of them keep the same distance."""
    ordered = [bond.other for pk in inner for bond in around.get(pk, ()) if bond.other in outer]
    ids = list(dict.fromkeys(ordered))
    first = next(iter(pk for pk in inner if around.get(pk)), None)
    turn = -pi / 2
    if first is not None:
        own = sum(1 for bond in around[first] if bond.other in outer)
        turn += 2 * pi * (list(inner).index(first) / len(inner)) - (own - 1) * pi / max(len(ids), 1)
    return ring(ids, 410, 310, turn=turn)
