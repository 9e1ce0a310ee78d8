"""Whatever a POP3 server does: what is stored is what it served, once, and nothing gets lost."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.attachments import contents
from kairan.mail.testing.scripted_pop3 import CAPABILITIES, ScriptedPop3
from kairan.webmail.models import Account, Message, Run, Served
from kairan.webmail.receiving import session
from kairan.webmail.receiving.operations import receive
from kairan.webmail.tests.hostile import HostilePop3, delivered
from kairan.webmail.tests.mailbox import MAILS, again

WITHOUT_TOP = [each for each in CAPABILITIES if each != "TOP"]


def asked(server, verb):
    return [line for line in server.commands if line.startswith(verb)]


# --- unique ids given anew --------------------------------------------------------------------


def test_ids_given_anew_to_all_mails_fetch_none_of_them_again(ben, reads, stored):
    mails = [delivered(number) for number in range(300)]
    with HostilePop3(mails) as server:
        account = reads(ben, server)
        receive(account)
        server.reissue()
        server.deliver(delivered(300))
        server.commands.clear()

        report = receive(again(account))

        assert (report.run.matched, report.came) == (300, 1)
        assert asked(server, "RETR") == ["RETR 301"]
        assert stored(ben) == [*mails, delivered(300)]
        assert receive(again(account)).run.known == 301


def test_ids_given_anew_without_top_or_sizes_make_no_mail_come_twice(ben, reads, stored):
    unknown = {"TOP": b"-ERR unknown command\r\n", "LIST": b"-ERR unknown command\r\n"}
    with HostilePop3(MAILS, capabilities=WITHOUT_TOP, replies=unknown) as server:
        account = reads(ben, server)
        receive(account)
        server.reissue()

        report = receive(again(account))

        assert (report.run.matched, report.came) == (5, 0)
        assert stored(ben) == MAILS


def test_ids_that_change_places_make_no_mail_come_twice_and_none_is_lost(ben, reads, stored):
    mails = [delivered(number) for number in range(1, 9)]
    with HostilePop3(mails) as server:
        account = reads(ben, server, leave=Account.Leave.WHILE_KEPT)
        receive(account)
        server.rotate()
        server.deliver(delivered(9))

        assert receive(again(account)).came == 1
        Message.objects.filter(subject="3").delete()
        receive(again(account))

        assert sorted(stored(ben)) == sorted(server.messages.values())
        assert delivered(3) not in server.messages.values()


def test_an_id_that_another_mail_has_now_lets_that_mail_in(ben, reads, stored):
    with HostilePop3([delivered(1), delivered(2)]) as server:
        account = reads(ben, server)
        receive(account)
        server.messages[1] = delivered(5)

        assert receive(again(account)).came == 1

        assert sorted(stored(ben)) == [delivered(1), delivered(2), delivered(5)]
        assert receive(again(account)).run.seen == 2


def test_a_mail_that_is_missing_in_the_list_of_ids_comes_all_the_same(ben, reads, stored):
    some = {"UIDL": b"+OK\r\n1 one\r\n1 one\r\n3 three\r\nnonsense\r\n.\r\n"}
    with HostilePop3(MAILS[:3], replies=some) as server:
        account = reads(ben, server)
        receive(account)
        receive(again(account))

        assert sorted(stored(ben)) == MAILS[:3]


# --- answers that are wrong -------------------------------------------------------------------


@pytest.mark.parametrize("answer", [b"+OK 99 0\r\n", b"+OK 0 0\r\n", b"+OK\r\n", b"+OK x y\r\n"])
def test_a_count_that_is_wrong_changes_nothing(ben, reads, stored, answer):
    with HostilePop3(MAILS, replies={"STAT": answer}) as server:
        account = reads(ben, server)
        receive(account)
        server.deliver(delivered(1))
        receive(again(account))

        assert sorted(stored(ben)) == sorted([*MAILS, delivered(1)])


@pytest.mark.parametrize(
    "mail",
    [
        b"\r\n",
        b".\r\n",
        b"no head\r\n",
        b"Subject: a\r\n\r\n..two\r\n.one\r\n...\r\n",
        b"Subject: a\r\n\r\nnul \0 and \0\r\n",
        b"Subject: a\r\n\r\nbare\rcr\r\n",
        b"Subject: a\r\n\r\nbare\nlf\n.dot\r\n",
        b"Subject: \xff\xfe\r\nMessage-ID: \r\n\r\n\x80\r\n",
        b"Subject: " + b"x" * 300_000 + b"\r\n\r\n" + b"y" * 300_000 + b"\r\n",
    ],
)
def test_every_byte_is_kept(ben, reads, stored, mail):
    with HostilePop3([mail, mail]) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        receive(account)

        assert stored(ben) == [mail, mail]
        assert not server.messages


def test_an_answer_without_end_is_set_aside_and_the_rest_comes_in(ben, reads, stored, monkeypatch):
    monkeypatch.setattr(session, "LIMITS", session.PopLimits(message=5_000, sink=50_000))
    endless = {"RETR 2": b"+OK\r\nSubject: x\r\n\r\n" + b"on and on " * 100_000}
    with HostilePop3(MAILS, replies=endless) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        receive(account)
        receive(again(account))

        assert sorted(stored(ben)) == [MAILS[0], *MAILS[2:]]
        assert "too large" in Served.objects.get(outcome="set-aside").reason
        assert list(server.messages.values()) == [MAILS[1]]


def test_a_line_without_end_closes_the_visit_and_loses_nothing(ben, reads, stored):
    with HostilePop3(MAILS, replies={"RETR 3": b"+OK " + b"x" * 100_000}) as server:
        account = reads(ben, server, leave=Account.Leave.NEVER)
        assert receive(account).trouble is not None
        assert (stored(ben), len(server.messages)) == (MAILS[:2], 5)

        server.replies.clear()
        receive(again(account))

        assert (stored(ben), server.messages) == (MAILS, {})


def test_fifty_thousand_known_mails_cost_no_fetch(ben, reads, django_assert_max_num_queries):
    with ScriptedPop3([MAILS[0]]) as server:
        account = reads(ben, server)
        receive(account)
        known = [f"uid{number}" for number in range(50_000)]
        seen_at = Served.objects.get().seen_at
        Served.objects.bulk_create(
            (
                Served(account=account, uid=uid, outcome="received", seen_at=seen_at)
                for uid in known
            ),
            batch_size=5_000,
        )
        lines = "".join(f"{n} {uid}\r\n" for n, uid in enumerate(known, 2))
        server.replies["UIDL"] = f"+OK\r\n1 fresh\r\n{lines}.\r\n".encode()
        server.commands.clear()

        with django_assert_max_num_queries(60):
            report = receive(again(account))

        assert (report.run.seen, report.run.known) == (50_001, 50_000)
        assert asked(server, "RETR") == ["RETR 1"]


def test_a_server_that_deletes_and_dies_before_it_says_so_is_believed_the_next_time(
    ben, reads, stored
):
    with HostilePop3(MAILS) as server:
        server.quits_mutely = True
        account = reads(ben, server, leave=Account.Leave.NEVER)
        assert receive(account).trouble is not None
        server.deliver(delivered(1))

        receive(again(account))

        assert (stored(ben), server.messages) == ([*MAILS, delivered(1)], {})
        assert not Served.objects.filter(is_on_server=True).exists()


# --- any of it, in any order ------------------------------------------------------------------

STEPS = st.one_of(
    st.just("deliver"),
    st.just("receive"),
    st.just("stop early"),
    st.just("reissue"),
    st.just("rotate"),
    st.just("another program deletes"),
    st.just("quit mutely"),
    st.sampled_from(["STAT", "UIDL", "LIST", "TOP", "RETR", "RETR 2", "DELE", "DELE 3", "QUIT"]),
)


class Story:
    """A server, an account of it, and what was ever delivered."""

    def __init__(self, server, account):
        self.server, self.account = server, account
        self.delivered, self.deleted_elsewhere = [], set()

    def do(self, step):
        ways = {
            "deliver": self.deliver,
            "receive": self.receive,
            "stop early": self.stop_early,
            "reissue": self.server.reissue,
            "rotate": self.server.rotate,
            "another program deletes": self.delete_elsewhere,
            "quit mutely": self.quit_mutely,
        }
        ways.get(step, lambda: self.die_at(step))()
        self.check()

    def deliver(self):
        self.delivered.append(delivered(len(self.delivered) + 1))
        self.server.deliver(self.delivered[-1])

    def receive(self, **more):
        receive(again(self.account), **more)

    def stop_early(self):
        stop = threading.Event()
        stop.set()
        self.receive(stopping=stop.is_set)

    def delete_elsewhere(self):
        if self.server.messages:
            self.deleted_elsewhere.add(self.server.messages.pop(min(self.server.messages)))

    def quit_mutely(self):
        self.server.quits_mutely = True
        self.receive()

    def die_at(self, command):
        self.server.dies_at = command
        self.receive()
        self.server.dies_at = ""

    def check(self):
        there = set(self.server.messages.values()) | self.deleted_elsewhere
        stored = self.stored()
        assert len(stored) == len(set(stored)), "A mail came twice."
        assert set(stored) <= set(self.delivered), "What is stored was never served."
        gone = set(self.delivered) - there
        assert gone <= set(stored), "A mail was deleted before it was stored."

    def stored(self):
        rows = Message.objects.filter(account=self.account)
        return [contents.read(row.content_id) for row in rows]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, max_size=12), leave=st.sampled_from(["always", "never"]))
def test_nothing_is_lost_and_nothing_comes_twice_whatever_happens(ben, reads, steps, leave):
    with HostilePop3() as server:
        story = Story(server, reads(ben, server, leave=leave, name=f"{server.port}"))
        for step in ["deliver", "deliver", "deliver", *steps, "receive", "receive"]:
            story.do(step)

        assert set(story.delivered) - story.deleted_elsewhere <= set(story.stored())
        assert leave == "always" or not server.messages
        assert Run.objects.filter(account=story.account, ended_at=None).count() == 0
