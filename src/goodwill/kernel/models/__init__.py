from goodwill.kernel.models.about import About
from goodwill.kernel.models.history import Batch, Change, Cursor
from goodwill.kernel.models.jobs import Job, Worker
from goodwill.kernel.models.profile import Profile
from goodwill.kernel.models.tracked import Record, Tracked
from goodwill.kernel.models.users import Membership, Role, Team, User

__all__ = [
    "About",
    "Batch",
    "Change",
    "Cursor",
    "Job",
    "Membership",
    "Profile",
    "Record",
    "Role",
    "Team",
    "Tracked",
    "User",
    "Worker",
]
