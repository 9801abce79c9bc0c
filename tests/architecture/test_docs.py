"""What the docs show of the code stands in the code, and what they lead to is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```python\n# (?P<path>\S+)\n(?P<code>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_code_in_the_docs_stands_in_the_file_that_it_names():
    text = (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")
    shown = [(each["path"], part) for each in BLOCK.finditer(text) for part in each["code"].split("\n...\n")]
    assert len(shown) >= 6
    for path, part in shown:
        assert part.strip("\n") in (ROOT / path).read_text(encoding="utf-8"), f"{path} has no longer:\n{part}"


def test_links_between_the_docs_lead_somewhere():
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.md")):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} leads to {target}"


def test_every_room_and_area_says_what_it_holds_and_listens_to():
    house = ROOT / "src" / "goodwill"
    rooms = [path for path in (*house.iterdir(), *(house / "areas").iterdir()) if (path / "__init__.py").exists()]
    told = {path: (path / "README.md").read_text(encoding="utf-8") for path in rooms if path.name != "areas"}
    assert len(told) >= 9
    assert [path.name for path, text in told.items() if not re.search(r"listens? to|follows nothing", text)] == ["ui"]
