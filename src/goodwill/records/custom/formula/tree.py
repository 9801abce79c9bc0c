"""What a formula is made of. `at` is where it stands in the text, `to` where it ends."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Node:
    at: int
    to: int


@dataclass(frozen=True)
class Literal(Node):
    """A Decimal, a text, a day, yes or no, or None for nothing."""

    value: Any


@dataclass(frozen=True)
class Name(Node):
    name: str


@dataclass(frozen=True)
class Unary(Node):
    operator: str
    item: Node


@dataclass(frozen=True)
class Binary(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Node):
    name: str
    arguments: tuple[Node, ...]
