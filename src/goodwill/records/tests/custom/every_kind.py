"""A field of every kind that somebody fills in, by its label."""

from typing import Any

COLOURS = [{"label": "Red", "tone": "bad"}, {"label": "Sea blue"}, {"label": "Green"}]
EVERY_KIND: dict[str, dict[str, Any]] = {
    "Motto": {"kind": "text"},
    "Manual": {"kind": "long_text"},
    "Wheels": {"kind": "number"},
    "Length": {"kind": "number", "decimals": 2},
    "Cost": {"kind": "money", "currency": "GBP"},
    "Margin": {"kind": "percent", "decimals": 1},
    "Recall day": {"kind": "date"},
    "Seen at": {"kind": "moment"},
    "Opens at": {"kind": "time"},
    "Colour": {"kind": "choice", "choices": COLOURS},
    "Colours": {"kind": "choices", "choices": COLOURS},
    "Loud": {"kind": "yes_no"},
    "Shop": {"kind": "link"},
    "Maker mail": {"kind": "mail"},
    "Hot line": {"kind": "phone"},
    "Tester": {"kind": "user"},
    "Rival": {"kind": "relation", "target": "maker"},
}
