"""The smallest values of a parsed mail, which its readers and the mail itself share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the display name and the addr-spec as the field gave it, without angle brackets.

    Either may be empty: a field may name somebody without an address.
    """

    name: str
    addr: str
