"""What the clock runs here: wording what falls due, mailing bundles, and forgetting what is old."""

from datetime import timedelta

from kairan.clock.rounds import Round
from kairan.notices.bundling import ROUND
from kairan.notices.closing import close_due
from kairan.notices.purging import purge
from kairan.notices.wording import word_due

ROUNDS = [
    Round("wording", word_due),
    Round(ROUND, close_due),
    Round("forgetting-announcements", purge, every=timedelta(hours=6)),
]
