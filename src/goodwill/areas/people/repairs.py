"""What the area itself finds worth repairing."""

from django.utils.translation import gettext_lazy as _

from goodwill.areas.people.cleaning import Repair, add
from goodwill.areas.people.known_fields import PROPOSED_COLUMNS, STALE
from goodwill.areas.people.queries import doubles
from goodwill.kernel.actors import Actor
from goodwill.records.query import Count


def _doubles(actor: Actor) -> Count:
    pairs = doubles.count_of(doubles.pairs_of("likely", actor))
    return Count(min(pairs, doubles.MOST_COUNTED), exact=pairs <= doubles.MOST_COUNTED)


add(
    Repair(
        "doubles",
        _("Likely here twice"),
        _("Pairs that are one and the same: look at them side by side."),
        "copy",
        count=_doubles,
        url="duplicates",
    ),
    Repair(
        "unreachable",
        _("Nobody can reach them"),
        _("No mail and no phone that works."),
        "phone-missed",
        filter="reached_by is empty",
    ),
    Repair(
        "failing",
        _("What came back or is wrong"),
        _("A phone, mail or address that somebody found to fail."),
        "circle-alert",
        filter="contact_state is not empty or address_state is not empty",
        columns=("name", "phones", "mails", "contact_state", "address_state", "owner"),
    ),
    Repair(
        "stale",
        _("Not checked for two years"),
        _("A phone or mail that nobody confirmed or changed since."),
        "hourglass",
        filter=STALE,
    ),
    Repair(
        "incomplete",
        _("Half unknown"),
        _("Less than half of what is worth knowing is there."),
        "circle-dashed",
        filter="completeness < 50",
        sort="completeness",
        columns=("name", "kind", "completeness", "phone", "mail", "owner"),
    ),
    Repair("unowned", _("Nobody looks after them"), _("Contacts without an owner."), "user-x", filter="owner is empty"),
    Repair(
        "phaseless",
        _("No phase"),
        _("Nobody said where the relationship stands."),
        "flag",
        filter="phase is empty",
    ),
    Repair(
        "proposed",
        _("Phase proposed"),
        _("What happened speaks for another phase than theirs."),
        "refresh-cw",
        filter="phase_proposed is not empty",
        columns=PROPOSED_COLUMNS,
    ),
    Repair(
        "stepless",
        _("Slipping away without a next step"),
        _("Customers who went quiet, and nothing is planned."),
        "trending-down",
        filter="phase is slipping and next_step is empty",
    ),
    Repair(
        "townless",
        _("No town"),
        _("Letters and visits do not find them."),
        "map-pin",
        filter="towns is empty",
    ),
)
