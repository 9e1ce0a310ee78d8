"""The links in a mail, as whoever reads it finds them."""

import email
import email.policy
import re
from urllib.parse import urlsplit

CONFIRM = re.compile(r"https?://\S+/circulation/answer/[^\s\"<>]+")


def confirm_path_in(letter: bytes) -> str:
    """Return the path of the link with which the reader of ``letter`` confirms."""
    mail = email.message_from_bytes(letter, policy=email.policy.default)
    texts = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/plain"]
    [link] = set(CONFIRM.findall("\n".join(texts)))
    return urlsplit(link).path
