"""Records as rows of files and as JSON, and back."""

from goodwill.records.codec.plain import plain_row, plain_rows, plain_value, written
from goodwill.records.codec.rows import Codec, codec, parted

__all__ = ["Codec", "codec", "parted", "plain_row", "plain_rows", "plain_value", "written"]
