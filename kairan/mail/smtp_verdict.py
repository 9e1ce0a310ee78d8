"""What an SMTP reply means for a letter: wait, give up this recipient, this letter, or fix us."""

import re
from enum import Enum
from typing import NamedTuple

from kairan.mail.errors import Kind, MailServerError
from kairan.mail.smtp_replies import Reply, Stage


class Fault(Enum):
    """Whom a reply is about."""

    NOBODY = "nobody"  # accepted
    TEMPORARY = "temporary"  # wait and try again
    RECIPIENT = "recipient"  # this address will never work
    LETTER = "letter"  # this letter will never be taken
    US = "us"  # login, relaying, sender: every letter would fare alike


class Judgement(NamedTuple):
    """Whom the reply is about, what is wrong (``None`` when accepted), whether waiting helps."""

    fault: Fault
    kind: Kind | None
    temporary: bool


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# The words of Postfix, Exim, sendmail, qmail, Exchange, Courier, Gmail, Microsoft 365 and of
# Japanese providers, where the code alone does not say it.
_RELAY = _any_of(
    r"relay(?:ing)?\b[^.]{0,30}(?:denied|not permitted|not allowed|prohibited|refused|rejected)",
    r"(?:unable|not (?:permitted|allowed|authori[sz]ed)|cannot|can't|don't|do not|won't) to relay",
    r"(?:not permitted|not allowed|refus\w+|den(?:y|ied)|no|cannot|not a) relay",
    r"we (?:do not|don't) relay",
    r"not (?:an? )?(?:valid |local )?relay",
    r"relay(?:ing)? (?:access )?denied",
    r"not in my (?:list of allowed )?rcpthosts",  # qmail
    r"that domain isn't in my list of allowed rcpthosts",
    r"not (?:an?|a) open relay",
    r"authenticat\w+ required for relay",
    r"リレー|中継",
)
_POP_FIRST = _any_of(
    r"pop[ -]?(?:3 )?(?:before|b4)[ -]?smtp",
    r"(?:check|receive|retrieve|read|get|pop) (?:\w+ ){0,2}(?:e-?)?mail (?:first|before)",
    r"(?:authenticate|log ?in|connect)[^.]{0,40}\bpop3?\b",
    r"\bpop3?\b[^.]{0,30}(?:first|before|login|auth)",
    r"(?:受信|ＰＯＰ|POP)[^。]{0,20}(?:してから|認証|後に|先に)",
)
_LOGIN_WANTED = _any_of(
    r"auth\w* (?:is )?(?:required|needed|first)",
    r"must (?:first )?(?:authenticate|log ?in|be authenticated)",
    r"(?:please )?(?:log ?in|authenticate) (?:first|to send)",
    r"not (?:authenticated|logged in)",
    r"requires? (?:smtp )?auth",
    r"client was not authenticated",  # Exchange 5.7.1, Microsoft 365 5.7.57
    r"smtp auth",
    r"5\.7\.57\b",
    r"認証(?:が必要|してください|されていません)",
)
_SENDER = _any_of(
    r"sender (?:address|domain|e-?mail)?[^.]{0,20}(?:reject|denied|refused|not|invalid|unknown)",
    r"(?:reject|denied|refused|invalid|unknown)\w*[^.]{0,20} sender",
    r"sender verify failed",  # Exim
    r"not (?:owned by|allowed to send|permitted to send|authori[sz]ed to send)",
    r"not allowed by[^.]{0,20}(?:spf|policy)",
    r"send ?as ?denied|sendasdenied|sender ?(?:not|denied)",  # Exchange
    r"domain of sender|envelope (?:from|sender)|return[ -]path",
    r"\bspf\b",
    r"\bdmarc\b|unauthenticated email|5\.7\.26\b",  # Gmail
    r"送信者|差出人",
)
_LISTED = _any_of(
    r"blacklist|blocklist|block list|black list|denylist|\bdnsbl\b|\brbl\b",
    r"spamhaus|barracuda|sorbs|spamcop",
    r"(?:client )?host.{0,60}(?:blocked|rejected|denied|banned|listed)",
    r"your (?:ip|host|server|network).{0,60}(?:blocked|denied|not (?:allowed|permitted))",
    r"\bptr\b|reverse (?:dns|hostname|host)",
    r"(?:helo|ehlo) (?:command )?reject|invalid helo|bad helo",
)
_NO_MAILBOX = _any_of(
    r"(?<!sender )(?:user|recipient|mailbox|address|account|addressee)[^.]{0,40}"
    r"(?:unknown|not (?:found|exist|known|listed|available)|no(?:t| longer) (?:valid|active)"
    r"|does(?: not|n't) exist|disabled|inactive|suspended|rejected|unavailable)",
    r"(?:unknown|no such|invalid|unroutable|undeliverable|nonexistent|bad)"
    r"[^.]{0,20}(?:user|recipient|mailbox|address|account|addressee|person)",
    r"no mailbox here by that name",  # qmail
    r"no valid recipients",
    r"over ?quota|mailbox (?:is )?full|quota exceeded",
    r"宛先|ユーザ[^。]{0,10}(?:存在|不明)|存在しません|見つかりません",
)
_TOO_LARGE = _any_of(
    r"too (?:large|big|long)",
    r"size (?:limit|exceed)|exceeds?[^.]{0,40}(?:size|maximum|limit)",
    r"(?:maximum|max)[^.]{0,20}size",
    r"サイズ",
)

_US_CODES = frozenset({530, 534, 535, 538})


def judge(stage: Stage, reply: Reply) -> Judgement:
    """Return what ``reply`` at ``stage`` means (RFC 5321 §4.2, RFC 3463, servers as they are)."""
    code = reply.code
    if 200 <= code < 300 or (code == 354 and stage is Stage.DATA):
        return Judgement(Fault.NOBODY, None, temporary=False)
    if 400 <= code < 500:
        return _temporary(stage, reply)
    if code in _US_CODES:
        kind = Kind.LOGIN if code == 535 else Kind.AUTH_REQUIRED
        return Judgement(Fault.US, kind, temporary=False)
    kind_of_us = _about_us(stage, reply)
    if kind_of_us is not None:
        return Judgement(Fault.US, kind_of_us, temporary=False)
    return _about_letter(stage, reply)


def _temporary(stage: Stage, reply: Reply) -> Judgement:
    """4xx: wait. But servers that say 450 to relaying mean us all the same (POP before SMTP)."""
    if _POP_FIRST.search(reply.words) or (stage is not Stage.BODY and _RELAY.search(reply.words)):
        return Judgement(Fault.US, Kind.RELAY_DENIED, temporary=True)
    if reply.code in {452, 552} and stage is Stage.RCPT:
        return Judgement(Fault.TEMPORARY, Kind.RECIPIENT_REFUSED, temporary=True)
    return Judgement(Fault.TEMPORARY, Kind.UNAVAILABLE, temporary=True)


def _about_us(stage: Stage, reply: Reply) -> Kind | None:
    words, enhanced = reply.words, reply.enhanced
    if _POP_FIRST.search(words) or _RELAY.search(words):
        return Kind.RELAY_DENIED
    if _LOGIN_WANTED.search(words):
        return Kind.AUTH_REQUIRED
    if _TOO_LARGE.search(words) or _is_size(reply) or _is_international(enhanced):
        return None  # about this letter, even at MAIL
    if stage is Stage.MAIL or enhanced in {"5.1.7", "5.1.8"}:
        return Kind.SENDER_REFUSED
    if _NO_MAILBOX.search(words) and stage is Stage.RCPT:
        return None
    if _SENDER.search(words) or _LISTED.search(words):
        return Kind.SENDER_REFUSED
    return None


def _is_size(reply: Reply) -> bool:
    return reply.enhanced in {"5.3.4", "5.2.3"} or (reply.code == 552 and reply.enhanced != "5.2.2")


def _is_international(enhanced: str) -> bool:
    return enhanced in {"5.6.3", "5.6.7", "5.6.9"}  # RFC 6531 §3.5 and RFC 6152: our encoding


def _about_letter(stage: Stage, reply: Reply) -> Judgement:
    if stage is Stage.RCPT and reply.code == 552:  # RFC 5321 §4.5.3.1.10: means 452
        return Judgement(Fault.TEMPORARY, Kind.RECIPIENT_REFUSED, temporary=True)
    if reply.code == 521 or (stage is not Stage.BODY and reply.code in {500, 502, 503, 521}):
        # "Does not accept mail" and "bad sequence" say nothing about this letter or its recipient.
        return Judgement(Fault.US, Kind.PROTOCOL, temporary=False)
    if stage is Stage.RCPT or (stage is Stage.DATA and _NO_MAILBOX.search(reply.words)):
        return Judgement(Fault.RECIPIENT, Kind.RECIPIENT_REFUSED, temporary=False)
    if _is_size(reply) or _TOO_LARGE.search(reply.words):
        return Judgement(Fault.LETTER, Kind.TOO_LARGE, temporary=False)
    if stage is Stage.BODY and reply.enhanced.startswith("5.1."):
        return Judgement(Fault.RECIPIENT, Kind.RECIPIENT_REFUSED, temporary=False)
    return Judgement(Fault.LETTER, Kind.MESSAGE_REFUSED, temporary=False)


def refusal(stage: Stage, reply: Reply) -> MailServerError | None:
    """Return the refusal as a typed error, or ``None`` when the reply accepts."""
    judgement = judge(stage, reply)
    if judgement.kind is None:
        return None
    return MailServerError(
        judgement.kind,
        temporary=judgement.temporary,
        command=stage.name,
        code=reply.code,
        words=reply.words,
    )
