"""Texts that mean harm: scripts for every context, and the list of naughty strings where it is on this machine."""

import json
import re
from functools import cache
from pathlib import Path

NAUGHTY = Path(__file__).resolve().parents[3] / "shared/data/strings/blns.json"
MARK = "gwmark"
_CODE = f"{MARK}()"
POLYGLOTS = (
    f"<script>{_CODE}</script>",
    f"</script><script>{_CODE}</script>",
    f'"><script>{_CODE}</script>',
    f"'><script>{_CODE}</script>",
    f"<img src=x onerror={_CODE}>",
    f'"><img src=x onerror={_CODE}>',
    f"'><img src=x onerror={_CODE}>",
    f"<svg onload={_CODE}>",
    f"<svg/onload={_CODE}//",
    f'" autofocus onfocus={_CODE} x="',
    f"' autofocus onfocus={_CODE} x='",
    f"` onmouseover={_CODE} x=`",
    f"</textarea><svg onload={_CODE}>",
    f"</title><svg onload={_CODE}>",
    f"</style><svg onload={_CODE}>",
    f"</noscript><svg onload={_CODE}>",
    f"--><svg onload={_CODE}>",
    f"]]><svg onload={_CODE}>",
    f"<iframe srcdoc='<script>{_CODE}</script>'>",
    f"<a href=javascript:{_CODE}>x</a>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_CODE}>",
    f"<form action=javascript:{_CODE}><button>x",
    f"<base href=//evil.example/{MARK}/>",
    f"<meta http-equiv=refresh content='0;javascript:{_CODE}'>",
    f"<object data=javascript:{_CODE}>",
    f"<div hx-get=/{MARK} hx-trigger=load>",
    f"<div style=background:url(javascript:{_CODE})>",
    f"{{{{ {_CODE} }}}}",
    f"{{% {_CODE} %}}${{{_CODE}}}",
    (
        f"jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk={_CODE} )//</stYle/</titLe/</teXtarEa/</scRipt/"
        f"--!><sVg/oNloAd={_CODE}//>"
    ),
)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>?")


@cache
def naughty():
    return tuple(json.loads(NAUGHTY.read_text(encoding="utf-8"))) if NAUGHTY.is_file() else ()


def active(html):
    """Tags of a page that carry the mark outside of a quoted value: markup that came from a text."""
    return [tag for tag in _TAG.findall(html) if MARK in re.sub(r'"[^"]*"', '""', tag)]
