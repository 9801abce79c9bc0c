"""What docs/api.md shows is done by the API as it stands there."""

import json
import re
from pathlib import Path

import pytest

import goodwill

DOCS = Path(goodwill.__file__).parents[2] / "docs" / "api.md"
REQUEST = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<url>[^\n]+)\n(?P<headers>(?:[\w-]+: [^\n]*\n)*)(?:\n(?P<body>.*?))?```", re.DOTALL
)


def examples():
    return [*REQUEST.finditer(DOCS.read_text(encoding="utf-8"))]


@pytest.mark.once
@pytest.mark.slow
def test_every_example_of_the_docs_is_answered_in_its_order(firm, owner, browse):
    client, known, seen = browse(owner), {}, []
    shown = examples()
    assert len(shown) == DOCS.read_text(encoding="utf-8").count("```http")
    for example in shown:
        url, body = example["url"], example["body"] or ""
        for name, value in known.items():
            url, body = url.replace(f"{{{name}}}", str(value)), body.replace(f"{{{name}}}", str(value))
        headers = dict(line.split(": ", 1) for line in example["headers"].splitlines())
        kind = {"content_type": "application/json"} if body else {}
        answered = client.generic(example["method"], url, body, headers=headers, **kind)
        assert answered.status_code in (200, 201, 202, 204), (url, answered.content[:500])
        seen.append(answered.status_code)
        told = json.loads(answered.content) if "json" in answered.get("Content-Type", "") and answered.content else {}
        known |= {"id": told["id"]} if answered.status_code == 201 and "id" in told else {}
        known |= {"work": told["work"]} if "work" in told else {}
        known |= {"batch": answered["Goodwill-Batch"]} if "Goodwill-Batch" in answered else {}
        assert not told.get("refused"), told
    assert {200, 201, 202, 204} <= set(seen)
