"""The Default Character Codes in the words of people."""

from django.utils.translation import gettext_lazy as _

from kairan.mail.charsets import Code

_WORDS = {
    Code.UTF_8: _("UTF-8 (all languages)"),
    Code.ISO_2022_JP: _("ISO-2022-JP (Japanese)"),
    Code.SHIFT_JIS: _("Shift_JIS (Japanese)"),
    Code.EUC_JP: _("EUC-JP (Japanese)"),
    Code.EUC_KR: _("EUC-KR (Korean)"),
    Code.GB18030: _("GB18030 (Chinese)"),
    Code.GB2312: _("GB2312 (simplified Chinese)"),
    Code.BIG5: _("Big5 (traditional Chinese)"),
    Code.ISO_8859_1: _("ISO-8859-1 (Western European)"),
    Code.ISO_8859_2: _("ISO-8859-2 (Central European)"),
    Code.ISO_8859_5: _("ISO-8859-5 (Cyrillic)"),
    Code.ISO_8859_7: _("ISO-8859-7 (Greek)"),
    Code.ISO_8859_9: _("ISO-8859-9 (Turkish)"),
    Code.ISO_8859_15: _("ISO-8859-15 (Western European with €)"),
    Code.KOI8_R: _("KOI8-R (Russian)"),
    Code.KOI8_U: _("KOI8-U (Ukrainian)"),
    Code.WINDOWS_1251: _("windows-1251 (Cyrillic)"),
    Code.WINDOWS_1252: _("windows-1252 (Western European)"),
    Code.TIS_620: _("TIS-620 (Thai)"),
    Code.US_ASCII: _("US-ASCII (English only)"),
}

CODES = [(code.value, _WORDS[code]) for code in Code]
