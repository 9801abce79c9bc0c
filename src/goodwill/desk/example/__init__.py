"""Harbour Bikes: a made-up firm with three years behind it, in a workspace of its own."""

from goodwill.desk.example.cast import NAME
from goodwill.desk.example.filling import fill

__all__ = ["NAME", "fill"]
