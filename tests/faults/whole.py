"""What has to be there, and what must not be there by half."""

from django.db import connection
from django.db.models import F

from goodwill.areas.people.models import ContactPoint, Note, Party, Tie, TimelineEntry
from goodwill.kernel.models import Batch, Change, SearchRow

TRACKED = (Party, Note, ContactPoint, Tie)


def lost(acknowledged):
    """Acknowledged writes that are not there, or not in history."""
    names = {name for name, _pk, _version in acknowledged}
    models = {model.ref_name(): model for model in TRACKED if model.ref_name() in names}
    alive = {
        (name, pk): version for name in models for pk, version in models[name].everything.values_list("pk", "version")
    }
    known = set(Change.objects.filter(type__in=models).values_list("type", "ref_id", "version"))
    return [each for each in acknowledged if each not in known or alive.get(each[:2], 0) < each[2]]


def halves():
    """Every way in which a write could be there without its other half."""
    found = {}
    for model in TRACKED:
        name, ids = model.ref_name(), set(model.everything.values_list("pk", flat=True))
        created = Change.objects.filter(type=name, kind="create").values_list("ref_id", flat=True)
        found[f"{name} without or beside its history"] = ids ^ set(created)
    for model in (Party, Note):
        ids = set(model.objects.values_list("pk", flat=True))
        searched = SearchRow.objects.filter(type=model.ref_name()).values_list("ref_id", flat=True)
        found[f"{model.ref_name()} without or beside its search row"] = ids ^ set(searched)
    told = TimelineEntry.objects.filter(ref_type="note", party=F("via")) | TimelineEntry.objects.filter(
        ref_type="note", via=None
    )
    found["note without its line"] = set(Note.objects.values_list("about_id", "pk")) ^ set(
        told.values_list("party_id", "ref_id")
    )
    found["batch without changes"] = set(Batch.objects.filter(changes=None).values_list("pk", flat=True))
    mails = ContactPoint.objects.filter(kind="mail", party__deleted_at=None).values_list("party_id", flat=True)
    persons = Party.objects.filter(kind="person").values_list("pk", flat=True)
    found["person without the mail address"] = set(mails) ^ set(persons)
    return {what: rows for what, rows in found.items() if rows}


def sound():
    """Whether the database itself finds nothing wrong."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA cipher_integrity_check")
        return whole and cursor.fetchall() == []
