"""Servers that think for a while before they greet."""

import time

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import ScriptedSmtp

PAUSE = 1.2  # seconds


class SlowPop3(ScriptedPop3):
    """POP3, slowly."""

    def _converse(self, peer):
        time.sleep(PAUSE)
        super()._converse(peer)


class SlowSmtp(ScriptedSmtp):
    """SMTP, slowly."""

    def _converse(self, peer):
        time.sleep(PAUSE)
        super()._converse(peer)
