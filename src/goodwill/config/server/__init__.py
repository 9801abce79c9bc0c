"""The server. What others import and a page seldom needs comes when it is used: three MiB for each process.

The standard library's LazyLoader does not last: a second `import` of a module asks it for its `__spec__`, and loads it.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

SELDOM_USED: dict[str, tuple[str, ...]] = {"sqlparse": (), "anyio": (), "tarfile": (), "fido2.rpid": ("verify_rp_id",)}
"""Modules, with those of their functions that others import by name. The last one has ten thousand public suffixes."""


class Later(ModuleType):
    """Stands for a module until something is asked of it, or one of its functions is called."""

    def __init__(self, name: str, functions: tuple[str, ...] = ()) -> None:
        super().__init__(name)
        self._functions = functions
        for function in functions:
            self.__dict__[function] = self._calling(function)

    def __getattr__(self, name: str) -> object:
        if name == "__path__" and self._functions:  # `from ... import` asks if it is a package
            raise AttributeError(name)
        return getattr(self._loaded(), name)

    def _calling(self, function: str) -> object:
        def called(*given: object, **named: object) -> object:
            return getattr(self._loaded(), function)(*given, **named)

        return called

    def _loaded(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        real = import_module(self.__name__)
        self.__dict__.update(real.__dict__)
        return real


for _name, _functions in SELDOM_USED.items():
    if _name not in sys.modules and find_spec(_name.partition(".")[0]):
        sys.modules[_name] = Later(_name, _functions)
