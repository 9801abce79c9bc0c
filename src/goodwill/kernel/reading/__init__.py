"""Looking into files that come from anywhere: their text, their pages as pictures.

`apart` does it in a process of its own, with bounds on time and memory; `child` is that process. What is in between are
pure functions of bytes, each bounded by itself as well.
"""

from goodwill.kernel.reading.apart import page_of, picture_of, text_of
from goodwill.kernel.reading.found import Found

__all__ = ["Found", "page_of", "picture_of", "text_of"]
