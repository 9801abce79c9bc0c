"""The closed lists of the area: what a party, a contact point, a task... can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class PartyKind(TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")
    HOUSEHOLD = "household", _("Household")


class CompanyKind(TextChoices):
    FIRM = "firm", _("Firm")
    GOVERNMENT = "government", _("Government")
    PRESS = "press", _("Press")
    ASSOCIATION = "association", _("Association")
    CHARITY = "charity", _("Charity")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Other")


class Phase(TextChoices):
    """Where the relationship stands: prospect and lead begin it, customers grow, loyal ones are kept."""

    PROSPECT = "prospect", _("Prospect")
    LEAD = "lead", _("Lead")
    CUSTOMER = "customer", _("Customer")
    LOYAL = "loyal", _("Loyal")
    SLIPPING = "slipping", _("Slipping away")
    ENDED = "ended", pgettext_lazy("phase of a relationship", "Ended")


PHASE_TONES = {
    Phase.PROSPECT: "neutral",
    Phase.LEAD: "info",
    Phase.CUSTOMER: "good",
    Phase.LOYAL: "good",
    Phase.SLIPPING: "warn",
    Phase.ENDED: "neutral",
}
CUSTOMERS = frozenset({Phase.CUSTOMER, Phase.LOYAL, Phase.SLIPPING})


class Regard(TextChoices):
    """How they see us."""

    FRIEND = "friend", _("Friend")
    PARTNER = "partner", _("Partner")
    DISTANT = "distant", _("Distant")
    AT_ODDS = "at_odds", _("At odds")
    LOVE_HATE = "love_hate", _("Love and hate")


REGARD_TONES = {
    Regard.FRIEND: "info",
    Regard.PARTNER: "info",
    Regard.DISTANT: "neutral",
    Regard.AT_ODDS: "bad",
    Regard.LOVE_HATE: "warn",
}


class ContactKind(TextChoices):
    PHONE = "phone", _("Phone")
    FAX = "fax", _("Fax")
    MAIL = "mail", _("Mail")
    WEB = "web", _("Website")
    SOCIAL = "social", _("Social")
    MESSENGER = "messenger", _("Messenger")


CONTACT_KINDS = frozenset(ContactKind.values)
NUMBERS = frozenset({ContactKind.PHONE.value, ContactKind.FAX.value})


class TaskKind(TextChoices):
    TASK = "task", _("Task")
    CALL = "call", _("Call")
    MAIL = "mail", _("Mail")
    MEETING = "meeting", _("Meeting")


class Priority(TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class Repeat(TextChoices):
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    YEARLY = "yearly", _("Yearly")


class InteractionKind(TextChoices):
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    MAIL = "mail", _("Mail")
    LETTER = "letter", _("Letter")
    CHAT = "chat", _("Chat")
    VISIT = "visit", _("Visit")


class Direction(TextChoices):
    IN = "in", pgettext_lazy("direction of a call or mail", "In")
    OUT = "out", pgettext_lazy("direction of a call or mail", "Out")
    NONE = "none", pgettext_lazy("direction of a call or mail", "Both ways")


class Outcome(TextChoices):
    """What came of a call or a meeting."""

    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    BUSY = "busy", _("Busy")
    MESSAGE = "message", _("Left a message")
    CANCELLED = "cancelled", _("Cancelled")


WITHOUT_CONTACT = frozenset({Outcome.NO_ANSWER, Outcome.BUSY, Outcome.CANCELLED})


class Purpose(TextChoices):
    NEWS = "news", _("News")
    OFFERS = "offers", _("Offers")
    SURVEYS = "surveys", _("Surveys")
    EVENTS = "events", _("Invitations")
    PROFILING = "profiling", _("Personal suggestions")
    TRACKING = "tracking", _("Seeing what was opened")
    RECORDING = "recording", _("Recording of calls")
    SHARING = "sharing", _("Passing on to partners")


MARKETING = (Purpose.NEWS, Purpose.OFFERS, Purpose.SURVEYS, Purpose.EVENTS, Purpose.PROFILING, Purpose.SHARING)


class Channel(TextChoices):
    ANY = "any", _("Any channel")
    MAIL = "mail", _("Mail")
    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    POST = "post", _("Post")
    SOCIAL = "social", _("Social")


class ConsentState(TextChoices):
    GIVEN = "given", _("Given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WayOfReaching(TextChoices):
    """The channels of `Channel`, without the one that stands for all."""

    MAIL = "mail", _("Mail")
    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    POST = "post", _("Post")
    SOCIAL = "social", _("Social")


class Topic(TextChoices):
    PRODUCT = "product", _("Product")
    QUALITY = "quality", _("Quality")
    DELIVERY = "delivery", _("Delivery")
    CHANNEL = "channel", _("Channel")
    HOUR = "hour", _("Hours")
    LANGUAGE = "language", _("Language")
    AFTER_SALES = "after_sales", _("After the sale")
    OTHER = "other", _("Other")


class Stance(TextChoices):
    WANTS = "wants", _("Wants")
    AVOIDS = "avoids", _("Does not want")


class Strength(TextChoices):
    NICE = "nice", _("Would be nice")
    MATTERS = "matters", _("Matters")
    MUST = "must", _("Must be")


class ValueState(TextChoices):
    """What is wrong with a phone, mail or address; empty where nothing is known to be."""

    BOUNCED = "bounced", _("Undeliverable")
    WRONG = "wrong", _("Wrong")


class AgeBand(TextChoices):
    YOUNG = "0-17", _("Under 18")
    TWENTIES = "18-29", _("18 to 29")
    THIRTIES = "30-44", _("30 to 44")
    MIDDLE = "45-59", _("45 to 59")
    SIXTIES = "60-74", _("60 to 74")
    OLD = "75-", _("75 and over")


class Home(TextChoices):
    ALONE = "alone", _("Alone")
    COUPLE = "couple", _("Couple")
    FAMILY = "family", _("With children")
    SHARED = "shared", _("Shared")


class Success(TextChoices):
    """How a firm is doing."""

    GROWING = "growing", _("Growing")
    STEADY = "steady", _("Steady")
    STRUGGLING = "struggling", _("Struggling")


class Signal(TextChoices):
    """Why another phase is proposed."""

    LATE = "late", _("Late against their own rhythm")
    SILENT = "silent", _("Silent for long")
    BACK = "back", _("In touch again")
    FIRST_CONTACT = "first_contact", _("First contact")
    REGULAR = "regular", _("In touch regularly for years")
    WITHDRAWN = "withdrawn", _("Took back what they had allowed")


class ProposalState(TextChoices):
    OPEN = "open", pgettext_lazy("state of a proposal", "Open")
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Dismissed")


class Way(TextChoices):
    """How somebody came back."""

    FORM = "form", _("Typed in")
    API = "api", _("Another program")
    IMPORT = "import", _("Import")


class KeyKind(TextChoices):
    """What likely doubles have in common: how the name sounds, a phone, a mail, name and company; family and company,
    a birthday; postcode and house, street and house, postcode and street, and how a name and its town begin."""

    NAME = "name", _("Name")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Mail")
    WORK = "work", _("Name and company")
    STAFF = "staff", _("Family name and company")
    BORN = "born", _("Birthday")
    PLACE = "place", _("Postcode and house")
    HOUSE = "house", _("Street and house")
    LANE = "lane", _("Postcode and street")
    TOWN = "town", _("Name and town")
