"""A link from the command line, for who forgot the password and gets no mail."""

from argparse import Namespace

import pytest
from django.conf import settings

from goodwill.config.commands.let_in import let_in_to
from goodwill.config.server.lock import SERVING, hold


@pytest.mark.once
def test_the_link_leads_to_where_goodwill_is_served(own_firm, owner, browse, capsys):
    asked = Namespace(mail=owner.user.email, without_device=False)
    lock = settings.GOODWILL_HOME / "serve.lock"
    assert let_in_to(own_firm.name, asked) == 0
    assert ":4663/password/new/" in capsys.readouterr().out
    try:
        hold(lock, f"{SERVING}https://localhost:8123").close()
        let_in_to(own_firm.name, asked)
        assert f"https://{own_firm.hosts[0]}:8123/password/new/" in capsys.readouterr().out
        hold(lock, "restoring a backup").close()
        let_in_to(own_firm.name, asked)
        assert ":4663/password/new/" in capsys.readouterr().out
    finally:
        lock.unlink()


def test_who_is_not_here_gets_no_link(own_firm, owner, capsys):
    assert let_in_to(own_firm.name, Namespace(mail="nobody@harbour.example", without_device=True)) == 1
    assert "Nobody who may sign in" in capsys.readouterr().err
