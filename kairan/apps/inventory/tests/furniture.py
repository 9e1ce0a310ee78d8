"""One of everything that Inventory has, for the journeys through every page."""

from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.apps.inventory.models import Item, Message
from kairan.apps.inventory.operations import (
    Details,
    Letter,
    Move,
    add_item,
    entrust_everything,
    move,
    retire,
    write_to_administrators,
)
from kairan.people.models import Group, User
from kairan.people.operations import create_group
from kairan.people.picker import Selection

# One pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def furnish(author: User, reader: User) -> None:
    """Keep paper that runs low and is asked for, something that only keepers see, an old telex."""
    group = Group.objects.first()
    if group is None:
        group = create_group("Sales 営業部", members=[author.pk, reader.pk], by=author)
    entrust_everything(Selection(groups=(group.pk,)), by=author)
    paper = add_item(
        Details(
            name="Copy paper A4 コピー用紙",
            code=f"紙-{author.pk}",
            unit="箱",
            place="Store room 倉庫",
            note="Recycled. 再生紙\nhttps://example.com/paper",
            is_shared=False,
            group=group,
            managers=Selection.of([reader]),
            warning_level=Decimal(3),
            attached=[
                SimpleUploadedFile("棚.png", PICTURE),
                SimpleUploadedFile("注文書.txt", b"order"),
            ],
        ),
        by=author,
        on_hand=Decimal(10),
    )
    taken = Move(kind="issue", quantity=Decimal("7.5"), person=author, why="Training 研修")
    move(paper, taken, by=author)
    write_to_administrators(
        [paper],
        Letter(subject="More paper? 紙の補充", text="By Monday, please. 月曜まで"),
        by=author,
    )
    hidden = Details(name="Gift cards ギフト券", unit="枚", is_shared=False, is_self_service=False)
    add_item(hidden, by=author)
    add_item(Details(name="Ballpoint pens ボールペン", unit="本"), by=author)
    retire(add_item(Details(name="Telex テレックス"), by=author), by=author)


def doors(viewer: User, other: User) -> dict[str, dict[str, Any]]:
    """Return how ``viewer`` reaches what ``other`` furnished."""
    paper = Item.objects.get(created_by=other, is_low=True)
    picture = paper.files.earliest("pk")
    item = {"pk": paper.pk}
    return {
        "inventory:show": item,
        "inventory:edit": item,
        "inventory:messages": item,
        "inventory:ask": item,
        "inventory:file": {**item, "file": picture.pk},
        "inventory:message": {"pk": Message.objects.get(writer=other).pk},
        "inventory:group": {"pk": Group.objects.earliest("pk").pk},
    }
