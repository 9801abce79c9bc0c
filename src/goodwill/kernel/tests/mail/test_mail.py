from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from goodwill.kernel import jobs, mail
from goodwill.kernel.actors import system
from goodwill.kernel.errors import Invalid
from goodwill.kernel.models import Job, OutgoingMail, RefusedAddress


@pytest.fixture(autouse=True)
def here(own_firm):
    """Mail is sent on commit."""


def send(to="Anna Berg <anna@wharf.example>", **options):
    fields = {"subject": "Your invitation", "text": "Please come in.\n", "purpose": "invite", "by": system("page")}
    return mail.send(to, **(fields | options))


def deliver(now=None):
    jobs.run_due(now=now)


def states():
    return list(OutgoingMail.objects.order_by("id").values_list("state", flat=True))


def test_a_mail_is_taken_by_the_server_and_marked_sent(sink):
    row = send(html="<p>Please come in.</p>", headers={"Reply-To": "ben@harbour.example"})
    deliver()
    row.refresh_from_db()
    assert (row.state, row.sent_at is None) == ("sent", False)
    (taken,) = sink.mails
    assert sink.recipients == ["anna@wharf.example"]
    assert taken["To"] == "Anna Berg <anna@wharf.example>"
    assert taken["From"] == "Harbour Bikes <office@harbour.example>"
    assert (taken["Subject"], taken["Reply-To"]) == ("Your invitation", "ben@harbour.example")
    assert taken["Message-ID"] == row.message_id
    assert taken.get_body(("plain",)).get_content().splitlines() == ["Please come in."]
    assert taken.get_body(("html",)).get_content().strip() == "<p>Please come in.</p>"


def test_many_mails_go_over_one_connection(sink):
    for number in range(12):
        send(f"guest{number}@wharf.example")
    deliver()
    assert (sink.connections, len(sink.recipients), set(states())) == (1, 12, {"sent"})


def test_letters_of_all_scripts_arrive_whole(sink):
    send("Zoë Müller <zoe@bücher.example>", subject="Grüße aus Gdańsk ☕", text="Žluťoučký kůň\n…\n")
    deliver()
    (taken,) = sink.mails
    assert sink.recipients == ["zoe@xn--bcher-kva.example"]
    assert taken["Subject"] == "Grüße aus Gdańsk ☕"
    assert taken.get_content().splitlines() == ["Žluťoučký kůň", "…"]


def test_not_now_is_tried_again_later_with_the_same_id(sink):
    sink.replies["RCPT"] = "450 4.2.0 Greylisted, try again"
    row = send()
    other, began = send("ben@wharf.example"), timezone.now()
    deliver()
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert "Greylisted" in row.error
    assert began + timedelta(seconds=5) <= row.due <= timezone.now() + timedelta(seconds=15)
    sink.replies.clear()
    OutgoingMail.objects.update(due=timezone.now())
    deliver(now=timezone.now() + timedelta(minutes=1))
    row.refresh_from_db()
    assert states() == ["sent", "sent"]
    assert [taken["Message-ID"] for taken in sink.mails] == [row.message_id, other.message_id]


def test_one_that_is_refused_for_now_holds_up_no_other(sink):
    sink.replies["RCPT"] = lambda address: "452 4.2.2 Mailbox full" if address.startswith("anna") else None
    send()
    send("ben@wharf.example")
    deliver()
    assert states() == ["waiting", "sent"]


def test_never_is_not_tried_again_and_the_address_is_marked(sink):
    sink.replies["RCPT"] = "550 5.1.1 No such user here"
    row = send()
    deliver()
    row.refresh_from_db()
    assert (row.state, "No such user" in row.error) == ("failed", True)
    assert RefusedAddress.objects.get().address == "anna@wharf.example"
    sink.replies.clear()
    again = send("ANNA@wharf.example")
    deliver()
    assert (again.state, sink.recipients) == ("failed", [])
    assert not Job.objects.filter(name="deliver-mail").exists()


def test_a_marked_address_is_trusted_again_when_somebody_says_so(sink, owner):
    sink.replies["RCPT"] = "550 5.1.1 No such user here"
    row = send()
    deliver()
    sink.replies.clear()
    mail.send_again(row.pk, owner)
    deliver()
    assert (states(), RefusedAddress.objects.count()) == (["sent"], 0)
    with pytest.raises(Invalid):
        mail.send_again(row.pk, owner)


@pytest.mark.parametrize(
    ("command", "reply"), [("RCPT", "550 5.7.1 Relaying denied"), ("DATA", "554 5.6.0 Looks bad"), ("MAIL", "550 No")]
)
def test_a_refusal_of_something_else_does_not_mark_the_address(sink, command, reply):
    sink.replies[command] = reply
    send()
    deliver()
    assert (states(), RefusedAddress.objects.count()) == (["failed"], 0)


def test_a_server_that_goes_away_is_left_alone_for_a_while(sink):
    sink.replies["MAIL"] = "421 4.3.2 Shutting down"
    for number in range(3):
        send(f"guest{number}@wharf.example")
    began = timezone.now()
    deliver()
    assert (sink.connections, states()) == (1, ["waiting"] * 3)
    job = Job.objects.get(name="deliver-mail")
    assert (job.state, "Shutting down" in job.error) == ("waiting", True)
    assert job.due >= began + timedelta(seconds=5)
    sink.replies.clear()
    OutgoingMail.objects.update(due=None)
    deliver(now=job.due)
    assert set(states()) == {"sent"}


def test_a_connection_that_ends_after_the_dot_leaves_it_open_and_is_not_repeated(sink):
    sink.replies["DATA"] = "cut"
    row = send()
    deliver()
    row.refresh_from_db()
    assert (row.state, "not sent again" in row.error) == ("unsure", True)
    sink.replies.clear()
    deliver(now=timezone.now() + timedelta(days=1))
    assert len(sink.taken) == 1


def test_after_three_days_it_is_given_up(sink):
    sink.replies["RCPT"] = "450 4.2.0 Greylisted"
    send()
    deliver()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=73), due=None)
    Job.objects.filter(name="deliver-mail").update(due=None)
    deliver()
    row = OutgoingMail.objects.get()
    assert (row.state, "Greylisted" in row.error) == ("failed", True)


def test_without_a_server_it_waits_and_asks_for_no_job():
    send()
    assert mail.server_is_missing()
    assert (states(), Job.objects.filter(name="deliver-mail").count()) == (["waiting"], 0)


def test_a_server_that_is_not_there_is_tried_later():
    from django.test.utils import override_settings

    with override_settings(GOODWILL_SMTP_URL="smtp://127.0.0.1:9"):
        send()
        deliver()
        (job,) = Job.objects.filter(name="deliver-mail")
        assert (states(), job.state, job.failures) == (["waiting"], "waiting", 0)
        assert "refused" in job.error


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: eve@evil.example", "\nBcc: eve@evil.example", "\rX", "a\x00b", "a\u2028Bcc: e@e.example"]
)
@pytest.mark.parametrize("field", ["to", "subject", "header name", "header value"])
def test_no_line_end_gets_into_a_header(sink, evil, field):
    options = {
        "to": {"to": f"anna@wharf.example{evil}"},
        "subject": {"subject": f"Hello{evil}"},
        "header name": {"headers": {f"X-A{evil}": "1"}},
        "header value": {"headers": {"X-A": f"1{evil}"}},
    }[field]
    try:
        send(**options)
    except Invalid:
        assert not OutgoingMail.objects.exists()
    deliver()
    assert set(sink.recipients) <= {"anna@wharf.example"}
    for taken in sink.mails:
        assert taken["Bcc"] is None


@pytest.mark.parametrize("name", ["Bcc", "to", "FROM", "Content-Type", "Resent-To", "x y", "X:Y", ""])
def test_headers_that_say_who_gets_it_are_ours(name):
    with pytest.raises(Invalid):
        send(headers={name: "eve@evil.example"})
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\n\r", "\r\r\n", "\u2028", "\x85"])
def test_a_dot_in_the_text_ends_nothing(sink, end):
    text = (
        f"Dear Anna,{end}.{end}MAIL FROM:<eve@evil.example>{end}RCPT TO:<bob@evil.example>{end}DATA{end}..{end}bye{end}"
    )
    send(text=text, html=f"<p>{text}</p>")
    deliver()
    assert sink.recipients == ["anna@wharf.example"]
    (taken,) = sink.mails
    assert "MAIL FROM" in taken.get_body(("plain",)).get_content()
    assert ".." in taken.get_body(("plain",)).get_content()


def test_what_is_no_address_is_refused_with_a_sentence():
    for to in ("", "anna", "anna@", "anna@wharf.example, eve@evil.example", "anna@wharf.example\x00"):
        with pytest.raises(Invalid) as refused:
            send(to)
        assert "Problem(" not in refused.value.problems["to"]
    assert not OutgoingMail.objects.exists()


def test_mail_of_django_and_its_apps_goes_the_same_way(sink):
    message = EmailMultiAlternatives("Reset", "Here you go", to=["anna@wharf.example", "ben@wharf.example"])
    message.attach_alternative("<p>Here you go</p>", "text/html")
    assert message.send() == 1
    deliver()
    assert sorted(sink.recipients) == ["anna@wharf.example", "ben@wharf.example"]
    assert sink.mails[0].get_body(("html",)).get_content().strip() == "<p>Here you go</p>"
