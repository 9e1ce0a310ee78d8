"""Pictures as people upload them."""

import io

from PIL import Image

Orientation = 0x0112


def picture(width=300, height=120, colour="navy", kind="PNG", **details):
    """The bytes of a picture of one colour."""
    mode = "RGBA" if kind in {"PNG", "WEBP"} else "RGB"
    made = io.BytesIO()
    Image.new(mode, (width, height), colour).save(made, kind, **details)
    return made.getvalue()


def opened(data):
    """The picture in ``data``."""
    return Image.open(io.BytesIO(data))
