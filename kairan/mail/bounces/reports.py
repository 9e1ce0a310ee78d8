"""Reads delivery status notifications (RFC 3464), also where a server writes one as plain text."""

import re
from dataclasses import dataclass
from enum import Enum

_FIELD = re.compile(
    r"^[ \t]*(?P<name>final-recipient|original-recipient|action|status|diagnostic-code|"
    r"remote-mta|recipient address|reason|diagnostic code)[ \t]*:[ \t]*(?P<value>.*)$",
    re.IGNORECASE,
)
_LONGEST = 2_000
_OTHER_FIELD = re.compile(r"^[A-Za-z][\w-]*:")
_SYNONYMS = {"recipient address": "final-recipient", "diagnostic code": "diagnostic-code"}
_ADDRESS = re.compile(r"<?([^\s<>;,\"']+@[^\s<>;,\"']+?)>?[.,]?(?:\s|$|>|\))")


class Action(Enum):
    """What a server did for a recipient (RFC 3464 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"

    @property
    def is_trouble(self) -> bool:
        """Whether the mail is not, or not yet, where it should be."""
        return self in {Action.FAILED, Action.DELAYED}


@dataclass(frozen=True)
class Reported:
    """What a report says of one recipient.

    ``said`` are the words of the server that refused, ``gloss`` those of the one that reports.
    """

    address: str
    action: Action
    status: str
    said: str
    gloss: str = ""


def read(report: str) -> list[Reported]:
    """Return what ``report`` says of each recipient: groups of fields apart by empty lines."""
    found = []
    for group in _groups(report):
        address = _address(group.get("final-recipient", "")) or _address(
            group.get("original-recipient", "")
        )
        if address:
            found.append(_reported(address, group))
    return found


def is_written_in(text: str) -> bool:
    """Whether plain text holds the fields of a report."""
    names = {match["name"].lower() for match in map(_FIELD.match, text.split("\n")) if match}
    named = {_SYNONYMS.get(name, name) for name in names}
    return bool(named & {"final-recipient", "original-recipient"}) and bool(
        named & {"status", "action", "diagnostic-code"}
    )


def _groups(report: str) -> list[dict[str, str]]:
    groups: list[dict[str, str]] = [{}]
    last = ""
    for line in report.split("\n"):
        field = _FIELD.match(line)
        if field:
            last = _SYNONYMS.get(field["name"].lower(), field["name"].lower())
            if last == "final-recipient" and last in groups[-1]:
                groups.append({})
            groups[-1].setdefault(last, field["value"].strip())
        elif not line.strip():
            groups.append({})
            last = ""
        elif last and _goes_on(line, last):
            groups[-1][last] = _longer(groups[-1][last], line)
        else:
            last = ""
    return [group for group in groups if group]


def _goes_on(line: str, field: str) -> bool:
    """Whether ``line`` is folded; what servers say, some fold who do not know how."""
    is_said = field == "diagnostic-code" and not _OTHER_FIELD.match(line)
    return line[0] in " \t" or is_said


def _longer(value: str, line: str) -> str:
    return value if len(value) > _LONGEST else f"{value} {line.strip()}"


def _reported(address: str, group: dict[str, str]) -> Reported:
    status = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})", group.get("status", ""))
    comment = group.get("status", "").partition("(")[2].rstrip(")")
    gloss = " ".join(word for word in (group.get("reason", ""), comment) if word)
    return Reported(
        address=address,
        action=_action(group.get("action", ""), status[1] if status else ""),
        status=status[1] if status else "",
        said=group.get("diagnostic-code", ""),
        gloss=gloss,
    )


def _action(given: str, status: str) -> Action:
    word = re.match(r"[a-z]+", given.strip().lower())
    for action in Action:
        if word and word[0] in {action.value, action.value.removesuffix("ed")}:
            return action
    return Action.DELIVERED if status.startswith("2") else Action.FAILED


def _address(value: str) -> str:
    """Return the address in a field such as ``rfc822; <ben@example.com>``."""
    _type, semicolon, address = value.partition(";")
    found = _ADDRESS.search((address if semicolon else value)[:_LONGEST].strip() + " ")
    return found[1] if found else ""
