"""The area's record types: what lists, forms, filters, search, API and import know of its nouns."""

from typing import Any

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people import samples
from goodwill.areas.people.enums import PHASE_TONES, REGARD_TONES, ContactKind, PartyKind, Phase, Regard
from goodwill.areas.people.known_fields import COMPANY_SINCE, FACTS, KNOWN, SCORES
from goodwill.areas.people.known_records import CONSENT, PREFERENCE
from goodwill.areas.people.models import Interaction, Note, Party, Tag, Task, Tie, TieKind
from goodwill.kernel.changes import Entry
from goodwill.kernel.models.custom import PREFIX, CustomRecord
from goodwill.records.custom import rollups
from goodwill.records.fields import Choice, Field, Kind, Many, fields_of
from goodwill.records.places import Place, put_on_map
from goodwill.records.registry import Group, RecordType, SearchField, View, contribute_column, register

VERBS = "goodwill.areas.people.verbs"
LIKELY = "goodwill.areas.people.queries.likely_given.likely_of_given"
PAGES = {
    "detail": "goodwill.areas.people.views.party.page",
    "peek": "goodwill.areas.people.views.party.peek",
    "new": "goodwill.areas.people.views.new_party.page",
}
PHASES = tuple(Choice(phase.value, phase.label, PHASE_TONES[phase]) for phase in Phase)
REGARDS = tuple(Choice(regard.value, regard.label, REGARD_TONES[regard]) for regard in Regard)
DEEDS = ("plan_task", "assign", "tag", "set_phase")
OF_PERSONS = frozenset(
    {"prefix", "given", "additional", "family", "suffix", "nickname", "role", "birthday", "age_band", "home"}
)
OF_COMPANIES = frozenset({"company_kind", "industry", "employees", "success"})


def _contacts(kind: ContactKind) -> Many:
    return Many("people.ContactPoint", "party", "shown", "fold", {"kind": kind.value}, ("position", "id"))


WEBSITES = _contacts(ContactKind.WEB)
TOWNS = Many(
    "people.Address",
    "party",
    "city",
    "city_fold",
    order=("position", "id"),
    point=("latitude", "longitude"),
)
TAGS = Many(
    "people.Tagging",
    "about_id",
    "tag__name",
    "tag__name_fold",
    {"about_type": "party", "tag__deleted_at": None},
    ("tag__name_fold", "id"),
)


_NOTES = Note.objects.filter(about_type="party", about_id=OuterRef("pk")).order_by("-created_at", "-pk")
_LAST_NOTE = Field(
    "last_note",
    _("Last note"),
    Kind.MOMENT,
    expression=Subquery(_NOTES.values("created_at")[:1]),
    editable=False,
    in_form=False,
)


def _shown(name: str, label: Any, kind: Kind, column: str, **more: Any) -> Field:
    """A column that a projection fills."""
    return Field(name, label, kind, column, editable=False, in_form=False, **more)


def _party_fields(without: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    own = fields_of(
        Party,
        without={"kind", "merged_into", "birthday_without_year", *without},
        phase={"choices": PHASES},
        regard={"choices": REGARDS, "in_list": True, "label": _("See us as")},
        language={"kind": Kind.LANGUAGE},
        country={"kind": Kind.COUNTRY},
        **FACTS,
    )
    return (
        *own[:1],
        _shown("phone", _("Phone"), Kind.PHONE, "primary_phone", follows=("phones",), set_by="set_phone"),
        _shown("mail", _("Mail"), Kind.MAIL, "primary_mail", follows=("mails",), set_by="set_mail"),
        *own[1:],
        _shown("website", _("Website"), Kind.LINK, "website", drawn_from=WEBSITES, set_by="set_website"),
        _shown(
            "city",
            _("Town"),
            Kind.TEXT,
            "city",
            fold="city_fold",
            order=("city_fold",),
            index=True,
            follows=("towns",),
        ),
        _shown("next_step", _("Next step"), Kind.RELATION, "next_task", target="task"),
        _shown("next_due", _("Due"), Kind.DATE, "next_due", order=("next_due_at",), index=True, deadline=True),
        _shown("last_contact", _("Last contact"), Kind.MOMENT, "last_contact_at", index=True),
        Field("phones", _("Any phone"), Kind.PHONE, many=_contacts(ContactKind.PHONE), editable=False, in_form=False),
        Field("mails", _("Any mail"), Kind.MAIL, many=_contacts(ContactKind.MAIL), editable=False, in_form=False),
        Field("towns", _("Any town"), Kind.PLACE, many=TOWNS, editable=False, in_form=False),
        Field("tags", _("Tags"), Kind.TAGS, many=TAGS),
        _LAST_NOTE,
        *KNOWN,
    )


_COMPANY = _shown("company", _("Company"), Kind.RELATION, "company", target="company", index=True, set_by="work_at")
_PERSON_FIELDS = _party_fields(without=OF_COMPANIES)
SEARCH = (
    SearchField("name", weight=3),
    SearchField("mails", weight=2),
    SearchField("phones", weight=2),
    SearchField("towns"),
)
ELSEWHERE = frozenset(
    {
        *("name", "company", "role", "phone", "mail", "phones", "mails", "tags", "website", "city", "towns", "kind"),
        *("next_step", "next_due", "last_contact", "created_at", "created_by", "changed_at", "changed_by"),
        COMPANY_SINCE.name,
        *(field.name for field in KNOWN),
    }
)
_NO_STEP = View("no_step", _("No next step"), "next_step is empty")
_MINE = View("mine", _("Mine"), "owner is me")
_RECENT = View("contacted", _("Recently contacted"), "last_contact in last 30 days", "-last_contact")
_SLIPPING = View("slipping", _("Slipping away"), "phase is slipping")

PERSON = RecordType(
    name="person",
    model=Party,
    label=_("Person"),
    plural=_("People"),
    slug="people",
    icon="user",
    face="person",
    constant={"kind": PartyKind.PERSON.value},
    fields=(_PERSON_FIELDS[0], _COMPANY, COMPANY_SINCE, *_PERSON_FIELDS[1:]),
    columns=("name", "company", "role", "phone", "phase", "next_step", "next_due", "owner"),
    phone=("next_step", "phase", "next_due", "phone"),
    deeds=DEEDS,
    sort="name",
    form=(
        "name",
        "role",
        "phase",
        Group(_("Name"), ("prefix", "given", "additional", "family", "suffix", "nickname")),
        Group(_("More"), ("language", "country", "time_zone", "birthday", "source", "regard", "description", "tags")),
        Group(_("What they prefer, and what is private"), ("best_channel", "best_hours", "age_band", "home")),
        Group(_("Who looks after them"), ("owner", "team")),
    ),
    views=(View("all", _("All people")), _MINE, _NO_STEP, _RECENT, _SLIPPING, *SCORES),
    search=SEARCH,
    describe=("role", "company", "city"),
    stage="phase",
    date="next_due",
    create=f"{VERBS}.parties.create_person",
    likely=LIKELY,
    elsewhere=ELSEWHERE,
    pages=PAGES,
    sample=samples.person,
)
COMPANY = RecordType(
    name="company",
    model=Party,
    label=_("Company"),
    plural=_("Companies"),
    slug="companies",
    icon="building-2",
    face="firm",
    constant={"kind": PartyKind.COMPANY.value},
    fields=_party_fields(without=OF_PERSONS),
    columns=("name", "industry", "city", "phone", "phase", "next_step", "next_due", "owner"),
    phone=("next_step", "phase", "next_due", "phone"),
    deeds=DEEDS,
    sort="name",
    form=(
        "name",
        "company_kind",
        "phase",
        "industry",
        "employees",
        Group(
            _("More"), ("language", "country", "time_zone", "source", "customer_since", "regard", "description", "tags")
        ),
        Group(_("What they prefer, and what is private"), ("best_channel", "best_hours", "success")),
        Group(_("Who looks after them"), ("owner", "team")),
    ),
    views=(View("all", _("All companies")), _MINE, _NO_STEP, _RECENT, _SLIPPING, *SCORES),
    search=SEARCH,
    describe=("industry", "city"),
    stage="phase",
    create=f"{VERBS}.parties.create_company",
    likely=LIKELY,
    elsewhere=ELSEWHERE,
    pages=PAGES,
    sample=samples.company,
)
HOUSEHOLD = RecordType(
    name="household",
    model=Party,
    label=_("Household"),
    plural=_("Households"),
    slug="households",
    icon="house-heart",
    face="person",
    constant={"kind": PartyKind.HOUSEHOLD.value},
    fields=_party_fields(without=OF_PERSONS | OF_COMPANIES),
    columns=("name", "city", "phone", "phase", "next_step", "next_due", "owner"),
    phone=("next_step", "phase", "next_due", "phone"),
    deeds=DEEDS,
    sort="name",
    form=("name", "phase", "language", "country", "description", "tags", "owner", "team"),
    views=(View("all", _("All households")), _MINE, _NO_STEP),
    search=SEARCH,
    describe=("city",),
    stage="phase",
    create=f"{VERBS}.parties.create_household",
    likely=LIKELY,
    elsewhere=ELSEWHERE,
    pages=PAGES,
    sample=samples.household,
)
CONTACT = RecordType(
    name="party",
    model=Party,
    label=_("Contact"),
    plural=_("Contacts"),
    slug="contacts",
    icon="contact",
    face="person",
    fields=(
        fields_of(Party, without={f.name for f in Party._meta.concrete_fields if f.name != "kind"})[0],
        *_party_fields(),
    ),
    title="name",
    columns=("name", "kind", "phone", "mail", "phase", "owner"),
    sort="name",
    views=(View("all", _("All contacts")), _MINE),
    describe=("kind", "city"),
    create=f"{VERBS}.parties.create_party",
    likely=LIKELY,
    elsewhere=ELSEWHERE,
    pages=PAGES,
    sample=samples.household,
)


def _about_name() -> Field:
    """What names the contact, or the record of a type of the firm's own, that a note or task is about."""
    name = Subquery(Party.everything.filter(pk=OuterRef("about_id")).values("name")[:1])
    own = Subquery(CustomRecord.everything.filter(pk=OuterRef("about_id")).values("title")[:1])
    named = (When(about_type="party", then=name), When(about_type__startswith=PREFIX, then=own))
    expression = Case(*named, default=Value(""), output_field=CharField())
    return Field("about", _("About"), Kind.TEXT, expression=expression, editable=False, in_form=False, filterable=False)


_ABOUT = {"about_type", "about_id"}
TASK = RecordType(
    name="task",
    model=Task,
    label=_("Task"),
    plural=_("Tasks"),
    slug="tasks",
    icon="check",
    fields=(
        *fields_of(
            Task,
            without={*_ABOUT, "zone", "due_time", "repeat_day", "series", "done_by"},
            due_on={"order": ("due_at",), "index": True, "deadline": True, "end": "done_at"},
            owner={"label": _("Assigned to")},
        ),
        _about_name(),
    ),
    columns=("title", "about", "kind", "due_on", "priority", "owner"),
    phone=("about", "due_on", "owner"),
    deeds=("complete", "postpone", "reopen"),
    tick="complete",
    sort="due_on",
    form=(
        "title",
        "due_on",
        "kind",
        "priority",
        "owner",
        "details",
        "remind_at",
        "repeat",
        "repeat_every",
        "repeat_until",
    ),
    views=(
        View("open", _("Open"), "done_at is empty"),
        View("mine", _("Mine"), "owner is me and done_at is empty"),
        View("late", _("Overdue"), "done_at is empty and due_on before today"),
        View("done", _("Done"), "done_at is not empty", "-done_at"),
    ),
    search=(SearchField("title", weight=2),),
    describe=("due_on", "owner"),
    date="due_on",
    create=f"{VERBS}.tasks.create_task",
    pages={
        "detail": "goodwill.areas.people.views.task.page",
        "peek": "goodwill.areas.people.views.task.peek",
        "new": "goodwill.areas.people.views.new_task.page",
    },
    sample=samples.task,
)
NOTE = RecordType(
    name="note",
    model=Note,
    label=_("Note"),
    plural=_("Notes"),
    slug="notes",
    icon="sticky-note",
    fields=(
        Field("text", _("Text"), Kind.LONG_TEXT, editable=False, in_form=False, in_list=True),
        *fields_of(Note, without={*_ABOUT, "pinned_by"}, html={"label": _("Note"), "in_list": False}),
        _about_name(),
    ),
    title="text",
    columns=("text", "about", "created_by", "created_at"),
    sort="-changed_at",
    search=(SearchField("text"),),
    create=f"{VERBS}.notes.create_note",
    sample=samples.note,
)
INTERACTION = RecordType(
    name="interaction",
    model=Interaction,
    label=_("Interaction"),
    plural=_("Interactions"),
    slug="interactions",
    icon="messages-square",
    fields=fields_of(Interaction, at={"index": True}),
    title="subject",
    columns=("at", "kind", "direction", "party", "subject", "colleague"),
    sort="-at",
    search=(SearchField("subject", weight=2), SearchField("text")),
    describe=("kind", "party", "at"),
    date="at",
    create=f"{VERBS}.interactions.create_interaction",
    sample=samples.interaction,
)
TAG = RecordType(
    name="tag",
    model=Tag,
    label=_("Tag"),
    plural=_("Tags"),
    slug="tags",
    icon="tag",
    sort="name",
    sample=samples.tag,
)
TIE_KIND = RecordType(
    name="tiekind",
    model=TieKind,
    label=_("Kind of tie"),
    plural=_("Kinds of tie"),
    slug="tie-kinds",
    icon="link",
    fields=fields_of(TieKind, without={"builtin"}),
    sort="position",
    sample=samples.tie_kind,
)


def register_all() -> None:
    """PERSON, COMPANY and HOUSEHOLD before CONTACT, which holds them all: the first that fits names a record."""
    for declared in (PERSON, COMPANY, HOUSEHOLD, CONTACT, TASK, NOTE, INTERACTION, TAG, TIE_KIND, PREFERENCE, CONSENT):
        register(declared)
    contribute_column("file", _about_name())
    for name in ("person", "party"):
        rollups.moved_by(name, "company", Tie, _tied)
    for name in ("person", "company", "household", "party"):
        put_on_map(name, Place("people.Address", "party", "city", "towns", fold="city_fold"))


def _tied(entry: Entry) -> set[Any]:
    """Both ends of a tie, now and before: it is what says where somebody works."""
    tie: Any = entry.record
    return {tie.party_id, tie.other_id, entry.before.get("party"), entry.before.get("other")}
