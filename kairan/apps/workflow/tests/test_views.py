import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kairan.approvals.models import Seat
from kairan.apps.workflow.models import Paper
from kairan.apps.workflow.operations.decisions import approve, send_back
from kairan.apps.workflow.operations.papers import save_draft, send

TYPED = {
    "subject": "Trip to Osaka",
    "answer-f1": "Osaka",
    "answer-f3": "¥125,000",
    "answer-f4_from": "2030-05-17",
    "answer-f4_to": "2030-05-19",
    "answer-f5": "Train",
    "answer-f6": "1,200.50",
    "answer-f7": "2030-05-01",
    "then": "send",
}


def course(paper):
    return paper.submissions.latest("pk").course_id


def test_one_who_fills_in_a_form_sends_it(as_, emi, ben, form_for):
    form = form_for([ben])
    plan = SimpleUploadedFile("計画.txt", b"plan")

    response = as_(emi).post(f"/workflow/new/{form.pk}/", {**TYPED, "answer-f8": plan})

    paper = Paper.objects.get()
    assert response["Location"] == paper.get_absolute_url()
    assert paper.is_under_way
    assert paper.answers == {
        "f1": "Osaka",
        "f2": "",
        "f3": 125000,
        "f4": {"from": "2030-05-17", "to": "2030-05-19"},
        "f5": "Train",
        "f6": "1200.5",
        "f7": "2030-05-01",
        "f8": [paper.files.get().pk],
    }
    page = as_(ben).get(paper.get_absolute_url()).content.decode()
    for text in ("¥125,000", "2030年5月17日", "3日", "1,200.5", "計画.txt"):
        assert text in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answer-f1": ""}, "This field is required"),
        ({"subject": ""}, "This field is required"),
        ({"answer-f3": "12.5"}, "Write the amount in figures, such as 1,250,000."),
        ({"answer-f6": "many"}, "Write a number in figures"),
        ({"answer-f4_to": "2030-05-16"}, "The last day lies before the first"),
        ({"answer-f4_to": ""}, "Choose both the first and the last day"),
        ({"answer-f4_to": "9999-12-31"}, "between 1900 and 2999"),
        ({"answer-f7": "0001-01-01"}, "between 1900 and 2999"),
        ({"answer-f5": "Rocket"}, "Select a valid choice"),
        ({"answer-f1": "a\nb"}, "in one line"),
        ({"subject": "a\r\nBcc: evil@example.test"}, "in one line"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_stays(as_, emi, ben, form_for, changes, sentence):
    form = form_for([ben])

    page = as_(emi).post(f"/workflow/new/{form.pk}/", {**TYPED, "answer-f2": "Kept.", **changes})

    assert sentence in page.content.decode()
    assert "Kept." in page.content.decode()
    assert not Paper.objects.exists()


def test_a_draft_may_have_gaps_and_shows_thousands_when_it_is_opened(as_, emi, ben, form_for):
    form = form_for([ben])
    client = as_(emi)
    typed = {"subject": "Later", "answer-f3": "1250000", "then": "keep"}

    response = client.post(f"/workflow/new/{form.pk}/", typed)

    page = client.get(response["Location"]).content.decode()
    assert 'value="1,250,000"' in page
    assert not Seat.objects.exists()


def test_one_form_is_one_paper_however_often_it_is_sent(as_, emi, ben, form_for):
    form, client = form_for([ben]), as_(emi)
    key = client.get(f"/workflow/new/{form.pk}/").context["form"]["key"].value()
    typed = {**TYPED, "key": str(key)}

    first = client.post(f"/workflow/new/{form.pk}/", typed)
    second = client.post(f"/workflow/new/{form.pk}/", typed)

    assert Paper.objects.count() == 1
    assert second["Location"] == first["Location"]


def test_the_route_is_seen_before_sending(as_, emi, ben, dana, form_for):
    page = as_(emi).get(f"/workflow/new/{form_for([ben], [dana]).pk}/").content.decode()

    assert page.index("Sato Ben") < page.index("Dana Ito")


def test_a_step_that_only_the_applicant_could_decide_is_named_before_writing(
    as_, emi, ben, form_for
):
    page = as_(emi).get(f"/workflow/new/{form_for([emi], [ben]).pk}/").content.decode()

    assert page.count("Ask an administrator to choose somebody for this step.") == 1


def test_why_it_came_back_is_read_where_it_is_mended(as_, emi, ben, paper):
    send_back(paper, course=course(paper), by=ben, comment="Which hotel?")

    assert "Which hotel?" in as_(emi).get(f"/workflow/{paper.pk}/draft/").content.decode()


def test_approvers_are_chosen_where_the_form_allows_it(as_, emi, ben, dana, form_for):
    form = form_for([ben], lets_choose=True)
    client = as_(emi)
    assert "Sato Ben" in client.get(f"/workflow/new/{form.pk}/").content.decode()

    client.post(f"/workflow/new/{form.pk}/", {**TYPED, "step-1": f"person:{dana.pk}"})

    assert [seat.person for seat in Seat.objects.all()] == [dana]


@pytest.mark.parametrize(
    ("url", "state", "comment"),
    [("approval", "running", ""), ("return", "returned", "Hotel?"), ("denial", "denied", "No.")],
)
def test_an_approver_decides_on_the_page(as_, ben, paper, url, state, comment):
    sent = {"course": course(paper), "comment": comment}

    response = as_(ben).post(f"/workflow/{paper.pk}/{url}/", sent, follow=True)

    assert response.status_code == 200
    paper.refresh_from_db()
    assert paper.state == state


@pytest.mark.parametrize("url", ["return", "denial"])
def test_a_no_without_a_reason_is_refused_on_the_page(as_, dana, ben, paper, url):
    approve(paper, course=course(paper), by=ben)

    response = as_(dana).post(f"/workflow/{paper.pk}/{url}/", {"course": course(paper)})

    assert response.status_code == 409
    assert "Say why in the comment" in response.content.decode()


def test_what_a_second_approver_typed_stays_when_the_first_was_faster(
    as_, emi, ben, dana, form_for, written
):
    paper = send(written(form_for([ben, dana])), author=emi)
    approve(paper, course=course(paper), by=ben)

    sent = {"course": course(paper), "comment": "My long thoughts."}
    response = as_(dana).post(f"/workflow/{paper.pk}/denial/", sent)

    assert response.status_code == 409
    assert "My long thoughts." in response.content.decode()


def test_nobody_decides_what_they_have_not_read(as_, emi, ben, written, paper):
    read = course(paper)
    send_back(paper, course=read, by=ben, comment="Hotel?")
    send(written(paper.version.form, subject="Another trip"), author=emi, paper=paper)

    response = as_(ben).post(f"/workflow/{paper.pk}/approval/", {"course": read})

    assert response.status_code == 409
    assert "もう一度" in response.content.decode()
    assert Seat.objects.turns_of(ben).count() == 1

    read = response.context["decision"]["course"].value()
    as_(ben).post(f"/workflow/{paper.pk}/approval/", {"course": read})
    assert Seat.objects.turns_of(ben).count() == 0


PAPER_URLS = ["", "draft/", "files/1/"]
PAPER_DEEDS = ["removal/", "withdrawal/", "approval/", "return/", "denial/"]


@pytest.mark.parametrize("url", PAPER_URLS)
def test_a_paper_does_not_exist_for_others(as_, chidi, paper, url):
    assert as_(chidi).get(f"/workflow/{paper.pk}/{url}").status_code == 404


@pytest.mark.parametrize("url", PAPER_DEEDS)
def test_others_can_do_nothing_to_a_paper(as_, chidi, paper, url):
    sent = {"course": course(paper), "comment": "No."}
    assert as_(chidi).post(f"/workflow/{paper.pk}/{url}", sent).status_code == 404


@pytest.mark.parametrize("url", ["removal/", "withdrawal/"])
def test_an_approver_is_not_the_applicant(as_, ben, paper, url):
    assert as_(ben).post(f"/workflow/{paper.pk}/{url}").status_code == 404
    assert as_(ben).get(f"/workflow/{paper.pk}/draft/").status_code == 404


def test_an_approver_sees_a_paper_once_their_turn_has_come(as_, ben, dana, paper):
    url = paper.get_absolute_url()
    assert as_(dana).get(url).status_code == 404

    approve(paper, course=course(paper), by=ben)

    assert as_(dana).get(url).status_code == 200
    assert as_(ben).get(url).status_code == 200


def test_approvers_see_what_was_sent_and_not_what_is_being_written(as_, emi, ben, written, paper):
    send_back(paper, course=course(paper), by=ben, comment="Hotel?")
    secret = {"f8": [SimpleUploadedFile("secret.txt", b"s")]}
    form = paper.version.form
    save_draft(written(form, subject="Half an idea", attached=secret), author=emi, paper=paper)
    file = paper.files.get()

    assert "Half an idea" not in as_(ben).get(paper.get_absolute_url()).content.decode()
    assert as_(ben).get(f"/workflow/{paper.pk}/files/{file.pk}/").status_code == 404
    assert as_(emi).get(f"/workflow/{paper.pk}/files/{file.pk}/").status_code == 200


def test_an_administrator_sees_what_was_sent_and_no_draft(as_, aiko, emi, ben, written, paper):
    draft = save_draft(written(paper.version.form), author=emi)
    client = as_(aiko)

    assert client.get(paper.get_absolute_url()).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert (
        client.post(f"/workflow/{paper.pk}/approval/", {"course": course(paper)}).status_code == 409
    )


def test_an_administrator_hands_a_seat_over_on_the_page(as_, aiko, ben, dana, chidi, paper):
    seat = Seat.objects.get(person=ben)
    url = f"/workflow/{paper.pk}/hand-over/"

    wrong = as_(aiko).post(
        url, {"seat": seat.pk, "to": [f"person:{dana.pk}", f"person:{chidi.pk}"]}
    )
    assert "exactly one person" in wrong.content.decode()
    as_(aiko).post(url, {"seat": seat.pk, "to": f"person:{chidi.pk}"})

    assert Seat.objects.turns_of(chidi).count() == 1
    assert as_(ben).post(url, {"seat": seat.pk, "to": f"person:{ben.pk}"}).status_code == 403


@pytest.mark.parametrize("url", [*PAPER_DEEDS, "hand-over/"])
def test_looking_changes_nothing(as_, aiko, paper, url):
    assert as_(aiko).get(f"/workflow/{paper.pk}/{url}").status_code == 405


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("mine/", {"Trip to Osaka", "Begun"}),
        ("mine/?show=drafts", {"Begun"}),
        ("mine/?show=running", {"Trip to Osaka"}),
        ("mine/?show=done", set()),
    ],
)
def test_mine_has_a_folder_for_every_state(as_, emi, written, paper, url, names):
    save_draft(written(paper.version.form, subject="Begun"), author=emi)

    page = as_(emi).get(f"/workflow/{url}").content.decode()

    assert {name for name in ("Trip to Osaka", "Begun") if name in page} == names


def test_what_i_decided_is_in_its_folder(as_, ben, dana, paper):
    assert "Trip to Osaka" in as_(ben).get("/workflow/").content.decode()

    approve(paper, course=course(paper), by=ben)

    assert "Trip to Osaka" not in as_(ben).get("/workflow/").content.decode()
    assert "Trip to Osaka" in as_(ben).get("/workflow/decided/").content.decode()
    assert "Trip to Osaka" not in as_(ben).get("/workflow/decided/?show=denied").content.decode()
    assert "Trip to Osaka" in as_(dana).get("/workflow/").content.decode()


def queries(client, url):
    """Return how many queries a page costs, once its session and caches are warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("who", "url"), [("ben", ""), ("ben", "mine/"), ("ben", "decided/"), ("aiko", "all/")]
)
def test_a_list_costs_the_same_however_long(
    as_, aiko, ben, dana, chidi, form_for, written, who, url
):
    form = form_for([ben], [chidi])

    def happen(times):
        for number in range(times):
            paper = send(written(form, subject=f"No. {number}"), author=dana)
            send(written(form, subject=f"Other {number}"), author=dana)
            approve(paper, course=course(paper), by=ben)
            save_draft(written(form), author=ben)
        return queries(as_({"aiko": aiko, "ben": ben}[who]), f"/workflow/{url}")

    assert happen(1) == happen(5)


@pytest.mark.parametrize("who", ["emi", "ben"])
def test_a_page_costs_the_same_however_often_it_was_sent(as_, emi, ben, written, paper, who):
    def sent_again(times):
        for _round in range(times):
            send_back(paper, course=course(paper), by=ben, comment="Again.")
            send(written(paper.version.form), author=emi, paper=paper)
        return queries(as_({"emi": emi, "ben": ben}[who]), paper.get_absolute_url())

    assert sent_again(1) == sent_again(3)


@pytest.mark.parametrize("url", ["all/", "forms/", "forms/new/", "routes/", "routes/new/"])
def test_administration_is_for_administrators(as_, aiko, ben, url):
    assert as_(ben).get(f"/workflow/{url}").status_code == 403
    assert as_(aiko).get(f"/workflow/{url}").status_code == 200


def test_administrators_find_the_forms_from_workflow_itself(as_, aiko, ben):
    assert 'href="/workflow/forms/"' in as_(aiko).get("/workflow/").content.decode()
    assert 'href="/workflow/forms/"' not in as_(ben).get("/workflow/").content.decode()


def test_the_office_says_how_many_decisions_wait(as_, ben, dana, paper):
    door = reverse("workflow:index")
    waiting = [entry.count for entry in as_(ben).get(door).context["menu"] if entry.url == door]
    assert waiting == [1]
