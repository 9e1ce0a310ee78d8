"""Decides what of a mail is shown as text, what hangs on it as a file, and decodes the texts."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from kairan.mail import charsets
from kairan.mail.parse import parameters, tnef, transfer, words
from kairan.mail.parse.message import Attachment, Body
from kairan.mail.parse.tree import Node, Tree

_SHOWN = frozenset({"text/plain", "text/html"})
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w:.-]{2,40})""", re.IGNORECASE
)
_RETURN = ord("\r")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_MOST_WRAPPED = 1_000
_SHORT = 300
_RANKS = {"text/plain": 1, "text/html": 2}
_TRANSFERS = frozenset({"", "7bit", "8bit", "binary", "base64", "quoted-printable"})


@dataclass(slots=True)
class Contents:
    """The texts and files of a mail, and the charset its first text is in."""

    text: str = ""
    html: str = ""
    charset: str = ""
    bodies: tuple[Body, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[Attachment, ...] = ()


@dataclass(slots=True, frozen=True)
class _Described:
    """What the head of a part says of its body."""

    encoding: str
    disposition: str
    name: str
    charset: str


@dataclass(slots=True)
class _Leaf:
    """A part without parts, with what its head says of it."""

    node: Node
    index: int
    said: _Described


@dataclass(slots=True)
class _Collected:
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    bodies: list[tuple[int, Body]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    charset: str = ""
    chosen: str = ""
    wrapped: int = 0
    """Files found within other files."""


def read(found: Tree, *, chosen: str = "") -> Contents:
    """The contents of a mail that has been taken apart; notes what is wrong in its defects.

    Texts are read in the charset that is `chosen`, if any.
    """
    collected = _Collected(charset=chosen, chosen=chosen)
    for index, node in enumerate(found.nodes):
        if node.kind:
            continue
        leaf = _leaf(node, index)
        is_text = node.type in _SHOWN and leaf.said.disposition != "attachment"
        if is_text:
            _collect_text(found, leaf, collected)
        if not is_text or (leaf.said.name and (leaf.said.disposition or len(found.nodes) > 1)):
            _collect_file(found, leaf, collected)
    shown = _shown(found) if len(collected.bodies) > 1 else None
    return Contents(
        text="\n".join(collected.texts),
        html="\n".join(collected.htmls),
        charset=collected.charset,
        bodies=tuple([body for index, body in collected.bodies if shown is None or shown[index]]),
        attachments=tuple(collected.attachments),
        calendars=tuple([part for part in collected.attachments if part.type == "text/calendar"]),
    )


def _leaf(node: Node, index: int) -> _Leaf:
    head = node.head
    said = (
        head.first(b"content-type"),
        head.first(b"content-disposition"),
        head.first(b"content-transfer-encoding"),
    )
    is_short = len(said[0]) + len(said[1]) < _SHORT
    return _Leaf(node, index, _known(*said) if is_short else _described(*said))


@lru_cache(maxsize=2048)
def _known(content_type: bytes, disposition: bytes, encoding: bytes) -> _Described:
    """What a part says in words that many others use."""
    return _described(content_type, disposition, encoding)


def _described(content_type: bytes, disposition: bytes, encoding: bytes) -> _Described:
    parameter = parameters.read(content_type)
    name = parameters.read(disposition).get("filename", "") if disposition else ""
    return _Described(
        transfer.encoding_name(encoding),
        _disposition(disposition),
        name or parameter.get("name", "") or parameter.get("filename", ""),
        parameter.get("charset", ""),
    )


def _disposition(raw: bytes) -> str:
    kind = raw.partition(b";")[0].strip().lower().decode("latin-1")
    return kind if kind in ("inline", "attachment") else ""


def _collect_text(found: Tree, leaf: _Leaf, collected: _Collected) -> None:
    encoded = found.data[leaf.node.start : leaf.node.end]
    if leaf.said.encoding == "quoted-printable":
        encoded = _without_returns(encoded)
    data, defects = transfer.decode(encoded, leaf.said.encoding)
    if defects:
        found.defects.update(defects)
    if leaf.said.encoding not in _TRANSFERS:
        found.defects.add("unknown-encoding")
    if leaf.node.type == "text/html":
        text = _decoded(found, leaf, data, collected)
        collected.htmls.append(text)
        collected.bodies.append((leaf.index, Body("text/html", text)))
        return
    text = _decoded(found, leaf, data, collected)
    collected.texts.append(text)
    files = transfer.inline_files(data, most=_MOST_WRAPPED - collected.wrapped)
    collected.wrapped += len(files)
    collected.attachments.extend(
        Attachment(name=words.decode_text(name), type="application/octet-stream", encoded=content)
        for _, _, name, content in files
    )
    if files:
        text = _decoded(found, leaf, _without(data, files), collected)
    collected.bodies.append((leaf.index, Body("text/plain", text)))


def _without(data: bytes, files: list[tuple[int, int, bytes, bytes]]) -> bytes:
    """The text without the files that stand in it."""
    ends = [0, *(end for _, end, _, _ in files)]
    starts = [*(start for start, _, _, _ in files), len(data)]
    return b"".join(data[end:start] for end, start in zip(ends, starts, strict=True))


def _decoded(found: Tree, leaf: _Leaf, data: bytes, collected: _Collected) -> str:
    if not _is_wide(data, leaf.said.charset):
        data = _with_line_feeds(data)
    label = collected.chosen or leaf.said.charset
    if not label and leaf.node.type == "text/html" and not data.isascii():
        meta = _META_CHARSET.search(data[:4096])
        label = meta[1].decode("latin-1") if meta else ""
    decode = charsets.read_as if collected.chosen else charsets.decode
    text, charset, _, defects = decode(data, label)
    if defects and defects != ("missing-charset",):
        found.defects.update(defects)
    if not collected.charset:
        collected.charset = leaf.said.charset or charset
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "") if "\0" in text else text


def _with_line_feeds(data: bytes) -> bytes:
    data = _without_returns(data)
    if _RETURN not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _without_returns(data: bytes) -> bytes:
    """Line feeds for line ends, unless a return stands alone, as the first of CR CR LF does."""
    if _RETURN in data and not _LONE_RETURN.search(data):
        return data.replace(b"\r", b"")  # Twice as quick as to look for two bytes.
    return data


def _is_wide(data: bytes, label: str) -> bool:
    """May a line end take more than a byte?"""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    name = charsets.name_of(label) if label else None
    return name is not None and name.startswith(("utf-16", "utf-32"))


def _collect_file(found: Tree, leaf: _Leaf, collected: _Collected) -> None:
    head = leaf.node.head
    part = Attachment(
        name=leaf.said.name,
        type=leaf.node.type,
        charset=leaf.said.charset,
        content_id=words.decode_text(head.first(b"content-id")[:1000]).strip("<> "),
        location=words.decode_text(head.first(b"content-location")[:2000]),
        disposition=leaf.said.disposition,
        encoded=memoryview(found.data)[leaf.node.start : leaf.node.end],
        encoding=leaf.said.encoding,
    )
    collected.attachments.append(part)
    if part.type == "application/ms-tnef" or part.name.lower() == "winmail.dat":
        _collect_wrapped(part, collected)


def _collect_wrapped(part: Attachment, collected: _Collected) -> None:
    files = tnef.files(part.data)[: _MOST_WRAPPED - collected.wrapped]
    collected.wrapped += len(files)
    collected.attachments.extend(
        Attachment(name=name, type="application/octet-stream", encoded=data) for name, data in files
    )


def _shown(found: Tree) -> list[bool]:
    """Which entities a reader shows: of each alternative the richest, the last of equals."""
    nodes = found.nodes
    ranks = [0 if node.kind else _RANKS.get(node.type, 0) for node in nodes]
    best = [-1] * len(nodes)
    for index in range(len(nodes) - 1, 0, -1):
        parent = nodes[index].parent
        if best[parent] < 0 or ranks[index] > ranks[best[parent]]:
            best[parent] = index
        ranks[parent] = max(ranks[parent], ranks[index])
    shown = [True] * len(nodes)
    for index in range(1, len(nodes)):
        parent = nodes[index].parent
        shown[index] = shown[parent] and (
            nodes[parent].kind != "alternative" or best[parent] == index
        )
    return shown
