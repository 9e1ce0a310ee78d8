"""The mails of Inventory, each from the click to the mailbox: read by tests/journeys."""

from decimal import Decimal

from kairan.apps.inventory.models import Item
from kairan.apps.inventory.operations import Details, add_item, retire
from kairan.people.models import User
from kairan.people.picker import Selection
from tests.journeys.acting import fill
from tests.journeys.rows import Row, pick

PAPER = "Copy paper コピー用紙"
SUBJECT = "Paper for the training / 研修の用紙"


def paper():
    """Five boxes that Ben and Dana manage; at three they want to be warned."""
    return shelved(PAPER, on_hand=5)


def low_paper():
    """One box is left, which Ben and Dana know already."""
    return shelved(PAPER, on_hand=1)


def paper_and_ink():
    """Two items that Ben and Dana manage, alone on the list."""
    aiko = User.objects.get(login_id="aiko")
    for each in Item.objects.in_use():
        retire(each, by=aiko)
    shelved("Ink インク", on_hand=5)
    return shelved(PAPER, on_hand=5)


def shelved(name, *, on_hand):
    people = {each.login_id: each for each in User.objects.all()}
    details = Details(
        name=name,
        unit="boxes",
        place="Room 3 第三倉庫",
        warning_level=Decimal(3),
        managers=Selection.of([people["ben"], people["dana"]]),
    )
    return add_item(details, by=people["aiko"], on_hand=Decimal(on_hand)).pk


def take(stage):
    """Dana, a manager herself, hands out three boxes: she is warned as well."""
    page = stage.page("dana")
    page.goto(f"/inventory/{stage.prepared}/")
    pick(page, "emi", field="person")
    fill(page, kind="issue", quantity="3", why="Training 研修")
    page.locator("#move button.primary").click()
    page.locator("#messages .success").wait_for()
    return page


def refill(stage):
    """Ben receives a delivery."""
    page = stage.page("ben")
    page.goto(f"/inventory/{stage.prepared}/")
    fill(page, kind="receive", quantity="20")
    page.locator("#move button.primary").click()
    page.locator("#messages .success").wait_for()
    return page


def write(stage):
    """Emi, who sees the shared items, ticks two and writes to whoever answers for them."""
    page = stage.page("emi")
    page.goto("/inventory/")
    for box in page.locator("[name=item]").all():
        box.check()
    page.locator("main form.card footer button").click()
    fill(page, subject=SUBJECT, text="Ten boxes, please. 十箱お願いします。")
    page.locator("main form.card button.primary").click()
    page.locator("#who-was-told").wait_for()
    return page


ROWS = [
    Row(
        event="An item has no more on hand than its warning level",
        who=(
            "Its managers; without any, the administrators of its group; "
            "without any, those of Inventory, then of the office"
        ),
        prepare=paper,
        act=take,
        to=["ben", "dana"],
        subject={
            "en": f"[Inventory] Low: {PAPER}, 2 boxes on hand",
            "ja": f"[在庫] 在庫わずか：{PAPER}（残り2 boxes）",
        },
        says={
            "en": ["On hand", "2 boxes", "Warning level", "3 boxes", "you manage this item"],
            "ja": ["在庫数", "2 boxes", "警告数量", "3 boxes", "第三倉庫", "この品目の担当者"],
        },
    ),
    Row(
        event="There is enough of an item again",
        who="Those who are warned when it runs low",
        prepare=low_paper,
        act=refill,
        to=["ben", "dana"],
        subject={
            "en": f"[Inventory] Enough again: {PAPER}, 21 boxes on hand",
            "ja": f"[在庫] 在庫が戻りました：{PAPER}（残り21 boxes）",
        },
        says={"en": ["21 boxes"], "ja": ["21 boxes"]},
    ),
    Row(
        event="Somebody sends e-mail to the administrators of items",
        who="Those who answer for the items, as for warnings",
        prepare=paper_and_ink,
        act=write,
        by="emi",
        to=["ben", "dana"],
        subject={"en": f"[Inventory] {SUBJECT}", "ja": f"[在庫] {SUBJECT}"},
        says={
            "en": ["Ten boxes, please. 十箱お願いします。", "高橋 絵美", f"{PAPER}, Ink インク"],
            "ja": ["Ten boxes, please. 十箱お願いします。", "高橋 絵美", f"{PAPER}, Ink インク"],
        },
    ),
]
