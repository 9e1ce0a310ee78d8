"""The guarded process: a file on standard input, a picture that we have made on standard output.

It may take so much memory and time and no more, writes no file, and ends with an error at whatever
it does not understand. PDFium here has no JavaScript, and forms are never opened.
"""

import resource
import sys
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps

MEMORY = 768 * 1024 * 1024
SECONDS = 8
MOST_POINTS = 40_000_000
MOST_PAGES = 2_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def guard() -> None:
    """Give up what the process does not need, for good."""
    for what, most in [
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer the arguments: what it is, the longest side in points, the page; zeros ask for pages.

    Raises whatever the libraries raise.
    """
    kind, size, page = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    data = sys.stdin.buffer.read()
    answer = _of_pdf(data, size, page) if kind == "pdf" else _of_picture(data, size)
    sys.stdout.buffer.write(answer)


def _of_picture(data: bytes, size: int) -> bytes:
    picture = Image.open(BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MOST_POINTS:
        raise ValueError("too many points")
    picture.draft("RGB", (size, size))
    if not size:
        picture.load()
        return b"1"
    turned = ImageOps.exif_transpose(picture.convert("RGBA" if _may_shine(picture) else "RGB"))
    turned.thumbnail((size, size))
    return _written(turned)


def _may_shine(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def _of_pdf(data: bytes, size: int, page: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    if not size:
        return str(min(len(document), MOST_PAGES)).encode()
    sheet = document[page - 1]
    scale = min(size / max(*sheet.get_size(), 1), 4)
    return _written(sheet.render(scale=scale, may_draw_forms=False).to_pil())


def _written(picture: Image.Image) -> bytes:
    drawn = BytesIO()
    picture.info.clear()
    picture.save(drawn, "WEBP", quality=80, method=2)
    return drawn.getvalue()


if __name__ == "__main__":
    guard()
    main()
