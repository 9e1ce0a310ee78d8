"""Whether an answer says yes in so many words: "OK", "Confirmed, thanks", 「確認しました」."""

import re
import unicodedata
from dataclasses import dataclass

_YES = r"""(?:ok|okay|okey|k|yes|yep|yup|confirm(?:ed)?|seen|read|noted|understood|agreed|approved
    |acknowledged|done|received|will\ do|got\ it|roger|👍|✅|👌|🆗
    |i\ (?:have\ )?(?:confirm(?:ed)?|read|seen|agree)(?:\ (?:this|it))?)"""
_COURTESY = (
    r"(?:thank\ you|thanks?|thx|cheers|many|very\ much|a\ lot|so\ much|with|please|sure|fine)"
)
_WORDS = re.compile(rf"(?:(?:{_YES}|{_COURTESY})(?:\ |$))++", re.VERBOSE)
_A_YES = re.compile(rf"(?:^|\ ){_YES}(?:\ |$)", re.VERBOSE)
_JAPANESE_YES = r"""(?:はい|了解|りょうかい|承知|承り|確認|拝見|拝読|受領|読みました|見ました|把握
    |わかりました|分かりました|かしこまり|畏まり|受け取りました|問題(?:あり|ござい)ません|異議(?:あり|ござい)ません|同意)"""
# Possessive: what may be split in many ways is split in one.
_JAPANESE = re.compile(
    rf"""(?:{_JAPANESE_YES}|済み?|致し|いたし|させていただき|させて頂き|し|まし|た
    |です|ます|でした|の件|の|こと|内容|を|は|、|。|！|!|\ |〜|ー|～|~|どうも|ご連絡|御連絡
    |ありがとう|有難う|有り難う|ござい|お疲れ様|お世話になっております)++""",
    re.VERBOSE,
)
_SAYS_SO = re.compile(_JAPANESE_YES, re.VERBOSE)
_PUNCTUATION = re.compile(r"[.,!;:、。！・…\-–—~〜\s]+")
_LONGEST = 120


@dataclass(frozen=True)
class Assent:
    """Whether the answer says yes, and what it says besides."""

    is_given: bool
    besides: str


def assent(text: str) -> Assent:
    """Return whether ``text`` (one's own words, without quotations) says yes.

    It does where its first line is nothing but words of assent and courtesy, or where it is empty:
    who sends a mail back as it is has seen it. What follows that line is said besides.
    """
    first, _, rest = text.strip().partition("\n")
    if not first:
        return Assent(is_given=True, besides="")
    if says_yes(first):
        return Assent(is_given=True, besides=rest.strip())
    return Assent(is_given=False, besides=text.strip())


def says_yes(line: str) -> bool:
    """Whether a line is nothing but words of assent and courtesy."""
    plain = unicodedata.normalize("NFKC", line[:_LONGEST]).casefold().strip()
    if not plain or len(line) > _LONGEST:
        return False
    if _JAPANESE.fullmatch(plain):
        return _SAYS_SO.search(plain) is not None
    words = _PUNCTUATION.sub(" ", plain).strip()
    return _WORDS.fullmatch(words) is not None and _A_YES.search(words) is not None
