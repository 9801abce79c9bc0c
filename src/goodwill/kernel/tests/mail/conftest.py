import pytest


@pytest.fixture
def sink(monkeypatch):
    """The installation's mail server."""
    from django.test.utils import override_settings

    from goodwill.kernel.tests.mail.sink import Serving, Sink

    made = Sink()
    serving = Serving(made)
    url = f"smtp://127.0.0.1:{serving.port}?sender=office@harbour.example"
    monkeypatch.setenv("GOODWILL_SMTP_URL", url)
    with override_settings(GOODWILL_SMTP_URL=url):
        yield made
    if made.go_on:
        made.go_on.set()
    serving.stop()
