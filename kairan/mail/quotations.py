"""What somebody wrote themselves in an answer: without the mail they quote, without signatures.

Goes by how mail programs mark what they quote, in English and Japanese: lines with ">", the line
above them that says who wrote when, the head that Outlook puts above a whole mail, and rules.
Where nothing is marked nothing is taken away.
"""

import re

from kairan.mail.parse import Message
from kairan.mail.plain_text import quoted_text

_MOST = 200_000
"""Characters of an answer that are looked at; no answer that a program can take is longer."""
_QUOTED = re.compile(r"^[ \t\u3000]{0,3}[>＞]")
_RULE = r"[-_=—―─━*＊~]"
# From here on, all is the quoted mail.
_WHOLE_MAIL = re.compile(
    rf"""^[ \t]*(?:
      {_RULE}{{2,}}[ \t]*(?:original[ ](?:message|mail|appointment)|forwarded[ ]message
        |reply[ ](?:message|above[ ]this[ ]line)|元のメッセージ|転送メッセージ|元のメール
        |オリジナルメッセージ|Ursprüngliche[ ]Nachricht|Message[ ]d'origine)[^\n]*
    | (?:begin[ ]forwarded[ ]message|転送されたメッセージ)[ \t]*[:：][ \t]*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_HEAD = {
    "from": re.compile(
        r"^[ \t>*]*(?:from|差出人|送信者|Von|De)[ \t]*\*?[ \t]*[:：]\*?[ \t]*\S", re.IGNORECASE
    ),
    "more": re.compile(
        r"^[ \t>*]*(?:sent|date|to|cc|subject|送信日時|日時|日付|宛先|件名"
        r"|Gesendet|An|Betreff|Envoyé|À|Objet)[ \t]*\*?[ \t]*[:：]",
        re.IGNORECASE,
    ),
}
_LONGEST_HEAD = 6
# Who wrote when, above the lines they wrote: ends in a colon, names a date or an address.
_INTRODUCES = re.compile(r"[:：][ \t]*$")
_NAMES = re.compile(
    r"\d{1,4}[/.\-年]\d{1,2}|\d{1,2}:\d{2}|@|\bwrote\b|\bschrieb\b|\bécrit\b|\bescribió\b"
    r"|さん|様|書きました|のメール|(?:19|20)\d\d",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"^[ \t]*(?:(?:on|am|le|el)[ \t]\S|(?:19|20)\d\d[/.\-年]\d)", re.IGNORECASE)
_MOST_INTRODUCING = 3
_LONGEST_INTRODUCTION = 400
_SIGNATURE = re.compile(r"^-- ?$")  # RFC 3676 §4.3
_RULED = re.compile(rf"^[ \t]*{_RULE}{{5,}}[ \t]*$")
_LONGEST_SIGNATURE = 12
_BY_PROGRAM = re.compile(
    r"""^[ \t]*(?:
      sent[ ]from[ ](?:my[ ]|the[ ]|mail[ ]for[ ]|outlook|yahoo|samsung|proton|gmail)[^\n]{0,60}
    | sent[ ](?:with|via)[ ][^\n]{1,60}
    | get[ ]outlook[ ]for[ ][^\n]{1,40}
    | (?:i?phone|ipad|android|outlook|スマートフォン|携帯|xperia|galaxy)[^\n]{0,20}から送信
      [^\n]{0,20}
    | [^\n]{0,30}を入手(?:してください)?
    )[ \t]*$""",
    re.IGNORECASE | re.VERBOSE,
)


def own_words(message: Message) -> str:
    """Return what the writer of an answer wrote themselves; nothing where that is nothing.

    The plain text counts; the HTML only where there is no text.
    """
    return unquoted(message.text if message.text.strip() else quoted_text(message.html))


def unquoted(text: str) -> str:
    """Return ``text`` (any line ends) without quotations and signatures, lines with LF."""
    lines = text[:_MOST].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [line.rstrip("\u200b\ufeff \t\u3000") if line != "-- " else line for line in lines]
    lines = lines[: _whole_mail_begins(lines)]
    kept: list[str] = []
    for part, is_quoted in _parts(lines):
        if is_quoted:
            kept = _without_ending(_without_introduction(kept))
        else:
            kept += _without_signature(part)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_without_ending(kept))).strip("\n")


def _whole_mail_begins(lines: list[str]) -> int:
    """Return the line at which a whole mail is put below, as Outlook does, or their number."""
    for number, line in enumerate(lines):
        if _WHOLE_MAIL.match(line):
            return number
        if _HEAD["from"].match(line) and not _QUOTED.match(line) and _is_head(lines, number):
            return number
    return len(lines)


def _is_head(lines: list[str], number: int) -> bool:
    following = [each for each in lines[number + 1 : number + 1 + _LONGEST_HEAD] if each.strip()]
    return sum(1 for each in following if _HEAD["more"].match(each)) >= 2


def _parts(lines: list[str]) -> list[tuple[list[str], bool]]:
    """Return runs of lines that are quoted or not; blank lines go with those before them."""
    parts: list[tuple[list[str], bool]] = []
    for line in lines:
        is_quoted = _QUOTED.match(line) is not None
        if parts and (parts[-1][1] == is_quoted or (not line.strip() and parts[-1][1])):
            parts[-1][0].append(line)
        else:
            parts.append(([line], is_quoted))
    return parts


def _without_introduction(kept: list[str]) -> list[str]:
    """Return what stands above a quotation, without the lines that say who wrote it when."""
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    if not end or not _INTRODUCES.search(kept[end - 1]):
        return kept
    for count in range(1, _MOST_INTRODUCING + 1):
        above = kept[max(end - count, 0) : end]
        words = " ".join(above)[-_LONGEST_INTRODUCTION:]
        if not above[0].strip():
            break
        if _BEGINS.match(above[0]) and _NAMES.search(words):
            return kept[: end - len(above)]
    return kept[: end - 1] if _NAMES.search(kept[end - 1][-_LONGEST_INTRODUCTION:]) else kept


def _without_signature(part: list[str]) -> list[str]:
    for number, line in enumerate(part):
        if _SIGNATURE.match(line):
            part = part[:number]
            break
    return _without_ruled(part)


def _without_ending(lines: list[str]) -> list[str]:
    """Leave out blank lines at the end, rules, and what a program says of itself there."""
    end = len(lines)
    while end and (
        not lines[end - 1].strip()
        or _RULED.match(lines[end - 1])
        or _BY_PROGRAM.match(lines[end - 1])
    ):
        end -= 1
    return [*lines[:end], ""] if end < len(lines) else lines


def _without_ruled(part: list[str]) -> list[str]:
    """Leave out a signature between rules, as is the custom in Japan: short, and the last thing."""
    for number in range(max(len(part) - _LONGEST_SIGNATURE, 0), len(part)):
        if _RULED.match(part[number]) and any(each.strip() for each in part[number + 1 :]):
            return part[:number]
    return part
