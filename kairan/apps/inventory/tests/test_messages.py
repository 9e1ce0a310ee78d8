from uuid import uuid4

import pytest

from kairan.apps.inventory.models import Message
from kairan.apps.inventory.operations import Letter, entrust_group, write_to_administrators
from kairan.notices.models import Announcement
from kairan.people.picker import Selection
from kairan.people.testing import hire
from kairan.shell.refusals import Refused

ASKS = Letter(subject="More paper?", text="We have a training on Monday.")


def test_a_message_reaches_those_who_answer_and_stays_with_the_item(ben, chidi, paper, told):
    message = write_to_administrators([paper], ASKS, by=chidi)

    assert told("message") == [[ben.pk]]
    assert list(paper.messages.all()) == [message]


def test_each_hears_only_of_the_items_that_they_answer_for(aiko, ben, chidi, sales, add):
    dana = hire("dana", first_name="Dana")
    entrust_group(sales, Selection.of([dana]), by=aiko)
    sales.members.add(chidi)
    pens, toner, samples = add(ben, name="Pens"), add(ben, name="Toner"), add(group=sales)

    write_to_administrators([pens, toner, samples], ASKS, by=chidi)

    said = {
        tuple(each.recipients): each.payload["items"]
        for each in Announcement.objects.filter(kind="inventory.message")
    }
    assert said == {(ben.pk,): ["Pens", "Toner"], (dana.pk,): ["Copy paper"]}


def test_who_answers_alone_writes_to_the_next_in_line(aiko, ben, paper, told):
    write_to_administrators([paper], ASKS, by=ben)

    assert told("message") == [[aiko.pk]]


def test_who_alone_is_left_has_nobody_to_write_to(aiko, add):
    with pytest.raises(Refused, match="You alone"):
        write_to_administrators([add()], ASKS, by=aiko)

    assert not Message.objects.exists()


def test_a_message_is_about_something(chidi):
    with pytest.raises(Refused, match="Tick the items"):
        write_to_administrators([], ASKS, by=chidi)


def test_a_form_sent_twice_is_one_message(chidi, paper, told):
    letter = Letter(subject="More?", text="Please.", key=uuid4())

    assert write_to_administrators([paper], letter, by=chidi) == write_to_administrators(
        [paper], letter, by=chidi
    )
    assert len(told("message")) == 1


def test_who_reads_a_message(aiko, ben, chidi, paper):
    other = hire("dana", first_name="Dana")
    message = write_to_administrators([paper], ASKS, by=chidi)

    for person, reads in [(chidi, True), (ben, True), (aiko, True), (other, False)]:
        assert Message.objects.visible_to(person).filter(pk=message.pk).exists() == reads


def test_who_was_sent_a_message_reads_it_even_when_others_manage_the_item_now(
    aiko, ben, chidi, paper
):
    message = write_to_administrators([paper], ASKS, by=chidi)
    paper.keepers.all().delete()

    assert list(message.readers.all()) == [ben]
    assert Message.objects.visible_to(ben).filter(pk=message.pk).exists()


def test_writing_about_many_items_costs_little(ben, chidi, add, django_assert_max_num_queries):
    items = [add(ben, name=f"No. {number}") for number in range(30)]

    with django_assert_max_num_queries(18):
        write_to_administrators(items, ASKS, by=chidi)
