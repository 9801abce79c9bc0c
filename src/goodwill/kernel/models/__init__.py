from goodwill.kernel.models.about import About
from goodwill.kernel.models.api_keys import ApiKey
from goodwill.kernel.models.arranged import Link, PageLayout
from goodwill.kernel.models.bulk import BulkRow
from goodwill.kernel.models.custom import CustomRecord, CustomType
from goodwill.kernel.models.custom_fields import CustomField
from goodwill.kernel.models.files import File, FileText
from goodwill.kernel.models.history import Batch, Change, Cursor
from goodwill.kernel.models.jobs import Job, Worker
from goodwill.kernel.models.mail import OutgoingMail, RefusedAddress
from goodwill.kernel.models.notices import Notice
from goodwill.kernel.models.profile import Profile
from goodwill.kernel.models.search import SearchRow, SearchSlip
from goodwill.kernel.models.seen import LastSeen, Seen
from goodwill.kernel.models.stream import Presence, StreamEvent
from goodwill.kernel.models.throttle import Cached, IdempotentAnswer, Throttle
from goodwill.kernel.models.tracked import Record, Tracked
from goodwill.kernel.models.users import Membership, Role, Team, User, Viewing
from goodwill.kernel.models.views import Pin, SavedView
from goodwill.kernel.models.webhooks import Webhook, WebhookDelivery, WebhookHealth

__all__ = [
    "About",
    "ApiKey",
    "Batch",
    "BulkRow",
    "Cached",
    "Change",
    "Cursor",
    "CustomField",
    "CustomRecord",
    "CustomType",
    "File",
    "FileText",
    "IdempotentAnswer",
    "Job",
    "LastSeen",
    "Link",
    "Membership",
    "Notice",
    "OutgoingMail",
    "PageLayout",
    "Pin",
    "Presence",
    "Profile",
    "Record",
    "RefusedAddress",
    "Role",
    "SavedView",
    "SearchRow",
    "SearchSlip",
    "Seen",
    "StreamEvent",
    "Team",
    "Throttle",
    "Tracked",
    "User",
    "Viewing",
    "Webhook",
    "WebhookDelivery",
    "WebhookHealth",
    "Worker",
]
