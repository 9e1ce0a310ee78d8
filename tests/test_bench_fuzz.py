"""What `python -m bench.fuzz` does with a hundred thousand damaged mails, with some hundred."""

import pytest

from bench.fuzz import Unfit, damaged, judge, read_wholly, seeds
from kairan.mail.testing.hostile import mail
from kairan.mail.tests.foreign import corpora


def test_damaged_mails_are_read_within_their_means():
    start = seeds([corpora() / "mail"])
    assert len(start) > 250
    for number, raw in enumerate(damaged(start, 400, seed=5322)):
        judge(raw, is_weighed=number % 10 == 0)


def test_the_same_seed_damages_the_same_way():
    start = [b"Subject: x\n\nHello", b"To: a@b.jp\n\n"]
    assert list(damaged(start, 50, seed=7)) == list(damaged(start, 50, seed=7))
    assert list(damaged(start, 50, seed=7)) != list(damaged(start, 50, seed=8))


def test_a_mail_that_costs_too_much_is_found(monkeypatch):
    monkeypatch.setattr("bench.fuzz.FLOOR", 0)
    monkeypatch.setattr("bench.fuzz.TIMES", 1)
    with pytest.raises(Unfit, match="KiB of memory"):
        judge(mail("many parts", 10_000), is_weighed=True)
    read_wholly(mail("many parts", 10_000))
