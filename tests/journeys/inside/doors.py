"""Says how every page that belongs to one record is reached, in an office that is furnished.

Answers with the arguments of each URL by its name, once for each language.
A new page with arguments needs a line in the furniture of its app, or here where it is none.
"""

from collections import ChainMap
from typing import Any
from urllib.parse import urlsplit

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

from django.urls import resolve

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.notices import CircularDelivered
from kairan.delivery.models import Letter
from kairan.notices import tokens
from kairan.notices.panel_tokens import make as panel_token
from kairan.notices.unsubscribing import PURPOSE as UNSUBSCRIBE
from kairan.people.account_mail import password_link
from kairan.people.models import Group, User
from kairan.webmail.models import Account, Folder, Message
from kairan.webmail.models import Draft as LetterDraft
from tests.journeys.furniture import furniture


def main() -> None:
    """Answer with the arguments of every URL, for Aiko in English and for Ben in Japanese."""
    aiko, ben = User.objects.get(login_id="aiko"), User.objects.get(login_id="ben")
    opening.answer({"en": seen_by(aiko, ben), "ja": seen_by(ben, aiko)})


def seen_by(viewer: User, other: User) -> dict[str, Any]:
    """Return the arguments that lead ``viewer``, or a reader of their mail, to every page."""
    own = [each.doors(viewer, other) for each in furniture()]
    rooms = ChainMap(people(other), webmail(viewer), notices(viewer), *own)
    return dict(rooms)


def people(somebody: User) -> dict[str, Any]:
    """Return how people and groups are reached."""
    group = {"pk": Group.objects.get().pk}
    person = {"pk": somebody.pk}
    return {
        "people:show": person,
        "people:edit": person,
        "people:group": group,
        "account_reset_password_from_key": resolve(urlsplit(password_link(somebody)).path).kwargs,
    }


def webmail(owner: User) -> dict[str, Any]:
    """Return how the mailbox of ``owner`` is reached."""
    account = Account.objects.get(owner=owner)
    message = {"pk": Message.objects.filter(account=account).earliest("pk").pk}
    draft = LetterDraft.objects.filter(owner=owner).earliest("pk")
    theirs = {"person": owner.pk}
    return {
        "webmail:folder": {"pk": Folder.objects.filter(owner=owner).earliest("pk").pk},
        "webmail:message": message,
        "webmail:body": message,
        "webmail:printed": message,
        "webmail:text": message,
        "webmail:source": message,
        "webmail:files": message,
        "webmail:file": {**message, "number": 0},
        "webmail:preview": {**message, "number": 0},
        "webmail:preview-page": {**message, "number": 0, "page": 1},
        "webmail:thumbnail": {**message, "number": 1},
        "webmail:draft": {"pk": draft.pk},
        "webmail:account": {"pk": account.pk},
        "webmail:identity-new": {"account": account.pk},
        "webmail:identity": {"pk": account.identity.pk},
        "webmail:journal": {"pk": account.pk},
        "webmail:administration-person": theirs,
        "webmail:administration-account-new": theirs,
        "webmail:administration-account": {**theirs, "pk": account.pk},
        "webmail:administration-identity-new": {**theirs, "account": account.pk},
        "webmail:administration-identity": {**theirs, "pk": account.identity.pk},
    }


def notices(viewer: User) -> dict[str, Any]:
    """Return how the pages with secret links are reached."""
    sent = Circular.objects.get(author=viewer, confirmed_total=1)
    letter = Letter.objects.earliest("pk")
    unsubscribe = tokens.make(
        person_id=viewer.pk, purpose=UNSUBSCRIBE, about=CircularDelivered.kind
    )
    words = {"kind": CircularDelivered.kind, "language": viewer.language}
    return {
        "notices:words-of": words,
        "notices:words-sample": words,
        "notices:subscription": {"token": unsubscribe},
        "notices:told": {"token": panel_token(viewer=viewer, about=sent.about)},
        "delivery:letter": {"pk": letter.pk},
    }


if __name__ == "__main__":
    main()
