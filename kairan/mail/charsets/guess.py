"""Which charset bytes are in when their label does not say, or says what cannot be.

Looking closely takes its time. Within `sparing()` only the first texts that ask for it are looked
at; the others are taken to be in the charset found last, as the parts of a mail are in one.
"""

import codecs
import re
from contextvars import ContextVar
from dataclasses import dataclass

from charset_normalizer import from_bytes

from kairan.mail.charsets import japanese, latin

_JAPANESE_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([@BDOPQ]|\([IJ])")
_FEW = 20_000  # bytes that are looked at: enough for a guess, and no long wait for a large part
_MANY = 100_000
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
# What Japanese text is made of, as against what any two bytes may mean: kana and punctuation,
# which no Japanese sentence lacks; rows of rare characters speak against the reading.
_KANA = re.compile("[ぁ-んァ-ヴー、。「」・〜～！？（）①-⑳㈱㈲]")
_KANJI = re.compile("[一-龠々]")
_PLAIN_KANA = re.compile("[ぁ-んァ-ヴ]")
_PAIRS = re.compile(rb"[\xb0-\xfe][\xa1-\xfe]")
_HANGUL = re.compile("[이는을에다의하고가지기로한은를도사니안회시해서정인보요습합세]")
_HALF_WIDTH = re.compile("[｡-ﾟ]")
_RARE = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff\u0370-\u04ff\u2500-\u257f]")


@dataclass(slots=True)
class _Patience:
    """What may still be looked at, and what was found last."""

    bytes: int = 60_000
    statistics: int = 8
    found: str = "windows-1252"


_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


class sparing:  # noqa: N801 - used like a function, and a class costs a mail half as much
    """Within it, unlabelled texts are looked at closely until it has taken long enough."""

    def __enter__(self) -> None:
        self._token = _patience.set(_Patience())

    def __exit__(self, *_: object) -> None:
        _patience.reset(self._token)


def charset(data: bytes) -> str:
    """The WHATWG name of the most likely encoding of `data`, "us-ascii" when it is just that."""
    if _JAPANESE_ESCAPE.search(data):
        return "iso-2022-jp"
    if data.isascii():
        return "us-ascii"
    marked = _byte_order_mark(data)
    if marked:
        return marked
    if is_mostly_utf8(data):
        return "utf-8"
    return _looked_at(data, _patience.get() or _Patience())


def _looked_at(data: bytes, patience: _Patience) -> str:
    if patience.bytes > 0:
        patience.bytes -= min(len(data), _FEW)
        patience.found = _closely(data, patience)
    return patience.found


def _closely(data: bytes, patience: _Patience) -> str:
    name, text = _japanese(data)
    if not name:
        return _statistical(data, patience)
    if _PLAIN_KANA.search(text):
        return name
    return _neighbour(data[:_FEW]) if name == "euc-jp" else name


def _neighbour(data: bytes) -> str:
    """Which language bytes are in that would be Japanese without kana, were they Japanese.

    Syllables of Korean, and characters in rows where Japan keeps the rare ones, tell the others.
    """
    pairs = _PAIRS.findall(data)
    if len(_HANGUL.findall(data.decode("cp949", "replace"))) > 0.25 * len(pairs):
        return "euc-kr"
    rare = sum(pair[0] >= 0xD0 for pair in pairs)
    return "gbk" if rare > 0.15 * len(pairs) else "euc-jp"


def contradicting(data: bytes, name: str) -> str | None:
    """Another encoding that `data`, which cannot be `name`, plainly is; None when none is plain."""
    if _JAPANESE_ESCAPE.search(data) and name != "iso-2022-jp" and data.isascii():
        return "iso-2022-jp"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return (_japanese(data)[0] or None) if name in _JAPANESE else None
    return None if data.isascii() else "utf-8"


_JAPANESE = frozenset({"shift_jis", "euc-jp", "iso-2022-jp"})


def is_mostly_utf8(data: bytes) -> bool:
    """Whether `data`, as far as it is looked at, has far more good sequences of UTF-8 than bad."""
    sample = data[:_MANY]
    bad = sample.decode("utf-8", "replace").count("\ufffd")
    return len(_MULTIBYTE.findall(sample)) > 4 * bad if bad else True


def _byte_order_mark(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16le"
    return "utf-16be" if data.startswith(codecs.BOM_UTF16_BE) else None


def _japanese(data: bytes) -> tuple[str, str]:
    """Shift_JIS or EUC-JP when one of them reads as a Japanese sentence, and that; else nothing."""
    sample = data[:_FEW]
    texts = {
        "euc-jp": japanese.read_euc_jp(sample),
        "shift_jis": japanese.read_shift_jis(sample),
    }
    scores = {name: _likeness(text) for name, text in texts.items()}
    best = max(scores, key=lambda name: scores[name])
    return (best, texts[best]) if scores[best] > 0.5 else ("", "")


def _likeness(text: str) -> float:
    """How Japanese `text` is: about 1 for a sentence, 0 or less for another language misread."""
    foreign = sum(character > "\x7f" for character in text)
    if not foreign:
        return 0.0
    common = len(_KANA.findall(text)) + 0.9 * len(_KANJI.findall(text))
    doubtful = 0.25 * len(_HALF_WIDTH.findall(text)) - 3 * len(_RARE.findall(text))
    return (common + doubtful) / foreign


def _statistical(data: bytes, patience: _Patience) -> str:
    if len(data) < _TELLING or not patience.statistics:
        return "windows-1252"
    patience.statistics -= 1
    sample = data[:_FEW]
    best = from_bytes(sample).best()
    return _NAMES.get(best.encoding if best else "") or latin.charset(sample)


_TELLING = 16  # bytes; of less, statistics say nothing
_NAMES = {
    "cp1251": "windows-1251",
    "mac_cyrillic": "windows-1251",
    "cp1253": "windows-1253",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp949": "euc-kr",
    "johab": "euc-kr",
    "euc_kr": "euc-kr",
    "big5": "big5",
    "big5hkscs": "big5",
    "gb2312": "gbk",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "hz": "hz",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "cp866": "ibm866",
    "cp1125": "ibm866",
    "iso8859_5": "iso-8859-5",
    "iso8859_7": "iso-8859-7",
    "tis_620": "windows-874",
    "cp874": "windows-874",
    "cp932": "shift_jis",
    "shift_jis": "shift_jis",
    "euc_jp": "euc-jp",
}
