"""Times a circular to 5,000 people in a running office: python -m tests.journeys.five_thousand

Prints how long the request took, how the panel moved while the mails left, and whether each mail
is for one person only. Ends with 1 when the median request took 100 ms or more, or a mail is
missing, double, or tells of somebody else.
"""

import re
import statistics
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from kairan.mail.testing.faults import Accepted
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from tests.journeys.browsing import artefacts
from tests.journeys.office import Office
from tests.journeys.pages import COOKIE
from tests.servers.patience import eventually

READERS = 5_000
TIMES = 5
AT_MOST = 0.100
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SETTLED = re.compile(r"(\d+) of (\d+) letters are settled")


@dataclass
class Aiko:
    """Who sends the circulars, with a session of her own."""

    url: str
    session: str
    took: list[float] = field(default_factory=list)

    def get(self, path: str) -> str:
        """Return a page."""
        return self._ask(urllib.request.Request(self.url + path))[1]

    def circulate(self, group: int) -> str:
        """Send a circular through the form; note how long the request took; return its path."""
        token = TOKEN.search(self.get("/circulation/new/"))
        form = {
            "csrfmiddlewaretoken": token[1] if token else "",
            "to": f"group:{group}",
            "subject": "Fire drill",
            "body": "Tuesday.",
            "priority": "normal",
            "then": "send",
        }
        data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(f"{self.url}/circulation/new/", data)
        request.add_header("Cookie", f"csrftoken={form['csrfmiddlewaretoken']}")
        begun = time.perf_counter()
        location, _ = self._ask(request)
        self.took.append(time.perf_counter() - begun)
        return location

    def _ask(self, request: urllib.request.Request) -> tuple[str, str]:
        cookies = request.get_header("Cookie", "")
        request.add_header("Cookie", f"{COOKIE}={self.session}; {cookies}")
        opener = urllib.request.build_opener(_Stay)
        try:
            with opener.open(request, timeout=60) as answer:
                return "", answer.read().decode()
        except urllib.error.HTTPError as error:
            if error.code != 302:
                raise
            return error.headers["Location"], ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_more: object) -> None:
        return None


def main() -> int:
    """Send, watch, judge, print."""
    log = artefacts() / "five-thousand.log"
    with ScriptedSmtp() as smtp, Office(log, KAIRAN_WEB_PROCESSES="2") as office:
        crowd = {"people": READERS, "smtp_port": smtp.port}
        made = office.run("tests.journeys.inside.crowd", given=crowd)
        aiko = Aiko(office.url, made["session"])
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


def watch(aiko: Aiko, path: str, smtp: ScriptedSmtp, wanted: int, seen: list[str]) -> None:
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
