"""vCards 2.1, 3.0 and 4.0, as programs write them and not only as they should."""

from goodwill.transfer.readers.vcard.card import Card, Handle, Photo, PostalAddress, Property, Value
from goodwill.transfer.readers.vcard.read import read_cards
from goodwill.transfer.readers.vcard.rows import open_cards
from goodwill.transfer.readers.vcard.write import write_vcard

__all__ = [
    "Card",
    "Handle",
    "Photo",
    "PostalAddress",
    "Property",
    "Value",
    "open_cards",
    "read_cards",
    "write_vcard",
]
