"""Rules: made, tried on the mail that is there, applied to what comes, and to what is there."""

import pytest
from django.utils.timezone import now

from kairan.webmail.jobs.running import run_all
from kairan.webmail.models import Job, Message, Rule
from kairan.webmail.operations import make_folder
from kairan.webmail.receiving.keeping import Fetched, keep
from kairan.webmail.rounds import STEPS
from kairan.webmail.rules.stored import save_rule
from kairan.webmail.sorting.labels import make_label
from kairan.webmail.tests.conftest import PLAIN

TYPED = {
    "name": "From Mori",
    "needs_all": "all",
    "test-0": "from-contains",
    "value-0": "mori@",
    "stars": "on",
}
FROM_MORI = [["from", "contains", "mori@"]]


def work():
    run_all(STEPS, stopping=lambda: False)


def rule_of(person, **more):
    return save_rule(Rule(**{"owner": person, "name": "R", "conditions": FROM_MORI, **more}))


def test_a_rule_puts_mail_that_comes_where_it_should_go(ben, received, account_of):
    account = account_of(ben)
    folder = make_folder("Suppliers", by=ben)
    label = make_label("Urgent", "red", by=ben)
    rule_of(ben, folder=folder, label=label, stars=True, marks_read=True)

    message = received(ben, account=account)

    assert (message.folder, message.is_starred, message.is_read) == (folder, True, True)
    assert list(message.labels.all()) == [label]
    other = received(ben, PLAIN.replace(b"mori@", b"tani@"), uid="2", account=account)
    assert (other.folder.kind, other.is_starred) == ("inbox", False)


def test_what_a_rule_deletes_lies_in_the_trash_for_its_days(ben, received):
    rule_of(ben, deletes=True)
    message = received(ben)
    assert message.folder.kind == "trash"
    assert message.trashed_at is not None


def test_rules_are_tried_in_their_order_until_one_says_stop(as_, ben, received, account_of):
    account = account_of(ben)
    first, second = make_folder("First", by=ben), make_folder("Second", by=ben)
    rule_of(ben, name="first", folder=first, stops=True)
    later = rule_of(ben, name="second", folder=second, stars=True)
    assert received(ben, account=account).is_starred is False

    as_(ben).post(f"/webmail/rules/{later.pk}/order/")

    assert [each.name for each in Rule.objects.visible_to(ben)] == ["second", "first"]
    message = received(ben, uid="2", account=account)
    assert (message.folder, message.is_starred) == (second, True)


def test_a_rule_that_is_switched_off_or_removed_does_nothing(as_, ben, received, account_of):
    account = account_of(ben)
    rule = rule_of(ben, stars=True)
    as_(ben).post(f"/webmail/rules/{rule.pk}/use/", {"use": "no"})
    assert not received(ben, account=account).is_starred

    as_(ben).post(f"/webmail/rules/{rule.pk}/use/", {"use": "yes"})
    assert received(ben, uid="2", account=account).is_starred
    as_(ben).post(f"/webmail/rules/{rule.pk}/removal/")
    assert not received(ben, uid="3", account=account).is_starred


def test_rules_are_not_tried_on_what_the_filter_calls_spam(ben, received):
    rule_of(ben, stars=True)
    message = received(ben, b"X-Spam-Flag: YES\r\n" + PLAIN)
    assert (message.folder.kind, message.is_starred) == ("spam", False)


def test_one_sees_which_mail_a_rule_fits_before_it_is_kept(as_, ben, received, account_of):
    account = account_of(ben)
    received(ben, account=account)
    received(ben, PLAIN.replace(b"mori@", b"tani@"), uid="2", account=account)

    answer = as_(ben).post("/webmail/rules/new/", {**TYPED, "then": "try"})

    trial = answer.context["trial"]
    assert (trial.count, trial.tried) == (1, 2)
    assert "Slides" in answer.content.decode()
    assert not Rule.objects.exists()
    assert not Message.objects.starred().exists()

    as_(ben).post("/webmail/rules/new/", {**TYPED, "then": "save"})
    assert Rule.objects.get().conditions == [["from", "contains", "mori@"]]
    assert (
        'value="mori@"' in as_(ben).get(f"/webmail/rules/{Rule.objects.get().pk}/").content.decode()
    )


def test_a_trial_costs_few_questions_however_much_mail_it_reads(
    as_, ben, received, account_of, django_assert_max_num_queries
):
    account = account_of(ben)
    keep(account, [Fetched(str(uid), PLAIN) for uid in range(120)], now=now())
    client = as_(ben)
    with django_assert_max_num_queries(40):
        answer = client.post("/webmail/rules/new/", {**TYPED, "then": "try"})
    assert answer.context["trial"].count == 120


def test_a_rule_is_applied_to_the_mail_that_is_there_with_progress(
    as_, ben, chidi, received, account_of, monkeypatch
):
    monkeypatch.setattr("kairan.webmail.jobs.selections.PIECE", 2)
    account = account_of(ben)
    for uid in range(5):
        received(ben, uid=str(uid), account=account)
    theirs = received(chidi)

    answer = as_(ben).post("/webmail/rules/new/", {**TYPED, "then": "apply"})
    job = Job.objects.get()
    assert answer["Location"] == f"/webmail/jobs/{job.pk}/"
    assert not Message.objects.starred().exists()
    page = as_(ben).get(f"/webmail/jobs/{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in page

    work()

    job.refresh_from_db()
    assert (job.total, job.done, job.changed) == (5, 5, 5)
    assert Message.objects.starred().filter(owner=ben).count() == 5
    theirs.refresh_from_db()
    assert not theirs.is_starred
    fragment = as_(ben).get(f"/webmail/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert "hx-trigger" not in fragment.content.decode()


def test_a_job_goes_on_where_a_worker_was_stopped_and_ends_when_asked(
    as_, ben, received, account_of, monkeypatch
):
    monkeypatch.setattr("kairan.webmail.jobs.selections.PIECE", 1)
    account = account_of(ben)
    for uid in range(4):
        received(ben, uid=str(uid), account=account)
    as_(ben).post("/webmail/rules/new/", {**TYPED, "then": "apply"})
    asked = []

    def after_two():
        asked.append(None)
        return len(asked) > 3

    run_all(STEPS, stopping=after_two)
    assert Message.objects.starred().count() == 2

    as_(ben).post(f"/webmail/jobs/{Job.objects.get().pk}/end/")
    work()
    assert Message.objects.starred().count() == 2
    assert Job.objects.get().ended_at


def test_all_of_a_list_are_changed_and_what_comes_meanwhile_is_not(
    as_, ben, received, account_of, monkeypatch
):
    monkeypatch.setattr("kairan.webmail.jobs.selections.PIECE", 2)
    account = account_of(ben)
    for uid in range(5):
        inbox = received(ben, uid=str(uid), account=account).folder
    asked = {"scope": "all", "listing": f"folder-{inbox.pk}", "then": "archive"}
    as_(ben).post("/webmail/selection/", asked)
    late = received(ben, uid="late", account=account)

    work()

    assert Message.objects.filter(folder__kind="archive").count() == 5
    late.refresh_from_db()
    assert late.folder == inbox
    assert Job.objects.get().changed == 5


def test_a_job_whose_rule_is_gone_says_so(as_, ben, received):
    received(ben)
    as_(ben).post("/webmail/rules/new/", {**TYPED, "then": "apply"})
    Rule.objects.all().delete()
    work()
    assert "not there any more" in Job.objects.get().trouble


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"test-0": ""}, "test-0"),
        ({"value-0": " "}, "value-0"),
        ({"test-0": "size-larger", "value-0": "much"}, "value-0"),
        ({"stars": ""}, "__all__"),
        ({"forward_to": "nobody"}, "forward_to"),
        ({"name": ""}, "name"),
        ({"folder": "99999"}, "folder"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_nothing_typed_is_lost(as_, aiko, changes, field):
    answer = as_(aiko).post("/webmail/rules/new/", {**TYPED, **changes, "then": "save"})
    assert field in answer.context["form"].errors
    assert 'value="From Mori"' in answer.content.decode() or field == "name"
    assert not Rule.objects.exists()


def test_folders_and_labels_that_rules_use_stay(as_, ben):
    folder, label = make_folder("Suppliers", by=ben), make_label("Urgent", "red", by=ben)
    rule_of(ben, folder=folder, label=label)
    for url in (f"folders/{folder.pk}", f"labels/{label.pk}"):
        assert as_(ben).post(f"/webmail/{url}/removal/").status_code == 409


@pytest.mark.parametrize("url", ["", "removal/", "use/", "order/", "application/"])
def test_nobody_reaches_the_rules_of_another(as_, ben, chidi, url):
    rule = rule_of(ben, stars=True)
    assert as_(chidi).post(f"/webmail/rules/{rule.pk}/{url}").status_code == 404
    assert "R" not in as_(chidi).get("/webmail/rules/").context["rules"]


def test_nobody_uses_folders_or_sees_jobs_of_another(as_, ben, chidi, received):
    received(ben)
    folder = make_folder("Mine", by=ben)
    typed = {**TYPED, "folder": folder.pk, "then": "save"}
    assert "folder" in as_(chidi).post("/webmail/rules/new/", typed).context["form"].errors
    as_(ben).post("/webmail/rules/new/", {**TYPED, "then": "apply"})
    job = Job.objects.get()
    assert as_(chidi).get(f"/webmail/jobs/{job.pk}/").status_code == 404
    assert as_(chidi).post(f"/webmail/jobs/{job.pk}/end/").status_code == 404


def test_a_rule_that_cannot_be_read_holds_up_no_mail(ben, received):
    Rule.objects.create(owner=ben, name="From elsewhere", conditions=[["from", "burns", "x"]])
    assert received(ben).folder.kind == "inbox"


def test_conditions_beyond_the_first_are_folded_until_one_is_used(as_, ben):
    typed = {"name": "x", "needs_all": "all", "test-0": "files-absent", "forward_to": "no address"}
    folded = as_(ben).post("/webmail/rules/new/", {**typed, "then": "save"}).context["form"]
    used = {**typed, "test-3": "subject-contains", "value-3": "Slides", "then": "save"}
    form = as_(ben).post("/webmail/rules/new/", used).context["form"]

    assert (folded.uses_more_rows, form.uses_more_rows) == (False, True)
    assert len([*form.rows, *form.more_rows]) == 5
