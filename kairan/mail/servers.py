"""What the clients need to know about a mail server: values built from somebody's settings."""

from dataclasses import dataclass, field
from enum import Enum


class Security(Enum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class PopAuthentication(Enum):
    """How a POP3 login is made. APOP never falls back to STANDARD."""

    STANDARD = "standard"
    APOP = "apop"


class SmtpAuthentication(Enum):
    """What the server wants before it takes a letter; the caller makes the POP3 login."""

    NONE = "none"
    POP_BEFORE_SMTP = "pop-before-smtp"
    AUTH = "auth"


class SmtpMechanism(Enum):
    """Which SASL mechanism is used with SMTP AUTH; BEST picks the safest one offered."""

    BEST = "best"
    PLAIN = "PLAIN"
    LOGIN = "LOGIN"
    CRAM_MD5 = "CRAM-MD5"


@dataclass(frozen=True, kw_only=True)
class PopServer:
    """A POP3 server and the login there.

    ``timeout`` is in seconds, ``cafile`` a PEM file of an own certificate authority.
    """

    host: str
    port: int
    security: Security
    verify_certificate: bool = True
    authentication: PopAuthentication = PopAuthentication.STANDARD
    user: str
    password: str = field(repr=False)
    timeout: float = 30.0
    cafile: str | None = None


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """An SMTP server and the login there.

    ``timeout`` is in seconds, ``cafile`` a PEM file of an own certificate authority,
    ``helo_name`` what EHLO says (empty: this machine's name).
    """

    host: str
    port: int
    security: Security
    verify_certificate: bool = True
    authentication: SmtpAuthentication = SmtpAuthentication.NONE
    mechanism: SmtpMechanism = SmtpMechanism.BEST
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    helo_name: str = ""
    cafile: str | None = None
