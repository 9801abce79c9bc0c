"""What a person is told when something cannot be done; nothing was changed when one of these is raised."""

import errno
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

DISK_FULL = "53100"
"""Of PostgreSQL."""
FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = ("disk is full", "no space left", "quota exceeded")


class Told(Exception):
    """An expected refusal; `sentence` is shown as it is."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(Told):
    """The actor lacks the right."""

    status = 403


class Watching(Refused):
    """Whoever looks as somebody else changes nothing, not even what both may change."""

    def __init__(self) -> None:
        super().__init__(_("You are looking as somebody else, so nothing was changed. Choose “Stop” above to go on."))


class Missing(Told):
    """No such record, or none that the actor may see: the two look alike."""

    status = 404

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("This record is not here, or you may not see it. Nothing was changed."))


class Invalid(Told):
    """Some values cannot be taken. `problems` maps field names ("" for the whole) to sentences."""

    status = 422

    def __init__(self, problems: Mapping[str, str] | str) -> None:
        self.problems: dict[str, str] = {"": problems} if isinstance(problems, str) else dict(problems)
        super().__init__(" ".join(self.problems.values()))


class Conflict(Told):
    """Somebody changed the same fields since. `theirs` and `yours` map those fields to both values."""

    status = 409

    def __init__(self, record: Any, theirs: Mapping[str, Any], yours: Mapping[str, Any]) -> None:
        super().__init__(
            _("Somebody changed the same field in the meantime. Nothing was lost: choose which value stays.")
        )
        self.record = record
        self.theirs = dict(theirs)
        self.yours = dict(yours)


class TooMany(Told):
    """A throttle is full; `retry_after` is in seconds."""

    status = 429

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


def lacks_room(error: BaseException | None) -> bool:
    """Whether a full disk is behind it: SQLite says so in words alone, a server in its own language."""
    if error is None:
        return False
    if getattr(error, "sqlstate", None) == DISK_FULL or getattr(error, "errno", None) in FULL:
        return True
    return any(said in str(error).lower() for said in NO_ROOM) or lacks_room(error.__cause__)
