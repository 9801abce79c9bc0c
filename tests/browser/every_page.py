"""Every page that the URL map leads to, with something on it: for an owner, and for who is not signed in."""

from dataclasses import dataclass

from django.test import Client

from goodwill.kernel import mail
from goodwill.kernel.models import User
from goodwill.office import invitations
from goodwill.transfer import runs
from goodwill.transfer.readers.inputs import Input
from tests.browser.shapes import Shape
from tests.security import routes
from tests.security.visitors import ids_of, records_of

PASSWORD = "correct horse battery"
TABLE = "First Name,Last Name,Email,Company\n" + "".join(
    f"Given{n},Family{n},{'p' if n else 'no address'}{n}@field.example,Firm {n}\n" for n in range(12)
)
NOWHERE = "/no-such-page"
UNREAD = "/people/?filter=nonsense+is+1+and+phase+is+lead"
BESIDE = (
    "/people/?filter=phase+is+lead+and+tags+has+vip",
    "/people/?filter=name+contains+%22zzz%22",
    "/companies/?sort=-changed_at",
    "/search?q=a",
    "/people/{person}/?show=changes",
    "/people/?by=phase&sums=next_due:least",
    "/people/?as=board",
    "/tasks/?as=calendar&view=open",
    "/tasks/?as=calendar&span=agenda",
    "/people/?as=chart&by=phase&then=owner",
    "/people/?as=chart&by=created_at",
    "/settings/roles/{role}/on/party",
    "/settings/who-sees/party/{person}",
    "/people/?as=map",
    UNREAD,
)


def filled(owner):
    """A record of every type, an import before its start and one that is done, mail that waits; ids by name."""
    ids = ids_of(records_of(owner), owner)
    done, waiting = (
        runs.bring_input(Input.of_bytes(TABLE.encode(), f"{name}.csv"), owner) for name in ("done", "waiting")
    )
    runs.start(done, owner)
    mail.send("guest@field.example", subject="Welcome", text="Hello", purpose="invite", by=owner)
    return ids | {"import": waiting.pk, "done": done.pk}


def signed_in(host, owner):
    """A client that came in by the page, as its pages about access demand."""
    owner.user.set_password(PASSWORD)
    owner.user.save_base(update_fields=["password"])
    client = Client(HTTP_HOST=host)
    client.post("/sign-in", {"login": owner.user.email, "password": PASSWORD})
    return client


def addresses(ids):
    """With each address, whether it is the first one of its route."""
    for route in routes.routes():
        found = routes.real_addresses(route, ids)
        for address in found:
            yield address, address == found[0]
        if route.name.startswith("import_"):
            yield route.address({"pk": ids["done"], "number": 1}), False
    for address in BESIDE:
        yield address.format(**ids), False
    yield NOWHERE, True


@dataclass(frozen=True)
class Found:
    address: str
    first: bool
    """Of its route."""
    shape: Shape


def pages_for(client, ids, *more):
    """Those that answer with a whole page: the first of each route, then what has a shape that was not there yet.

    A page whose every element stands, with the same attributes in the same surroundings, on pages before it, looks
    and reads as they do.
    """
    every, seen = [], set()
    for address, first in {**dict(reversed([*addresses(ids)])), **dict.fromkeys(more, True)}.items():
        answer = client.get(address)
        if b"<html" in answer.getvalue() and (answer.status_code == 200 or address in (NOWHERE, UNREAD)):
            every.append(Found(address, first, Shape.of(answer.content.decode())))
    for page in sorted(every, key=lambda one: not one.first):
        if page.first or page.shape.places - seen:
            seen |= page.shape.places
            yield page
        assert page.shape.twice() == [], page.address


def public_pages(host, ids):
    link = invitations.link_for(User.objects.get(pk=ids["invitation"])).partition("/invitation/")[2]
    return [*pages_for(Client(HTTP_HOST=host), ids, f"/invitation/{link}")]
