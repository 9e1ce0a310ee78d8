"""HTML letters that try to run something, to fetch something, or to be something else.

Most stand in `attacks.txt`. `OWN` in them is the address of the office that shows them, all that
is elsewhere is called `evil.example`.
"""

from pathlib import Path

_URL_PROPERTIES = (
    "background", "background-image", "border-image", "border-image-source", "list-style",
    "list-style-image", "content", "cursor", "filter", "-webkit-filter", "backdrop-filter", "mask",
    "mask-image", "-webkit-mask", "-webkit-mask-image", "clip-path", "shape-outside", "offset-path",
    "src", "behavior", "-moz-binding", "marker-start", "fill", "stroke", "-webkit-border-image",
    "-webkit-box-reflect", "--x", "symbols",
)  # fmt: skip

_STYLED = tuple(
    f"<p style=\"{name}:url('http://evil.example/{name}')\">{name}</p>"
    f"<style>q{{{name}:url(http://evil.example/s-{name}) !important}}</style><q>{name}</q>"
    for name in _URL_PROPERTIES
)

_WITH_CONTROLS = (
    "<a href='jav&#x09;ascript:alert(1)'>x</a><a href='\x01javascript:alert(1)'>y</a>",
    "<b\x00 onclick=alert(1)><im\x00g src=x onerror=alert(1)><a/href=javascript:alert(1)>x",
)


def attacks(own: str) -> list[str]:
    """All of them, aimed at the office at `own` ("http://127.0.0.1:8000")."""
    written = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split("\n=====\n")
    bare = own.partition("://")[2]
    return [
        each.replace("OWN", own).replace("own.example", bare)
        for each in (*written, *_WITH_CONTROLS, *_STYLED)
    ]
