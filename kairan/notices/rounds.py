"""What the clock runs here: wording what falls due, and forgetting what is old."""

from datetime import timedelta

from kairan.clock.rounds import Round
from kairan.notices.purging import purge
from kairan.notices.wording import word_due

ROUNDS = [
    Round("wording", word_due),
    Round("forgetting-announcements", purge, every=timedelta(hours=6)),
]
