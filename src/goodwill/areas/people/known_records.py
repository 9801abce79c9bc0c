"""Record types of what the firm knows of its customers: wishes and consents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from goodwill.areas.people import samples
from goodwill.areas.people.enums import ConsentState, Stance
from goodwill.areas.people.models import Consent, Preference
from goodwill.records.fields import Choice, fields_of
from goodwill.records.registry import RecordType, SearchField, View

VERBS = "goodwill.areas.people.verbs"
SHEET = "goodwill.areas.people.views.knowing.consent"
_TONES = {"given": "good", "withdrawn": "bad", "wants": "good", "avoids": "warn"}


def _toned(enum: type[TextChoices]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, _TONES[value]) for value, label in enum.choices)


PREFERENCE = RecordType(
    name="preference",
    model=Preference,
    label=_("Preference"),
    plural=_("Preferences"),
    slug="preferences",
    icon="heart-handshake",
    fields=fields_of(Preference, party={"required": True}, stance={"choices": _toned(Stance)}),
    title="text",
    columns=("text", "stance", "party", "topic", "strength", "since", "said_by"),
    sort="-changed_at",
    form=("party", "stance", "text", "topic", "strength", "since", "said_by", "source"),
    views=(
        View("all", _("All preferences")),
        View("wants", _("Wanted"), "stance is wants"),
        View("avoids", _("Not wanted"), "stance is avoids"),
        View("must", _("Must be"), "strength is must"),
    ),
    search=(SearchField("text"),),
    describe=("stance", "party"),
    create=f"{VERBS}.preferences.create_preference",
    sample=samples.preference,
)
CONSENT = RecordType(
    name="consent",
    model=Consent,
    label=_("Consent"),
    plural=_("Consents"),
    slug="consents",
    icon="shield-check",
    fields=tuple(
        field
        for field in fields_of(
            Consent,
            without={"template"},
            party={"required": True, "editable": False},
            purpose={"editable": False},
            channel={"editable": False},
            state={"editable": False, "choices": _toned(ConsentState)},
            at={"editable": False, "index": True},
            wording={"editable": False},
            source={"editable": False},
            address={"editable": False, "sortable": False},
            proof={"editable": False, "sortable": False},
        )
        if field.name not in ("changed_at", "changed_by")
    ),
    title="purpose",
    columns=("party", "purpose", "channel", "state", "at", "source"),
    sort="-at",
    views=(
        View("all", _("All consents")),
        View("given", _("Given"), "state is given"),
        View("withdrawn", _("Taken back"), "state is withdrawn"),
    ),
    describe=("party", "state", "at"),
    create=f"{VERBS}.consents.create_consent",
    pages={"detail": SHEET, "peek": SHEET, "new": "goodwill.areas.people.views.knowing.begin_consent"},
    sample=samples.consent,
)
