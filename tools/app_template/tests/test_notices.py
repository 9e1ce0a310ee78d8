from django.utils.translation import override

from kairan.apps.sampleapp.notices import EntryShared
from kairan.notices.notice import Fact


def test_the_mail_says_who_shared_what_and_why(entry):
    notice = EntryShared.of(entry)

    with override("en"):
        assert notice.title() == "Office move"
        assert notice.facts() == [Fact("From", str(entry.author))]
        assert notice.reason() == f"{entry.author} shared this entry with you."
    with override("ja"):
        assert notice.reason() == f"{entry.author}さんがこの記事をあなたに公開しました。"
    assert notice.path() == entry.get_absolute_url()
    assert notice.about() == entry.about


def test_the_notice_survives_its_payload(entry):
    notice = EntryShared.of(entry)

    assert EntryShared.from_payload(notice.payload()) == notice
