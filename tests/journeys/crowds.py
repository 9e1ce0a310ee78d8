"""Thousands of people, and whether a mail to one of them tells anything of another."""

import email
import re
from collections.abc import Iterable, Iterator

from kairan.apps.circulation.notices import CircularDelivered
from kairan.mail.testing.faults import Accepted
from kairan.notices import tokens, unsubscribing
from kairan.people.models import Address, Group, User

ADDRESS = re.compile(r"[\w.+-]+@crowd\.test")
SECRET = re.compile(r"/(answer/circulation\.delivered|subscription)/([^/\s\"'>]+)/")


def gather(number: int) -> int:
    """Let so many people work here, each with an address; return the id of their group."""
    people = User.objects.bulk_create(
        User(
            login_id=f"p{n:05}", first_name="Person", last_name=str(n), language=("en", "ja")[n % 2]
        )
        for n in range(number)
    )
    Address.objects.bulk_create(
        Address(
            user=person,
            kind=Address.Kind.COMPANY,
            address=f"{person.login_id}@crowd.test",
            is_public=True,
            takes_notifications=True,
        )
        for person in people
    )
    crowd = Group.objects.create(name="Crowd")
    through = User.groups.through
    through.objects.bulk_create(through(user=person, group=crowd) for person in people)
    return crowd.pk


def strangers_in(letters: Iterable[Accepted]) -> list[str]:
    """Say what in ``letters`` belongs to somebody else than their one recipient."""
    login_of = dict(User.objects.values_list("pk", "login_id"))
    return [
        f"{recipient}: {what}"
        for letter in letters
        for recipient in [" ".join(letter.recipients)]
        for told in [_text_of(letter)]
        for what in [
            *_other_addresses(told, recipient),
            *_other_secrets(told, recipient, login_of),
        ]
    ]


def _text_of(letter: Accepted) -> str:
    """Return the envelope sender, the head and every part of a letter, decoded, as one text."""
    mail = email.message_from_bytes(letter.data)  # Without a policy: this is about thousands.
    head = letter.data.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b"").decode("ascii")
    bodies = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return "\n".join([letter.sender, head, *(body.decode() for body in bodies)])


def _other_addresses(told: str, recipient: str) -> Iterator[str]:
    yield from {found for found in ADDRESS.findall(told) if found != recipient}


def _other_secrets(told: str, recipient: str, login_of: dict[int, str]) -> Iterator[str]:
    found = set(SECRET.findall(told))
    if {what.partition("/")[0] for what, _ in found} != {"answer", "subscription"}:
        yield "a secret link is missing"
    for what, token in found:
        purpose = unsubscribing.PURPOSE if what == "subscription" else CircularDelivered.kind
        person = tokens.signing.loads(token, salt=tokens._salt(purpose))[0]
        if f"{login_of[person]}@crowd.test" != recipient:
            yield f"the {what} of {login_of[person]}"
