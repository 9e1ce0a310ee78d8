from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kairan.apps.inventory.models import Item, Keeper, Message, Movement
from kairan.apps.inventory.operations import entrust_everything, entrust_group, retire
from kairan.people.operations import create_group
from kairan.people.picker import Selection

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def samples(add, sales):
    """What the group Sales alone sees."""
    files = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("plan.html", b"<b>plan</b>")]
    return add(name="Samples", group=sales, on_hand=5, attached=files)


def page_of(client, url=""):
    answer = client.get(f"/inventory/{url}")
    assert answer.status_code == 200
    return answer.content.decode()


DETAILS = {
    "name": "Copy paper",
    "code": "P-7",
    "unit": "boxes",
    "place": "Store room",
    "managed_by": "shared",
    "warning_level": "2.5",
    "is_self_service": "on",
    "note": "Recycled.",
}


def test_an_administrator_adds_an_item(as_, aiko, ben):
    typed = {**DETAILS, "on_hand": "12", "managers": f"person:{ben.pk}"}
    picture = SimpleUploadedFile("paper.png", PNG)

    answer = as_(aiko).post("/inventory/new/", {**typed, "attached": [picture]})

    item = Item.objects.get()
    assert answer["Location"] == item.get_absolute_url()
    assert (item.on_hand, item.warning_level, item.is_shared) == (12, Decimal("2.5"), True)
    assert item.keepers.selection() == Selection.of([ben])
    assert [each.name for each in item.files.all()] == ["paper.png"]
    assert item.movements.get().balance == 12


def test_one_form_is_one_item_however_often_it_is_sent(as_, aiko):
    client = as_(aiko)
    key = client.get("/inventory/new/").context["form"]["key"].value()
    first = client.post("/inventory/new/", {**DETAILS, "key": str(key)})
    second = client.post("/inventory/new/", {**DETAILS, "key": str(key)})

    assert second["Location"] == first["Location"]
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\nb"),
        ("warning_level", "-1"),
        ("warning_level", "1.2345"),
        ("on_hand", "much"),
        ("on_hand", "NaN"),
        ("on_hand", "1e400"),
        ("managed_by", "group:999"),
        ("note", "a\x00b"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(as_, aiko, field, value):
    answer = as_(aiko).post("/inventory/new/", {**DETAILS, field: value})

    assert list(answer.context["form"].errors) == [field]
    assert "Recycled." in answer.content.decode() or field == "note"
    assert not Item.objects.exists()


def test_no_two_items_share_a_code(as_, aiko, paper):
    answer = as_(aiko).post("/inventory/new/", {**DETAILS, "code": paper.code})

    assert "There is an item with this code already" in answer.content.decode()
    assert as_(aiko).post("/inventory/new/", {**DETAILS, "code": ""}).status_code == 302
    assert as_(aiko).post("/inventory/new/", {**DETAILS, "code": ""}).status_code == 302


def test_a_manager_edits_what_is_said_and_leaves_it_where_it_is(as_, ben, paper, sales):
    form = as_(ben).get(f"/inventory/{paper.pk}/details/").context["form"]
    assert [value for value, _label in form.fields["managed_by"].choices] == ["shared"]

    as_(ben).post(
        f"/inventory/{paper.pk}/details/",
        {**DETAILS, "name": "Paper", "managers": f"person:{ben.pk}", "warning_level": ""},
    )

    paper.refresh_from_db()
    assert (paper.name, paper.warning_level, paper.is_self_service) == ("Paper", None, True)
    sent = as_(ben).post(
        f"/inventory/{paper.pk}/details/", {**DETAILS, "managed_by": f"group:{sales.pk}"}
    )
    assert "managed_by" in sent.context["form"].errors


def test_of_two_who_save_at_once_the_second_is_told_and_loses_nothing(as_, aiko, ben, paper):
    url = f"/inventory/{paper.pk}/details/"
    version = as_(aiko).get(url).context["form"]["version"].value()
    typed = {**DETAILS, "managers": f"person:{ben.pk}", "version": version}
    as_(aiko).post(url, {**typed, "note": "Aiko's"})

    second = as_(ben).post(url, {**typed, "note": "Ben's"})

    assert Item.objects.get().note == "Aiko's"
    shown = second.context["form"]
    assert shown["note"].value() == "Ben's"
    assert "ほかの人" in str(shown.non_field_errors())
    as_(ben).post(url, {**typed, "note": "Both", "version": shown["version"].value()})
    assert Item.objects.get().note == "Both"


def test_who_administers_a_group_adds_items_there_alone(as_, aiko, chidi, sales):
    assert as_(chidi).get("/inventory/new/").status_code == 403
    entrust_group(sales, Selection.of([chidi]), by=aiko)

    form = as_(chidi).get("/inventory/new/").context["form"]

    assert [value for value, _label in form.fields["managed_by"].choices] == [f"group:{sales.pk}"]


def test_files_come_and_go_with_the_item(as_, aiko, samples):
    picture, plan = samples.files.all()
    shown = page_of(as_(aiko), f"{samples.pk}/")
    assert f'<img src="/inventory/{samples.pk}/files/{picture.pk}/" alt="a.png"' in shown

    as_(aiko).post(
        f"/inventory/{samples.pk}/details/",
        {**DETAILS, "managed_by": f"group:{samples.group.pk}", "without": [plan.pk]},
    )

    assert list(samples.files.all()) == [picture]


MOVE = {"kind": "issue", "quantity": "2", "why": "Training"}


def test_a_keeper_hands_out_to_somebody(as_, ben, chidi, paper):
    answer = as_(ben).post(
        f"/inventory/{paper.pk}/movements/", {**MOVE, "person": f"person:{chidi.pk}"}
    )

    assert answer["Location"] == paper.get_absolute_url()
    line = paper.movements.latest("pk")
    assert (line.by, line.person, line.why, line.balance) == (ben, chidi, "Training", 8)


def test_what_is_too_much_is_said_under_the_field(as_, ben, paper):
    answer = as_(ben).post(f"/inventory/{paper.pk}/movements/", {**MOVE, "quantity": "11"})

    shown = answer.content.decode()
    assert "11 boxesは出庫できません。在庫は10 boxesだけです。" in shown
    assert 'value="Training"' in shown
    assert paper.movements.count() == 1


def test_only_one_person_takes(as_, aiko, ben, chidi, paper, sales):
    for people in [[f"person:{aiko.pk}", f"person:{chidi.pk}"], [f"group:{sales.pk}"]]:
        answer = as_(ben).post(f"/inventory/{paper.pk}/movements/", {**MOVE, "person": people})
        assert list(answer.context["form"].errors) == ["person"]


def test_nothing_is_no_movement_but_may_be_counted(as_, ben, paper):
    url = f"/inventory/{paper.pk}/movements/"
    assert "quantity" in as_(ben).post(url, {**MOVE, "quantity": "0"}).context["form"].errors

    as_(ben).post(url, {"kind": "adjust", "quantity": "0"})

    assert paper.movements.latest("pk").balance == 0


def test_chidi_takes_for_himself_and_for_nobody_else(as_, aiko, chidi, paper):
    url = f"/inventory/{paper.pk}/movements/"
    as_(chidi).post(url, {**MOVE, "person": f"person:{aiko.pk}"})

    line = paper.movements.latest("pk")
    assert (line.by, line.person) == (chidi, chidi)
    for kind in ("receive", "adjust"):
        answer = as_(chidi).post(url, {**MOVE, "kind": kind})
        assert "kind" in answer.context["form"].errors


def test_what_is_handed_out_offers_no_form(as_, chidi, add):
    keys = add(name="Car keys", on_hand=2, is_self_service=False)

    assert "Its keepers hand this item out" in page_of(as_(chidi), f"{keys.pk}/")
    assert as_(chidi).post(f"/inventory/{keys.pk}/movements/", MOVE).status_code == 403


@pytest.mark.parametrize("url", ["", "details/", "messages/", "messages/new/", "files/{file}/"])
def test_an_item_of_a_group_does_not_exist_for_others(as_, chidi, samples, url):
    url = url.format(file=samples.files.first().pk)
    assert as_(chidi).get(f"/inventory/{samples.pk}/{url}").status_code == 404


@pytest.mark.parametrize(
    "url", ["movements/", "details/", "messages/new/", "retirement/", "reinstatement/"]
)
def test_others_can_do_nothing_to_it(as_, chidi, samples, url):
    assert as_(chidi).post(f"/inventory/{samples.pk}/{url}", MOVE).status_code == 404
    samples.refresh_from_db()
    assert (samples.on_hand, samples.is_retired) == (5, False)


@pytest.mark.parametrize("url", ["details/", "retirement/", "reinstatement/"])
def test_who_only_sees_an_item_does_not_keep_it(as_, ben, chidi, paper, samples, url):
    assert as_(ben).post(f"/inventory/{samples.pk}/{url}").status_code == 404
    assert as_(chidi).post(f"/inventory/{paper.pk}/{url}").status_code == 404


@pytest.mark.parametrize("url", ["movements/", "retirement/", "reinstatement/"])
def test_looking_changes_nothing(as_, aiko, paper, url):
    assert as_(aiko).get(f"/inventory/{paper.pk}/{url}").status_code == 405


def test_a_file_is_a_download(as_, ben, samples):
    plan = samples.files.last()

    answer = as_(ben).get(f"/inventory/{samples.pk}/files/{plan.pk}/")

    assert answer["Content-Disposition"] == 'attachment; filename="plan.html"'


def test_retiring_and_using_again(as_, ben, paper):
    as_(ben).post(f"/inventory/{paper.pk}/retirement/")
    assert Item.objects.get().is_retired
    assert 'id="move"' not in page_of(as_(ben), f"{paper.pk}/")

    as_(ben).post(f"/inventory/{paper.pk}/reinstatement/")
    assert not Item.objects.get().is_retired


@pytest.fixture
def shelf(aiko, ben, add, sales):
    """Items of every sort."""
    add(name="Paper", code="P-1", on_hand=10, warning_level=3)
    add(ben, name="Ink ｲﾝｸ", code="K-22", on_hand=1, warning_level=3)
    add(name="Samples", group=sales, on_hand=1)
    retire(add(name="Telex"), by=aiko)


def names(client, query=""):
    return [item.name for item in client.get(f"/inventory/{query}").context["page"].items]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ink ｲﾝｸ", "Paper", "Samples"]),
        ("?show=low", ["Ink ｲﾝｸ"]),
        ("?show=mine", ["Ink ｲﾝｸ"]),
        ("?show=retired", ["Telex"]),
        ("?show=nonsense", ["Ink ｲﾝｸ", "Paper", "Samples"]),
        ("?q=k-22", ["Ink ｲﾝｸ"]),
        ("?q=インク", ["Ink ｲﾝｸ"]),
        ("?q=%00", ["Ink ｲﾝｸ", "Paper", "Samples"]),
        ("?group=shared", ["Ink ｲﾝｸ", "Paper"]),
        ("?group={group}", ["Samples"]),
        ("?group=²", ["Ink ｲﾝｸ", "Paper", "Samples"]),
        ("?group=999999999999999999", []),
    ],
)
def test_the_list_shows_what_is_asked_for(as_, ben, shelf, sales, query, expected):
    assert names(as_(ben), query.format(group=sales.pk)) == expected


def test_the_list_holds_nothing_that_one_does_not_see(as_, chidi, shelf):
    assert names(as_(chidi)) == ["Ink ｲﾝｸ", "Paper"]
    assert "Samples" not in as_(chidi).get("/inventory/export/").content.decode("utf-8-sig")


LETTER = {"subject": "More paper?", "text": "Please."}


def test_anybody_writes_to_those_who_answer_for_the_ticked_items(
    as_, ben, chidi, paper, samples, told
):
    query = f"?item={paper.pk}&item={samples.pk}&item=x&item=999"
    shown = as_(chidi).get(f"/inventory/messages/new/{query}")
    assert shown.context["items"] == [paper]
    assert "Sato Ben" in shown.content.decode()

    as_(chidi).post("/inventory/messages/new/", {**LETTER, "item": [paper.pk, samples.pk]})

    message = Message.objects.get()
    assert list(message.items.all()) == [paper]
    assert told("message") == [[ben.pk]]
    assert "More paper?" in page_of(as_(ben), f"{paper.pk}/")
    assert "Please." in page_of(as_(ben), f"messages/{message.pk}/")


def test_one_writes_from_the_page_of_an_item(as_, ben, chidi, paper, told):
    url = f"/inventory/{paper.pk}/messages/new/"
    assert url in page_of(as_(chidi), f"{paper.pk}/")

    as_(chidi).post(url, LETTER)

    assert list(Message.objects.get().items.all()) == [paper]
    assert told("message") == [[ben.pk]]


def test_without_a_tick_the_list_says_what_to_do(as_, chidi, samples):
    answer = as_(chidi).get(f"/inventory/messages/new/?item={samples.pk}", follow=True)

    assert answer.redirect_chain == [("/inventory/", 302)]
    assert "Tick the items" in answer.content.decode()


def test_what_was_written_stays_when_nobody_can_get_it(as_, aiko, add):
    item = add()
    answer = as_(aiko).post("/inventory/messages/new/", {**LETTER, "item": item.pk})

    assert "You alone answer for this" in answer.content.decode()
    assert "Please." in answer.content.decode()


def test_a_message_exists_for_its_writer_and_those_who_keep_the_item(
    as_, aiko, ben, chidi, samples, add
):
    item = add(ben)
    as_(aiko).post("/inventory/messages/new/", {**LETTER, "item": [item.pk, samples.pk]})
    message = Message.objects.get()

    assert as_(chidi).get(f"/inventory/messages/{message.pk}/").status_code == 404
    assert "More paper?" not in page_of(as_(chidi), f"{item.pk}/")
    assert "More paper?" not in page_of(as_(chidi), f"{item.pk}/messages/")
    assert "More paper?" in page_of(as_(ben), f"{item.pk}/messages/")


def test_a_message_names_only_the_items_that_its_reader_sees(as_, aiko, chidi, samples, add):
    item = add(chidi, name="Paper")
    as_(aiko).post("/inventory/messages/new/", {**LETTER, "item": [item.pk, samples.pk]})

    shown = page_of(as_(chidi), f"messages/{Message.objects.get().pk}/")

    assert "Paper" in shown
    assert "Samples" not in shown


def test_the_administrators_of_inventory_and_of_groups_are_chosen(as_, aiko, ben, chidi, sales):
    client = as_(aiko)
    client.post("/inventory/administration/", {"people": f"person:{chidi.pk}"})
    as_(chidi).post(
        f"/inventory/administration/groups/{sales.pk}/",
        {"people": [f"person:{ben.pk}", f"group:{sales.pk}"]},
    )

    assert Keeper.objects.of_everything().selection() == Selection.of([chidi])
    shown = page_of(as_(chidi), "administration/")
    assert "Sato Ben, Sales" in shown
    assert "Chidi Obi" in shown


def test_administration_is_not_for_everybody(as_, aiko, ben, sales):
    entrust_group(sales, Selection.of([ben]), by=aiko)
    for url in ["administration/", f"administration/groups/{sales.pk}/"]:
        assert as_(ben).get(f"/inventory/{url}").status_code == 403
        assert as_(ben).post(f"/inventory/{url}", {}).status_code == 403


def test_a_list_costs_the_same_however_long(as_, aiko, ben, chidi, add, sales, moved):
    entrust_everything(Selection.of([chidi]), by=aiko)
    first = add(ben, name="No. 0", group=sales, warning_level=1)

    def fill(number):
        item = add(ben, name=f"No. {number}", group=sales, warning_level=1)
        for each in (first, item):
            moved(each, "receive", 2, by=ben, person=chidi)
            as_(chidi).post("/inventory/messages/new/", {**LETTER, "item": [first.pk, item.pk]})
        entrust_group(create_group(f"Group {number}", by=aiko), Selection.of([ben]), by=aiko)

    def cost(person, url):
        client = as_(person)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, url)
        return len(queries)

    pages = [(ben, ""), (ben, f"{first.pk}/"), (ben, f"{first.pk}/messages/")]
    fill(1)
    message = Message.objects.latest("pk")
    pages += [(chidi, "administration/"), (chidi, f"messages/{message.pk}/"), (ben, "export/")]
    before = [cost(*each) for each in pages]
    for number in range(2, 9):
        fill(number)

    assert [cost(*each) for each in pages] == before
    assert max(before) < 50


def test_the_ledger_has_pages(as_, ben, paper, moved):
    for number in range(25):
        moved(paper, "receive", 1, by=ben, why=f"Delivery {number}")

    first = as_(ben).get(f"/inventory/{paper.pk}/")
    second = as_(ben).get(f"/inventory/{paper.pk}/?{first.context['page'].next}")

    assert len(first.context["page"].items) == 20
    assert [each.balance for each in second.context["page"].items] == [15, 14, 13, 12, 11, 10]
    assert Movement.objects.count() == 26


def test_the_menu_counts_what_runs_low_for_me(as_, ben, chidi, paper, moved):
    moved(paper, "issue", 9, by=ben)

    shown = page_of(as_(ben))
    assert '<span class="count">1<' in shown
    assert '<span class="count">1<' not in page_of(as_(chidi))
