"""Every page that the URL map leads to, with something on it: for an owner, and for who is not signed in."""

from io import BytesIO

from goodwill.kernel import mail
from goodwill.office import invitations
from goodwill.transfer import runs
from tests.security import routes
from tests.security.visitors import ids_of, records_of

PASSWORD = "correct horse battery"
TABLE = "First Name,Last Name,Email,Company\n" + "".join(
    f"Given{n},Family{n},{'p' if n else 'no address'}{n}@field.example,Firm {n}\n" for n in range(12)
)
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
    "/people/?as=map",
)


def filled(owner):
    """A record of every type, an import before its start and one that is done, mail that waits; ids by name."""
    ids = ids_of(records_of(owner), owner)
    done, waiting = (runs.bring(BytesIO(TABLE.encode()), f"{name}.csv", owner) for name in ("done", "waiting"))
    runs.start(done, owner)
    mail.send("guest@field.example", subject="Welcome", text="Hello", purpose="invite", by=owner)
    return ids | {"import": waiting.pk, "done": done.pk}


def signed_in(browse, owner):
    """A client that came in by the page, as its pages about access demand."""
    owner.user.set_password(PASSWORD)
    owner.user.save_base(update_fields=["password"])
    client = browse()
    client.post("/sign-in", {"login": owner.user.email, "password": PASSWORD})
    return client


def addresses(ids):
    """With each address, whether it is the first one of its route: the others have the same frame and parts."""
    for route in routes.routes():
        found = routes.addresses(route, ids)
        for address in found if route.of_records else found[:1]:
            yield address, address == found[0]
        if route.name.startswith("import_"):
            yield route.address({"pk": ids["done"], "number": 1}), False
    for address in BESIDE:
        yield address.format(**ids), False


def pages_for(client, ids):
    """Those that answer with a whole page, and one that is not there."""
    found, missing = [], []
    for address, first in dict(reversed([*addresses(ids)])).items():
        answer = client.get(address)
        if "html" in answer.get("Content-Type", "") and b"<html" in answer.getvalue():
            if answer.status_code == 200:
                found.append((address, first))
            elif answer.status_code == 404:
                missing = [(address, True)]
    return found + missing


def public_pages(browse, ids):
    from goodwill.kernel.models import User

    link = invitations.link_for(User.objects.get(pk=ids["invitation"])).partition("/invitation/")[2]
    return [*pages_for(browse(), ids), (f"/invitation/{link}", True)]
