"""What the name of a charset means: WHATWG labels, and those that only mail uses."""

from functools import lru_cache

# Left the name by which this house calls an encoding, right every other label for it.
# https://encoding.spec.whatwg.org/#names-and-labels, and the labels seen in letters only.
_LABELS = {
    "utf-8": """
        cp65001 unicode-1-1-utf-8 unicode-2-0-utf-8 unicode11utf8 unicode20utf8 utf-8-mac
        utf-8-sig utf-8n utf8 utf8mb4 utf8n utf_8 x-unicode20utf8 x-utf-8
    """,
    "ibm866": """
        866 cp866 csibm866
    """,
    "iso-8859-2": """
        csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
    """,
    "iso-8859-3": """
        csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
    """,
    "iso-8859-4": """
        csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
    """,
    "iso-8859-5": """
        csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
    """,
    "iso-8859-6": """
        arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e
        iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
    """,
    "iso-8859-7": """
        csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7
        iso_8859-7:1987 sun_eu_greek
    """,
    "iso-8859-8": """
        csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598
        iso_8859-8 iso_8859-8:1988 visual
    """,
    "iso-8859-8-i": """
        csiso88598i logical
    """,
    "iso-8859-10": """
        csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
    """,
    "iso-8859-13": """
        iso8859-13 iso885913
    """,
    "iso-8859-14": """
        iso8859-14 iso885914
    """,
    "iso-8859-15": """
        csisolatin9 iso8859-15 iso885915 iso8859_15 iso_8859-15 l9 latin-9 latin0 latin9
    """,
    "iso-8859-16": """
    """,
    "koi8-r": """
        20866 cp878 cskoi8r koi koi8 koi8_r koi8r
    """,
    "koi8-u": """
        koi8-ru koi8u
    """,
    "macintosh": """
        csmacintosh mac x-mac-roman
    """,
    "windows-874": """
        cp874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis-620-0 tis620 tis620-0
        tis620.2533-0 tis_620
    """,
    "windows-1250": """
        cp1250 windows_1250 x-cp1250
    """,
    "windows-1251": """
        cp1251 windows_1251 x-cp1251
    """,
    "windows-1252": """
        646 ansi ansi_x3.4-1968 ansi_x3.4-1986 ascii ascii-us cp-1252 cp1252 cp819 csisolatin1
        ibm819 iso-8859-1 iso-ir-100 iso646-us iso8859-1 iso88591 iso8859_1 iso_8859-1
        iso_8859-1:1987 l1 latin-1 latin1 us-ascii us_ascii windows1252 windows_1252 x-cp1252
    """,
    "windows-1253": """
        cp1253 windows_1253 x-cp1253
    """,
    "windows-1254": """
        cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989
        l5 latin5 windows_1254 x-cp1254
    """,
    "windows-1255": """
        cp1255 windows_1255 x-cp1255
    """,
    "windows-1256": """
        cp1256 windows_1256 x-cp1256
    """,
    "windows-1257": """
        cp1257 windows_1257 x-cp1257
    """,
    "windows-1258": """
        cp1258 windows_1258 x-cp1258
    """,
    "x-mac-cyrillic": """
        x-mac-ukrainian
    """,
    "gbk": """
        chinese cn-gb cp51936 cp936 csgb2312 csiso58gb231280 euc-cn euc_cn euccn gb gb-2312
        gb2312 gb2312-80 gb_2312 gb_2312-80 iso-ir-58 ms936 windows-936 x-euc-cn x-gbk
    """,
    "gb18030": """
        cp54936 gb-18030 gb18030-2000 gb18030-2005 gb18030-2022 gb_18030 windows-54936
    """,
    "big5": """
        big-5 big5-2003 big5-eten big5-hkscs big5_hkscs big5hkscs cn-big5 cp950 cp951 csbig5
        ms950 windows-950 x-big5 x-x-big5
    """,
    "euc-jp": """
        cp51932 cseucpkdfmtjapanese euc-jis-2004 euc-jisx0213 euc-jp-ms euc_jp eucjp eucjp-ms
        eucjp-open eucjp-win ujis x-euc-jp
    """,
    "iso-2022-jp": """
        cp50220 cp50221 cp50222 csiso2022jp csiso2022jp2 iso-2022-jis iso-2022-jp-1
        iso-2022-jp-2 iso-2022-jp-2004 iso-2022-jp-2022 iso-2022-jp-3 iso-2022-jp-ext
        iso-2022-jp-ms iso2022-jp iso2022jp iso_2022-jp jis x-iso-2022-jp x-jis
    """,
    "shift_jis": """
        cp932 cp943 csshiftjis cswindows31j ibm943 ms-kanji ms932 ms_kanji mskanji shift-jis
        shift-jisx0213 shift_jis-2004 shift_jisx0213 shiftjis sjis sjis-win windows-31j
        windows-932 windows932 x-ms-cp932 x-shift-jis x-shift_jis x-sjis
    """,
    "euc-kr": """
        cp51949 cp949 cseuckr csksc56011987 euc_kr euckr iso-ir-149 korean ks-c-5601-1987
        ks_c-5601-1987 ks_c_5601 ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc5601-1987 ksc_5601
        ms949 uhc windows-949 x-euc-kr x-windows-949
    """,
    "utf-16be": """
        unicodefffe utf-16-be utf16be
    """,
    "utf-16le": """
        csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16-le utf16 utf16le
        utf_16
    """,
    "utf-7": """
        cp65000 csunicode11utf7 unicode-1-1-utf-7 utf-7-imap utf7 x-unicode-2-0-utf-7
    """,
    "hz": """
        hz-gb hz-gb-2312 hzgb
    """,
    "iso-2022-kr": """
        csiso2022kr iso2022-kr iso2022kr
    """,
    "utf-32": """
        iso-10646-ucs-4 ucs-4 utf32
    """,
    "utf-32le": """
        utf-32-le
    """,
    "utf-32be": """
        utf-32-be
    """,
}

_NAME_OF = {label: name for name, labels in _LABELS.items() for label in (name, *labels.split())}

# Only where Python's codec goes by another name, or is less than the web means.
_CODECS = {
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859_8",
    "x-mac-cyrillic": "mac_cyrillic",
    "macintosh": "mac_roman",
    "iso-2022-kr": "iso2022_kr",
}

ASCII_LABELS = frozenset(
    {
        "us-ascii",
        "ascii",
        "us_ascii",
        "ansi_x3.4-1968",
        "ansi_x3.4-1986",
        "646",
        "iso646-us",
        "iso-ir-6",
    }
)


@lru_cache(maxsize=1024)
def name_of(label: str) -> str | None:
    """The WHATWG name, in lower case, of the encoding that `label` means; None if nobody knows.

    White space, quotes and case around a label do not matter: `' "X-SJIS" '` is `shift_jis`.
    """
    plain = label.strip(" \t\r\n\"'").lower()
    found = _NAME_OF.get(plain)
    if found is None and plain.partition("*")[0] != plain:
        found = _NAME_OF.get(plain.partition("*")[0])  # RFC 2231 5: charset*language
    return found


def codec_of(name: str) -> str:
    """The Python codec that reads the encoding called `name` (a result of `name_of`)."""
    return _CODECS.get(name, name)
