"""Who only looks changes nothing, and who has no part in a circular finds nothing."""

import re
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.operations import Draft, circulate, confirm, remind
from kairan.notices import panel_tokens
from kairan.people.account_mail import send_invitation, send_reset
from kairan.people.picker import Selection
from tests.journeys.pages import doors

# What Django itself writes while somebody looks: allauth keeps a password link in the session.
NOT_OURS = {"sessions.Session"}
LINK = re.compile(r"https://kairan\.example\.test(/[^\s\"'<>]*)")
HREF = re.compile(r"""(?:href|src|action)=["'](/[^"']*)["']""")


@pytest.fixture
def circular(aiko, ben):
    """A circular from Aiko to Ben, with a file and a reminder."""
    draft = Draft(
        subject="Move",
        body="Boxes.",
        to=Selection(people=(ben.pk,)),
        attached=[SimpleUploadedFile("plan.txt", b"plan")],
    )
    return circulate(draft, author=aiko)


def test_a_robot_that_follows_every_link_of_every_mail_changes_nothing(
    circular, aiko, ben, chidi, post_round, settings
):
    settings.EMAIL_BACKEND = "kairan.delivery.django_backend.EmailBackend"  # As in production.
    both = circulate(Draft(subject="Both", to=Selection(people=(ben.pk, chidi.pk))), author=aiko)
    first = post_round().sent
    remind(circular, by=aiko)
    for reader in (ben, chidi):
        confirm(both, reader=reader)
    send_reset(ben)
    send_invitation(chidi)
    mails = [*first, *post_round().sent]
    kinds = {mail["List-Id"] for _, mail in mails if mail["List-Id"]}
    assert len(mails) == 7
    assert len(kinds) == 3

    before = everything()
    visited = {}
    for path in sorted({path for _, mail in mails for path in links(mail)}):
        visited |= crawl(path)

    assert everything() == before
    secret = [path for path in visited if "/answer/" in path or "/subscription/" in path]
    assert len(secret) >= 8
    assert {path: status for path, status in visited.items() if status not in {200, 302}} == {}


def links(mail):
    """Every path of ours in a mail: its text, its formatted part, its headers."""
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    headers = [str(value) for name, value in mail.items() if name.startswith("List-")]
    return set(LINK.findall("\n".join([*parts, *headers])))


def crawl(path):
    """GET and HEAD a path and whatever its page links to, as somebody who never signed in."""
    robot = Client()
    page = robot.get(path)
    found = {path: page.status_code}
    assert robot.head(path).status_code == page.status_code
    inside = (
        HREF.findall(page.getvalue().decode(errors="replace")) if page.status_code == 200 else []
    )
    for each in {link for link in inside if not link.startswith("/static/")}:
        answer = robot.get(each.replace("&amp;", "&"))
        robot.head(each.replace("&amp;", "&"))
        if answer.status_code != 405:  # What only takes POST refuses a robot, which is the point.
            found[each] = answer.status_code
    return found


def everything():
    """All rows of all tables as text."""
    models = [model for model in apps.get_models() if model._meta.label not in NOT_OURS]
    rows = (row for model in models for row in model._default_manager.order_by("pk"))
    return serializers.serialize("json", rows).splitlines()


def circulation_doors():
    """Every URL of circulation that belongs to one circular, whatever it is called."""
    return [d for d in doors() if d.name.startswith("circulation:") and "pk" in d.takes]


def test_circulation_has_doors():
    assert len(circulation_doors()) >= 9


@pytest.mark.parametrize("door", circulation_doors(), ids=str)
@pytest.mark.parametrize("state", ["draft", "sent", "completed"])
def test_a_circular_does_not_exist_for_a_person_outside(circular, as_, chidi, door, state):
    prepare(circular, state)
    stands_for = {"pk": circular.pk, "file": circular.files.get().pk}
    path = reverse(door.name, kwargs={name: stands_for[name] for name in door.takes})
    outside = as_(chidi)

    looked, acted = outside.get(path), outside.post(path)

    assert looked.status_code in {404, 405}
    assert acted.status_code in {404, 405}
    assert 404 in {looked.status_code, acted.status_code}
    assert "Move" not in looked.content.decode() + acted.content.decode()
    assert Client().get(path).status_code in {302, 405}


def prepare(circular, state):
    """Bring a circular into a state; a draft is one that never left."""
    left = {"sent_at": None} if state == "draft" else {}
    done = {"completed_at": circular.sent_at} if state == "completed" else {}
    Circular.objects.filter(pk=circular.pk).update(state=state, **left, **done)


def test_who_was_told_does_not_exist_for_a_person_outside(circular, as_, aiko, chidi):
    token = panel_tokens.make(viewer=aiko, about=circular.about)

    assert as_(aiko).get(reverse("notices:told", args=[token])).status_code == 200
    assert as_(chidi).get(reverse("notices:told", args=[token])).status_code == 404


def test_a_link_of_a_mail_opens_no_other_circular(circular, aiko, ben, chidi, post_round):
    circulate(Draft(subject="Other", to=Selection(people=(chidi.pk,))), author=aiko)
    mails = dict(post_round().sent)
    [bens] = {path for path in links(mails["ben@example.test"]) if "/answer/" in path}
    file = f"{urlsplit(bens).path}files/{circular.files.get().pk}/"
    [chidis] = {path for path in links(mails["chidi@example.test"]) if "/answer/" in path}

    assert Client().get(file).status_code == 200
    assert Client().get(f"{chidis}files/{circular.files.get().pk}/").status_code == 404
    assert Client().get(bens.replace(":", "x:", 1)).status_code == 404
    assert "Move" not in Client().get(chidis).content.decode()
