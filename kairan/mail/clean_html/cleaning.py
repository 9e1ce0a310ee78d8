"""Lets only harmless HTML through: written anew from tokens, then sieved by nh3's parser."""

import html
import re

import nh3

from kairan.mail.clean_html import elements, sheets, tokens, urls
from kairan.mail.clean_html.css import Filter
from kairan.mail.clean_html.result import Cleaned, Link
from kairan.mail.clean_html.urls import Cid, Pictures
from kairan.mail.clean_html.writing import Writer, tag

_REL = "noopener noreferrer nofollow"
_SIEVE = nh3.Cleaner(
    tags=set(elements.TAGS),
    clean_content_tags={"script", "style", "title", "iframe"},
    attributes={
        "*": set(elements.GENERAL),
        **{
            name: set(allowed)
            for name, allowed in elements.ATTRIBUTES.items()
            if name not in ("a", "body")
        },
        "a": {"href", "target", "rel"},
    },
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel", "data", "cid"},
)
_CONTAINER_RULE = (
    f".{sheets.CONTAINER}{{position:relative;isolation:isolate;overflow:auto;contain:layout paint}}"
)
# Stands after a link that says another host; no style sheet of the letter can hide it.
_REAL_HOST = ";".join(
    f"{name}:{value}!important"
    for name, value in (
        ("display", "inline"),
        ("visibility", "visible"),
        ("opacity", "1"),
        ("font-size", "13px"),
        ("text-indent", "0"),
        ("color", "#8a1c1c"),
        ("background", "#fff"),
    )
)
_TINY = re.compile(r"\s*0*[0-3](?:\.\d*)?(?:px)?\s*$")
_ZERO = re.compile(r"\s*0+(?:\.0*)?(?:px|%|em|pt)?\s*$")
_HIDDEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|opacity:0(?:\.0*)?|max-(?:width|height):0(?:px)?)"
    r"(?:!important)?(?:;|$)"
)
_SIZE = re.compile(r"(?:^|;)(width|height):([\d.]+(?:px)?)(?:!important)?(?=;|$)")
_LONGEST_LINK_TEXT = 2_000


def clean(
    source: str, *, pictures: bool = False, cid: Cid = None, shunned: frozenset[str] = frozenset()
) -> Cleaned:
    """The HTML of a letter made safe to show, even outside a sandboxed frame.

    `pictures` allows pictures from other machines; without it nothing is fetched at all. `cid`
    gives the address for a Content-ID (without angle brackets), None where the letter has none.
    From hosts that are `shunned` ("office.example", "127.0.0.1:8000") no picture ever comes.
    Ids and classes come back with the prefix "m-", all within <div class="letter-body">.
    """
    return _Cleaning(Pictures(pictures, cid, shunned)).run(source)


class _Cleaning:
    """One letter on its way through."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.css = Filter(pictures)
        self.writer = Writer()
        self.rules: list[str] = []
        self.body: dict[str, str] = {}
        self.links: list[Link] = []
        self.link: tuple[int, str] | None = None
        self.link_text: list[str] = []

    def run(self, source: str) -> Cleaned:
        for token in tokens.read(source.replace("\0", ""), elements.WANTED):
            if isinstance(token, tokens.Text):
                self._text(token.text)
            elif isinstance(token, tokens.Tag):
                self._tag(token)
            else:
                self.rules.append(sheets.scoped(token.css, token.media, self.css))
        self._end_link()
        sieved = _SIEVE.clean(self.writer.finish())
        opening = _SIEVE.clean(tag("div", self._container())).removesuffix("</div>")
        sheet = _CONTAINER_RULE + "".join(self.rules).replace("<", "\\3c ")
        return Cleaned(
            html=f"<style>{sheet}</style>{opening}{sieved}</div>",
            remote_pictures=self.pictures.remote,
            links=tuple(self.links),
            origins=tuple(self.pictures.origins),
        )

    def _container(self) -> dict[str, str]:
        classes = self.body.pop("class", "")
        return {"class": f"{sheets.CONTAINER} {classes}".strip(), **self.body}

    def _text(self, text: str) -> None:
        if self.link is not None:
            self.link_text.append(text)
        self.writer.text(text)

    def _tag(self, token: tokens.Tag) -> None:
        name = token.name
        if name == "a" or name in elements.CELLS:
            self._end_link()
        if token.is_closing:
            self._closing(name)
        elif name in ("body", "html"):
            self._root(token)
        elif name == "img":
            self._image(token)
        elif name == "a":
            self._anchor(token)
        elif name in elements.TAGS:
            self.writer.open(name, self._attributes(name, token.attributes))

    def _closing(self, name: str) -> None:
        if name == "p" and "p" not in self.writer.names:
            self.writer.text("<br>")
        elif name in elements.TAGS and name not in elements.VOID:
            self.writer.close(name)

    def _root(self, token: tokens.Tag) -> None:
        """The look of the page becomes the look of the container."""
        found = self._attributes("body", token.attributes)
        style = [self.body.get("style", ""), found.pop("style", "")]
        if "bgcolor" in found and re.fullmatch(r"#?\w{1,30}", found["bgcolor"]):
            style.insert(0, f"background-color:{found['bgcolor']}")
        if "text" in found and re.fullmatch(r"#?\w{1,30}", found["text"]):
            style.insert(0, f"color:{found['text']}")
        picture = found.get("background", "")
        if picture and re.fullmatch(r"[^\s\"'()\\<>]+", picture):
            style.insert(0, f'background-image:url("{picture}")')
        kept = {key: value for key, value in found.items() if key in elements.GENERAL}
        self.body = {**self.body, **kept, "style": ";".join(filter(None, style))}

    def _attributes(self, name: str, given: dict[str, str]) -> dict[str, str]:
        allowed = elements.ATTRIBUTES.get(name, frozenset())
        kept: dict[str, str] = {}
        for key, value in given.items():
            if key in allowed or key in elements.GENERAL:
                written = self._attribute(key, value)
                if written or (key == "alt" and not value):
                    kept[key] = written
        return kept

    def _attribute(self, key: str, value: str) -> str:
        if key == "style":
            return self.css.style(value)
        if key in ("class", "id"):
            return " ".join(sheets.PREFIX + word for word in value.split()[:50])
        if key == "background":
            return self.pictures.source(value)
        if key in ("href", "src"):
            return ""
        return value

    def _image(self, token: tokens.Tag) -> None:
        attributes = self._attributes("img", token.attributes)
        source = token.attributes.get("src", "")
        if urls.is_remote(source) and is_beacon(attributes):
            return
        url = self.pictures.source(source) if source else ""
        if url:
            attributes["src"] = url
        self.writer.open("img", attributes)

    def _anchor(self, token: tokens.Tag) -> None:
        href = urls.link(token.attributes.get("href", ""))
        attributes = self._attributes("a", token.attributes)
        if href:
            attributes |= {"href": href, "target": "_blank", "rel": _REL}
        place = self.writer.open("a", attributes)
        if href and place >= 0:
            self.link = (place, href)

    def _end_link(self) -> None:
        """Marks a link that says one host and leads to another; its title names where it leads."""
        if self.link is None:
            return
        place, href = self.link
        text = html.unescape("".join(self.link_text)[:_LONGEST_LINK_TEXT]).strip()
        deceives = urls.is_deceptive(href, text)
        if deceives:
            kept = re.sub(r' (?:class|title)="[^"]*"', "", self.writer.out[place])
            mark = f' class="deceptive-link" title="{html.escape(urls.host(href))}">'
            self.writer.out[place] = kept.removesuffix(">") + mark
            self.writer.open("b", {"style": _REAL_HOST})
            self.writer.text(f" [{html.escape(urls.host(href))}]")
            self.writer.close("b")
        self.links.append(Link(href, " ".join(text.split()), deceives))
        self.link, self.link_text = None, []


def is_beacon(attributes: dict[str, str]) -> bool:
    """Is this a picture nobody is meant to see: a point, of no size, or hidden?"""
    style = attributes.get("style", "")
    sizes: dict[str, str] = {}
    sizes |= {key: attributes[key] for key in ("width", "height") if key in attributes}
    sizes |= {match[1]: match[2] for match in _SIZE.finditer(style)}
    if _HIDDEN.search(style) or any(_ZERO.match(size) for size in sizes.values()):
        return True
    return len(sizes) == 2 and all(_TINY.match(size) for size in sizes.values())
