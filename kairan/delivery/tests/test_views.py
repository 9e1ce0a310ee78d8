import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kairan.clock import heartbeat
from kairan.delivery import operations, searching
from kairan.delivery.models import Attempt, Envelope, Pause, State
from kairan.delivery.testing import run_delivery
from kairan.delivery.tests.conftest import states
from kairan.mail.testing.scripted_smtp import Fault
from kairan.people.models import Address

QUEUE = "/delivery/"
VERBS = ["tries", "holds", "releases", "cancellations", "resendings"]


def ids(*names):
    return [Envelope.objects.get(recipient=f"{name}@example.test").pk for name in names]


def test_the_queue_shows_each_letter_and_its_state(as_, aiko, post, mail_server):
    mail_server.faults.append(Fault("RCPT", "550 5.1.1 no such user", to="nobody@example.test"))
    post("ben", "nobody")
    run_delivery()

    page = as_(aiko).get(QUEUE).content.decode()

    assert "ben@example.test" in page
    assert "accepted by the server" in page
    assert "550 5.1.1 no such user" in page


def test_each_try_is_shown_in_the_servers_words(as_, aiko, post, mail_server):
    mail_server.faults.append(Fault("RCPT", "451 4.7.1 <greylisted> & so on", times=1))
    post("ben")
    run_delivery()

    page = as_(aiko).get(f"{QUEUE}{ids('ben')[0]}/").content.decode()

    assert "451 4.7.1 &lt;greylisted&gt; &amp; so on" in page


@pytest.mark.parametrize(
    "query", ["q=BEN", "state=held", "kind=todo.due", "q=ben@example.test&state=held"]
)
def test_the_queue_is_searched_by_address_kind_and_state(as_, aiko, post, query):
    post("ben", kind="todo.due")
    post("chidi")
    operations.hold(Envelope.objects.filter(recipient="ben@example.test"))

    page = as_(aiko).get(f"{QUEUE}?{query}").content.decode()

    assert "ben@example.test" in page
    assert "chidi@example.test" not in page


@pytest.mark.parametrize("query", ["state=nonsense", "q=%00", "kind=%00", "after=%00&q=%F0%9F"])
def test_nonsense_in_the_query_is_no_error(as_, aiko, post, query):
    post("ben")
    assert as_(aiko).get(f"{QUEUE}?{query}").status_code == 200


def test_a_page_of_the_queue_costs_the_same_however_long_it_is(aiko, post, asked_by):
    post(*[f"r{n}" for n in range(120)])
    few = asked_by(aiko, QUEUE)
    assert few <= 18
    post(*[f"s{n}" for n in range(300)])
    assert asked_by(aiko, QUEUE) <= few


def test_administrators_hold_release_and_cancel_what_they_tick(as_, aiko, post):
    post("ben", "chidi", "dana")
    client = as_(aiko)

    client.post(reverse("delivery:holds"), {"ticked": ids("ben", "chidi")})
    assert states() == {"ben": "held", "chidi": "held", "dana": "waiting"}
    client.post(reverse("delivery:releases"), {"ticked": ids("ben")})
    client.post(reverse("delivery:cancellations"), {"ticked": ids("chidi", "dana")})

    assert states() == {"ben": "waiting", "chidi": "cancelled", "dana": "cancelled"}


def test_an_uncertain_letter_is_sent_again_by_its_button(as_, aiko, post, mail_server):
    mail_server.faults.append(Fault("LOST", times=1))
    post("ben")
    run_delivery()
    assert states() == {"ben": "uncertain"}

    as_(aiko).post(reverse("delivery:resendings"), {"ticked": ids("ben")})
    run_delivery()

    assert states() == {"ben": "accepted"}
    assert mail_server.message_ids == ["<ben.0@lantern.test>"] * 2
    assert Attempt.objects.count() == 2


def test_a_button_leads_back_to_where_it_stood_and_nowhere_else(as_, aiko, post):
    post("ben")
    client = as_(aiko)
    data = {"ticked": ids("ben"), "next": "/delivery/?q=ben"}
    assert client.post(reverse("delivery:tries"), data)["Location"] == "/delivery/?q=ben"
    data["next"] = "https://elsewhere.test/"
    assert client.post(reverse("delivery:tries"), data)["Location"] == QUEUE


@pytest.mark.parametrize("ticked", [[], ["x"], ["999999"], ["9" * 30]])
def test_ticking_nothing_gets_a_sentence(as_, aiko, ticked):
    answer = as_(aiko).post(reverse("delivery:holds"), {"ticked": ticked}, follow=True)
    assert answer.status_code == 200
    assert "note" in answer.content.decode()


def test_a_resting_server_is_shown_and_tried_again(as_, aiko, post, mail_server, outgoing):
    mail_server.faults.append(Fault("RCPT", "554 5.7.1 Relay access denied"))
    post("ben")
    run_delivery()
    client = as_(aiko)
    assert "5.7.1 Relay access denied" in client.get(QUEUE).content.decode()
    mail_server.faults.clear()

    client.post(reverse("delivery:server-trial", args=[outgoing.pk]))
    Envelope.objects.update(next_try_at=timezone.now())
    run_delivery()

    assert states() == {"ben": "accepted"}
    assert not Pause.objects.exists()


def test_others_see_nothing_and_change_nothing(as_, chidi, post, outgoing):
    post("ben")
    client = as_(chidi)
    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}{ids('ben')[0]}/").status_code == 403
    for verb in VERBS:
        url = reverse(f"delivery:{verb}")
        assert client.post(url, {"ticked": ids("ben")}).status_code == 403
        assert Client().post(url, {"ticked": ids("ben")}).status_code == 302
    assert client.post(reverse("delivery:server-trial", args=[outgoing.pk])).status_code == 403
    assert states() == {"ben": "waiting"}


def test_looking_changes_nothing(as_, aiko, post):
    post("ben")
    client = as_(aiko)
    for verb in VERBS:
        assert client.get(reverse(f"delivery:{verb}")).status_code == 405
    assert states() == {"ben": "waiting"}


def alarms(client):
    return " ".join(json.loads(client.get("/health").content)["alarms"])


def test_a_dead_worker_shouts(as_, aiko):
    client = as_(aiko)
    assert "worker" in alarms(client)
    heart = heartbeat.begin(timezone.now())
    assert "worker" not in alarms(client)
    heartbeat.beat(heart, timezone.now() - timedelta(seconds=31), {})
    assert "has not shown life" in alarms(client)
    heartbeat.beat(heart, timezone.now(), {})
    heartbeat.end(heart, timezone.now())
    assert "worker" in alarms(client)


def test_a_server_that_refuses_us_shouts_at_once_and_a_stumble_does_not(
    as_, aiko, post, mail_server
):
    client = as_(aiko)
    mail_server.faults.append(Fault("RCPT", "554 5.7.1 Relay access denied"))
    post("ben")
    run_delivery()
    assert "takes no letters" in alarms(client)
    Pause.objects.update(is_permanent=False)
    assert "takes no letters" not in alarms(client)
    Pause.objects.update(since=timezone.now() - timedelta(minutes=2))
    assert "takes no letters" in alarms(client)


def test_uncertain_letters_shout(as_, aiko, post):
    client = as_(aiko)
    post("ben")
    assert "uncertain" not in alarms(client)
    Envelope.objects.update(state=State.UNCERTAIN)
    assert "uncertain" in alarms(client)


def test_the_queue_speaks_japanese(as_, ben, post, mail_server):
    ben.kind = "administrator"
    ben.save()
    post("ben", "chidi")
    run_delivery()
    page = as_(ben).get(QUEUE).content.decode()
    assert "サーバーが受け付けました" in page
    assert "配信" in page


def test_mail_is_found_by_whose_it_is_at_all_their_addresses(as_, aiko, ben, post):
    Address.objects.create(user=ben, kind="home", address="Home@example.test")
    post("ben", "home", "chidi")

    for words in ("Sato", "ben"):
        page = as_(aiko).get(f"{QUEUE}?q={words}").content.decode()
        assert "ben@example.test" in page
        assert "home@example.test" in page
        assert "chidi@example.test" not in page


def test_the_queue_counts_its_states_as_far_as_it_is_worth(as_, aiko, post, monkeypatch):
    monkeypatch.setattr(searching, "MOST_COUNTED", 2)
    post("a", "b", "c")
    assert "2+ waiting" in as_(aiko).get(QUEUE).content.decode()

    Envelope.objects.filter(recipient="a@example.test").update(state=State.HELD)
    page = as_(aiko).get(QUEUE).content.decode()
    assert "2 waiting" in page
    assert "1 held" in page
