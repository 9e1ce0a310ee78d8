"""What a POP3 server's -ERR means (RFC 2449 §8, RFC 3206, and the words of codeless servers)."""

import re

from kairan.mail.errors import Kind, MailServerError, enhanced_code

_CODES = {
    "IN-USE": (Kind.MAILBOX_LOCKED, True),
    "LOGIN-DELAY": (Kind.LOGIN_DELAY, True),
    "SYS/TEMP": (Kind.UNAVAILABLE, True),
    "SYS/PERM": (Kind.UNAVAILABLE, False),
}

_LOGIN_COMMANDS = frozenset({"USER", "PASS", "APOP", "AUTH"})

# Order matters: "[AUTH] Plaintext authentication disallowed on non-secure connections" is no typo.
_LOGIN_WORDS = (
    (
        re.compile(
            r"plain ?text auth|cleartext|must (?:use|issue)[^.]*(?:tls|ssl|stls)"
            r"|(?:tls|ssl|encryption)[^.]*(?:required|only|first)|non-secure",
            re.IGNORECASE,
        ),
        Kind.AUTH_TOO_WEAK,
        False,
    ),
    (
        re.compile(
            r"\block(?:ed)?\b|in use|busy|another (?:session|pop)|already (?:open|logged|in use)"
            r"|使用中|ロック",
            re.IGNORECASE,
        ),
        Kind.MAILBOX_LOCKED,
        True,
    ),
    (
        re.compile(r"too (?:soon|often|frequent)|login delay|minimum interval", re.IGNORECASE),
        Kind.LOGIN_DELAY,
        True,
    ),
    (
        re.compile(
            r"temporar|try (?:again )?later|try again|too many (?:connection|session)|unavailable"
            r"|internal (?:server )?error|server error|time(?:d )?-?out|system error|overload",
            re.IGNORECASE,
        ),
        Kind.UNAVAILABLE,
        True,
    ),
)

# "Account locked" and "wrong password, try again" are about the login all the same.
_PASSWORD = re.compile(r"password|credential|account|authentication failed", re.IGNORECASE)

_UNKNOWN_COMMAND = re.compile(
    r"unknown|unrecogni[sz]ed|not (?:implemented|supported|recogni[sz]ed|understood)|unsupported"
    r"|unimplemented|invalid command|bad command|syntax error|illegal command",
    re.IGNORECASE,
)


def refusal(command: str, line: bytes) -> MailServerError:
    """Return the typed error for the ``-ERR`` line that answered ``command``."""
    words = line.decode("utf-8", "backslashreplace")
    kind, temporary = _judge(command, words.partition(" ")[2].strip())
    return MailServerError(kind, temporary=temporary, command=command, words=words)


def _judge(command: str, words: str) -> tuple[Kind, bool]:
    code = enhanced_code(words)
    if code in _CODES:
        return _CODES[code]
    if command in _LOGIN_COMMANDS:
        return _judge_login(command, words)
    if command == "STLS":
        return Kind.STARTTLS_NOT_OFFERED, False
    if command in {"UIDL", "TOP", "CAPA"}:
        return Kind.NOT_OFFERED, False
    if command in {"RETR", "DELE", "LIST"}:
        return Kind.NO_SUCH_MESSAGE, False
    return Kind.UNAVAILABLE, command in {"greeting", "QUIT"}


def _judge_login(command: str, words: str) -> tuple[Kind, bool]:
    for pattern, kind, temporary in _LOGIN_WORDS:
        blamed = temporary and _PASSWORD.search(words)
        if pattern.search(words) and not blamed:
            return kind, temporary
    if command in {"APOP", "AUTH"} and _UNKNOWN_COMMAND.search(words):
        unknown = Kind.APOP_NOT_OFFERED if command == "APOP" else Kind.AUTH_NOT_OFFERED
        return unknown, False
    return Kind.LOGIN, False
