"""What people are told of why two entries are one, or two."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "number": _("Same number in another system"),
    "like_number": _("Nearly the same number in another system"),
    "mail": _("Same mail"),
    "shared_mail": _("Same shared mailbox"),
    "like_mail": _("Same name in their mail"),
    "phone": _("Same phone"),
    "like_phone": _("Nearly the same phone"),
    "same_name": _("Same name"),
    "nickname": _("Short form of the name"),
    "like_name": _("Similar name"),
    "initial": _("Same initial and family name"),
    "birthday": _("Same birthday"),
    "like_birthday": _("Nearly the same birthday"),
    "address": _("Same address"),
    "like_address": _("Similar address"),
    "same_town": _("Same town"),
    "company": _("Same company"),
    "like_company": _("Similar company"),
}
DOUBTS: dict[str, str | Promise] = {
    "other_number": _("Another number in the same system"),
    "other_mail": _("Another mail"),
    "other_phone": _("Another phone"),
    "other_given": _("Another given name"),
    "other_name": _("A part of the name differs"),
    "other_birthday": _("Another birthday"),
    "other_address": _("Another address"),
    "other_company": _("Another company"),
}


def in_words(codes: Iterable[str]) -> str:
    """What speaks for it."""
    return " · ".join(str(REASONS[code]) for code in codes if code in REASONS)


def doubts_in_words(codes: Iterable[str]) -> str:
    """What speaks against it."""
    return " · ".join(str(DOUBTS[code]) for code in codes if code in DOUBTS)
