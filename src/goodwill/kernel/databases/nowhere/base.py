"""The database of a thread that has entered no workspace: every use of it is refused."""

from typing import Any

from django.db.backends.dummy import base as dummy


class NoWorkspace(RuntimeError):
    """Business data was asked for outside `workspace.entered(...)`."""


def _refuse(*args: Any, **kwargs: Any) -> Any:
    raise NoWorkspace("No firm's data is open here: enter a workspace first.")


class DatabaseOperations(dummy.DatabaseOperations):
    quote_name = _refuse


class DatabaseWrapper(dummy.DatabaseWrapper):
    """Calls itself Django's dummy, so that management commands do not ask it for tables."""

    ops_class = DatabaseOperations
    connect = _refuse
    ensure_connection = _refuse
    _cursor = _refuse
    _savepoint = _refuse
    _set_autocommit = _refuse
    get_autocommit = _refuse

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict | {"ENGINE": "django.db.backends.dummy"}, alias)
