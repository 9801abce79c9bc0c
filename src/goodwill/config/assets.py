"""What browsers get besides our own files: parts of packages as single files, and the hashed, compressed static root.

Both are made when they are missing or out of date; an installed wheel carries the parts.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from goodwill.kernel import filelock
from goodwill.kernel.errors import Told

PACKAGE = Path(__file__).parents[1]
CHECKOUT = PACKAGE.parents[1]
MODULES = CHECKOUT / "node_modules"
VENDOR = PACKAGE / "ui/static/vendor"
ICONS = PACKAGE / "ui/icons.txt"
LEFT_OUT = [".*", "*~", "django_htmx"]

Found = dict[str, tuple[Any, str]]

ALPHABETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese")
FROM_NPM = {
    "sortablejs/Sortable.min.js": "sortable.min.js",
    "sortablejs/LICENSE": "licences/sortable.txt",
    "lucide-static/LICENSE": "licences/lucide.txt",
    "@fontsource-variable/inter/LICENSE": "licences/inter.txt",
} | {
    f"@fontsource-variable/inter/files/inter-{alphabet}-wght-normal.woff2": f"inter-{alphabet}.woff2"
    for alphabet in ALPHABETS
}
EDITOR = (
    "orderedmap",
    "prosemirror-commands",
    "prosemirror-history",
    "prosemirror-inputrules",
    "prosemirror-keymap",
    "prosemirror-model",
    "prosemirror-schema-list",
    "prosemirror-state",
    "prosemirror-transform",
    "prosemirror-view",
    "rope-sequence",
    "w3c-keyname",
)
FROM_NPM |= {f"{name}/{'' if name == 'w3c-keyname' else 'dist/'}index.js": f"editor/{name}.js" for name in EDITOR}
FROM_NPM["prosemirror-view/LICENSE"] = "licences/prosemirror.txt"
_BARE = re.compile(r"""(\bfrom\s+)(['"])([a-z0-9-]+)\2""")
SPRITE = "icons.svg"
HTMX = "htmx.min.js"


def prepare() -> list[str]:
    """Bring everything up to date and say what was made. Django must be set up."""
    made = []
    if (CHECKOUT / "package-lock.json").exists() and _bring_vendor():
        made.append(f"{len(FROM_NPM) + 1} files of packages and {len(icon_names())} icons")
    if _collect():
        made.append("the static files, hashed and compressed")
    return made


def lock_modules() -> None:
    """Write package-lock.json from package.json; addresses stay out of it."""
    done = _run([_npm(), "install", "--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved"])
    if done.returncode:
        raise Told(
            f"npm could not write package-lock.json. The old one is still there; npm said:\n{done.stderr[-2000:]}"
        )


def icon_names() -> list[str]:
    lines = (line.strip() for line in ICONS.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _bring_vendor() -> bool:
    """One start at a time, also of two firms from one checkout: a second one would read what is half written."""
    with filelock.locked(VENDOR.parent / ".vendor.lock"):
        return _bring_locked()


def _bring_locked() -> bool:
    mark = VENDOR / ".digest"
    htmx = _htmx()
    digest = _digest([CHECKOUT / "package-lock.json", ICONS, Path(__file__), htmx])
    if _marked(mark, digest) and all((VENDOR / name).exists() for name in [*FROM_NPM.values(), SPRITE, HTMX]):
        return False
    _install_modules()
    sprite = _sprite(icon_names())
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, name in FROM_NPM.items():
        (VENDOR / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, VENDOR / name)
    for name in EDITOR:
        _relate(VENDOR / f"editor/{name}.js")
    shutil.copyfile(htmx, VENDOR / HTMX)
    (VENDOR / SPRITE).write_text(sprite, encoding="utf-8")
    mark.write_text(digest, encoding="utf-8")
    return True


def _relate(module: Path) -> None:
    """A browser finds neighbours by their address: `from "rope-sequence"` becomes `from "./rope-sequence.js"`."""
    module.write_text(_BARE.sub(r'\1"./\3.js"', module.read_text(encoding="utf-8")), encoding="utf-8")


def _htmx() -> Path:
    """htmx 2 comes with django-htmx, so that both are of one release."""
    return Path(str(files("django_htmx") / "static/django_htmx/htmx-2.min.js"))


def _install_modules() -> None:
    mark = MODULES / ".digest"
    digest = _digest([CHECKOUT / "package-lock.json"])
    if _marked(mark, digest):
        return
    done = _run([_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    if done.returncode:
        raise Told(
            "The browser parts of Goodwill could not be fetched with npm. Nothing of yours was touched; "
            f"once this is solved, start again. npm said:\n{done.stderr.strip()[-2000:]}"
        )
    mark.write_text(digest, encoding="utf-8")


def _npm() -> str:
    """The machine's own npm, or one that pip puts beside our Python."""
    beside = str(Path(sys.executable).parent)
    if found := shutil.which("npm") or shutil.which("npm", path=beside):
        return found
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    done = _run([*pip, "--require-hashes", "--no-deps", "-r", "requirements-node.lock"])
    found = shutil.which("npm", path=beside)
    if done.returncode or not found:
        raise Told(
            "This machine has no Node.js, and pip could not install it. Install Node.js 20 or newer, or solve "
            f"this, and start again. pip said:\n{done.stderr.strip()[-2000:]}"
        )
    return found


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)


def _sprite(names: Iterable[str]) -> str:
    """One file of symbols. Colour and stroke come from the page's style sheet, so the drawings carry none."""
    symbols, unknown = [], []
    for name in names:
        source = MODULES / f"lucide-static/icons/{name}.svg"
        if not source.exists():
            unknown.append(name)
            continue
        drawing = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.DOTALL)
        assert drawing, source
        shapes = "".join(line.strip() for line in drawing[1].splitlines())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    if unknown:
        raise Told(
            f"lucide has no icon named {', '.join(unknown)}. Correct {ICONS.relative_to(CHECKOUT)} "
            "(the names are those of the files in node_modules/lucide-static/icons)."
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def _collect() -> bool:
    """Make the static root anew beside the old one and swap them, so that it is never seen half done."""
    from django.conf import settings

    from goodwill.ui import assets as style_sheets

    style_sheets.build()
    found = _static_files()
    root = Path(settings.STATIC_ROOT)
    digest = _digest(Path(storage.path(path)) for path, (storage, _) in sorted(found.items()))
    root.parent.mkdir(parents=True, exist_ok=True)
    with filelock.locked(root.parent / ".static.lock"):
        if _marked(root / ".digest", digest):
            return False
        fresh = Path(tempfile.mkdtemp(prefix=".static-", dir=root.parent))
        try:
            _fill(fresh, found)
            (fresh / ".digest").write_text(digest, encoding="utf-8")
            fresh.chmod(0o755)
            shutil.rmtree(root, ignore_errors=True)
            fresh.rename(root)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return True


def _static_files() -> Found:
    from django.contrib.staticfiles.finders import get_finders

    found: Found = {}
    for finder in get_finders():
        for path, storage in finder.list(LEFT_OUT):
            found.setdefault(path, (storage, path))
    return found


def _fill(folder: Path, found: Found) -> None:
    from goodwill.config.static_files import StaticFiles

    target = StaticFiles(location=folder)
    for path, (storage, _) in found.items():
        with storage.open(path) as source:
            target.save(path, source)
    for name, _hashed, outcome in target.post_process(found):
        if isinstance(outcome, Exception):
            raise Told(f"The static file {name} cannot be prepared: {outcome}") from outcome


def _digest(paths: Iterable[Path]) -> str:
    parts = [[str(path), hashlib.sha256(path.read_bytes()).hexdigest()] for path in paths]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _marked(mark: Path, digest: str) -> bool:
    return mark.exists() and mark.read_text(encoding="utf-8") == digest
