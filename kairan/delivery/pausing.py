"""A server that rests, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kairan.delivery.models import Pause
from kairan.mail.errors import Kind, MailServerError
from kairan.mailservers.explanations import explain


def why(pause: Pause) -> str:
    """Return why a server rests, with its own words, in the active language."""
    error = MailServerError(Kind(pause.kind), code=pause.code, words=pause.words)
    sentences = explain(error, pause.server.wire())
    if pause.words and not any(pause.words in each for each in sentences):
        said = f"{pause.code} {pause.words}" if pause.code else pause.words
        sentences = [*sentences, _("It said: %(words)s") % {"words": said}]
    return " ".join(sentences)


@dataclass(frozen=True)
class Resting:
    """A pause as the queue page shows it."""

    pause: Pause

    @property
    def why(self) -> str:
        """Why the server rests."""
        return why(self.pause)
