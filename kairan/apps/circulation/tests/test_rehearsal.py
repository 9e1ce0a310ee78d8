"""Who will get this circular: asked before it leaves."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.apps.circulation.models import Circular
from kairan.attachments.models import Attachment
from kairan.notices.models import Announcement


def typed(*to, **fields):
    people = [f"person:{each.pk}" for each in to]
    return {"subject": "Office move", "priority": "normal", "to": people, **fields}


def test_the_page_says_who_gets_it_and_nothing_is_sent_or_kept(as_, aiko, ben, chidi, mail_server):
    page = as_(aiko).post("/circulation/new/", typed(ben, chidi, then="rehearse"))

    text = page.content.decode()
    assert "2 by mail and in the app" in text
    assert "[Circulation] Office move" in text
    assert 'value="Office move"' in text
    assert not Circular.objects.exists()
    assert not Announcement.objects.exists()


def test_whose_tick_is_taken_away_gets_no_mail(as_, aiko, ben, chidi, mail_server, post_round):
    narrowed = {"listed": [ben.pk, chidi.pk], "mailed": [ben.pk]}
    as_(aiko).post("/circulation/new/", typed(ben, chidi, then="send", **narrowed))

    assert {to for to, _mail in post_round().sent} == {"ben@example.test"}
    page = as_(aiko).get(Circular.objects.get().get_absolute_url()).content.decode()
    assert "whoever sent it wanted no mail for them" in page


def test_a_form_that_is_wrong_says_what_to_mend_first(as_, aiko, mail_server):
    page = as_(aiko).post("/circulation/new/", typed(then="rehearse")).content.decode()

    assert "Mend this first" in page
    assert "<b>To</b>: Choose at least one reader besides yourself." in page


def test_files_stay_in_the_browser_with_scripts_and_in_a_draft_without(as_, aiko, ben, mail_server):
    def asked(**headers):
        plan = SimpleUploadedFile("plan.txt", b"plan")
        key = "8f8bb1a5-6d0c-4f4b-9a52-6ad9c1fbd2b1"
        form = typed(ben, then="rehearse", attached=plan, key=key)
        return as_(aiko).post("/circulation/new/", form, headers=headers).content.decode()

    assert "Files: plan.txt" in asked(**{"HX-Request": "true"})
    assert not Circular.objects.exists()
    assert not Attachment.objects.exists()

    page = asked()
    assert "1 by mail and in the app" in page
    assert "Your files are kept in a draft." in page
    draft = Circular.objects.get()
    assert (draft.is_draft, draft.files.get().name) == (True, "plan.txt")
    assert not Announcement.objects.exists()
