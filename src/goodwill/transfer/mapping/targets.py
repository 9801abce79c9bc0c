"""What a column of any file can mean: a closed list of neutral keys, known to readers, mapping and areas alike.

A key is `family` or `family:label`. A label says which of several: `work`, `home`, or the place in the file (`1`, `2`);
keys of the same label belong together (`street:home` and `city:home`; `phone:2` and `phone_label:2`). No area is named
here: each registers which of the keys it takes, and what becomes of them. Behind the list stand the fields of every
record type, as `type.field` (`mapping.fields`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBERS = tuple(map(str, range(1, 7)))
KEEP_NOTE, KEEP_TAG = "keep_note", "keep_tag"
WHOLE = ("all_points", "all_addresses", "all_ties", "all_wishes")
"""What files of ours hold in full, as lists of objects: no other file can be meant by it."""
KEPT = (KEEP_NOTE, KEEP_TAG)
IGNORE = ""
"""Instead of a key: a column that a maker is known to write and nobody needs."""


class Kind(StrEnum):
    TEXT = "text"
    NAME = "name"
    COMPANY = "company"
    MAIL = "mail"
    PHONE = "phone"
    URL = "url"
    HANDLE = "handle"
    STREET = "street"
    CITY = "city"
    REGION = "region"
    POSTCODE = "postcode"
    COUNTRY = "country"
    DATE = "date"
    SINCE = "since"
    """A day, or but its month or year."""
    MOMENT = "moment"
    NUMBER = "number"
    MONEY = "money"
    AMOUNT = "amount"
    """Money of a record type's field: read as a number, with its currency behind it."""
    YESNO = "yesno"
    DONE = "done"
    """Whether something is over, or since when."""
    LANGUAGE = "language"
    TIMEZONE = "timezone"
    TAGS = "tags"
    NOTE = "note"
    ID = "id"
    USER = "user"
    LABEL = "label"
    AS_NOTE = "as_note"
    """Any text, kept under the name of its column: nothing is lost where no field fits."""
    AS_TAG = "as_tag"


DATED = frozenset({Kind.DATE, Kind.MOMENT, Kind.SINCE, Kind.DONE})


class About(StrEnum):
    """The noun that a value belongs to; one row may tell of several."""

    PERSON = "person"
    COMPANY = "company"
    PARTY = "party"
    """Person or company, whichever the row is about."""
    DEAL = "deal"
    TASK = "task"
    PRODUCT = "product"
    FIELD = "field"
    """A field of the record type that the row is about."""


Text = str | Promise


@dataclass(frozen=True, slots=True)
class Together:
    """A name made of two, put together when somebody reads it."""

    first: Text
    second: Text

    def __str__(self) -> str:
        second = str(self.second)
        return f"{self.first}, {second}" if second else str(self.first)


@dataclass(frozen=True, slots=True)
class Target:
    key: str
    name: Text | Together
    kind: Kind
    about: About = About.PARTY
    repeats: bool = False
    """Several columns may have it."""

    @property
    def family(self) -> str:
        return self.key.partition(":")[0]

    @property
    def label(self) -> str:
        return self.key.partition(":")[2]


PHONE_LABELS: dict[str, Text] = {
    "work": _("Phone, work"),
    "mobile": _("Phone, mobile"),
    "home": _("Phone, home"),
    "main": _("Phone, main"),
    "fax": _("Fax"),
    "home_fax": _("Fax, home"),
    "other_fax": _("Fax, other"),
    "other": _("Phone, other"),
    "company": _("Phone of the company"),
    "contact": _("Phone of the contact person"),
    "contact_mobile": _("Mobile phone of the contact person"),
    "assistant": _("Phone of the assistant"),
    "car": _("Phone, car"),
    "callback": _("Phone for call-back"),
    "pager": _("Pager"),
    "radio": _("Radio phone"),
    "isdn": _("ISDN"),
    "telex": _("Telex"),
    "tty": _("Text telephone"),
}
MAIL_LABELS: dict[str, Text] = {
    "work": _("Mail, work"),
    "home": _("Mail, home"),
    "other": _("Mail, other"),
    "company": _("Mail of the company"),
    "contact": _("Mail of the contact person"),
}
WEBSITE_LABELS: dict[str, Text] = {
    "work": _("Website, work"),
    "home": _("Website, home"),
    "blog": _("Blog"),
    "company": _("Website of the company"),
}
ADDRESS_LABELS: dict[str, Text] = {
    "work": _("work"),
    "home": _("home"),
    "other": _("other"),
    "billing": _("billing"),
    "shipping": _("shipping"),
    "company": _("of the company"),
}
ADDRESS_PARTS: dict[str, tuple[Text, Kind]] = {
    "address": (_("Whole address"), Kind.STREET),
    "street": (_("Street"), Kind.STREET),
    "street2": (_("Address line 2"), Kind.STREET),
    "street3": (_("Address line 3"), Kind.STREET),
    "house_number": (_("House number"), Kind.TEXT),
    "po_box": (_("PO box"), Kind.TEXT),
    "city": (_("City"), Kind.CITY),
    "region": (_("Region"), Kind.REGION),
    "postcode": (_("Postcode"), Kind.POSTCODE),
    "country": (_("Country"), Kind.COUNTRY),
    "latitude": (_("Latitude"), Kind.NUMBER),
    "longitude": (_("Longitude"), Kind.NUMBER),
}
NETWORKS = {
    "linkedin": "LinkedIn",
    "xing": "Xing",
    "x": "X (Twitter)",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "github": "GitHub",
}
MESSENGERS = {
    "whatsapp": "WhatsApp",
    "signal": "Signal",
    "telegram": "Telegram",
    "skype": "Skype",
    "teams": "Teams",
    "google": "Google Talk",
    "jabber": "Jabber",
    "icq": "ICQ",
    "aim": "AIM",
    "msn": "MSN",
    "yahoo": "Yahoo",
    "qq": "QQ",
}

_PERSON = (
    Target("full_name", _("Full name"), Kind.NAME, About.PERSON),
    Target("given_name", _("First name"), Kind.NAME, About.PERSON),
    Target("middle_name", _("Middle name"), Kind.NAME, About.PERSON),
    Target("family_name", _("Last name"), Kind.NAME, About.PERSON),
    Target("prefix", _("Title before the name"), Kind.TEXT, About.PERSON),
    Target("suffix", _("Suffix of the name"), Kind.TEXT, About.PERSON),
    Target("initials", _("Initials"), Kind.TEXT, About.PERSON),
    Target("nickname", _("Nickname"), Kind.TEXT, About.PERSON),
    Target("maiden_name", _("Birth name"), Kind.TEXT, About.PERSON),
    Target("phonetic_given_name", _("First name as spoken"), Kind.TEXT, About.PERSON),
    Target("phonetic_middle_name", _("Middle name as spoken"), Kind.TEXT, About.PERSON),
    Target("phonetic_family_name", _("Last name as spoken"), Kind.TEXT, About.PERSON),
    Target("salutation", _("Salutation"), Kind.TEXT, About.PERSON),
    Target("gender", _("Gender"), Kind.TEXT, About.PERSON),
    Target("birthday", _("Birthday"), Kind.DATE, About.PERSON),
    Target("birth_year", _("Year of birth"), Kind.NUMBER, About.PERSON),
    Target("birth_month", _("Month of birth"), Kind.NUMBER, About.PERSON),
    Target("birth_day", _("Day of birth"), Kind.NUMBER, About.PERSON),
    Target("anniversary", _("Anniversary"), Kind.DATE, About.PERSON),
    Target("job_title", _("Job title"), Kind.TEXT, About.PERSON),
    Target("profession", _("Profession"), Kind.TEXT, About.PERSON),
    Target("department", _("Department"), Kind.TEXT, About.PERSON),
    Target("company_since", _("At the company since"), Kind.SINCE, About.PERSON),
    Target("company_until", _("At the company until"), Kind.SINCE, About.PERSON),
    Target("office", _("Office"), Kind.TEXT, About.PERSON),
    Target("spouse", _("Spouse"), Kind.NAME, About.PERSON),
    Target("children", _("Children"), Kind.NAME, About.PERSON, repeats=True),
    Target("manager", _("Manager"), Kind.NAME, About.PERSON),
    Target("assistant", _("Assistant"), Kind.NAME, About.PERSON),
    Target("referred_by", _("Referred by"), Kind.NAME),
    Target("hobby", _("Hobbies"), Kind.TEXT, About.PERSON),
    Target("age_band", _("Age, from and to"), Kind.TEXT, About.PERSON),
    Target("home", _("How they live"), Kind.TEXT, About.PERSON),
)
_COMPANY = (
    Target("company", _("Company"), Kind.COMPANY, About.COMPANY),
    Target("company_phonetic", _("Company as spoken"), Kind.TEXT, About.COMPANY),
    Target("company_id", _("Number of the company in the old system"), Kind.ID, About.COMPANY),
    Target("parent_company", _("Parent company"), Kind.COMPANY, About.COMPANY),
    Target("company_kind", _("Kind of company"), Kind.TEXT, About.COMPANY),
    Target("industry", _("Industry"), Kind.TEXT, About.COMPANY),
    Target("success", _("How they are doing"), Kind.TEXT, About.COMPANY),
    Target("employees", _("Number of employees"), Kind.NUMBER, About.COMPANY),
    Target("revenue", _("Revenue per year"), Kind.MONEY, About.COMPANY),
    Target("founded", _("Founded in"), Kind.NUMBER, About.COMPANY),
    Target("vat_number", _("VAT number"), Kind.ID, About.COMPANY),
    Target("register_number", _("Register number"), Kind.ID, About.COMPANY),
    Target("stock_symbol", _("Stock symbol"), Kind.TEXT, About.COMPANY),
    Target("domain", _("Internet domain"), Kind.URL, About.COMPANY),
)
_RECORD = (
    Target("own_id", _("Goodwill ID"), Kind.ID),
    Target("external_id", _("Number in the old system"), Kind.ID),
    Target("customer_number", _("Customer number"), Kind.ID),
    Target("owner", _("Owner"), Kind.USER),
    Target("team", _("Team"), Kind.TEXT),
    Target("created_at", _("Created on"), Kind.MOMENT),
    Target("changed_at", _("Changed on"), Kind.MOMENT),
    Target("created_by", _("Created by"), Kind.USER),
    Target("changed_by", _("Changed by"), Kind.USER),
    Target("last_contact", _("Last contact"), Kind.MOMENT),
    Target("next_contact", _("Next contact"), Kind.DATE),
    Target("note", _("Note"), Kind.NOTE, repeats=True),
    Target("note_at", _("Day of the note"), Kind.MOMENT),
    Target("tags", _("Tags"), Kind.TAGS, repeats=True),
    Target("tag", _("One tag"), Kind.TEXT, repeats=True),
    Target("description", _("About them"), Kind.TEXT),
    Target("language", _("Language"), Kind.LANGUAGE),
    Target("timezone", _("Time zone"), Kind.TIMEZONE),
    Target("source", _("Source"), Kind.TEXT),
    Target("status", _("Status"), Kind.TEXT),
    Target("phase", _("Phase of the relationship"), Kind.TEXT),
    Target("customer_since", _("Customer since"), Kind.SINCE),
    Target("regard", _("How they see us"), Kind.TEXT),
    Target("best_channel", _("Best reached by"), Kind.TEXT),
    Target("best_hours", _("Best hours"), Kind.TEXT),
    Target("rating", _("Rating"), Kind.TEXT),
    Target("party_kind", _("Person or company"), Kind.TEXT),
    Target("no_mail", _("Wants no mail"), Kind.YESNO),
    Target("no_call", _("Wants no calls"), Kind.YESNO),
    Target("mail_consent", _("Agreed to mail"), Kind.YESNO),
    Target("private", _("Private"), Kind.YESNO),
    Target("photo", _("Picture"), Kind.URL),
    Target("bank_account", _("Bank account"), Kind.ID),
    Target("currency", _("Currency"), Kind.TEXT),
    Target("wants", _("Wants"), Kind.TEXT, repeats=True),
    Target("avoids", _("Does not want"), Kind.TEXT, repeats=True),
    Target("leave_alone", _("Do not contact by"), Kind.TEXT, repeats=True),
    Target("all_points", _("Phones, mails and links, in full"), Kind.TEXT),
    Target("all_addresses", _("Addresses, in full"), Kind.TEXT),
    Target("all_ties", _("Ties, in full"), Kind.TEXT),
    Target("all_wishes", _("Wishes, in full"), Kind.TEXT),
    Target(KEEP_NOTE, _("Keep as a note"), Kind.AS_NOTE, repeats=True),
    Target(KEEP_TAG, _("Keep as a tag"), Kind.AS_TAG, repeats=True),
)
_OTHER_NOUNS = (
    Target("deal_title", _("Deal: title"), Kind.TEXT, About.DEAL),
    Target("deal_value", _("Deal: value"), Kind.MONEY, About.DEAL),
    Target("deal_currency", _("Deal: currency"), Kind.TEXT, About.DEAL),
    Target("deal_stage", _("Deal: stage"), Kind.TEXT, About.DEAL),
    Target("deal_status", _("Deal: status"), Kind.TEXT, About.DEAL),
    Target("deal_closes", _("Deal: expected close"), Kind.DATE, About.DEAL),
    Target("deal_id", _("Deal: number in the old system"), Kind.ID, About.DEAL),
    Target("task_subject", _("Task: subject"), Kind.TEXT, About.TASK),
    Target("task_due", _("Task: due"), Kind.DATE, About.TASK),
    Target("task_done", _("Task: done"), Kind.DONE, About.TASK),
    Target("product_name", _("Product: name"), Kind.TEXT, About.PRODUCT),
    Target("product_code", _("Product: code"), Kind.ID, About.PRODUCT),
    Target("product_unit", _("Product: unit"), Kind.TEXT, About.PRODUCT),
    Target("product_price", _("Product: price"), Kind.MONEY, About.PRODUCT),
    Target("product_currency", _("Product: currency"), Kind.TEXT, About.PRODUCT),
)
_NUMBERED = (
    ("mail", _("Mail"), Kind.MAIL),
    ("mail_label", _("Label of mail"), Kind.LABEL),
    ("phone", _("Phone"), Kind.PHONE),
    ("phone_label", _("Label of phone"), Kind.LABEL),
    ("website", _("Website"), Kind.URL),
    ("website_label", _("Label of website"), Kind.LABEL),
    ("address_label", _("Label of address"), Kind.LABEL),
    ("im", _("Messenger"), Kind.HANDLE),
    ("im_service", _("Service of messenger"), Kind.LABEL),
    ("relation", _("Related person"), Kind.NAME),
    ("relation_label", _("Label of related person"), Kind.LABEL),
    ("event", _("Date"), Kind.DATE),
    ("event_label", _("Label of date"), Kind.LABEL),
    ("custom", _("Own field"), Kind.TEXT),
    ("custom_label", _("Label of own field"), Kind.LABEL),
    ("phone_country", _("Country code of phone"), Kind.TEXT),
    ("phone_area", _("Area code of phone"), Kind.TEXT),
    ("phone_extension", _("Extension of phone"), Kind.TEXT),
)

FURTHER = tuple(NUMBERS[1:5])
"""A company's contact persons behind the first one."""
_CONTACTS = (
    ("contact_name", _("Name of contact person"), Kind.NAME),
    ("contact_title", _("Job title of contact person"), Kind.TEXT),
    ("contact_mail", _("Mail of contact person"), Kind.MAIL),
    ("contact_phone", _("Phone of contact person"), Kind.PHONE),
    ("contact_mobile", _("Mobile phone of contact person"), Kind.PHONE),
)


def _all() -> Iterator[Target]:
    yield from (*_PERSON, *_COMPANY, *_RECORD, *_OTHER_NOUNS)
    for family, title, kind in _NUMBERED:
        for number in NUMBERS:
            yield Target(f"{family}:{number}", Together(title, _shown(number)), kind)
    for family, title, kind in _CONTACTS:
        for number in FURTHER:
            yield Target(f"{family}:{number}", Together(title, number), kind)
    points = (
        ("phone", Kind.PHONE, PHONE_LABELS),
        ("mail", Kind.MAIL, MAIL_LABELS),
        ("website", Kind.URL, WEBSITE_LABELS),
    )
    for family, kind, labels in points:
        for label, name in labels.items():
            about = About.COMPANY if label == "company" else About.PARTY
            yield Target(f"{family}:{label}", name, kind, about, repeats=True)
    labels = ADDRESS_LABELS | {number: number for number in NUMBERS[:3]}
    for part, (name, kind) in ADDRESS_PARTS.items():
        yield Target(part, name, kind)
        for label, label_name in labels.items():
            about = About.COMPANY if label == "company" else About.PARTY
            yield Target(f"{part}:{label}", Together(name, label_name), kind, about)
    for key, name in NETWORKS.items():
        yield Target(f"social:{key}", name, Kind.HANDLE)
    for key, name in MESSENGERS.items():
        yield Target(f"im:{key}", name, Kind.HANDLE)


def _shown(number: str) -> Text:
    return "" if number == "1" else number


class _Targets(dict[str, Target]):
    """The closed list; what it does not hold is looked for among the fields of the record types."""

    def __missing__(self, key: str) -> Target:
        found = _of_field(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (isinstance(key, str) and _of_field(key) is not None)


def _of_field(key: str) -> Target | None:
    if "." not in key:
        return None
    from goodwill.transfer.mapping.fields import target_of

    return target_of(key)


TARGETS: dict[str, Target] = _Targets({target.key: target for target in _all()})
