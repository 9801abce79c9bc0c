"""Clients of everybody who could ask."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client

from goodwill.kernel import changes, workspace as workspaces
from goodwill.kernel.actors import system
from goodwill.kernel.models import Batch, Notice, OutgoingMail, Role, Team, User
from goodwill.records import writing
from goodwill.records.custom.verbs import make_field
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
    }


def user_with(scopes, powers=(), **fields):
    """A user of a role of its own."""
    name = fields.pop("name", "Somebody")
    with changes.batch(system(), "seed"):
        role = changes.create(Role(name=f"Role of {name}", scopes=scopes, powers=list(powers)))
        user = User(email=f"{name.lower()}@harbour.example", name=name, role=role, **fields)
        user.set_unusable_password()
        return changes.create(user)


def somebody(identity, host, foreign_cookies, **options):
    """A visitor who is nobody, foreign, deactivated, narrow (own), without rights, or of a built-in role."""
    if identity in ("nobody", "foreign"):
        found = Visitor(host, **options)
        found.cookies = foreign_cookies if identity == "foreign" else ""
        return found
    if identity == "own":
        rights = dict.fromkeys(("read", "create", "change", "delete", "export"), "own")
        return Visitor(host, user_with({"*": rights}, name="Narrow"), **options)
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
