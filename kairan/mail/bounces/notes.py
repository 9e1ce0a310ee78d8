"""Reads the notes with which mail servers return a mail: with a report, or in free words."""

import re

from kairan.mail.bounces import codes, phrases, reports, transcripts
from kairan.mail.bounces.content import Content
from kairan.mail.bounces.failures import failure, reason
from kairan.mail.bounces.values import Classification, Failure, Kind
from kairan.mail.parse import Message

_MOST_RECIPIENTS = 1_000
_MAILER = re.compile(
    r"(mailer|mail)[-_. ]?daemon|post[-_]?master|mail[-_. ]?deliver|delivery[-_. ]?subsystem"
    r"|^sysadmin$|^(mdaemon|daemon|bounces?|mta)$",
    re.IGNORECASE,
)
_MAILERS_NAME = re.compile(
    r"mail(er)?[- ]?deliver|delivery\s(sub)?system|system administrator|mailer[- ]daemon"
    r"|postmaster|ndr administrator",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"\W*(re|aw|sv|fwd?|wg|tr|転送|返信)\s*[:：\[]", re.IGNORECASE)


def reported(content: Content) -> list[reports.Reported]:
    """Return what the report in a mail says of each recipient; in plain text a mailer's only."""
    found = [each for report in content.reports for each in reports.read(report)]
    if found or not _is_from_mailer(content.message):
        return found
    return reports.read(content.text) if reports.is_written_in(content.text) else []


def of_report(reported: list[reports.Reported], content: Content) -> Classification:
    """Return what a report means: a bounce, unless everything went well."""
    troubles = [each for each in reported if each.action.is_trouble]
    if not troubles:
        return Classification(Kind.DELIVERED)
    failures: dict[str, Failure] = {}
    for each in troubles[:_MOST_RECIPIENTS]:
        failures.setdefault(each.address.lower(), _failure_of(each, content))
    return Classification(Kind.BOUNCE, tuple(failures.values()), reason(troubles[0].said))


def _failure_of(reported: reports.Reported, content: Content) -> Failure:
    said = reported.said
    if not said or not codes.is_specific(codes.best(reported.status, said)):
        said = "\n".join([said, _words_about(reported.address, content)])
    is_delayed = reported.action is reports.Action.DELAYED
    return failure(reported.address, reported.status, said, is_delayed=is_delayed)


def _words_about(address: str, content: Content) -> str:
    found = transcripts.named_in(content.words, hints=[address.lower()])
    return found[0].said if found else ""


def _is_from_mailer(message: Message) -> bool:
    if not message.from_:
        return True
    author = message.from_[0]
    local = author.addr.partition("@")[0]
    if _MAILER.search(local) or _MAILERS_NAME.search(author.name):
        return True
    return not author.addr.strip("<> ") or message.header("Return-Path").strip() == "<>"


def is_bounce(content: Content) -> bool:
    """Whether a server returns a mail, or tells that it is late.

    What calls itself no mail server needs proof: people and parcel services also write under
    subjects such as "Delivery failed".
    """
    subject, words = content.message.subject, content.words
    if content.message.header("X-Failed-Recipients"):
        return True
    has_subject = phrases.is_subject_of_failure(subject)
    has_proof = bool(codes.replies(words) or codes.statuses(words) or content.returned)
    if not _is_from_mailer(content.message):
        return has_subject and has_proof and not _PASSED_ON.match(subject)
    speaks = phrases.speaks_of_failure(words) or (has_proof and phrases.meaning_of(words))
    return has_subject or bool(speaks)


def of_words(content: Content) -> Classification:
    """Return whom the words of a bounce name, and what they say of each."""
    message = content.message
    hints = _failed_recipients(message)
    found = transcripts.named_in(content.words, hints=hints, others=_others(content))
    if not found:
        found = [transcripts.Named(each, content.words) for each in _guessed(content, hints)]
    is_delayed = phrases.is_temporary(f"{message.subject}\n{content.words}")
    failures = tuple(
        failure(each.address, "", each.said, is_delayed=is_delayed)
        for each in found[:_MOST_RECIPIENTS]
    )
    return Classification(Kind.BOUNCE, failures, reason(found[0].said if found else ""))


def _failed_recipients(message: Message) -> list[str]:
    given = message.header("X-Failed-Recipients").replace(",", " ").split()
    return [each.lower() for each in given if "@" in each]


def _others(content: Content) -> set[str]:
    """Return who is no recipient: the author of the returned mail, and who reports."""
    message, returned = content.message, content.returned
    people = [*message.from_, *message.to]
    if returned is not None:
        people += returned.from_
        people = [each for each in people if each not in returned.to]
    return {each.addr.lower() for each in people if each.addr}


def _guessed(content: Content, hints: list[str]) -> list[str]:
    """Return the recipients that the words do not name: those of the returned mail."""
    if hints:
        return hints
    if content.returned is not None and content.returned.to:
        return [each.addr for each in content.returned.to if each.addr]
    found = transcripts.any_address(content.words, _others(content))
    return [found or transcripts.any_address(content.text, _others(content)) or ""]
