"""Reads the notes with which mail servers return a mail: with a report, or in free words."""

from kairan.mail.bounces import codes, dialogues, phrases, reports, transcripts
from kairan.mail.bounces.content import Content
from kairan.mail.bounces.failures import failure, reason
from kairan.mail.bounces.mailers import is_from_mailer
from kairan.mail.bounces.values import Classification, Failure, Kind
from kairan.mail.parse import Message

_MOST_RECIPIENTS = 1_000


def reported(content: Content) -> list[reports.Reported]:
    """Return what the report in a mail says of each recipient; in plain text a mailer's only."""
    found = [each for report in content.reports for each in reports.read(report)]
    if found or not is_from_mailer(content.message):
        return found
    return reports.read(content.text) if reports.is_written_in(content.text) else []


def of_report(reported: list[reports.Reported], content: Content) -> Classification:
    """Return what a report means: a bounce, unless everything went well."""
    troubles = [each for each in reported if each.action.is_trouble][:_MOST_RECIPIENTS]
    if not troubles:
        return Classification(Kind.DELIVERED)
    words = _words_about({each.address.lower() for each in troubles}, content)
    failures: dict[str, Failure] = {}
    for each in troubles:
        address = each.address.lower()
        failures.setdefault(address, _failure_of(each, words.get(address, "")))
    return Classification(Kind.BOUNCE, tuple(failures.values()), _reason(troubles[0], words))


def _failure_of(reported: reports.Reported, words: str) -> Failure:
    sayings = [reported.said, reported.gloss]
    best = codes.best(reported.status, "\n".join(sayings))
    if not codes.is_telling(best):
        sayings.append(words)
    return failure(
        reported.address,
        reported.status,
        sayings,
        is_delayed=reported.action is reports.Action.DELAYED,
        refused=dialogues.step("\n".join([*sayings, words])),
    )


def _words_about(addresses: set[str], content: Content) -> dict[str, str]:
    named = transcripts.named_in(content.words, hints=addresses)
    return {each.address.lower(): each.said for each in named}


def _reason(trouble: reports.Reported, words: dict[str, str]) -> str:
    own = " ".join(word for word in (trouble.said, trouble.gloss) if word)
    return reason(own or words.get(trouble.address.lower(), ""))


def names_somebody(content: Content) -> bool:
    """Whether a bounce says by itself who was not reached."""
    hints = _failed_recipients(content.message)
    return bool(hints or transcripts.named_in(content.words, hints=hints, others=_others(content)))


def of_words(content: Content) -> Classification:
    """Return whom the words of a bounce name, and what they say of each."""
    message = content.message
    hints = _failed_recipients(message)
    found = transcripts.named_in(content.words, hints=hints, others=_others(content))
    if not found:
        found = [transcripts.Named(each, content.words) for each in _guessed(content, hints)]
    is_delayed = phrases.is_temporary(f"{message.subject}\n{content.words}")
    failures = tuple(_failure_told(each, is_delayed=is_delayed) for each in found)
    return Classification(Kind.BOUNCE, failures, reason(found[0].said if found else ""))


def _failure_told(named: transcripts.Named, *, is_delayed: bool) -> Failure:
    return failure(
        named.address,
        "",
        [named.said, named.before],
        is_delayed=is_delayed,
        refused=dialogues.step(named.said),
    )


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
