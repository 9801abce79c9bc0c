"""The page of a webhook: its filter is chosen by clicking, and what it shows of signatures holds."""

import json
import shutil
import subprocess
import time

import pytest
from django.test import override_settings

from goodwill.kernel import changes
from goodwill.kernel.errors import Refused
from goodwill.kernel.models import Batch, Change, Webhook
from goodwill.kernel.webhooks.signing import headers_for
from goodwill.office import signatures
from goodwill.office.verbs import webhooks as verbs


@pytest.fixture
def hook(firm, owner):
    with override_settings(GOODWILL_PRIVATE_TARGETS=("127.0.0.1",)):
        yield verbs.make_webhook(by=owner, name="Books", url="http://127.0.0.1:9/hook", types=["person"])


def test_a_filter_is_built_by_clicking_and_saved_alone(hook, owner, browse):
    client, url = browse(owner), f"/settings/webhooks/{hook[0].pk}"
    assert "/people/condition?name=filter" in client.get(url).content.decode()
    assert client.post(f"{url}/filter", {"filter": "phase is customer"}).status_code == 303
    saved = Webhook.objects.get()
    assert (saved.filter, saved.types, saved.url) == ("phase is customer", ["person"], hook[0].url)
    before = Change.objects.count()
    assert client.post(f"{url}/filter", {"filter": "nonsense is"}).status_code == 422
    assert Change.objects.count() == before


def test_nobody_lends_their_address_to_the_rights_of_somebody_else_by_undo(hook, owner, as_role):
    role = as_role("manager").user.role
    with changes.batch(owner, "edit"):
        changes.update(role, powers=[*role.powers, "manage_settings"])
    manager = as_role("manager")
    for place in ("first", "second"):
        url = f"http://127.0.0.1:9/{place}"
        verbs.change_webhook(hook[0], by=manager, name="Books", url=url)
    with pytest.raises(Refused):
        changes.undo(Batch.objects.filter(verb="change_webhook").earliest("id").pk, manager)
    assert Webhook.objects.get().user_id == manager.user_id


def test_the_examples_tell_a_genuine_event_from_a_forged_one(hook):
    webhook, secret = hook
    body = b'{"type": "person.updated"}'
    headers = headers_for(webhook, "msg_1", body, int(time.time()))
    old = headers_for(webhook, "msg_1", body, int(time.time()) - 400)
    tried = [(headers, body, True), (headers, body + b" ", False), (old, body, False)]
    scope = {}
    exec(signatures.PYTHON, scope)
    assert [scope["is_genuine"](secret, sent, got) for sent, got, _is in tried] == [is_it for *_sent, is_it in tried]
    if node := shutil.which("node"):
        asked = json.dumps([[secret, sent, got.decode()] for sent, got, _is in tried])
        more = f"\nfor (const [s, h, b] of {asked}) console.log(isGenuine(s, h, Buffer.from(b)));"
        ran = subprocess.run(
            [node, "--input-type=module", "-e", signatures.JAVASCRIPT + more],
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.split() == [str(is_it).lower() for *_sent, is_it in tried]
