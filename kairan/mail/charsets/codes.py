"""The Default Character Codes: in which charset letters go out, and what fits into each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Transfer = Literal["7bit", "quoted-printable", "base64"]


class DoesNotFit(ValueError):
    """The text holds a character that the code cannot carry so that every reader sees it.

    `character` is the first such character, `code` the code it does not fit.
    """

    def __init__(self, character: str, code: "Code") -> None:
        super().__init__(f"U+{ord(character):04X} does not fit {code.value}.")
        self.character = character
        self.code = code


class Code(StrEnum):
    """A charset that letters are written in; the value is its MIME label."""

    UTF_8 = "UTF-8"
    ISO_2022_JP = "ISO-2022-JP"
    SHIFT_JIS = "Shift_JIS"
    EUC_JP = "EUC-JP"
    EUC_KR = "EUC-KR"
    GB18030 = "GB18030"
    GB2312 = "GB2312"
    BIG5 = "Big5"
    ISO_8859_1 = "ISO-8859-1"
    ISO_8859_2 = "ISO-8859-2"
    ISO_8859_5 = "ISO-8859-5"
    ISO_8859_7 = "ISO-8859-7"
    ISO_8859_9 = "ISO-8859-9"
    ISO_8859_15 = "ISO-8859-15"
    KOI8_R = "KOI8-R"
    KOI8_U = "KOI8-U"
    WINDOWS_1251 = "windows-1251"
    WINDOWS_1252 = "windows-1252"
    TIS_620 = "TIS-620"
    US_ASCII = "US-ASCII"

    @property
    def human(self) -> str:
        """Its name for people, in English: what it is for, then the label."""
        return _TRAITS[self].human

    @property
    def transfer(self) -> Transfer:
        """How a text body without slots travels in it when it is not plain ASCII."""
        return _TRAITS[self].transfer

    @property
    def codec(self) -> str:
        """The Python codec of the standard the label names (not of its Windows superset)."""
        return _TRAITS[self].codec


@dataclass(frozen=True, slots=True)
class _Traits:
    human: str
    codec: str
    transfer: Transfer


_TRAITS = {
    Code.UTF_8: _Traits("Unicode (UTF-8)", "utf-8", "base64"),
    Code.ISO_2022_JP: _Traits("Japanese (ISO-2022-JP)", "iso2022_jp", "7bit"),
    Code.SHIFT_JIS: _Traits("Japanese (Shift_JIS)", "shift_jis", "base64"),
    Code.EUC_JP: _Traits("Japanese (EUC-JP)", "euc_jp", "base64"),
    Code.EUC_KR: _Traits("Korean (EUC-KR)", "euc_kr", "base64"),
    Code.GB18030: _Traits("Chinese (GB18030)", "gb18030", "base64"),
    Code.GB2312: _Traits("Chinese, simplified (GB2312)", "gb2312", "base64"),
    Code.BIG5: _Traits("Chinese, traditional (Big5)", "big5", "base64"),
    Code.ISO_8859_1: _Traits("Western European (ISO-8859-1)", "latin-1", "quoted-printable"),
    Code.ISO_8859_2: _Traits("Central European (ISO-8859-2)", "iso8859_2", "quoted-printable"),
    Code.ISO_8859_5: _Traits("Cyrillic (ISO-8859-5)", "iso8859_5", "base64"),
    Code.ISO_8859_7: _Traits("Greek (ISO-8859-7)", "iso8859_7", "base64"),
    Code.ISO_8859_9: _Traits("Turkish (ISO-8859-9)", "iso8859_9", "quoted-printable"),
    Code.ISO_8859_15: _Traits("Western European (ISO-8859-15)", "iso8859_15", "quoted-printable"),
    Code.KOI8_R: _Traits("Russian (KOI8-R)", "koi8_r", "base64"),
    Code.KOI8_U: _Traits("Ukrainian (KOI8-U)", "koi8_u", "base64"),
    Code.WINDOWS_1251: _Traits("Cyrillic (windows-1251)", "cp1251", "base64"),
    Code.WINDOWS_1252: _Traits("Western European (windows-1252)", "cp1252", "quoted-printable"),
    Code.TIS_620: _Traits("Thai (TIS-620)", "tis_620", "base64"),
    Code.US_ASCII: _Traits("ASCII only (US-ASCII)", "ascii", "7bit"),
}
