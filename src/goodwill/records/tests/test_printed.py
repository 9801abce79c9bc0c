import pytest

from goodwill.kernel import verbs
from goodwill.records import registry
from goodwill.records.printed import overview, printed
from goodwill.records.registry import RecordType


@pytest.mark.parametrize("type", registry.types(), ids=lambda declared: declared.name)
def test_every_type_is_printed_with_all_that_it_got(type: RecordType) -> None:
    text = printed(type)
    for title in ("Fields", "List", "Form", "Pages", "API", "Rights"):
        assert f"\n{title}\n" in text
    assert all(f"\n  {name} " in text for name in type.all_fields)
    assert all(f"\n  {verb.name} " in text for verb in verbs.verbs_of(type.ref_name))
    assert f"/api/v1/{type.slug}/ID" in text
    assert f"/{type.slug}/" in overview()
