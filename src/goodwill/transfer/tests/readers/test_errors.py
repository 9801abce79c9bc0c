import json
import pickle
import re
from typing import Any

import pytest
from django.utils import translation

from goodwill.transfer.readers.errors import Problem, Severity, problem, unreadable
from goodwill.transfer.readers.sentences import SENTENCES


def _singular(text: Any) -> str:
    """The words of a sentence that is not translated yet."""
    words = getattr(text, "_args", None) or [getattr(text, "_kw", {}).get("singular", text)]
    return str(words[0])


_PARAMS = {
    name: 7
    for sentence in SENTENCES.values()
    for text in sentence[1:]
    for name in re.findall(r"%\((\w+)\)", _singular(text))
    if name not in ("row", "column", "raw")
}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_code_has_a_sentence_that_can_be_shown(code: str) -> None:
    found = problem(code, 3, "Mail", "raw", **_PARAMS)
    assert "%(" not in found.sentence + found.advice
    assert found.sentence.strip()
    assert found.severity.name == SENTENCES[code].severity


def test_a_problem_survives_storage_and_processes() -> None:
    found = problem("long_row", 3, raw="x", found=4, expected=3)
    assert Problem.from_data(json.loads(json.dumps(found.as_data()))) == found
    assert pickle.loads(pickle.dumps(unreadable("empty_file"))).problem.severity is Severity.STOP


def test_the_sentence_is_made_when_it_is_read() -> None:
    found = problem("short_row", 3, found=1, expected=2)
    with translation.override("en"):
        assert found.sentence == "Row 3 has 1 of 2 cells. The others are taken as empty."
