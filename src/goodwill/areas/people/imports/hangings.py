"""Notes, tags and external keys on records of any type, for importers that know only the registry."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from goodwill.areas.people.contact_values import read_contact
from goodwill.areas.people.enums import ContactKind, PartyKind
from goodwill.areas.people.imports.numbering import write_numbers
from goodwill.areas.people.models import ContactPoint, ExternalKey, Note, Party, Tagging
from goodwill.areas.people.verbs.tags import ensure_tags
from goodwill.kernel import changes
from goodwill.kernel.actors import Actor
from goodwill.kernel.among import among
from goodwill.kernel.refs import Ref
from goodwill.kernel.richtext import from_text
from goodwill.kernel.text import fold
from goodwill.transfer.hanging import Hanging


class Hangings:
    """See `transfer.hanging`."""

    def find(self, source: str, keys: Collection[str], type_name: str) -> dict[str, int]:
        rows = ExternalKey.objects.filter(source=source, key__in=keys, about_type=type_name)
        return dict(rows.values_list("key", "about_id"))

    def reached(self, texts: Collection[str]) -> dict[str, list[Ref]]:
        found: defaultdict[str, list[Ref]] = defaultdict(list)
        mails = {read_contact(ContactKind.MAIL, text).fold: text for text in texts if "@" in text}
        points = ContactPoint.objects.filter(kind=ContactKind.MAIL, fold__in=among(mails), party__deleted_at=None)
        for mail, pk in points.order_by("party_id").values_list("fold", "party_id").distinct():
            found[mails[mail]].append(Ref(Party.ref_name(), pk))
        keys = {f"{kind}:{text}": text for text in texts for kind in PartyKind.values}
        numbers = ExternalKey.objects.filter(key__in=among(keys), about_type=Party.ref_name())
        for key, pk in numbers.order_by("about_id").values_list("key", "about_id"):
            if (ref := Ref(Party.ref_name(), pk)) not in found[keys[key]]:
                found[keys[key]].append(ref)
        return {text: refs for text, refs in found.items() if refs}

    def known(self, source: str, refs: Sequence[Ref]) -> dict[Ref, Hanging]:
        found = {ref: Hanging() for ref in refs}
        for type_name in {ref.type for ref in refs}:
            about = {"about_type": type_name, "about_id__in": [ref.id for ref in refs if ref.type == type_name]}
            for pk, text in Note.objects.filter(**about).values_list("about_id", "text"):
                found[Ref(type_name, pk)].notes.append(fold(text))
            for pk, tag in Tagging.objects.filter(**about).values_list("about_id", "tag__name_fold"):
                found[Ref(type_name, pk)].tags.append(tag)
            keys = ExternalKey.objects.filter(source=source, **about)
            for pk, key in keys.values_list("about_id", "key"):
                found[Ref(type_name, pk)].keys.append(key)
        return found

    def write(self, source: str, added: Sequence[tuple[Any, Hanging]], by: Actor) -> None:
        tags = ensure_tags(sorted({name for _record, one in added for name in one.tags}), by)
        about = [({"about_type": record.ref_name(), "about_id": record.pk}, one) for record, one in added]
        changes.create_many(Note(html=from_text(text), **ref) for ref, one in about for text in one.notes)
        changes.create_many(
            Tagging(tag=tag, **ref) for ref, one in about for tag in {tags[fold(name)[:120]] for name in one.tags}
        )
        write_numbers(source, ((key, Ref(r.ref_name(), r.pk)) for r, one in added for key in one.keys))
