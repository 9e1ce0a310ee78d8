import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.notices import CircularDelivered
from kairan.apps.circulation.operations import circulate, confirm, save_draft
from kairan.notices import tokens

SENDING = {"subject": "Move", "body": "Boxes.", "priority": "normal", "then": "send"}


def link(circular, person):
    token = tokens.make(person_id=person.pk, purpose=CircularDelivered.kind, about=circular.about)
    return reverse("circulation:answer", args=[CircularDelivered.kind, token])


def test_one_who_writes_sends(as_, aiko, ben):
    response = as_(aiko).post("/circulation/new/", {**SENDING, "to": f"person:{ben.pk}"})

    circular = Circular.objects.get()
    assert response["Location"] == circular.get_absolute_url()
    assert [each.reader for each in circular.readings.all()] == [ben]


def test_what_was_typed_stays_when_a_reader_is_missing(as_, aiko):
    response = as_(aiko).post("/circulation/new/", SENDING)

    assert "Choose at least one reader" in response.content.decode()
    assert "Boxes." in response.content.decode()
    assert not Circular.objects.exists()


def test_all_that_is_missing_is_said_at_once(as_, aiko):
    page = as_(aiko).post("/circulation/new/", {**SENDING, "subject": ""})

    assert set(page.context["form"].errors) == {"to", "subject"}


def test_a_draft_is_kept_and_sent_later(as_, aiko, ben):
    client = as_(aiko)
    client.post("/circulation/new/", {**SENDING, "then": "keep"})
    circular = Circular.objects.get()
    assert circular.is_draft

    client.post(f"/circulation/{circular.pk}/draft/", {**SENDING, "to": f"person:{ben.pk}"})

    circular.refresh_from_db()
    assert circular.is_going_round


@pytest.mark.parametrize("then", ["send", "keep"])
def test_one_form_is_one_circular_however_often_it_is_sent(as_, aiko, ben, then):
    client = as_(aiko)
    key = client.get("/circulation/new/").context["form"]["key"].value()
    typed = {**SENDING, "to": f"person:{ben.pk}", "key": str(key), "then": then}

    first = client.post("/circulation/new/", typed)
    second = client.post("/circulation/new/", typed)

    assert Circular.objects.count() == 1
    assert second["Location"] == first["Location"]


def test_sending_a_draft_twice_leads_to_what_has_left(as_, aiko, ben, draft):
    circular = save_draft(draft(), author=aiko)
    client, typed = as_(aiko), {**SENDING, "to": f"person:{ben.pk}"}
    client.post(f"/circulation/{circular.pk}/draft/", typed)

    second = client.post(f"/circulation/{circular.pk}/draft/", typed)

    assert second["Location"] == circular.get_absolute_url()
    assert circular.readings.count() == 1


def test_the_key_of_somebody_else_opens_nothing_of_theirs(as_, aiko, chidi, ben, draft):
    theirs = save_draft(draft(subject="Secret"), author=aiko)

    as_(chidi).post(
        "/circulation/new/", {**SENDING, "to": f"person:{ben.pk}", "key": str(theirs.key)}
    )

    theirs.refresh_from_db()
    assert (theirs.subject, theirs.is_draft) == ("Secret", True)
    assert Circular.objects.get(author=chidi).subject == "Move"


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
@pytest.mark.parametrize("then", ["send", "keep"])
def test_a_deadline_at_the_end_of_the_calendar_is_refused(as_, aiko, ben, moment, then):
    typed = {**SENDING, "to": f"person:{ben.pk}", "confirm_by": moment, "then": then}

    response = as_(aiko).post("/circulation/new/", typed)

    assert "between 2000 and 2999" in response.content.decode()
    assert not Circular.objects.exists()


CIRCULAR_URLS = ["", "draft/", "readers/", "files/1/"]
CIRCULAR_DEEDS = ["removal/", "reading/", "confirmation/", "reminder/", "completion/"]


@pytest.mark.parametrize("url", CIRCULAR_URLS)
def test_a_circular_does_not_exist_for_others(as_, chidi, circular, url):
    assert as_(chidi).get(f"/circulation/{circular.pk}/{url}").status_code == 404


@pytest.mark.parametrize("url", CIRCULAR_DEEDS)
def test_others_can_do_nothing_to_a_circular(as_, chidi, circular, url):
    assert as_(chidi).post(f"/circulation/{circular.pk}/{url}").status_code == 404


@pytest.mark.parametrize("url", ["reminder/", "completion/", "removal/"])
def test_a_reader_is_not_the_author(as_, ben, circular, url):
    assert as_(ben).post(f"/circulation/{circular.pk}/{url}").status_code == 404


def test_a_draft_exists_for_its_author_alone(as_, aiko, ben, draft):
    circular = save_draft(draft(ben), author=aiko)

    assert as_(ben).get(f"/circulation/{circular.pk}/").status_code == 404
    assert as_(aiko).get(f"/circulation/{circular.pk}/draft/").status_code == 200


@pytest.mark.parametrize("url", CIRCULAR_DEEDS)
def test_looking_changes_nothing(as_, aiko, ben, circular, url):
    for person in (aiko, ben):
        assert as_(person).get(f"/circulation/{circular.pk}/{url}").status_code == 405
    as_(ben).get(f"/circulation/{circular.pk}/")

    circular.refresh_from_db()
    copy = circular.readings.get()
    assert (copy.read_at, copy.confirmed_at, circular.state) == (None, None, "sent")


def test_confirming_swaps_the_answers(as_, ben, circular):
    response = as_(ben).post(
        f"/circulation/{circular.pk}/confirmation/",
        {"comment": "Understood."},
        headers={"HX-Request": "true"},
    )

    assert response.content.strip().startswith(b'<section class="card" id="answers">')
    assert circular.readings.get().comment == "Understood."


def test_confirming_works_without_javascript(as_, ben, circular):
    response = as_(ben).post(f"/circulation/{circular.pk}/confirmation/", follow=True)

    assert "確認" in response.content.decode()
    assert circular.readings.get().confirmed_at


def test_the_link_of_the_mail_only_shows_until_it_is_posted(client, ben, circular):
    for method in (client.get, client.head):
        assert method(link(circular, ben)).status_code == 200
    copy = circular.readings.get()
    assert (copy.read_at, copy.confirmed_at) == (None, None)

    client.post(link(circular, ben), {"comment": "From the train."})

    assert circular.readings.get().comment == "From the train."


def test_the_link_speaks_the_language_of_its_reader(client, ben, circular):
    assert 'lang="ja"' in client.get(link(circular, ben)).content.decode()


def test_a_link_of_somebody_who_left_is_dead(client, ben, circular):
    ben.is_active = False
    ben.save()

    assert client.post(link(circular, ben)).status_code == 404


def test_a_link_opens_no_other_circular(client, aiko, ben, chidi, circular, draft):
    other = circulate(draft(chidi), author=aiko)

    assert client.get(link(other, ben)).status_code == 404
    forged = link(circular, ben)[:-3] + "AA/"
    assert client.get(forged).status_code == 404


def test_a_file_is_for_readers_and_as_a_download(as_, client, aiko, ben, chidi, draft):
    from django.core.files.uploadedfile import SimpleUploadedFile

    circular = circulate(
        draft(ben, attached=[SimpleUploadedFile("plan.html", b"<b>plan</b>")]), author=aiko
    )
    url = f"/circulation/{circular.pk}/files/{circular.files.get().pk}/"

    assert as_(ben).get(url)["Content-Disposition"] == 'attachment; filename="plan.html"'
    assert as_(chidi).get(url).status_code == 404
    from_mail = f"{link(circular, ben)}files/{circular.files.get().pk}/"
    assert client.get(from_mail).content == b"<b>plan</b>"


def test_received_shows_first_what_waits(as_, aiko, ben, draft):
    old = circulate(draft(ben, subject="Old news"), author=aiko)
    circulate(draft(ben, subject="Fresh news"), author=aiko)
    confirm(old, reader=ben)

    page = as_(ben).get("/circulation/").content.decode()

    assert "Fresh news" in page
    assert "Old news" not in page
    assert "Old news" in as_(ben).get("/circulation/?show=confirmed").content.decode()


@pytest.mark.parametrize("url", ["/circulation/", "/circulation/sent/", "/circulation/drafts/"])
def test_a_list_costs_the_same_however_long(as_, aiko, ben, draft, url):
    def write(number):
        circulate(draft(aiko, ben, subject=f"No. {number}"), author=ben)
        circulate(draft(ben, subject=f"To Ben {number}"), author=aiko)
        save_draft(draft(aiko), author=ben)

    # The menu asks each app its own queries, so the page is held against itself.
    def cost():
        client = as_(ben)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    write(1)
    few = cost()
    for number in range(2, 7):
        write(number)

    assert cost() == few
