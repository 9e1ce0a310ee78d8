"""At which step of the dialogue a server said no (RFC 5321 3.3): that tells what it said no to."""

import re
from enum import Enum


class Step(Enum):
    """What a server had been given when it refused."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    LETTER = "letter"


# How the programs that send mail write down what they had said last.
_COMMAND = re.compile(
    r"""
      in\ reply\ to\ (?:end\ of\ )?(?P<postfix>[A-Z]+)\b
    | (?:from\ remote\ (?:mail\ )?(?:server|mailer)\ )
      (?:after|for)\ (?:pipelined\ )?(?P<exim>initial\ connection|[A-Z]+|end\ of\ data)
    | ^[ \t]{0,20}>>>\ {0,5}(?P<transcript>[A-Z]+)\b[^\n]*\n
      (?:[ \t]{0,20}<<<\ {0,5}[23][^\n]*\n){0,20}[ \t]{0,20}<<<\ {0,5}[45]
    | (?P<qmail>sender\ was\ rejected|does\ not\ like\ recipient
      | failed\ after\ I\ sent\ the\ message)
    | did\ not\ like\ our\ (?:final\ )?(?P<dma>[A-Z]+)
    | smtp\ command\s{1,20}(?P<below>[A-Z]+)\b
    | \[(?P<yahoo>MAIL_FROM|RCPT_TO|DATA)\]
    | refused\ to\ accept\ your\ message\ \((?P<x>[A-Z]+)\)
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
# Commands that were sent together are answered together: the no was to what came before DATA.
_NO_RECIPIENT = re.compile(
    r"""<<<\ *(?:503|554)[^\n]*
    (?:need\ rcpt|rcpt\ (?:first|command)|no\ (?:valid\ )?recipient|bad\ sequence)""",
    re.IGNORECASE | re.VERBOSE,
)
_STEPS = {
    "rcpt": Step.RECIPIENT,
    "does not like recipient": Step.RECIPIENT,
    "data": Step.LETTER,
    "text": Step.LETTER,
    "bdat": Step.LETTER,
    "end of data": Step.LETTER,
    "failed after i sent the message": Step.LETTER,
}


def step(said: str) -> Step | None:
    """Return what was refused, told from a sender's own record in ``said``, or None."""
    found = _COMMAND.search(said)
    if found is None:
        return None
    command = next(each for each in found.groups() if each).lower()
    refused = _STEPS.get(command.removesuffix("_to"), Step.SENDER)
    if refused is Step.LETTER and _NO_RECIPIENT.search(said):
        return Step.RECIPIENT
    return refused
