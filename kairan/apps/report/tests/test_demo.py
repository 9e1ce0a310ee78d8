from django.utils.timezone import now

from kairan.apps.report.demo import KINDS, NEWEST, REPORTS, past, today
from kairan.apps.report.models import Kind, Report
from kairan.notices.models import Announcement
from kairan.people.testing import hire

CAST = ["aoki", "sato", "mori", "suzuki", "kato", "inoue", "tanaka", "ito", "yoshida"]
LONDON = ["garcia", "novak", "wilson", "evans"]


def test_the_demo_company_reports(db):
    people = {each: hire(each, first_name=each.title()) for each in [*CAST, *LONDON]}
    moment = now()

    past(people, moment)
    assert Kind.objects.offered().count() == len(KINDS)
    assert Report.objects.delivered().count() == len(REPORTS)
    assert not Report.objects.delivered().filter(delivered_at__gt=moment).exists()

    Announcement.objects.all().delete()
    today(people, moment)
    newest = Report.objects.get(subject=NEWEST.subject)
    assert sorted(Announcement.objects.values_list("kind", flat=True)) == [
        "report.report-commented",
        "report.report-delivered",
    ]
    assert newest.recipients_total == len(NEWEST.to)
