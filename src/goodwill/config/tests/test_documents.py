"""The documents say what is so."""

import re
from pathlib import Path

from goodwill.config.environment import table

ROOT = Path(__file__).parents[4]


def test_every_setting_is_in_the_table_of_the_documents():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for row in table():
        assert f"| `{row.name}` | {row.default} | {row.help} |" in text


def test_links_between_documents_lead_somewhere():
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for document in documents:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
