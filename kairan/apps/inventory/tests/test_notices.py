from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from kairan.apps.inventory.notices import MessageSent, StockRefilled, StockRunLow
from kairan.apps.inventory.operations import Letter, entrust_group, write_to_administrators
from kairan.apps.inventory.responsible import Role
from kairan.mailservers.models import MailServerSettings
from kairan.people.models import Address
from kairan.people.picker import Selection

ASKS = Letter(subject="More paper?", text="A training on Monday.\nhttps://example.test/room")


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def test_managers_hear_in_their_language_that_an_item_runs_low(
    aiko, ben, chidi, add, moved, mail_server, post_round
):
    paper = add(
        aiko, ben, on_hand=1200, warning_level="1000.5", code="P-1", place="書庫", unit="枚"
    )
    moved(paper, "issue", 200, by=aiko, person=chidi)

    post = post_round()

    assert [recipient for recipient, _letter in post.sent] == [
        "aiko@example.test",
        "ben@example.test",
    ]
    [english], [japanese] = post.to("aiko@example.test"), post.to("ben@example.test")
    assert english["Subject"] == "[Inventory] Low: Copy paper, 1,000枚 on hand"
    assert "Warning level: 1,000.5枚" in text_of(english)
    assert "because you manage this item" in text_of(english)
    assert japanese["Subject"] == "[在庫] 在庫わずか：Copy paper（残り1,000枚）"
    assert "警告数量：1,000.5枚" in text_of(japanese)
    assert "保管場所：書庫" in text_of(japanese)
    assert f"https://kairan.example.test/inventory/{paper.pk}/" in text_of(japanese)


def test_managers_hear_that_there_is_enough_again(aiko, ben, paper, moved, mail_server, post_round):
    moved(paper, "issue", 8, by=ben)
    post_round()
    moved(paper, "receive", 20, by=aiko)

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[在庫] 在庫が戻りました：Copy paper（残り22 boxes）"


def test_the_mail_says_as_what_one_is_warned(aiko, chidi, sales, add, mail_server, post_round):
    entrust_group(sales, Selection.of([chidi]), by=aiko)
    add(group=sales, on_hand=1, warning_level=1)

    [(recipient, letter)] = post_round().sent

    assert recipient == "chidi@example.test"
    assert "you are an Inventory administrator of Sales" in text_of(letter)


def test_it_arrives_at_the_addresses_that_each_ticked(ben, paper, moved, mail_server, post_round):
    Address.objects.create(
        user=ben, kind="mobile", address="ben@mobile.test", takes_notifications=True
    )
    Address.objects.create(user=ben, kind="home", address="ben@home.test")
    moved(paper, "issue", 8, by=ben)

    assert {recipient for recipient, _letter in post_round().sent} == {
        "ben@example.test",
        "ben@mobile.test",
    }


def test_an_answer_to_a_message_goes_to_its_writer(aiko, ben, chidi, add, mail_server, post_round):
    paper = add(aiko, ben, code="P-1")
    write_to_administrators([paper], ASKS, by=chidi)

    post = post_round()

    assert {recipient for recipient, _letter in post.sent} == {
        "aiko@example.test",
        "ben@example.test",
    }
    [english], [japanese] = post.to("aiko@example.test"), post.to("ben@example.test")
    assert english["Subject"] == "[Inventory] More paper?"
    assert japanese["Subject"] == "[在庫] More paper?"
    for letter in (english, japanese):
        assert letter["Reply-To"] == "Chidi Obi <chidi@example.test>"
        assert "A training on Monday." in text_of(letter)
    assert "About: Copy paper (P-1)" in text_of(english)
    assert "品目：Copy paper (P-1)" in text_of(japanese)


def test_a_warning_is_answered_by_nobody_in_person(ben, paper, moved, mail_server, post_round):
    moved(paper, "issue", 8, by=ben)

    [(_recipient, letter)] = post_round().sent

    assert letter["From"] == "Lantern Works <office@lantern.test>"
    assert "Ben" not in str(letter["Reply-To"])


def test_with_mail_off_nothing_leaves_and_the_page_says_why(
    as_, ben, paper, moved, mail_server, post_round
):
    MailServerSettings.objects.update(uses_notifications=False)
    moved(paper, "issue", 8, by=ben)

    assert post_round().sent == []
    page = as_(ben).get(f"/inventory/{paper.pk}/").content.decode()
    assert MailServerSettings.current().why_nothing_is_mailed()
    assert "アプリ内のみ" in page


def test_notices_can_be_worded_after_their_item_is_gone(chidi, paper):
    message = write_to_administrators([paper], ASKS, by=chidi)
    for notice in [
        StockRunLow.of(paper, role=Role.MANAGER),
        StockRefilled.of(paper, role=Role.OF_GROUP),
        MessageSent.of(message, items=[paper]),
    ]:
        again = type(notice).from_payload(notice.payload())
        assert again == notice
        assert again.title()
        assert again.facts()
    assert StockRunLow.of(paper, role=Role.MANAGER).on_hand == Decimal(10)


INJECTIONS = ["x\r\nBcc: evil@example.test", "x\nBcc: evil@example.test", "x\rBcc: e@e.test"]


@pytest.mark.parametrize("evil", INJECTIONS)
def test_no_field_adds_a_header(ben, chidi, add, mail_server, post_round, evil):
    chidi.first_name = evil
    chidi.save()
    item = add(ben, name=evil, unit=evil, code=evil, place=evil, on_hand=1, warning_level=1)
    write_to_administrators([item], Letter(subject=evil, text=evil), by=chidi)

    sent = post_round().sent

    assert len(sent) == 2
    for _recipient, letter in sent:
        assert letter["Bcc"] is None
        head = letter.as_string().partition("\n\n")[0]
        assert "Bcc: evil" not in {line.strip() for line in head.splitlines()}


def test_a_warning_that_comes_too_late_is_not_mailed(
    ben, paper, moved, mail_server, post_round, time_machine
):
    moved(paper, "issue", 8, by=ben)
    time_machine.move_to(now() + timedelta(days=8))

    assert post_round().sent == []


def test_somebody_without_an_address_is_told_by_the_bell(
    ben, paper, moved, mail_server, post_round
):
    Address.objects.filter(user=ben).delete()
    moved(paper, "issue", 8, by=ben)

    assert post_round().sent == []
    assert [each.way for each in ben.notifications.all()] == ["bell"]
