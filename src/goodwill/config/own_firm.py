"""The firm that a command on this machine speaks of."""

import sys
from collections.abc import Callable, Iterable

from django.conf import settings

from goodwill.kernel import schema, workspace as workspaces
from goodwill.kernel.workspace import Workspace

NONE_YET = "No firm is set up here yet. Start `goodwill serve` and name it first."


def in_own_firm(work: Callable[[Workspace], int]) -> int:
    """What the work ends with inside the firm; 1, and a sentence, where there is none."""
    firm = own_firm()
    if firm is None:
        sys.stderr.write(f"{NONE_YET}\n")
        return 1
    with workspaces.entered(firm):
        return work(firm)


def own_firm() -> Workspace | None:
    schema.bring_up_to_date()
    return chosen(workspaces.all_live())


def chosen(firms: Iterable[Workspace]) -> Workspace | None:
    """The one that was named here, else the example firm; never one that waits for its name."""
    by_state = {firm.state: firm for firm in firms}
    return by_state.get("live") or by_state.get("example")


def is_any() -> bool:
    """Whether a firm may be here, without making anything where there is none."""
    return bool(settings.GOODWILL_DATABASE_URL) or (settings.GOODWILL_HOME / "directory.db").exists()
