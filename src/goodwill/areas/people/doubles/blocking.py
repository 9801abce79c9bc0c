"""Who is compared at all: whoever shares a key, unless too many share it."""

from goodwill.areas.people.enums import KeyKind

MOST_TOGETHER = 50
"""So common a key says nothing, and true doubles share another one as well."""
FEW_TOGETHER = 12
"""Keys of places say less than those of names, phones and mails: fewer may share one."""
WEAK = frozenset({KeyKind.HOUSE.value, KeyKind.LANE.value, KeyKind.TOWN.value})
