"""Text written in a chosen code, only where every reader will read the same."""

from kairan.mail.charsets.codes import Code, DoesNotFit
from kairan.mail.charsets.japanese import WAVES
from kairan.mail.charsets.reading import read_as

# A label is read in two ways: as the standard it names (iconv, Python, Java) and as its Windows
# superset (browsers, Outlook, Thunderbird, phones). A text fits only if both show the same. Hence
# circled numbers and half-width kana, which a strict reader of ISO-2022-JP cannot show (and which
# Outlook would turn into full-width ones), make the letter go out in UTF-8, which all can read.
# The exception are the places of which the two readers only differ in the name they give in
# Unicode to one and the same sign, "～" first among them: those stay.
_WINDOWS_TO_STANDARD = {windows: standard for standard, windows in WAVES.items()}
_TO_STANDARD = {
    Code.ISO_2022_JP: _WINDOWS_TO_STANDARD,
    Code.SHIFT_JIS: _WINDOWS_TO_STANDARD,
    Code.EUC_JP: _WINDOWS_TO_STANDARD,
    Code.GB2312: {0xB7: 0x30FB, 0x2014: 0x2015},  # middle dot and dash
}
_SAME_SIGN = {Code.ISO_2022_JP: WAVES, Code.SHIFT_JIS: WAVES, Code.EUC_JP: WAVES}

# Characters that came into a code later, or moved in it: readers differ by their age.
_UNSETTLED = {
    Code.EUC_KR: frozenset("€®"),
    Code.GB18030: frozenset("\u1e3f\u20ac︐︑︒︓︔︕︖︗︘︙龴龵龶龷龸龹龺龻"),
    Code.KOI8_U: frozenset("ўЎ╝╬"),
    Code.ISO_8859_7: frozenset("€₯ͺ"),
}
_PRIVATE = range(0xE000, 0xF900)


def encode(text: str, code: Code) -> bytes:
    """`text` in `code`.

    Raises DoesNotFit with the first character that the code, or one of its usual readers, lacks.
    """
    if code is not Code.UTF_8 and not text.isascii():
        return _encode_settled(text, code)
    try:
        data = text.encode(code.codec)
    except UnicodeEncodeError as error:
        raise DoesNotFit(text[error.start], code) from error
    if code is Code.ISO_2022_JP and (found := _shift_in(text)):
        raise DoesNotFit(found, code)
    return data


def fits(text: str, code: Code) -> bool:
    """Whether `encode(text, code)` succeeds."""
    try:
        encode(text, code)
    except DoesNotFit:
        return False
    return True


def _encode_settled(text: str, code: Code) -> bytes:
    unsettled = _UNSETTLED.get(code, frozenset())
    for character in text:
        if character in unsettled or ord(character) in _PRIVATE:
            raise DoesNotFit(character, code)
    try:
        data = text.translate(_TO_STANDARD.get(code, {})).encode(code.codec)
    except UnicodeEncodeError as error:
        raise DoesNotFit(text[error.start], code) from error
    expected = text.translate(_SAME_SIGN.get(code, {}))
    shown = read_as(data, code.value).text
    if shown != expected:
        raise DoesNotFit(_first_difference(text, expected, shown), code)
    return data


def _first_difference(text: str, expected: str, shown: str) -> str:
    pairs = zip(text, expected, shown.ljust(len(text)), strict=False)
    return next((written for written, wanted, read in pairs if wanted != read), text[-1])


def _shift_in(text: str) -> str:
    """The first character that would be taken for a change of the character set."""
    return next((character for character in text if character in "\x1b\x0e\x0f"), "")
