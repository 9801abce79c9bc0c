"""The lines of a text file, one at a time, for a csv reader: strange bytes put right, and what a record has taken kept.

A record may run over several lines. When a quote that was never closed swallows the lines after it, they are given
back with `put_back` and read again.
"""

import re
from collections import deque
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from goodwill.transfer.readers.encoding import GARBLED, WIDE, Encoding, has_strange, repaired, ungarbled
from goodwill.transfer.readers.errors import Problem, problem, unreadable

MAX_LINE = 32 << 20
MAX_RECORD = 32 << 20
_MARKS = re.compile("[\0\ufffd\udc80-\udcff]|" + GARBLED)


class RecordTooLong(Exception):
    """One record has taken more lines or more text than a record may."""


class Lines:
    """An iterator of lines with their ends. Set `most_lines` to bound a record, and call `start_record` before each."""

    def __init__(self, stream: BinaryIO, encoding: Encoding, most_lines: int = 5000) -> None:
        self._text = TextIOWrapper(stream, encoding=encoding.name, errors=_errors(encoding.name), newline="")
        self._encoding = encoding
        self._waiting: deque[str] = deque()
        self.size = 0
        self.most_lines = most_lines
        self.taken: list[str] = []
        self.found: list[Problem] = []
        self.number = 0
        """Of the line that was given out last."""
        self.ended = False

    def start_record(self) -> None:
        self.taken.clear()
        self.size = 0

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        taken = self.taken
        if taken and (len(taken) >= self.most_lines or self.size > MAX_RECORD):
            raise RecordTooLong
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        taken.append(line)
        self.size += len(line)
        return line

    def close(self) -> None:
        self._text.close()

    def _read(self) -> str:
        line = self._text.readline(MAX_LINE)
        if len(line) == MAX_LINE:
            raise unreadable("line_too_long", line=self.number + 1, limit=MAX_LINE >> 20)
        if "\0" in line or (not line.isascii() and _MARKS.search(line)):
            return self._cleaned(line)
        return line

    def _cleaned(self, line: str) -> str:
        raw, number = line, self.number + 1
        if has_strange(line):
            line = repaired(line, self._encoding.fallback)
            self.found.append(problem("other_encoding", raw=_shown(raw), line=number, charset=self._encoding.fallback))
        elif self._encoding.name not in ("utf-8", "utf-8-sig"):
            line = ungarbled(line)
            if line != raw:
                self.found.append(problem("other_encoding", raw=raw.strip(), line=number, charset="utf-8"))
        elif (better := ungarbled(line)) != line:
            self.found.append(problem("looks_garbled", raw=raw.strip(), line=number, better=better.strip()[:200]))
        if "\0" in line:
            line = line.replace("\0", "")
            self.found.append(problem("nul_bytes", raw=raw.strip(), line=number))
        if "\ufffd" in line:
            self.found.append(problem("lost_letters", raw=raw.strip(), line=number))
        return line


def _errors(codec: str) -> str:
    """Single bytes that the codec refuses stay visible as surrogates; wide codecs have broken pairs instead."""
    return "replace" if codec in WIDE or codec.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _shown(raw: str) -> str:
    """The line with its strange bytes as \\xNN."""
    return raw.strip().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
