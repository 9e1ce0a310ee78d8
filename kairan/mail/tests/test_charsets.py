"""Labels mean what the web means, nothing raises, and what goes out is read back by others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.mail.charsets import Code, DoesNotFit, decode, encode, fits, name_of
from kairan.mail.charsets.japanese import WAVES

SAMPLES = {
    Code.UTF_8: "会議 ① Zoë 🎌",
    Code.ISO_2022_JP: "会議のお知らせ（１０：００）",
    Code.SHIFT_JIS: "会議のお知らせ ｶﾅ 表示ソ",
    Code.EUC_JP: "会議のお知らせ",
    Code.EUC_KR: "회의 안내",
    Code.GB18030: "会议通知 𠀀",
    Code.GB2312: "会议通知",
    Code.BIG5: "會議通知",
    Code.ISO_8859_1: "Réunion à Zürich",
    Code.ISO_8859_2: "Zażółć gęślą jaźń",
    Code.ISO_8859_5: "Собрание",
    Code.ISO_8859_7: "Συνάντηση",
    Code.ISO_8859_9: "Toplantı İğş",
    Code.ISO_8859_15: "Prix: 5 €, œuvre",
    Code.KOI8_R: "Собрание",
    Code.KOI8_U: "Збори їх є ґ",
    Code.WINDOWS_1251: "Собрание № 5",
    Code.WINDOWS_1252: "“Réunion” – 5 €",
    Code.TIS_620: "ประชุม",
    Code.US_ASCII: "Meeting",
}


@pytest.mark.parametrize("code", Code)
def test_what_is_written_in_a_code_is_read_back_by_python_and_by_us(code):
    data = encode(SAMPLES[code], code)
    assert data.decode(code.codec) == SAMPLES[code]
    assert decode(data, code.value).text == SAMPLES[code]


@pytest.mark.parametrize("code", Code)
@given(text=st.text(max_size=30))
def test_a_text_fits_or_is_refused_and_then_both_readers_agree(code, text):
    try:
        data = encode(text, code)
    except DoesNotFit as refusal:
        assert refusal.character in text  # noqa: PT017
        assert not fits(text, code)
        return
    assert decode(data, code.value).text.translate(WAVES) == text.translate(WAVES)
    assert len(data.decode(code.codec)) == len(text)


@given(
    data=st.binary(max_size=200),
    label=st.sampled_from(
        [
            *Code,
            None,
            "",
            "x-nobody",
            "utf-7",
            "utf-16",
            "utf-32",
            "iso-2022-kr",
            "hz",
            "iso-2022-jp-2004",
            "iso-8859-8-i",
            "big5-hkscs",
        ]
    ),
)
def test_no_bytes_make_reading_fail_or_leave_half_characters(data, label):
    decode(data, label).text.encode("utf-8")


@given(
    pieces=st.lists(
        st.sampled_from(
            [
                b"\x1b$B",
                b"\x1b(B",
                b"\x1b(I",
                b"\x1b(J",
                b"\x1b$(D",
                b"\x1b$(Q",
                b"\x1b.A",
                b"\x1bN",
                b"\n",
                b"\x0e",
                b'$"',
                b"-!",
                b"\xb1",
                b"a ",
                b"\x1b",
            ]
        )
    )
)
def test_no_row_of_escapes_makes_reading_fail(pieces):
    decode(b"".join(pieces), "iso-2022-jp").text.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (b"\x1b$B-!-j\x1b(B", "iso-2022-jp", "①㈱"),
        (b"\x1b$By!\x1b(B", "cp50220", "纊"),
        (b"\x1b$B\x93!\x1b(B", "iso-2022-jp-ms", "ⅰ"),
        (b"\x1b(I6E\x1b(B", "iso-2022-jp", "ｶﾅ"),
        (b"\x1b(J\\~\x1b(B", "iso-2022-jp", "¥‾"),
        (b"\x1b$B!A!]!B!q\x1b(B", "iso-2022-jp", "～－∥￠"),
        (b"\x1b$B2q5D\nabc", "iso-2022-jp", "会議\nabc"),
        (b"\x1b$B2q5D\r\n2q5D\x1b(B", "iso-2022-jp", "会議\r\n会議"),
        ("ｶﾅ会議".encode("cp932"), "iso-2022-jp", "ｶﾅ会議"),
        (b"\x1b$(D0!\x1b(B", "iso-2022-jp-1", "丂"),
        (b"\x1b$(Q.!\x1b(B", "iso-2022-jp-2004", "俱"),
        (b"\xad\xa1\x8e\xb6\x8f\xb0\xa1", "euc-jp", "①ｶ丂"),
        (b"\xfa\x40\x87\x40", "x-sjis", "ⅰ①"),
        (b"\x8c\x63", "ks_c_5601-1987", "똠"),
        (b"\x80", "us-ascii", "€"),
        (b"\x93caf\xe9\x94", "iso-8859-1", "“café”"),
        (b"\x98\x7e", "gb2312", "榽"),
        (b"+MEI-", "utf-7", "あ"),
    ],
)
def test_charsets_mean_their_windows_supersets(data, label, text):
    assert decode(data, label).text == text


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("label", [None, "unknown-8bit", "us-ascii", "utf-8"])
def test_japanese_with_a_wrong_label_is_recognised(codec, label):
    text = "本日の会議のお知らせです。"
    read = decode(text.encode(codec), label)
    assert read.text == text
    assert read.certain == (codec == "utf-8" == label)


def test_windows_bytes_called_shift_jis_that_are_euc_are_read_as_euc():
    read = decode("これは会議です".encode("euc_jp"), "shift_jis")
    assert (read.text, read.charset, read.defects) == ("これは会議です", "euc-jp", ("mislabelled",))


@pytest.mark.parametrize("text", ["①", "㈱", "ｶﾅ", "髙", "🎌", "\x1b", "\x0e", "—"])
def test_what_only_windows_reads_in_iso_2022_jp_does_not_fit(text):
    assert not fits(text, Code.ISO_2022_JP)


@pytest.mark.parametrize("text", ["～", "〜", "－", "−", "∥", "￠", "￡", "￢"])
def test_a_sign_with_two_names_stays_in_iso_2022_jp(text):
    data = encode(text, Code.ISO_2022_JP)
    assert decode(data, "iso-2022-jp").text == text.translate(WAVES)
    assert data.startswith((b"\x1b$B!", b'\x1b$B"'))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (' "X-SJIS" ', "shift_jis"),
        ("Windows-31J", "shift_jis"),
        ("latin1", "windows-1252"),
        ("KS_C_5601-1987", "euc-kr"),
        ("x-gbk", "gbk"),
        ("iso-8859-8-i", "iso-8859-8-i"),
        ("utf-8*ja", "utf-8"),
        ("martian", None),
    ],
)
def test_a_label_has_one_meaning(label, name):
    assert name_of(label) == name
