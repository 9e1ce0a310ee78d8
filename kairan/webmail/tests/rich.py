"""A letter with formatting as the page of writing posts it, and pictures for it."""

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kairan.webmail.tests.letters import post

FILES = "/webmail/letters/files/"
PICTURES = "/webmail/letters/pictures/"


def post_richly(client, account, html, **changes):
    """Post a letter as the editor does."""
    return post(client, account, html=html, is_rich="1", body="", **changes)


def png(colour="red", size=(4, 3)):
    """Return the bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def add_picture(client, key, *, name="chart.png", data=None):
    """Upload a picture into the text of a letter; return how its HTML names it."""
    file = SimpleUploadedFile(name, data or png())
    told = client.post(PICTURES, {"key": key, "file": file}).json()
    uuid = re.search(r"/pictures/([0-9a-f-]{36})/$", told["url"])[1]
    return told["url"], f"cid:{uuid.replace('-', '')}@kairan"


def parts_of(mail):
    """Return the content types of a mail, nested as they are."""
    kind = mail.get_content_type()
    return [kind, *map(parts_of, mail.iter_parts())] if mail.is_multipart() else kind
