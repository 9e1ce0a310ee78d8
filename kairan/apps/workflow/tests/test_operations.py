from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.approvals.models import Seat
from kairan.apps.workflow.fields import Field, Kind
from kairan.apps.workflow.models import Paper
from kairan.apps.workflow.operations.decisions import approve, deny, hand_over, send_back
from kairan.apps.workflow.operations.forms import WrittenForm, save_form
from kairan.apps.workflow.operations.papers import discard, save_draft, send, withdraw
from kairan.attachments.models import Attachment
from kairan.notices.models import Announcement
from kairan.people.picker import Selection
from kairan.shell.refusals import Refused


def told(kind):
    announced = Announcement.objects.filter(kind=f"workflow.application-{kind}").order_by("pk")
    return [each.recipients for each in announced]


def course(paper):
    return paper.submissions.latest("pk").course_id


def state(paper):
    return Paper.objects.get(pk=paper.pk).state


def test_exactly_those_whose_turn_it_is_are_told_once(emi, ben, dana, paper):
    assert told("delivered") == [[ben.pk]]

    approve(paper, course=course(paper), by=ben, comment="Fine.")
    assert told("delivered") == [[ben.pk], [dana.pk]]

    approve(paper, course=course(paper), by=dana)
    assert told("delivered") == [[ben.pk], [dana.pk]]
    assert told("approved") == [[emi.pk]]
    assert state(paper) == "approved"


def test_who_decides_twice_in_a_row_is_told_of_the_second_turn(emi, ben, form_for, written):
    paper = send(written(form_for([ben], [ben])), author=emi)

    approve(paper, course=course(paper), by=ben)

    assert told("delivered") == [[ben.pk], [ben.pk]]


def test_the_applicant_hears_of_a_denial(emi, ben, paper):
    deny(paper, course=course(paper), by=ben, comment="Too far.")

    assert told("denied") == [[emi.pk]]
    assert state(paper) == "denied"


def test_what_came_back_is_mended_and_sent_on_a_new_course(emi, ben, written, paper):
    first = course(paper)
    send_back(paper, course=first, by=ben, comment="Which hotel?")
    assert told("returned") == [[emi.pk]]

    form = paper.version.form
    again = send(written(form, subject="Trip to Osaka, hotel"), author=emi, paper=paper)

    assert again.pk == paper.pk
    assert told("delivered") == [[ben.pk], [ben.pk]]
    assert [each.subject for each in paper.submissions.order_by("pk")] == [
        "Trip to Osaka",
        "Trip to Osaka, hotel",
    ]
    with pytest.raises(Refused, match="sent this again meanwhile"):
        approve(paper, course=first, by=ben)
    approve(paper, course=course(paper), by=ben)


def test_one_colleague_decides_and_the_waiting_mail_of_the_others_is_withdrawn(
    emi, ben, dana, chidi, form_for, written, mail_server, post_round
):
    paper = send(written(form_for([ben, dana], [chidi])), author=emi)
    approve(paper, course=course(paper), by=ben)

    assert {recipient for recipient, _letter in post_round().sent} == {"chidi@example.test"}
    with pytest.raises(Refused, match="A colleague has decided"):
        deny(paper, course=course(paper), by=dana, comment="No.")


def test_of_all_who_must_approve_the_others_keep_their_mail(
    emi, ben, dana, form_for, written, mail_server, post_round
):
    paper = send(written(form_for([ben, dana], needs_all=True)), author=emi)
    approve(paper, course=course(paper), by=ben)

    assert [recipient for recipient, _letter in post_round().sent] == ["dana@example.test"]
    approve(paper, course=course(paper), by=dana)
    assert state(paper) == "approved"


def test_who_has_not_heard_yet_hears_nothing_of_a_withdrawn_paper(
    emi, paper, mail_server, post_round
):
    withdraw(paper, by=emi)

    assert post_round().sent == []
    assert state(paper) == "withdrawn"


def test_approvers_who_heard_of_it_hear_that_it_is_withdrawn(
    emi, ben, dana, paper, mail_server, post_round
):
    post_round()
    approve(paper, course=course(paper), by=ben)
    post_round()

    withdraw(paper, by=emi)

    assert {recipient for recipient, _letter in post_round().sent} == {
        "ben@example.test",
        "dana@example.test",
    }


def test_only_what_is_under_way_is_withdrawn_or_decided(emi, ben, paper):
    before = course(paper)
    withdraw(paper, by=emi)

    with pytest.raises(Refused, match="not under way"):
        withdraw(paper, by=emi)
    with pytest.raises(Refused, match="not under way"):
        approve(paper, course=before, by=ben)


def test_nobody_else_withdraws(ben, paper):
    with pytest.raises(Refused, match="Only the applicant"):
        withdraw(paper, by=ben)


def test_a_draft_tells_nobody_and_may_have_gaps(emi, ben, form_for, written):
    paper = save_draft(written(form_for([ben]), answers={}), author=emi)

    assert paper.is_draft
    assert not Announcement.objects.exists()


def test_what_must_be_answered_is_answered_before_it_is_sent(emi, ben, form_for, written):
    with pytest.raises(Refused, match="Destination"):
        send(written(form_for([ben]), answers={"f2": "No place."}), author=emi)

    assert not Paper.objects.exists()


def test_what_was_sent_is_not_changed_and_not_thrown_away(emi, written, paper):
    form = paper.version.form
    for change in (save_draft, send):
        with pytest.raises(Refused, match="sent already"):
            change(written(form), author=emi, paper=paper)
    with pytest.raises(Refused, match="stays on record"):
        discard(paper)


def test_one_form_sent_twice_is_one_paper(emi, ben, form_for, written):
    typed = written(form_for([ben]), key=uuid4())
    send(typed, author=emi)

    with pytest.raises(Refused, match="sent already"):
        send(typed, author=emi)
    assert told("delivered") == [[ben.pk]]


def test_an_applicant_is_not_their_own_approver(emi, ben, form_for, written):
    send(written(form_for([emi, ben])), author=emi)
    assert told("delivered") == [[ben.pk]]

    with pytest.raises(Refused, match="Nobody is left to decide"):
        send(written(form_for([emi], name="Other")), author=emi)


def test_an_applicant_chooses_approvers_only_where_the_form_allows_it(
    emi, ben, dana, form_for, written
):
    chosen = {1: Selection.of([dana])}
    send(written(form_for([ben]), instead=chosen), author=emi)
    send(written(form_for([ben], name="Free", lets_choose=True), instead=chosen), author=emi)

    assert told("delivered") == [[ben.pk], [dana.pk]]


def test_a_form_that_was_put_away_is_not_sent(emi, ben, form_for, written):
    form = form_for([ben], is_active=False)

    with pytest.raises(Refused, match="not in use"):
        send(written(form), author=emi)


def test_an_approver_who_left_gives_the_paper_back(emi, ben, dana, paper):
    dana.is_active = False
    dana.save()

    approve(paper, course=course(paper), by=ben)

    assert told("returned") == [[emi.pk]]
    assert state(paper) == "returned"


def test_an_administrator_lets_somebody_else_decide(
    aiko, emi, ben, chidi, paper, mail_server, post_round
):
    seat = Seat.objects.get(person=ben)
    with pytest.raises(Refused, match="Only administrators"):
        hand_over(paper, seat=seat, to=chidi, by=emi)

    hand_over(paper, seat=seat, to=chidi, by=aiko)

    assert [recipient for recipient, _letter in post_round().sent] == ["chidi@example.test"]
    approve(paper, course=course(paper), by=chidi)


def test_files_stay_as_long_as_something_sent_holds_them(
    emi, ben, form_for, written, django_capture_on_commit_callbacks
):
    form = form_for([ben])
    files = {"f8": [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]}
    draft = save_draft(written(form, attached=files), author=emi)
    first, second = draft.files.all()

    with django_capture_on_commit_callbacks(execute=True):
        paper = send(written(form, without=frozenset({first.pk})), author=emi, paper=draft)
    assert list(Attachment.objects.all()) == [second]

    send_back(paper, course=course(paper), by=ben, comment="Another plan.")
    save_draft(written(form, without=frozenset({second.pk})), author=emi, paper=paper)

    paper.refresh_from_db()
    assert paper.answers["f8"] == []
    assert paper.submissions.get().answers["f8"] == [second.pk]
    assert list(paper.files.all()) == [second]


def test_a_draft_thrown_away_leaves_nothing(emi, ben, form_for, written):
    files = {"f8": [SimpleUploadedFile("a.txt", b"a")]}
    discard(save_draft(written(form_for([ben]), attached=files), author=emi))

    assert not Paper.objects.exists()
    assert not Attachment.objects.exists()


def changed(form, fields):
    return save_form(WrittenForm(name=form.name, route=form.route, fields=fields), form=form)


def test_papers_keep_the_questions_they_were_written_with(paper):
    form, old = paper.version.form, paper.version.fields
    note = Field(key="", kind=Kind.TEXT, label="Note")

    changed(form, [old[1], note])

    paper.refresh_from_db()
    assert paper.version.fields == old
    assert [(each.key, each.label) for each in form.latest.fields] == [
        ("f2", "Purpose"),
        ("f9", "Note"),
    ]


def test_a_version_that_no_paper_uses_is_changed_in_place(ben, form_for):
    form = form_for([ben])

    changed(form, form.latest.fields[:2])

    assert [each.number for each in form.versions.all()] == [1]


def test_a_key_once_given_never_means_another_kind_of_answer(paper):
    form, old = paper.version.form, paper.version.fields
    changed(form, old[:1])
    changed(form, [replace(old[0], label="Where to"), replace(old[7], kind=Kind.TEXT)])
    changed(form, [old[0], old[0], replace(old[2], currency="EUR"), old[1]])

    assert [each.key for each in form.latest.fields] == ["f1", "f10", "f11", "f2"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ([], "at least one field"),
        ([Field(key="", kind=Kind.TEXT, label="X")] * 51, "at most 50"),
        ([Field(key="", kind=Kind.CHOICE, label="X", choices=("A",))], "at least two choices"),
    ],
)
def test_a_form_is_clear(ben, form_for, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        changed(form_for([ben]), fields)
