"""What Python code never does, since each of these has been somebody's hole."""

import ast
import re

from tests.architecture.sources import Place, called, calls, imported, inside, modules, refuse, room, texts

TAGS = re.compile(
    r"</?(a|b|br|button|code|div|em|form|h[1-6]|i|img|input|label|li|ol|option|p|script|select|span|strong|style|svg"
    r"|table|tbody|td|textarea|th|thead|tr|u|ul)(\s[^<>]*)?/?>"
)
# Text that is known to be safe: a component that Jinja2 drew, our own messages, and rich text that nh3 let through.
MAKES_MARKUP = ("ui/components.py", "ui/render.py", "ui/words.py", "kernel/richtext.py")


def test_no_text_is_declared_safe():
    found = [
        Place(path, line, name)
        for path in modules()
        for name, line in imported(path)
        if name.startswith("django.utils.safestring.")
        or name.endswith((".mark_safe", ".format_html"))
        or (name in ("markupsafe.Markup", "jinja2.Markup") and inside(path) not in MAKES_MARKUP)
    ]
    refuse(found)


def test_no_answer_is_kept_in_a_shared_cache():
    found = [
        Place(path, line, name)
        for path in modules()
        for name, line in imported(path)
        if name.endswith(".cache_page") or name.startswith("django.middleware.cache")
    ]
    found += [
        Place(path, text.lineno, text.value)
        for path in modules()
        for text in texts(path)
        if "middleware.cache" in text.value
    ]
    refuse(found)


def test_what_a_browser_sent_never_names_arguments():
    found = [
        Place(path, call.lineno, ast.unparse(keyword.value))
        for path in modules()
        for call in calls(path)
        for keyword in call.keywords
        if keyword.arg is None and re.search(r"\brequest\b", ast.unparse(keyword.value))
    ]
    refuse(found)


# A file of drawings that no page gets as text, and the rich text of notes, which is HTML by nature.
WRITES_TAGS = ("config/assets.py", "kernel/richtext.py")


def test_no_html_is_written_in_python():
    found = [
        Place(path, text.lineno, repr(text.value[:60]))
        for path in modules()
        if inside(path) not in WRITES_TAGS
        for text in texts(path)
        if TAGS.search(text.value) or re.search(r"\bhx-[a-z]", text.value)
    ]
    refuse(found)


def test_the_kernel_has_no_templates_and_the_frame_no_models():
    assert not list((modules()[0].parents[0] / "kernel").rglob("*.html"))
    found = [
        Place(path, node.lineno, node.name)
        for path in modules()
        if room(path) == "ui"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(base) for base in node.bases)
    ]
    refuse(found)


def test_shells_are_not_used():
    found = [
        Place(path, call.lineno, ast.unparse(call.func))
        for path in modules()
        for call in calls(path)
        if ast.unparse(call.func) in ("os.system", "os.popen")
        or called(call) in ("eval", "exec")
        or any(keyword.arg == "shell" for keyword in call.keywords)
    ]
    refuse(found)


def test_digits_are_those_that_make_a_number():
    """² and ① are digits to `isdigit`, and no number to `int`."""
    refuse(
        [Place(path, call.lineno, "isdigit") for path in modules() for call in calls(path) if called(call) == "isdigit"]
    )
