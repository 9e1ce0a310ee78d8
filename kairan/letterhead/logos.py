"""Logos: a picture that somebody uploads becomes one of ours, small, flat and without a past.

It is decoded and encoded again, so that nothing of the file travels on: no script, no place where a
photograph was taken, no second picture behind the first. It stands on white, in the dark too.
"""

import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 2_000_000
MOST_PIXELS = 25_000_000
WIDEST, HIGHEST = 200, 60
"""Pixels as shown; kept are up to twice as many, for fine screens."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


class NotALogo(ValueError):
    """A file that cannot become a logo; the message is a sentence for whoever uploaded it."""


@dataclass(frozen=True)
class Logo:
    """A picture ready to travel: its bytes, their media type, its size as shown in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def read_logo(file: IO[bytes]) -> Logo:
    """Return the picture in ``file`` as a logo; raise :class:`NotALogo`."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotALogo(_("This file is larger than 2 MB. Choose a smaller picture."))
    flat = _flat(data)
    flat.thumbnail((2 * WIDEST, 2 * HIGHEST), Image.Resampling.LANCZOS)
    scale = min(1, WIDEST / flat.width, HIGHEST / flat.height)
    encoded, media_type = min(_encodings(flat), key=lambda each: len(each[0]))
    return Logo(
        encoded,
        media_type,
        width=max(1, round(flat.width * scale)),
        height=max(1, round(flat.height * scale)),
    )


def _flat(data: bytes) -> Image.Image:
    """Return the first picture in ``data`` on white, upright; raise :class:`NotALogo`."""
    try:
        size, upright = _decoded(data)
    except Exception as error:  # Whatever a decoder makes of hostile bytes.
        sentence = _("This is no picture that can be used. Choose a PNG, JPEG, GIF or WebP file.")
        raise NotALogo(sentence) from error
    if upright is None:
        sentence = _(
            "This picture has %(width)d × %(height)d pixels, which is too many. Make it smaller."
        )
        raise NotALogo(sentence % {"width": size[0], "height": size[1]})
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _decoded(data: bytes) -> tuple[tuple[int, int], Image.Image | None]:
    """Return the size of the picture in ``data``, and it; None when it is too large to decode."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # We count ourselves.
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return opened.size, None
            return opened.size, ImageOps.exif_transpose(opened).convert("RGBA")


def _encodings(picture: Image.Image) -> list[tuple[bytes, str]]:
    """Return ``picture`` as PNG, best for drawings, and as JPEG, best for photographs."""
    png, jpeg = io.BytesIO(), io.BytesIO()
    picture.save(png, "PNG", optimize=True)
    picture.save(jpeg, "JPEG", quality=85, optimize=True)
    return [(png.getvalue(), "image/png"), (jpeg.getvalue(), "image/jpeg")]
