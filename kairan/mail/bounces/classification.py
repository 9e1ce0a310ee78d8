"""Says what a mail that came back is: an answer, or what became of a mail."""

from kairan.mail.bounces import automatic, evidence, mailing_lists, notes, sending_services
from kairan.mail.bounces.content import Content, content_of
from kairan.mail.bounces.vacations import is_vacation
from kairan.mail.bounces.values import Classification, Kind
from kairan.mail.parse import Message, parse


def classify(raw: bytes) -> Classification:
    """Return what the mail ``raw`` is. Never raises, whatever the bytes are."""
    return classify_message(parse(raw))


def classify_message(message: Message) -> Classification:
    """Return what an already parsed mail is."""
    content = content_of(message)
    return _of_a_server(content) or _of_somebody(message)


def _of_a_server(content: Content) -> Classification | None:
    notified = sending_services.notification(content)
    if notified is not None:
        return sending_services.classification(notified)
    if automatic.is_feedback(content):
        return Classification(Kind.FEEDBACK)
    reported = notes.reported(content)
    if reported:
        return notes.of_report(reported, content)
    if automatic.is_read_receipt(content.message):
        return Classification(Kind.DELIVERED)
    if evidence.is_bounce(content):
        return _passed_on(content) or notes.of_words(content)
    return mailing_lists.refusal(content)


def _passed_on(content: Content) -> Classification | None:
    """Return what a bounce says that a gateway passes on in a bounce that names nobody."""
    if not content.returned_raw or notes.names_somebody(content):
        return None
    inner = content_of(parse(content.returned_raw))
    reported = notes.reported(inner)
    found = notes.of_report(reported, inner) if reported else None
    return found if found is not None and found.kind is Kind.BOUNCE else None


def _of_somebody(message: Message) -> Classification:
    if is_vacation(message):
        return Classification(Kind.VACATION)
    if automatic.is_reply(message) and not automatic.is_sent_by_a_machine(message):
        return Classification(Kind.REPLY)
    return Classification(Kind.NONE)
