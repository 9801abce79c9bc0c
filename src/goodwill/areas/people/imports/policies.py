"""Which of two is believed where a file and a known party differ, field by field."""

from collections.abc import Mapping

from goodwill.areas.people.enums import ContactKind
from goodwill.areas.people.imports.drafts import Draft
from goodwill.transfer.options import FieldPolicy, Options

_COLUMNS = {
    "full_name": ("name", "given", "family", "prefix", "additional", "suffix", "nickname"),
    "given_name": ("given", "name"),
    "family_name": ("family", "name"),
    "middle_name": ("additional",),
    "prefix": ("prefix",),
    "suffix": ("suffix",),
    "nickname": ("nickname",),
    "company": ("name", "companies"),
    "job_title": ("role",),
    "timezone": ("time_zone",),
    "birthday": ("birthday", "birthday_without_year"),
    "phone": (ContactKind.PHONE.value, ContactKind.FAX.value),
    "mail": (ContactKind.MAIL.value,),
    "website": (ContactKind.WEB.value,),
    "domain": (ContactKind.WEB.value,),
    "social": (ContactKind.SOCIAL.value,),
    "im": (ContactKind.MESSENGER.value,),
}
_PLACES = frozenset({"address", "street", "street2", "street3", "house_number", "po_box", "city", "region", "postcode"})


def by_column(options: Options) -> dict[str, str]:
    """The policies that somebody set, by the name of a draft's field or the kind of what it adds."""
    found: dict[str, str] = {}
    for target, policy in options.policies.items():
        family = target.partition(":")[0]
        names = ("addresses",) if family in _PLACES else _COLUMNS.get(family, (family.rpartition(".")[2],))
        found |= dict.fromkeys(names, policy)
    return found


def spared(draft: Draft, own: Mapping[str, str]) -> Draft:
    """Without what a known party keeps as it has it."""
    kept = {name for name, policy in own.items() if policy == FieldPolicy.KEEP}
    if kept:
        draft.fields = {name: value for name, value in draft.fields.items() if name not in kept or name == "name"}
        draft.points = [point for point in draft.points if point.kind not in kept]
        draft.addresses = [] if "addresses" in kept else draft.addresses
        draft.tags = [] if "tags" in kept else draft.tags
        draft.notes = [] if "note" in kept else draft.notes
    return draft
