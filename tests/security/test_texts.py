"""Every text field of every type holds every text: kept as it was typed, shown as text, never run."""

import pytest

from goodwill.kernel.errors import Invalid
from goodwill.records import registry, writing
from goodwill.records.fields import Kind
from goodwill.records.forms import FORMATTED
from goodwill.records.values import read_value
from tests.security import routes
from tests.security.strings import MARK, POLYGLOTS, active, naughty

TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
NAMED = {("record_type", "icon")}
"""One of the icons that there are, by its name."""
FILLED_IN = {("record_type", "title_label"), ("record_type", "plural")}
"""Where somebody says nothing, the type says something."""
types = [noun for noun in routes.types() if noun.sample and not noun.model.append_only]
each_type = pytest.mark.parametrize("noun", types, ids=[noun.name for noun in types])
pytestmark = pytest.mark.slow


def texts_of(noun):
    known = [field for field in noun.fields if field.kind in TEXTS and field.editable and field.many is None]
    return [field for field in known if (noun.name, field.name) not in NAMED]


def longest(noun, field):
    return getattr(noun.model._meta.get_field(field.column), "max_length", None) or 100_000


def given_for(noun, text):
    """The text for each field, cut to what the field takes."""
    return {field.name: text[: longest(noun, field)] for field in texts_of(noun)}


def write(noun, record, given, owner):
    """Written together, or each alone where one of them refuses the text; gives what was taken."""
    try:
        writing.edit(noun, record, given, by=owner)
        return given
    except Invalid:
        if len(given) == 1:
            return {}
    taken = {}
    for name, text in given.items():
        taken |= write(noun, record, {name: text}, owner)
    return taken


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


@pytest.mark.once
@each_type
def test_scripts_are_shown_as_text(noun, records, owner, browse):
    client, record = browse(owner), records[noun.name]
    names = set()
    for text in POLYGLOTS:
        names |= set(write(noun, record, given_for(noun, text), owner))
        html = page(client, f"/{noun.slug}/{record.pk}/")
        assert active(html) == [], text
    assert names == {field.name for field in texts_of(noun)}
    shown = page(client, f"/{noun.slug}/{record.pk}/edit") if noun.form else ""
    columns = ",".join(field.name for field in noun.fields if field.in_list)
    shown += page(client, f"/{noun.slug}/?columns={columns}") + page(client, f"/{noun.slug}/{record.pk}/peek")
    assert MARK in shown
    assert active(shown) == []


@pytest.mark.once
def test_scripts_are_text_in_history_search_and_lists(records, owner, browse):
    client = browse(owner)
    for text in POLYGLOTS:
        for noun in types:
            write(noun, records[noun.name], given_for(noun, text), owner)
    for path in ("/history", "/trash", "/", f"/search?q={MARK}", f"/palette?q={MARK}", "/options/party?q=", "/notices"):
        assert active(page(client, path)) == [], path
    assert MARK in page(client, "/history")


CLEANED = ("file", "name")
"""A file is renamed to what is harmless on a disk, which the tests of file names hold."""


WHOLE = ("person", "note")
"""Every string in every kind of text; the other types, whose columns are written the same way, share them."""


def of_its_own(noun):
    """The text fields that no type before it has in the same table."""
    before = [other for other in types[: types.index(noun)] if other.model is noun.model]
    known = {field.name for other in before for field in texts_of(other)}
    return [field for field in texts_of(noun) if field.name not in known]


@pytest.mark.parametrize(
    "noun", [noun for noun in types if of_its_own(noun)], ids=[noun.name for noun in types if of_its_own(noun)]
)
def test_naughty_strings_come_back_as_they_were_typed(noun, records, owner):
    if not naughty():
        pytest.skip("the naughty strings are not on this machine")
    record, fields, wrong = records[noun.name], of_its_own(noun), []
    for text in naughty() if noun.name in WHOLE else naughty()[types.index(noun) :: len(types)]:
        given = {field.name: text[: longest(noun, field)] for field in fields}
        taken = write(noun, record, given, owner)
        stored = noun.model.objects.get(pk=record.pk)
        for field in fields:
            if field.name in taken and field.name != FORMATTED and (noun.name, field.name) != CLEANED:
                meant, kept = read_value(field, taken[field.name], owner), getattr(stored, field.column)
                if kept != meant and (meant or (noun.name, field.name) not in FILLED_IN):
                    wrong.append((field.name, meant, kept))
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


def test_naughty_strings_are_searched_and_shown(records, owner, browse):
    if not naughty():
        pytest.skip("the naughty strings are not on this machine")
    client, company = browse(owner), registry.get("company")
    for number, text in enumerate(naughty()):
        answer = client.get("/search", {"q": text}, HTTP_HX_REQUEST="true")
        assert answer.status_code == 200, (text, answer.status_code)
        write(company, records["company"], {"description": text}, owner)
        if number % 20 == 0:
            assert page(client, f"/companies/{records['company'].pk}/")
