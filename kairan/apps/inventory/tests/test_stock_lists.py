import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.apps.inventory.models import Item
from kairan.apps.inventory.operations import entrust_group
from kairan.people.picker import Selection


@pytest.fixture
def bring(as_):
    """Return a function with which somebody brings a file."""

    def brought(person, text, encoding="utf-8"):
        data = text if isinstance(text, bytes) else text.encode(encoding)
        return as_(person).post("/inventory/import/", {"file": SimpleUploadedFile("s.csv", data)})

    return brought


def errors(answer):
    return answer.context["form"].errors["file"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_adds_items_in_either_language(aiko, ben, sales, bring, told, encoding):
    text = (
        "コード,品名,在庫数,単位,警告数量,保管場所,管理グループ,備考\n"
        "K-1,用紙,10,箱,3,倉庫,共有,\n"
        ",粗品,1.5,,2,,Sales,のし付き\n"
    )

    assert bring(aiko, text, encoding).status_code == 302

    paper, gift = Item.objects.order_by("pk")
    assert (paper.code, paper.name, paper.on_hand, paper.unit) == ("K-1", "用紙", 10, "箱")
    assert (gift.group, gift.is_shared, gift.is_low) == (sales, False, True)
    assert told("stock-low") == [[aiko.pk]]


def test_what_was_written_can_be_read_again(as_, aiko, ben, paper, sales, add, bring):
    add(name="=1+1", group=sales, note="-", on_hand="0.25", is_self_service=False)
    add(name="Gift cards", is_shared=False)

    def all_said():
        rows = Item.objects.order_by("pk").values()
        return [{name: row[name] for name in row if name != "version"} for row in rows]

    before = all_said()
    data = as_(aiko).get("/inventory/export/").content

    assert bring(aiko, data).status_code == 302

    assert all_said() == before
    assert paper.keepers.selection() == Selection.of([ben])


def test_a_known_code_is_changed_and_counted(aiko, ben, paper, bring):
    bring(aiko, "Code,Name,On hand\nP-1,Paper,7\n")

    paper.refresh_from_db()
    assert (paper.name, paper.on_hand, paper.warning_level) == ("Paper", 7, Decimal(3))
    assert paper.movements.latest("pk").change == -3
    assert paper.keepers.selection() == Selection.of([ben])


def test_a_wrong_line_says_which_and_nothing_is_taken_in(aiko, sales, bring):
    text = "Name,Warning level,Managing group\nPens,2,\n,1,\nInk,-4,\nToner,,Nowhere\n"

    said = errors(bring(aiko, text))

    assert said == [
        "Line 3: Name: This field is required.",
        "Line 4: Warning level: Ensure this value is greater than or equal to 0.",
        "Line 5: There is no group “Nowhere” of which you keep the items.",
    ]
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The submitted file is empty"),
        ("Colour\nred\n", "“Name” is missing"),
        ("Name\n", "There is no item"),
        ("Name\n" + "x\n" * 301, "more than 300 lines"),
        ("Name,Code\nA,1\nB,1\n", "“B” stands in the file twice"),
        ('Name\n"a\nb"\n', "Write this in one line"),
        (b"Name\n\x81", "CSV in UTF-8 or Shift_JIS"),
    ],
)
def test_a_file_that_makes_no_sense_gets_a_sentence(aiko, bring, text, sentence):
    answer = bring(aiko, text)

    assert sentence in " ".join(errors(answer))
    assert not Item.objects.exists()


def test_one_imports_only_what_one_keeps(aiko, chidi, sales, paper, bring):
    assert bring(chidi, "Name\nPens\n").status_code == 403
    entrust_group(sales, Selection.of([chidi]), by=aiko)

    assert (
        "There is an item with this code already"
        in errors(bring(chidi, "Name,Code,Managing group\nMine,P-1,Sales\n"))[0]
    )
    assert "managing group" in errors(bring(chidi, "Name\nPens\n"))[0].lower()
    assert bring(chidi, "Name,Managing group\nPens,Sales\n").status_code == 302
    assert Item.objects.get(name="Pens").group == sales


def test_items_of_one_name_without_codes_are_told_apart_first(aiko, add, bring):
    add()
    add()

    assert "Give them codes first" in errors(bring(aiko, "Name\nCopy paper\n"))[0]


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(as_, ben, add, sales):
    add(name="=1+1", code="+K", unit="@", place="-1", note="\t=2", on_hand="1200.5")
    add(name="紙", group=sales, warning_level=1)

    answer = as_(ben).get("/inventory/export/?show=all")

    assert answer["Content-Type"].startswith("application/octet-stream")
    assert "filename*=utf-8''%E5%9C%A8%E5%BA%AB" in answer["Content-Disposition"]
    assert answer.content.startswith("\ufeffコード,品名,在庫数".encode())
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["'+K", "'=1+1", "1200.5", "'@", "", "", "'-1", "共有", "'\t=2"],
        ["", "紙", "0", "boxes", "1", "在庫わずか", "", "Sales", ""],
    ]
