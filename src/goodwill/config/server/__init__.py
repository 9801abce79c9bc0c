"""The server. What Django and granian import and a page seldom needs comes when it is used: two MiB for each process.

The standard library's LazyLoader does not last: a second `import` of a module asks it for its `__spec__`, and loads it.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

SELDOM_USED = ("sqlparse", "anyio", "tarfile")


class Later(ModuleType):
    """Stands for a module until something is asked of it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        real = import_module(self.__name__)
        self.__dict__.update(real.__dict__)
        return getattr(real, name)


for _name in SELDOM_USED:
    if _name not in sys.modules and find_spec(_name):
        sys.modules[_name] = Later(_name)
