"""Clients of everybody who could ask."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from django.utils import timezone

from goodwill.areas.people.verbs.contacts import add_contact
from goodwill.kernel import api_keys, changes, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.models import Batch, Job, Notice, OutgoingMail, Role, Team, User, Webhook
from goodwill.records import writing
from goodwill.records.custom.verbs import make_field
from goodwill.transfer import runs
from goodwill.transfer.models import Export
from goodwill.transfer.readers.inputs import Input
from tests.security.routes import types
from tests.security.traces import Watched

DONE = (200, 204, 303)


@dataclass
class Asked:
    answer: Any
    same: bool

    @property
    def status(self):
        return self.answer.status_code


class Visitor:
    """Somebody with a browser. What a request writes is looked at and then taken back.

    Of those who `may_write`, what a request did that was not refused is looked at cheaply.
    """

    may_write = False

    def __init__(self, host, user=None, **options):
        self.client = Client(HTTP_HOST=host, raise_request_exception=False, **options)
        if user is not None:
            self.client.force_login(user)
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.before = Watched()

    def ask(self, method, path, data=None, **headers):
        self.client.cookies = SimpleCookie(self.cookies)
        workspaces.memo().clear()
        kept = transaction.savepoint()
        answer = self.client.generic(method, path, **_body(method, data), **headers)
        allowed = self.may_write and method == "POST" and answer.status_code in DONE
        same = self.before.same(cheaply=allowed)
        transaction.savepoint_rollback(kept)
        return Asked(answer, same)


def _body(method, data):
    if method in ("GET", "HEAD"):
        return {"QUERY_STRING": urlencode(data or {}, doseq=True)}
    return {"data": urlencode(data or {}, doseq=True), "content_type": "application/x-www-form-urlencoded"}


def records_of(owner):
    """One record of every registered noun."""
    made: dict[str, Any] = {}
    for noun in types():
        if noun.sample:
            needed = {field.name for field in noun.fields if field.required}
            links = {name: made[name].pk for name in needed & {"party"} if name in made}
            made[noun.name] = writing.create(noun, {**noun.sample(1), **links}, by=owner)
    return made


def ids_of(records, owner):
    """The id of a real record for each word in the name of a route."""
    with changes.batch(owner, "invite"):
        spare = changes.create(Role(name="Spare", scopes={}, powers=[]))
        waiting = User(email="waiting@harbour.example", name="Waiting", role=spare)
        waiting.set_unusable_password()
        changes.create(waiting)
    staff = User.objects.get(role__builtin="staff").pk
    mail, notice = OutgoingMail.objects.first(), Notice.objects.first()
    choices = [{"label": "Red"}, {"label": "Blue"}]
    own_field = make_field(by=owner, type="person", kind="choice", label="Colour", choices=choices)
    return {name: record.pk for name, record in records.items()} | {
        "own_field": own_field.pk,
        "invitation": waiting.pk,
        "user": staff,
        "activate": staff,
        "team": Team.objects.get(name="Workshop").pk,
        "role": spare.pk,
        "mail": mail.pk if mail else 1,
        "notice": notice.pk if notice else 1,
        "undo": Batch.objects.latest("id").pk,
        "refusals": Job.objects.latest("id").pk,
    }


def ways_of(records, owner):
    """Ids of what brings data in and out, which is somebody's own, and of parts of a record."""
    table = Input.of_bytes(b"First Name,Last Name\nAda,Field\n", "people.csv")
    with changes.batch(owner, "make"):
        hook = changes.create(Webhook(name="Till", url="https://till.example/", user=owner.user, secret=b""))
    export = Export.objects.create(type="person", format="csv", user=owner.user, created_at=timezone.now())
    return {
        "contact": add_contact(records["person"], by=owner, kind="mail", value="second@harbour.example").pk,
        "import": runs.bring_input(table, owner).pk,
        "export": export.pk,
        "webhook": hook.pk,
        "api_key": api_keys.issue(by=owner, name="Program").key.pk,
    }


# Sees contacts by a filter that speaks of what is hidden, and may change all that they see of them but the phase.
SEES = {"*": {"read": "all", "create": "all", "change": "all", "delete": "none", "export": "all"}}
SEES["party"] = {**SEES["*"], "read": 'where tags has "quokka" or created_by is me', "delete": "own"}
HIDDEN = ("description", "phones", "mails", "towns", "tags", "birthday", "nickname", "source", "wants", "avoids")
RESTRICTED = {
    "field_rights": {
        "party": {**dict.fromkeys(HIDDEN, "hidden"), "phase": "read"},
        "interaction": {"text": "hidden"},
        "task": {"details": "hidden"},
    },
    "refused_verbs": {"party": ["merge", "assign", "set_phase"]},
}


def user_with(scopes, powers=(), *, field_rights=None, refused_verbs=None, **fields):
    """A user of a role of its own."""
    name = fields.pop("name", "Somebody")
    narrowed = {"field_rights": field_rights or {}, "refused_verbs": refused_verbs or {}}
    with changes.batch(system(), "seed"):
        role = changes.create(Role(name=f"Role of {name}", scopes=scopes, powers=list(powers), **narrowed))
        user = User(email=f"{name.lower()}@harbour.example", name=name, role=role, **fields)
        user.set_unusable_password()
        return changes.create(user)


def somebody(identity, host, foreign_cookies, **options):
    """A visitor who is nobody, foreign, deactivated, narrow (own), restricted (by filters, fields and verbs), without
    rights, or of a built-in role.
    """
    if identity in ("nobody", "foreign"):
        found = Visitor(host, **options)
        found.cookies = foreign_cookies if identity == "foreign" else ""
        return found
    if identity == "own":
        rights = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
        return Visitor(host, user_with({"*": rights}, name="Narrow"), **options)
    if identity == "restricted":
        return Visitor(host, user_with(SEES, **RESTRICTED, name="Restricted"), **options)
    if identity == "without":
        return Visitor(host, user_with({}, name="Without"), **options)
    role = "staff" if identity == "deactivated" else identity
    user = User.objects.get(role__builtin=role)
    found = Visitor(host, user, **options)
    if identity == "deactivated":
        with changes.batch(system(), "seed"):
            changes.update(user, is_active=False)
        found.before = Watched()
    return found


def cookies_at(other):
    """The cookies of an owner who is signed in at another firm."""
    with workspaces.entered(other):
        with changes.batch(system(), "seed"):
            user = User(email="far@away.example", name="Far", role=Role.objects.get(builtin="owner"))
            user.set_unusable_password()
            changes.create(user)
        client = Client(HTTP_HOST=other.hosts[0])
        client.force_login(user)
        return client.cookies.output(header="", sep=";")
