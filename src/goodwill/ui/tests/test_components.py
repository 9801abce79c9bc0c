import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.functional import lazystr
from jinja2 import Environment, UndefinedError, pass_context
from jinja2.nodes import Macro
from jinja2.runtime import Context
from markupsafe import Markup

from goodwill.ui import assets
from goodwill.ui.components import MACRO, attributes
from goodwill.ui.samples import samples
from goodwill.ui.tests.conftest import Tags
from goodwill.ui.words import words

Draw = Callable[..., str]
FOLDER = Path(assets.HERE, "jinja2/ui/components")
HOSTILE = """</script><img src=x onerror=alert(1)>"'>{{ 7 * 7 }}"""
PARTS = ("label", "href", "value", "icon", "tone", "hint", "detail", "face", "before", "after")
ITEMS = "[{" + ", ".join(f"'{part}': x" for part in PARTS) + "}]"
BODY = "{%% call ui.%s %%}{{ x }}{%% endcall %%}"
DRAWN = [
    "{{ ui.icon(x, x) }}",
    "{{ ui.mark() }}",
    "{{ ui.button(x, x, icon=x, key=x, into='sheet', attrs={'data-x': x}) }}{{ ui.button(x, post=x, name=x) }}",
    "{{ ui.icon_button(x, x, x) }}{{ ui.icon_button('x', x, badge=7) }}",
    BODY % "button_group(x)",
    "{{ ui.segments(ITEMS, x) }}",
    "<a{{ ui.doing(x, x, '', x, {'title': x}) }}></a>",
    "{{ ui.face(x) }}{{ ui.face(x, src=x, alone=True) }}",
    "{{ ui.who(x, x, x, peek=x) }}",
    "{{ ui.faces([x, x, x, x]) }}",
    "{{ ui.chip(x, href=x, icon=x) }}",
    "{{ ui.tag(x, x, x) }}",
    "{{ ui.tag_row([x] * 15) }}",
    "{{ ui.dot('good', x) }}",
    "{{ ui.when(at(1, 9, 0), 'ago') }}",
    "{{ ui.due(today) }}",
    "{{ ui.key(x) }}",
    BODY % "menu('m', x, x, text=x)",
    "{{ ui.menu_item(x, x, icon=x, key=x, hint=x) }}{{ ui.menu_item(x, post=x, checked=True) }}",
    BODY % "menu_group(x)",
    "{{ ui.menu_rule() }}",
    BODY % "popover('p', x, x, text=x)",
    "{{ ui.tabs(ITEMS, x) }}",
    "{{ ui.crumbs(ITEMS + ITEMS) }}",
    BODY % "card(x, x, x, x, id='c')",
    "{{ ui.mini(x, x, x, x, face=x, peek=x, dot='good', dot_label=x) }}",
    "{{ ui.figures(ITEMS) }}",
    "{{ ui.stats(ITEMS) }}",
    "{{ ui.quick(ITEMS) }}",
    "{{ ui.spark([1, 2, 3], x) }}",
    BODY % "fields()",
    "{{ ui.field('f', x, x, edit=x, saved=True, hint=x) }}",
    "{{ ui.field_value('f', x, x, x) }}{{ ui.saved() }}",
    BODY % "field_form('f', x, x, 1, error=x, conflict={'theirs': x, 'yours': x, 'by': x, 'version': 2})",
    "{{ ui.conflict(x, {'theirs': x, 'yours': x, 'by': x}) }}",
    "{{ ui.diff(ITEMS) }}",
    "{{ ui.facts(ITEMS) }}",
    BODY % "control('i', x, x, x, True)",
    "<input{{ ui.stated('i', x, x, x, x, True, True, {'title': x}) }}>",
    "{{ ui.text(x, x, x, error=x, hint=x, id='i', placeholder=x, before=x, after=x) }}",
    "{{ ui.long_text('n', x, x, placeholder=x) }}",
    "{{ ui.number_input('n', x, x, before=x) }}",
    "{{ ui.date('n', x, x) }}",
    "{{ ui.date_time('n', x, x) }}",
    "{{ ui.choice('n', x, [(x, x), (x, [(x, x)])], x, empty=x) }}",
    "{{ ui.choices('n', x, [(x, x, x)], [x]) }}",
    "{{ ui.yes_no('n', x, hint=x, error=x) }}",
    "{{ ui.picker('n', x, x, ITEMS, create=x, placeholder=x) }}",
    "{{ ui.options(ITEMS) }}{{ ui.options([], x) }}",
    "{{ ui.tags('n', x, [x], [x]) }}",
    "{{ ui.picked(x, x, x) }}",
    "{{ ui.file_drop('n', x, x, error=x, hint=x, sentence=x) }}",
    BODY % "form(x, '', errors=[x, {'label': x, 'text': x, 'id': x}])",
    "{{ ui.error_summary([x]) }}",
    BODY % "form_part(x, x)",
    BODY % "form_row()",
    "{{ ui.form_end(x, x) }}",
    BODY % "bar(x)",
    BODY % "far()",
    BODY % "filter_chip('f', x, x, x, remove=x, edit=x)",
    "{{ ui.filter_word(x) }}",
    "{{ ui.filter_add('f', x, 2) }}",
    "{% call(row, column) ui.grid('g', COLUMNS, [ROW], x, 'b', x, True) %}{{ row }}{{ column.label }}{% endcall %}",
    "{{ ui.column_head({'label': x, 'href': x, 'menu': x, 'key': x} | item) }}",
    BODY % "cell({'label': x}, id='c', edit=x, saved=True)",
    BODY % "bulk_bar('b', '', 12, x)",
    "{{ ui.pager(x, x, x) }}",
    "{{ ui.empty(x, x, x, icon=x, other=x, other_href=x, title=x) }}",
    "{{ ui.nothing_matches(x, x) }}",
    "{{ ui.progress(x, 1, 2, sentence=x, job=x, refresh=x, cancel=x) }}",
    "{{ ui.banner(x, title=x, close=x) }}",
    "{{ ui.toast({'kind': 'good', 'text': x, 'undo': x, 'href': x, 'label': x}) }}",
    "{{ ui.skeleton() }}",
    "{{ ui.stepper(ITEMS + ITEMS, 2) }}",
    "{{ ui.day(x) }}",
    BODY % "entry(x, x, at(1, 9, 0), x, href=x, fold=x, pinned=True)",
    BODY % "composer('c', x, face=x, placeholder=x, kinds=ITEMS, value=x, html=x, error=x, draft=x, after=x)",
    "{{ ui.rich_text('n', x, x, x, x, x, focus=True) }}",
    "{{ ui.told(x, beginning=x) }}{{ ui.told(text=x) }}",
    "{{ ui.trail() }}",
    "{{ ui.star('/star', True) }}{{ ui.star('/star', False, id='other') }}",
    "{{ ui.next_step(x, today, x, x, done=x, edit=x, href=x) }}{{ ui.next_step(add=x, id='other') }}",
    BODY % "board('b', x, x)",
    "{{ ui.problem_grid('p', [x], [{'n': 1, 'cells': ITEMS, 'note': x}], x, [{'value': 1, 'label': x, 'href': x}]) }}",
    "{{ ui.problem_cell({'value': x, 'problem': x, 'save': x}, 'i') }}",
    BODY % "sheet(x, x, x)",
    BODY % "ask(x, x, x, x, '')",
    "{{ ui.page_head(x, x) }}",
    "{{ ui.palette_line(x, x, x, x, x, x, words=x) }}",
    "{{ ui.bound(FIELD) }}",
    "{{ ui.bound_fields([FIELD]) }}",
]


def hostile_values() -> dict[str, Any]:
    from django import forms

    class Form(forms.Form):
        name = forms.CharField(label=HOSTILE, help_text=HOSTILE, widget=forms.TextInput({"placeholder": HOSTILE}))

    form = Form({"name": HOSTILE})
    row = type("Row", (), {"id": HOSTILE, "url": HOSTILE, "__str__": lambda self: HOSTILE})()
    columns = [{"key": HOSTILE, "label": HOSTILE, "href": HOSTILE, "menu": HOSTILE, "foot": HOSTILE, "sorted": "up"}]
    return samples() | {"x": HOSTILE, "ROW": row, "COLUMNS": columns, "FIELD": form["name"]}


def names(source: str) -> set[str]:
    return set(re.findall(r"ui\.([a-z]\w*)\(", source))


@pytest.mark.parametrize("source", DRAWN, ids=lambda source: "-".join(sorted(names(source)))[:60])
def test_hostile_text_stays_text(draw: Draw, source: str) -> None:
    found = Tags(draw(source.replace("ITEMS", ITEMS), **hostile_values()))
    assert not {tag for tag, attrs in found.tags if "onerror" in attrs or tag == "script"}
    assert all(attrs.get("src") != "x" for _, attrs in found.tags)
    assert "49" not in found.text


def test_every_component_is_drawn_by_these_tests(env: Environment) -> None:
    ours = {name for path in FOLDER.glob("*.html") for name in MACRO.findall(path.read_text(encoding="utf-8"))}
    assert ours == {name for source in DRAWN for name in names(source)}
    assert ours <= set(dir(env.globals["ui"]))


def test_no_component_has_two_homes(env: Environment) -> None:
    roots = [Path(root, "ui/components") for root in env.loader.searchpath]  # type: ignore[union-attr]
    paths = [path for root in roots for path in root.glob("*.html")]
    found = [macro.name for path in paths for macro in env.parse(path.read_text(encoding="utf-8")).find_all(Macro)]
    assert not [name for name, times in Counter(found).items() if times > 1]


def test_an_unknown_component_is_a_mistake_not_a_gap(draw: Draw) -> None:
    with pytest.raises(UndefinedError, match="tabel"):
        draw("{{ ui.tabel() }}")


def test_an_undefined_name_is_a_mistake_not_a_gap(draw: Draw) -> None:
    with pytest.raises(UndefinedError):
        draw("{{ ui.chip(nobody) }}")


@pytest.mark.parametrize("name", ["onclick", "style", "a b", 'x"', "ONCLICK", ""])
def test_no_component_takes_handlers_styles_or_broken_names(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be an attribute"):
        attributes({name: "x"})


def test_attributes_leave_out_what_is_none_or_false() -> None:
    assert attributes({"a": None, "b": False, "c": True, "d": "<1>", "e": 0}) == ' c="" d="&lt;1&gt;" e="0"'


def test_words_with_values_are_escaped(draw: Draw) -> None:
    assert draw("{{ _('Edit %(field)s', field=x) }}", x="<b>") == "Edit &lt;b&gt;"


@pytest.mark.parametrize("value", ["<b>", Markup("<b>"), lazystr("<b>"), 7, 2.5, "100 %"], ids=repr)
def test_words_are_filled_as_markupsafe_fills_them(value: Any) -> None:
    assert words("Edit %(field)s", field=value) == Markup("Edit %(field)s") % {"field": value}
    assert isinstance(words("Edit %(field)s", field=value), Markup)


def test_what_a_template_calls_gets_the_context_if_it_wants_it(draw: Draw) -> None:
    @pass_context
    def known(context: Context, name: str, *, of: int) -> str:
        return f"{of}{context.get(name)}"

    def bare(name: str, *, of: int) -> str:
        return f"{name}{of}"

    page = "{% for z in (1, 2) %}{% set y = z %}{{ known('y', of=y) }}{{ bare('x', of=y) }}{% endfor %}"
    assert draw(page, known=known, bare=bare) == "11x122x2"


def test_an_unknown_icon_is_drawn_as_a_circle(draw: Draw) -> None:
    assert "#circle" in draw("{{ ui.icon('no-such-thing') }}")


def test_a_control_names_what_is_wrong_with_it(draw: Draw) -> None:
    found = Tags(draw("{{ ui.text('mail', 'Mail', error='No ending.', hint='Any.') }}"))
    control = next(attrs for tag, attrs in found.tags if tag == "input")
    assert control["aria-invalid"] == "true"
    assert set(str(control["aria-describedby"]).split()) <= set(found.all("id"))


def test_a_form_of_django_is_drawn_with_our_controls(draw: Draw) -> None:
    from django import forms

    class Form(forms.Form):
        name = forms.CharField(label="Name", max_length=40)
        kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], initial="b")
        days = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple)
        live = forms.BooleanField(required=False)
        secret = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        token = forms.CharField(widget=forms.HiddenInput, initial="t")

    html = draw("{{ ui.bound_fields(form) }}", form=Form())
    found = Tags(html)
    inputs = {attrs.get("name"): attrs for tag, attrs in found.tags if tag in ("input", "select")}
    assert inputs["name"]["maxlength"] == "40"
    assert inputs["secret"]["type"] == "password"
    assert inputs["secret"]["autocomplete"] == "current-password"
    assert inputs["token"]["value"] == "t"
    assert ("option", {"value": "b", "selected": None}) in found.tags
    assert html.count('name="days"') == 2
