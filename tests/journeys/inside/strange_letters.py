"""Puts HTML letters into Aiko's mailbox, as if a server had given them; answers with their keys."""

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

from email.message import EmailMessage

from django.utils.timezone import now

from kairan.webmail.models import Account, Message
from kairan.webmail.receiving.keeping import Fetched, keep


def main() -> None:
    """Keep the letters given."""
    account = Account.objects.filter(owner__login_id="aiko").earliest("pk")
    last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    letters = opening.given()
    keep(
        account,
        [Fetched(f"strange-{last}-{number}", _raw(html)) for number, html in enumerate(letters)],
        now=now(),
    )
    came = Message.objects.filter(account=account, pk__gt=last).order_by("pk")
    opening.answer(list(came.values_list("pk", flat=True)))


def _raw(html: str) -> bytes:
    letter = EmailMessage()
    letter["From"] = "Stranger <stranger@evil.example>"
    letter["Subject"] = "A letter"
    letter.set_content(html.encode("utf-8", "replace").decode(), subtype="html", cte="base64")
    return letter.as_bytes()


if __name__ == "__main__":
    main()
