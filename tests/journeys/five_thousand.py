"""Times a circular to 5,000 people in a running office: python -m tests.journeys.five_thousand

Prints how long the request took, how the panel moved while the mails left, and whether each mail
is for one person only. Ends with 1 when the median request took 100 ms or more, or a mail is
missing, double, or tells of somebody else.
"""

import re
import statistics
import sys
import time

from kairan.mail.testing.faults import Accepted
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from tests.journeys.browsing import artefacts
from tests.journeys.office import Office
from tests.journeys.visitor import Visitor
from tests.servers.patience import eventually

READERS = 5_000
TIMES = 5
AT_MOST = 0.100
SETTLED = re.compile(r"(\d+) of (\d+) letters are settled")


def main() -> int:
    """Send, watch, judge, print."""
    log = artefacts() / "five-thousand.log"
    with ScriptedSmtp() as smtp, Office(log, KAIRAN_WEB_PROCESSES="2") as office:
        crowd = {"people": READERS, "smtp_port": smtp.port}
        made = office.run("tests.journeys.inside.crowd", given=crowd)
        aiko = Visitor(office.url, made["session"])
        seen: list[str] = []
        for turn in range(1, TIMES + 1):
            path = aiko.circulate(made["group"])
            begun = time.perf_counter()
            watch(aiko, path, smtp, READERS * turn, seen)
            print(f"circular {turn}: {aiko.took[-1] * 1000:.0f} ms to send, ", end="")
            print(f"{time.perf_counter() - begun:.1f} s until the last of {READERS} mails was in")
        wrong = judged(office, smtp.accepted)
        failures = office.failures()
    median = statistics.median(aiko.took)
    print(f"median of {TIMES} requests: {median * 1000:.0f} ms")
    print(
        f"while they left, the panel said: {', '.join(seen[:: len(seen) // 8 or 1]) or 'nothing'}"
    )
    for each in [*wrong, *failures][:20]:
        print(f"wrong: {each}")
    return int(bool(wrong) or bool(failures) or not seen or median >= AT_MOST)


def watch(aiko: Visitor, path: str, smtp: ScriptedSmtp, wanted: int, seen: list[str]) -> None:
    """Look at the page of the circular until all mails are in; note what the panel says."""

    def all_in() -> bool:
        seen.extend(f"{a} of {b}" for a, b in SETTLED.findall(aiko.get(path)))
        return len(smtp.accepted) >= wanted

    eventually(all_in, seconds=120)


def judged(office: Office, letters: list[Accepted]) -> list[str]:
    """Say which mails are missing, double, or tell of somebody else."""
    counts: dict[str, int] = {}
    for letter in letters:
        for recipient in letter.recipients:
            counts[recipient] = counts.get(recipient, 0) + 1
    odd = [f"{who} got {count} mails" for who, count in counts.items() if count != TIMES]
    missing = [f"{READERS - len(counts)} people got none"] if len(counts) != READERS else []
    given = [[x.sender, x.recipients, x.data.decode("latin-1")] for x in letters]
    return [*missing, *odd, *office.run("tests.journeys.inside.strangers", given=given)]


if __name__ == "__main__":
    sys.exit(main())
