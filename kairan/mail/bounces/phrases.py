"""What mail servers say in plain words, and what it means for the address."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a phrase means: the status it stands for, and whether the address is none at all."""

    status: str
    is_unknown: bool = False


def _any_of(phrases: str) -> re.Pattern[str]:
    lines = [line.strip() for line in phrases.splitlines() if line.strip()]
    return re.compile("|".join(lines), re.IGNORECASE)


_UNKNOWN_HOST = _any_of(
    r"""
    (host|domain)\s(name\s)?(is\s)?(unknown|not\sfound|does\s?n[o']t\sexist)
    unknown\s(host|domain)
    no\ssuch\s(host|domain)
    domain\sor\shost\snot\sfound
    could\s?n[o']t\sfind\s(any\shost|a\smail\sexchanger)
    no\smx\srecord
    bad\sdestination\ssystem
    indicated\sno\ssmtp\sservice
    name\sor\sservice\snot\sknown
    name\sservice\serror[^\n]{0,80}not\sfound
    account\sor\sdomain\smay\snot\sexist
    illegal\shost/domain
    """
)
_UNKNOWN_USER = _any_of(
    r"""
    WHO[^.\n]{0,40}?\s(is\s)?(unknown|invalid|not\s(a\s)?known|not\srecognized)
    WHO[^.\n]{0,40}?\s(not\sfound|not\sexist|does\s?n[o'’]?t\sexist|doesn['’]t\sexist)
    (unknown|invalid|no\ssuch|non-?existent|unroute?able)\s(or\sillegal\s)?(local\s)?WHO
    (unknown|invalid|no\ssuch)\slocal[- ]part
    no\s(valid\s)?(mailbox|recipients?|user)\s(here|were|for|by|with)
    no\ssuch\s(person|user)
    not\slisted\sin
    (does\s?n[o']t|doesn't)\shave\s(a|an)\s[\w.-]*\s?account
    not\sa\s(known|valid|registered)\s(user|recipient|gateway\suser|mailbox)
    is\snot\s(a\s)?(known|valid)\suser
    was\s?n[o'’]t\sfound\sat
    user\s\([^)\n]{0,80}\)\sunknown
    not\sour\scustomer
    delivery\serror:\sdd\sthis\suser
    宛先(メール)?アドレスが(存在|見つか)
    送信先メールアドレスが見つからない
    """.replace("WHO", r"(user|recipient|account|mailbox|address|alias|addressee|person)")
)
_MOVED = _any_of(
    r"""
    has\smoved\sto
    (mailbox|user|address)\s(has\s)?moved
    recipient\shas\schanged\saddress
    """
)
_FULL = _any_of(
    r"""
    (mailbox|mail\s?folder|inbox|account|user|disk)[^.\n]{0,40}\s(is\s)?(full|over\s?quota|exceeded)
    (over|exceeds?|exceeded|out\sof)\s(the\s)?(storage|disk|mail|mailbox|user|his|her|their)?\s?quota
    quota\s(exceeded|full)
    exceeded\s(the\s|storage\s|local\s)*(limit|allocation)
    insufficient\ssystem\sstorage
    メールボックスが(一杯|いっぱい)
    """
)
_DISABLED = _any_of(
    r"""
    (account|mailbox|user|address|recipient)[^.\n]{0,30}\s(is\s|has\sbeen\s)?(currently\s)?(disabled|suspended|inactive|frozen|locked|deactivated|not\sactive)
    (disabled|suspended|inactive)\s(account|mailbox|user|recipient|address)
    """
)
_TOO_BIG = _any_of(
    r"""
    (message|mail|size)[^.\n]{0,30}(too\s(big|large)|exceeds?[^.\n]{0,30}(size|limit|maximum))
    message\ssize\sexceeds
    """
)
_FORBIDDEN = _any_of(
    r"""
    relay(ing)?\s(access\s)?(is\s)?(denied|not\s(allowed|permitted)|prohibited)
    no\srelaying
    (access|connection)\s(is\s)?(denied|refused|rejected)
    black\s?-?list
    block(ed)?\s(list|for|by|using)
    spam
    virus
    policy
    not\sauthorized
    (dmarc|spf|dkim)
    """
)
_LATER = _any_of(
    r"""
    (message|envelope)\s(has\s)?expired
    connection\s(timed\sout|refused|reset|dropped)
    timed\s?out
    (has\snot\syet\sbeen|been\sdelayed|delivery\sdelayed)
    try\s(again\s|later\s?)later
    will\sbe\sretried
    retry\stime(out)?
    too\slong\sin\s(the\s)?queue|in\sthe\squeue\stoo\slong
    (giving\sup|could\snot\sdeliver\sfor)
    not\sresponding|not\sreachable|socket\serror
    """
)
MEANINGS = (
    (_MOVED, Meaning("5.1.6", is_unknown=True)),
    (_UNKNOWN_HOST, Meaning("5.1.2", is_unknown=True)),
    (_FULL, Meaning("5.2.2")),
    (_DISABLED, Meaning("5.2.1")),
    (_UNKNOWN_USER, Meaning("5.1.1", is_unknown=True)),
    (_TOO_BIG, Meaning("5.3.4")),
    (_FORBIDDEN, Meaning("5.7.1")),
    (_LATER, Meaning("5.4.7")),
)

TEMPORARY = _any_of(
    r"""
    warning\sonly|warning\smessage\sonly
    (has\s)?not\syet\sbeen\sdelivered
    (has\sbeen|was|is)\s(temporarily\s)?delayed
    (message|delivery|delivery\sattempts?)\swill\s(be\sretried|continue)
    still\sbeing\sretried
    delivery\sstatus\snotification\s\(delay\)
    mail\sdelayed|delayed\smail|delivery\sdelayed
    mailbox\sis\sfull:\sretry\stimeout\sexceeded
    """
)
FAILED = _any_of(
    r"""
    (could|can)\s?not\sbe\s(successfully\s)?delivered
    (could|can|did)\s?n[o']t\s(be\s)?(deliver|reach)
    (was|were|is|has)\s(not|n't)\s(yet\s)?(been\s)?(delivered|sent)
    (wasn't|unable|failed|trouble|error\swhile\sattempting|error)\s(able\s)?(to\s|while\strying\sto\s)?deliver
    undeliver(ed|able)
    deliver(y|ing)[^.\n]{0,60}\s(failed|failure|delayed|errors?|problems?)
    fail(ed|ure)\s(delivery|notice)
    return(ed|ing)\s(mail|to\s(the\s)?sender|message)
    permanent(ly)?\s(fatal\s)?(error|fail)
    rejected\sby
    (recipient|address)(es|s|\(s\)|\(es\))?\s(returned|had|failed)
    transcript\sof\ssession
    error\smessage\sbelow
    did\snot\sreach
    not\s(yet\s)?(been\s)?delivered
    there\swas\san\serror\s(sending|delivering)
    (user|recipient|host|mailbox)[^.\n]{0,30}\s(unknown|not\slisted)
    mail\ssystem\serror
    may\snot\sexist,\sor\syou\smay\snot\shave\spermission
    送信(が)?できません|配信できません|配達できません|送信に失敗|届けられません|お届けできません
    """
)
_SUBJECT = _any_of(
    r"""
    undeliver(ed|able)
    return(ed|ing)\s(mail|message|to\ssender)
    (mail|message)?\s?deliver(y|ing)\s(system\s)?(status|fail|problem|error|notification|report|has\sfailed|delay|subsystem)
    mail\sdelivery\s(failed|failure|error|problem)
    failure\s(notice|delivery)|delivery\s(failure|failed)|failed\s(delivery|mail)|failed\sto\sdeliver
    non-?\s?delivery
    could\s?not\s(be\s)?deliver
    not\sdeliver(ed|able)
    message\s\S+\sdelayed|^warning:\s.*(delay|could\snot|not\ssent)|mail\sdelayed|delayed\smail
    mail\sfailed
    mail\ssystem\serror
    (error|trouble)\ssending\syour\smail
    smtp\sserver:\serrors
    メールエラー|エラー(通知|メール)
    (配信|送信|配達)(エラー|不能|失敗|できません)
    unzustellbar|non\sremis|no\sentregad|недоставлен|не\sдоставлен|не\sможет\sбыть\sдоставлен
    """
)


def meaning_of(said: str) -> Meaning | None:
    """Return what the first phrase that is known in ``said`` means, the most telling first."""
    return next((meaning for pattern, meaning in MEANINGS if pattern.search(said)), None)


def speaks_of_failure(said: str) -> bool:
    """Whether words tell that a mail did not arrive."""
    return FAILED.search(said) is not None


def is_subject_of_failure(subject: str) -> bool:
    """Whether a subject line is one under which servers return mail."""
    return _SUBJECT.search(subject) is not None


def is_temporary(said: str) -> bool:
    """Whether words without a code tell that the server goes on trying."""
    return TEMPORARY.search(said) is not None
