"""Tells when a mailing list does not take a mail, as Mailman, fml and others say it."""

import re

from kairan.mail.bounces import transcripts
from kairan.mail.bounces.content import Content
from kairan.mail.bounces.failures import failure, reason
from kairan.mail.bounces.meanings import any_of
from kairan.mail.bounces.values import Classification, Kind
from kairan.mail.parse import Message

_HEADERS = ("X-MLServer", "X-Mailman-Version", "X-List-Administrivia", "X-ML-Name")
_MANAGER = re.compile(
    r"^(?:owner-|(?:listserv|majordomo|mailman|sympa|fml|ezmlm)$)"
    r"|-(?:admin|owner|request|bounces|return)$",
    re.IGNORECASE,
)
_SUBJECT = any_of(
    r"""
    ^\W*(ignored\s)?not\smember\b
    ^\W*you\s.{0,60}\s(are\s)?not\s(a\s)?member
    ^\W*loop\s(alert|back\swarning)
    ^\W*warning:\sunix\sfrom\sloop
    ^\W*(reject\smail|spam\smail\sfrom\sa\sspammer\sis\srejected)
    ^\W*(request\sto|posting\sto|your\s(message|mail|post(ing)?)\sto)\s.{1,200}\s(was\s|has\sbeen\s)?(rejected|refused)
    ^\W*(message|mail|post(ing)?)\s(rejected|refused|not\sdistributed)
    ^\W*(fml\ssystem\serror|security\salert)
    """
)


def refusal(content: Content) -> Classification | None:
    """Return what a list manager says of a mail that the list did not take, or None."""
    message = content.message
    if not (_is_from_manager(message) and _SUBJECT.search(message.subject)):
        return None
    said = f"{message.subject}\n{content.words}"
    refused = failure(_list(content), "", [said], is_delayed=False)
    return Classification(Kind.BOUNCE, (refused,), reason(content.words))


def _is_from_manager(message: Message) -> bool:
    if any(message.header(name) for name in _HEADERS):
        return True
    return any(_MANAGER.search(each.addr.partition("@")[0]) for each in message.from_)


def _list(content: Content) -> str:
    """Return the address of the list: the one that is named, else what its manager's stands for."""
    message = content.message
    managers = {each.addr.lower() for each in message.from_}
    people = managers | {each.addr.lower() for each in message.to}
    domains = {address.rpartition("@")[2] for address in managers}
    named = transcripts.any_address(content.words, people)
    if named and named.rpartition("@")[2].lower() in domains:
        return named
    local, _at, domain = (message.from_[0].addr if message.from_ else "").rpartition("@")
    return f"{_MANAGER.sub('', local)}@{domain}" if domain else ""
