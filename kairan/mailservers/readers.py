"""Who reads a mailbox in the office: asked of every feature, whoever may answer."""

from kairan.shell.feature import Mailbox, features


def readers_of(mailbox: Mailbox) -> list[str]:
    """Return the names of the people who read ``mailbox`` in WebMail, each once, in order."""
    names = {name for feature in features() for name in feature.readers_of(mailbox)}
    return sorted(names)
