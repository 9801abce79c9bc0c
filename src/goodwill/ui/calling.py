"""How templates call what they are given: a page calls some five hundred times, and most of it is plain Python."""

from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context

PLAIN = frozenset({FunctionType, MethodType, BuiltinMethodType})


class Calling(Context):
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Jinja2's, which asks of whatever is called whether it wants the context: here that is one look."""
        if type(called) not in PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)
