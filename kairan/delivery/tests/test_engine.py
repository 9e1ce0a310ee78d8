import socket
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from kairan.delivery.engine import journal, slots
from kairan.delivery.engine.clerk import ClerkHere
from kairan.delivery.engine.loop import deliver
from kairan.delivery.engine.opening import Openers
from kairan.delivery.engine.outlet import Link, Outlet
from kairan.delivery.engine.sharing import share
from kairan.delivery.models import Attempt, Envelope, Lease, Pause, Reason, State, WhenUncertain
from kairan.delivery.testing import run_delivery, server_row
from kairan.delivery.tests.conftest import letter, recipient, states, tries
from kairan.mail.testing.identity import make_identity
from kairan.mail.testing.scripted_smtp import Ending, Fault, ScriptedSmtp
from kairan.mailservers.models import OutgoingServer


@contextmanager
def silent_after(verb):
    """A server that answers up to ``verb`` and then never again."""

    def converse(link):
        with link, link.makefile("rwb") as lines:
            lines.write(b"220 slow.test\r\n")
            lines.flush()
            for line in lines:
                code = b"354" if line.upper().startswith(b"DATA") else b"250"
                lines.write(code + b" go on\r\n")
                lines.flush()
                if line.lower().startswith(verb.encode()):
                    over.wait(10)
                    return

    def accept():
        while True:
            try:
                link, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=converse, args=[link], daemon=True).start()

    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        yield listening.getsockname()[1]
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
    accepting.join(5)


def test_each_recipient_gets_their_own_letter(mail_server, post):
    post("ben", "chidi")

    run_delivery()

    assert states() == {"ben": "accepted", "chidi": "accepted"}
    by_name = {each.recipients[0]: each.data for each in mail_server.accepted}
    assert b"https://lantern.test/ben" in by_name["ben@example.test"]
    assert b"chidi" not in by_name["ben@example.test"]
    assert {each.sender for each in mail_server.accepted} == {"bounces@lantern.test"}


def test_the_servers_words_are_kept_as_it_said_them(mail_server, post):
    post("ben")

    run_delivery()

    attempt = Attempt.objects.get()
    assert (attempt.number, attempt.code, attempt.words) == (1, 250, "2.0.0 Ok: queued as 1")
    envelope = Envelope.objects.get()
    assert (envelope.tries, envelope.words) == (1, "2.0.0 Ok: queued as 1")
    assert envelope.settled_at is not None


def test_nothing_is_left_behind(mail_server, post):
    post("ben")

    run_delivery()

    assert not Lease.objects.exists()
    assert list(journal.folder().iterdir()) == []


def test_many_letters_leave_over_all_connections_and_no_more(mail_server, outgoing, post):
    OutgoingServer.objects.update(connections=3, letters_per_connection=0)
    post(recipients=[recipient(f"r{n}", n) for n in range(600)])

    run_delivery()

    assert sorted(mail_server.message_ids) == sorted(f"<r{n}.{n}@lantern.test>" for n in range(600))
    assert mail_server.connections == 3
    assert Attempt.objects.count() == 600


def test_a_connection_carries_no_more_letters_than_it_may(mail_server, post):
    OutgoingServer.objects.update(connections=2, letters_per_connection=7)
    post(recipients=[recipient(f"r{n}", n) for n in range(40)])

    run_delivery()

    carried = [each.connection for each in mail_server.accepted]
    assert len(carried) == 40
    assert max(carried.count(number) for number in set(carried)) == 7


def test_a_refused_address_is_refused_and_the_others_go(mail_server, post):
    mail_server.faults.append(Fault("RCPT", "550 5.1.1 no such user", to="nobody@example.test"))
    post("ben", "nobody", "chidi")

    run_delivery()

    assert states() == {"ben": "accepted", "nobody": "refused", "chidi": "accepted"}
    assert tries("nobody") == [("refused", 550)]
    assert not Pause.objects.exists()


def test_a_4xx_puts_off_and_comes_back_later(mail_server, post):
    mail_server.faults.append(Fault("RCPT", "451 4.3.0 try later", to="ben@example.test", times=1))
    post("ben")

    run_delivery()
    assert states() == {"ben": "deferred"}
    waits = Envelope.objects.get().next_try_at - timezone.now()
    assert timedelta(seconds=40) < waits < timedelta(seconds=80)

    Envelope.objects.update(next_try_at=timezone.now())
    run_delivery()
    assert states() == {"ben": "accepted"}
    assert tries("ben") == [("deferred", 451), ("accepted", 250)]


def test_what_is_put_off_beyond_its_time_expires(mail_server, post):
    mail_server.faults.append(Fault("RCPT", "451 4.3.0 try later"))
    post("ben", expires_after=timedelta(seconds=20))

    run_delivery()

    assert states() == {"ben": "expired"}
    assert Envelope.objects.get().reason == Reason.TOO_LATE


def test_a_letter_that_is_too_late_is_not_sent(mail_server, post):
    post("ben", expires_after=timedelta(seconds=-1))

    run_delivery()

    assert states() == {"ben": "expired"}
    assert mail_server.accepted == []
    assert not Attempt.objects.exists()


def test_a_lost_reply_leaves_the_letter_uncertain(mail_server, post):
    mail_server.faults.append(Fault("LOST", to="ben@example.test"))
    post("ben", "chidi")

    run_delivery()

    assert states() == {"ben": "uncertain", "chidi": "accepted"}
    assert tries("ben") == [("uncertain", None)]
    run_delivery()
    assert len(mail_server.accepted) == 2


def test_an_uncertain_letter_is_sent_again_once_where_a_miss_is_worse(mail_server, post):
    mail_server.faults.append(Fault("LOST", to="ben@example.test", times=2))
    post("ben", when_uncertain=WhenUncertain.RESEND)

    run_delivery()
    assert states() == {"ben": "waiting"}
    Envelope.objects.update(next_try_at=timezone.now())
    run_delivery()

    assert states() == {"ben": "uncertain"}
    assert mail_server.message_ids == ["<ben.0@lantern.test>"] * 2


def test_without_a_message_id_nothing_is_sent_again_by_itself(mail_server, post):
    mail_server.faults.append(Fault("LOST"))
    ben = recipient("ben")
    slots = {name: value for name, value in ben.slots.items() if name != "message-id"}
    post(
        of=letter(message_id=None),
        recipients=[type(ben)(ben.address, None, slots)],
        when_uncertain=WhenUncertain.RESEND,
    )

    run_delivery()

    assert states() == {"ben": "uncertain"}


def test_a_connection_lost_inside_the_body_leaves_one_letter_uncertain(mail_server, post):
    mail_server.faults.append(Fault("INSIDE", to="ben@example.test", ending=Ending.RESET))
    post("ben", "chidi")

    run_delivery()

    # The final dot had left with the rest of this short body: nobody can know.
    assert states() == {"ben": "uncertain", "chidi": "accepted"}
    assert mail_server.message_ids == ["<chidi.0@lantern.test>"]


def test_a_hanging_server_is_given_up_and_the_letter_in_doubt(mail_server, post):
    with silent_after("data") as port:
        OutgoingServer.objects.update(timeout=1, port=port)
        post("ben")

        run_delivery(dot_patience=0.5)

    assert states() == {"ben": "uncertain"}
    assert "did not answer in time" in Attempt.objects.get().words


def test_421_after_some_letters_costs_nobody_a_try(mail_server, post):
    mail_server.faults.append(
        Fault("MAIL", "421 4.7.0 enough for now", letter=5, ending=Ending.CLOSE)
    )
    OutgoingServer.objects.update(connections=1)
    post(recipients=[recipient(f"r{n}", n) for n in range(12)])

    run_delivery()

    assert set(states().values()) == {"accepted"}
    assert Attempt.objects.count() == 12
    assert mail_server.connections == 2


def test_a_server_that_refuses_to_relay_rests_and_burns_no_envelope(mail_server, post):
    mail_server.faults.append(Fault("RCPT", "554 5.7.1 Relay access denied"))
    post("ben", "chidi")

    run_delivery()

    assert states() == {"ben": "waiting", "chidi": "waiting"}
    assert not Attempt.objects.exists()
    pause = Pause.objects.get()
    assert (pause.kind, pause.code, pause.failures) == ("relay-denied", 554, 1)
    assert pause.until > timezone.now()


def test_a_resting_server_gets_nothing(mail_server, outgoing, post):
    Pause.objects.create(
        server=outgoing,
        since=timezone.now(),
        until=timezone.now() + timedelta(minutes=1),
        kind="relay-denied",
    )
    post("ben")

    due = run_delivery()

    assert states() == {"ben": "waiting"}
    assert mail_server.connections == 0
    assert due > timezone.now().timestamp() + 50


def test_after_the_rest_one_letter_proves_the_server(mail_server, outgoing, post):
    mail_server.faults.append(Fault("RCPT", "554 5.7.1 Relay access denied"))
    post("ben", "chidi")
    run_delivery()
    Pause.objects.update(until=timezone.now())
    asked = len(mail_server.commands)

    run_delivery()

    assert Pause.objects.get().failures == 2
    assert sum(each.startswith("RCPT") for each in mail_server.commands[asked:]) == 1
    mail_server.faults.clear()
    Pause.objects.update(until=timezone.now())
    Envelope.objects.update(next_try_at=timezone.now())
    run_delivery()
    assert states() == {"ben": "accepted", "chidi": "accepted"}
    assert not Pause.objects.exists()


def test_a_server_that_is_not_there_rests(outgoing, post):
    OutgoingServer.objects.update(port=9)
    post("ben")

    run_delivery()

    assert states() == {"ben": "waiting"}
    pause = Pause.objects.get()
    assert pause.kind == "refused-connection"
    assert not pause.is_permanent


def test_a_refused_login_rests_for_long(mail_server, outgoing, post):
    with ScriptedSmtp(users={"office": "right"}) as strict:
        row = server_row(strict, authentication="auth", mechanism="CRAM-MD5", user="office")
        row.password = "wrong"
        row.save()
        post("ben", server=row)

        run_delivery()

    pause = Pause.objects.get()
    assert (pause.kind, pause.is_permanent) == ("login", True)
    assert pause.until > timezone.now() + timedelta(seconds=40)
    assert states() == {"ben": "waiting"}


def test_one_foreign_address_that_is_not_relayed_stops_no_other(mail_server, post):
    OutgoingServer.objects.update(connections=1)
    mail_server.faults.append(Fault("RCPT", "554 5.7.1 Relay access denied", to="far@example.test"))
    post("ben", "far", "chidi")

    run_delivery()

    assert states() == {"ben": "accepted", "far": "deferred", "chidi": "accepted"}
    assert not Pause.objects.exists()


def test_a_slot_without_a_value_sets_one_envelope_aside(mail_server, post):
    broken = recipient("broken")
    post(
        recipients=[
            recipient("ben"),
            type(broken)(broken.address, None, {"to": broken.address}),
            recipient("chidi"),
        ]
    )

    run_delivery()

    assert states() == {"ben": "accepted", "broken": "refused", "chidi": "accepted"}
    assert Envelope.objects.get(state=State.REFUSED).reason == Reason.UNREADABLE


def test_an_address_nobody_can_write_to_is_set_aside(mail_server, post):
    post(
        recipients=[
            recipient("ben"),
            type(recipient("x"))("no address", None, recipient("x").slots),
        ]
    )

    run_delivery()

    refused = Envelope.objects.get(state=State.REFUSED)
    assert refused.reason == Reason.BAD_ADDRESS


def test_a_name_outside_ascii_needs_a_server_that_takes_it(post, mail_server):
    intl = type(recipient("x"))("青木@example.test", None, recipient("x").slots)
    with ScriptedSmtp(offers=("PIPELINING", "8BITMIME")) as old, ScriptedSmtp() as new:
        post(server=server_row(old), recipients=[intl, recipient("ben")])
        post(server=server_row(new), recipients=[intl])
        run_delivery()

    assert [e.state for e in Envelope.objects.order_by("pk")] == ["refused", "accepted", "accepted"]
    assert Envelope.objects.get(state=State.REFUSED).reason == Reason.INTERNATIONAL


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_letters_leave_under_tls_and_a_lost_line_is_noticed(post, mail_server, tmp_path, security):
    faults = [Fault("LOST", to="r7@example.test")]
    with ScriptedSmtp(
        *faults, identity=make_identity(tmp_path), implicit_tls=security == "tls"
    ) as safe:
        row = server_row(safe, security=security, verify_certificate=False, connections=2)
        post(server=row, recipients=[recipient(f"r{n}", n) for n in range(60)])
        run_delivery()

    assert states().pop("r7") == "uncertain"
    assert list(states().values()).count("accepted") == 59
    assert len(safe.accepted) == 60


@pytest.mark.parametrize("limit", ["row", "SIZE"])
def test_a_letter_over_the_size_limit_is_refused_with_a_sentence(post, mail_server, limit):
    with ScriptedSmtp(offers=("PIPELINING", "SIZE 2000")) as small:
        row = server_row(small, size_limit=2000 if limit == "row" else 0)
        post(
            "ben",
            server=row,
            of=letter(text=f"{'word ' * 800}{'{0}'}\n".replace("{0}", "") + "\ufdd0link\ufdd1"),
        )
        run_delivery()

    envelope = Envelope.objects.get()
    assert (envelope.state, envelope.reason) == (State.REFUSED, Reason.TOO_LARGE)
    assert "larger" in envelope.explanation


@pytest.mark.parametrize("offers", [("SIZE 10485760",), ()])
def test_a_server_without_pipelining_gets_everything(post, mail_server, offers):
    with ScriptedSmtp(offers=offers) as plain:
        post(
            server=server_row(plain, connections=2),
            recipients=[recipient(f"r{n}", n) for n in range(20)],
        )
        run_delivery()

    assert len(plain.accepted) == 20
    assert set(states().values()) == {"accepted"}


def test_one_slow_server_holds_up_no_other(post, mail_server, outgoing):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        OutgoingServer.objects.filter(pk=outgoing.pk).update(timeout=2)
        slow = OutgoingServer.objects.create(
            host="127.0.0.1", port=silent.getsockname()[1], security="none", timeout=2
        )
        post("ben", server=slow)
        post("chidi")
        begun = time.monotonic()
        arrived = []

        def stopping():
            if mail_server.accepted and not arrived:
                arrived.append(time.monotonic() - begun)
            return False

        deliver(openers=Openers(), clerk=ClerkHere(), stopping=stopping)

    assert arrived[0] < 1
    assert states() == {"ben": "waiting", "chidi": "accepted"}
    assert Pause.objects.get().server_id == slow.pk


def test_a_server_whose_connections_other_workers_have_is_left_to_them(mail_server, outgoing, post):
    OutgoingServer.objects.update(connections=2)
    taken = [slots.take(outgoing.pk, 2), slots.take(outgoing.pk, 2)]
    post("ben")

    run_delivery()
    assert states() == {"ben": "waiting"}
    assert mail_server.connections == 0
    taken.pop().give_back()
    run_delivery()
    assert states() == {"ben": "accepted"}
    taken.pop().give_back()


def test_whoever_has_many_connections_makes_room_for_a_worker_that_has_none(outgoing):
    outgoing.connections = 4
    mine, others = (Outlet(outgoing, is_probing=False) for _ in range(2))
    mine.links = [Link(mine, None, slots.take(outgoing.pk, 4)) for _ in range(4)]

    share(others)
    share(mine)

    assert not others.has_place
    assert [link.is_retired for link in mine.links] == [False, False, True, True]
    mine.links.pop().slot.give_back()
    share(others)
    assert others.has_place
    assert others.turn is None
    assert not slots.is_awaited(outgoing.pk)
    for link in mine.links:
        link.slot.give_back()


def test_stopping_gives_back_what_has_not_left(post, mail_server):
    OutgoingServer.objects.update(connections=1)
    post(recipients=[recipient(f"r{n}", n) for n in range(300)])

    run_delivery(stopping=lambda: len(mail_server.accepted) > 3)

    assert not Envelope.objects.filter(state=State.SENDING).exists()
    assert len(mail_server.accepted) == Envelope.objects.filter(state=State.ACCEPTED).count()
    assert Envelope.objects.filter(state=State.WAITING).exists()
    assert not Lease.objects.exists()
