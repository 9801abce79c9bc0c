"""The Jinja2 environment in which every page of Goodwill is drawn."""

import logging
from pathlib import Path
from typing import Any

from django.utils import translation
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

from goodwill.ui import assets, formats, shapes
from goodwill.ui.addresses import address_of
from goodwill.ui.calling import Calling
from goodwill.ui.components import Components, attributes
from goodwill.ui.escaping import Drawn
from goodwill.ui.words import words

log = logging.getLogger(__name__)


class Compiled(FileSystemBytecodeCache):
    """Templates as Python keeps them, in a folder: to compile those of one page takes longer than to draw it."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            Path(self.directory).mkdir(mode=0o700, exist_ok=True)
            super().dump_bytecode(bucket)
        except OSError:
            log.info("Compiled templates cannot be kept in %s.", self.directory)


def environment(*, compiled_in: Path, **options: Any) -> Environment:
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["bytecode_cache"] = Compiled(str(compiled_in))
    env = Environment(**options | {"autoescape": True}, extensions=["jinja2.ext.i18n"])  # noqa: S701 - it is on
    env.template_class = Drawn
    env.context_class = Calling
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals |= {
        "_": words,
        "gettext": words,
        "ui": Components(env, "ui/components"),
        "static": assets.address,
        "url": address_of,
        "stylesheet": assets.stylesheet,
        "scripts": assets.scripts,
        "icon_name": assets.known_icon,
        "now": formats.now,
    }
    env.filters |= formats.FILTERS | shapes.FILTERS | {"attributes": attributes}
    return env
