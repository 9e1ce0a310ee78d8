"""The pictures of a mail that is quoted come along: each once, and not without end."""

from base64 import b64encode
from email.message import EmailMessage

import pytest

from kairan.attachments.models import Attachment
from kairan.webmail.models import InlinePicture, Keeping
from kairan.webmail.tests.rich import png
from kairan.webmail.writing import beginnings
from kairan.webmail.writing.pictures import MOST


@pytest.fixture
def answered(aiko, writes, mail_server, received):
    """Answers a mail with the HTML, and the pictures by Content-ID, that it is given."""
    desk = writes(aiko, mail_server)
    Keeping.objects.create(owner=aiko, writes_richly=True)

    def answer(html, pictures=(), *, how=beginnings.reply):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "mori@example.jp", "Slides"
        mail.set_content(html, subtype="html")
        for name, data in pictures:
            mail.add_related(data, "image", "png", cid=f"<{name}>", filename=f"{name}.png")
        return how(received(aiko, mail.as_bytes(), account=desk), by=aiko)

    return answer


def different(count):
    return [png((at, 0, 0), (1, 1)) for at in range(count)]


def as_data(data):
    return f'<img src="data:image/png;base64,{b64encode(data).decode()}">'


def test_a_picture_that_stands_in_a_mail_many_times_comes_along_once(answered):
    draft = answered(as_data(png()) * 200)

    [picture] = draft.pictures.all()
    assert draft.html.count(f'src="cid:{picture.content_id}"') == 200


def test_equal_pictures_of_two_names_come_along_once(answered):
    html = f'<img src="cid:one"><img src="cid:two">{as_data(png())}'
    draft = answered(html, [("one", png()), ("two", png())], how=beginnings.forward)

    [picture] = draft.pictures.all()
    assert draft.html.count(f'src="cid:{picture.content_id}"') == 3
    assert not draft.files.exists()


def test_of_endless_pictures_as_data_so_many_come_along(answered):
    draft = answered("".join(map(as_data, different(MOST + 20))))

    assert draft.pictures.count() == Attachment.objects.count() == MOST
    assert draft.html.count('src="cid:') == MOST
    assert "data:" not in draft.html


def test_pictures_with_a_name_count_too_and_a_forwarded_one_beyond_is_a_file(answered):
    named = [(f"n{at}", data) for at, data in enumerate(different(MOST + 2))]
    html = "".join(f'<img src="cid:{name}">' for name, _ in named) + as_data(png("blue"))

    draft = answered(html, named, how=beginnings.forward)

    assert InlinePicture.objects.count() == MOST
    assert draft.html.count('src="cid:') == MOST
    assert [each.name for each in draft.files.order_by("pk")] == ["n50.png", "n51.png"]
    assert "data:" not in draft.html


def test_what_is_no_picture_takes_no_place(answered):
    wrong = "".join(as_data(b"no picture %d" % at) for at in range(MOST + 1))

    draft = answered(wrong + as_data(png()))

    assert draft.pictures.count() == 1
