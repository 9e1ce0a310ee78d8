"""How bad a bounce is: whether writing to the address again is of any use (RFC 3463 §3)."""

import re

from kairan.mail.bounces import Failure

# No such mailbox or domain, moved, ambiguous, bad syntax; mailbox closed; no way to the host.
_GONE = re.compile(r"5\.(?:1\.(?:1|2|3|4|6|10)|2\.1|4\.4)")


def is_hard(failure: Failure) -> bool:
    """Whether the address itself is gone.

    A full mailbox, a refusal of this one letter, a suspicion of spam are trouble that may pass,
    also where the server calls them permanent.
    """
    if not failure.is_permanent:
        return False
    return failure.is_unknown or _GONE.fullmatch(failure.status) is not None
