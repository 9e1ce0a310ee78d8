"""What an administrator makes a mail say, and what no administrator can do with it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.letterhead.models import Rewording
from kairan.notices import own_words
from kairan.notices.operations import announce
from kairan.notices.own_words import STANDARD, Words, in_own_words, unknown_names
from kairan.notices.tests.parade import ParadePlanned

KIND = ParadePlanned.kind
PAGE = f"/notices/words/{KIND}/en/"
TYPED = {
    "subject": "Come and see {subject}",
    "opening": "{company} marches on {held_on}",
    "closing": "Bring a lantern.\nMore: https://x.test/rules",
}
# No form takes U+0000, and PostgreSQL keeps none.
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def mail_to(person, word, **details):
    announce(ParadePlanned(**details), to=[person])
    return word()[f"{person.login_id}@example.test"]


def test_mails_say_what_an_administrator_wants(as_, aiko, chidi, word):
    response = as_(aiko).post(PAGE, TYPED)
    letter = mail_to(chidi, word)

    assert response.url == PAGE
    assert letter.mail["Subject"] == "Come and see Lanterns"
    assert letter.text.startswith("Lantern Works marches on 17 May 2030")
    assert "Bring a lantern." in letter.text.partition("\n-- ")[0]
    assert ">Lantern Works marches on 17 May 2030</h1>" in letter.html
    assert 'href="https://x.test/rules"' in letter.html


def test_each_language_has_words_of_its_own(as_, aiko, ben, chidi, word):
    as_(aiko).post(PAGE, TYPED)

    announce(ParadePlanned(), to=[ben, chidi])
    letters = word()

    assert letters["ben@example.test"].mail["Subject"] == "[Parade] Planned: Lanterns"
    assert letters["chidi@example.test"].mail["Subject"] == "Come and see Lanterns"


def test_where_a_value_is_empty_the_standard_words_stand_in(as_, aiko, chidi, word):
    as_(aiko).post(PAGE, TYPED)
    letter = mail_to(chidi, word, held_on=None)

    assert letter.mail["Subject"] == "Come and see Lanterns"
    assert letter.text.startswith("Planned: Lanterns")


def test_a_name_that_an_app_no_longer_knows_stops_no_mail(chidi, word):
    own_words.reword(ParadePlanned, "en", Words("{gone}", "{gone} {title}", "{gone}"))
    letter = mail_to(chidi, word)

    assert letter.mail["Subject"] == "[Parade] Planned: Lanterns"
    assert "{gone}" not in letter.text + letter.html


def test_the_bell_keeps_the_standard_words(as_, aiko, chidi, word):
    as_(aiko).post(PAGE, TYPED)
    mail_to(chidi, word)

    assert "Planned: Lanterns" in as_(chidi).get("/notices/").content.decode()


def test_an_unknown_name_gets_a_sentence_and_what_was_typed_stays(as_, aiko):
    page = as_(aiko).post(PAGE, {**TYPED, "closing": "See you, {persn}!"}).content.decode()

    assert "{persn} cannot stand here. Choose from: {subject}, {held_on}, {title}" in page
    assert "See you, {persn}!" in page
    assert Rewording.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": "A\r\nBcc: b@x.test"}, "Write this in one line"),
        ({"opening": "A\x0bB"}, "Write this in one line"),
        ({"subject": ""}, "This field is required."),
        ({"closing": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_bad_input_gets_a_sentence(as_, aiko, typed, sentence):
    assert sentence in as_(aiko).post(PAGE, {**TYPED, **typed}).content.decode()
    assert Rewording.objects.count() == 0


def test_nothing_in_own_words_is_a_template_or_html(as_, aiko, chidi, word):
    evil = "{{ settings.SECRET_KEY }} {% load i18n %} %(x)s <b>bold</b>"
    as_(aiko).post(PAGE, {**TYPED, "opening": evil, "closing": evil})
    letter = mail_to(chidi, word)

    assert letter.text.startswith(evil)
    assert "&lt;b&gt;bold&lt;/b&gt;" in letter.html
    assert "<b>" not in letter.html


def test_a_value_that_looks_like_a_name_stays_what_it_is():
    words = in_own_words(Words("{title}", "{title}", ""), {"title": "{company}", "company": "X"})

    assert words.subject == words.opening == "{company}"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.builds(Words, anything, anything, anything))
def test_no_words_add_a_header_open_a_slot_or_stop_the_post(chidi, word, words):
    own_words.reword(ParadePlanned, "en", words)
    letter = mail_to(chidi, word)

    assert letter.mail["Bcc"] is None
    assert letter.mail.defects == []
    assert letter.mail["Subject"]
    assert letter.mail["To"] == "Chidi Obi <chidi@example.test>"
    own_words.back_to_standard(ParadePlanned, "en")


@given(anything)
def test_what_is_between_braces_is_known_or_named(text):
    assert unknown_names(text, ["title"]) == [
        name for name in dict.fromkeys(re.findall(r"\{([^{}\s]{1,40})\}", text)) if name != "title"
    ]


def test_back_to_the_standard_words(as_, aiko, chidi, word):
    client = as_(aiko)
    client.post(PAGE, TYPED)
    assert client.get(f"{PAGE}standard/").status_code == 405

    assert client.post(f"{PAGE}standard/").url == PAGE
    assert Rewording.objects.count() == 0
    assert mail_to(chidi, word).mail["Subject"] == "[Parade] Planned: Lanterns"


def test_who_types_the_standard_words_has_no_own_ones(as_, aiko):
    as_(aiko).post(PAGE, TYPED)
    as_(aiko).post(PAGE, vars(STANDARD))

    assert Rewording.objects.count() == 0


def test_the_list_says_which_kinds_have_own_words(as_, aiko):
    client = as_(aiko)
    assert "own words</span>" not in client.get("/notices/words/").content.decode()
    client.post(PAGE, TYPED)

    page = client.get("/notices/words/").content.decode()
    assert page.count("own words</span>") == 1
    assert PAGE in page


def test_the_page_shows_what_holds_and_what_may_be_named(as_, aiko):
    page = as_(aiko).get(PAGE).content.decode()

    assert 'value="[{application}] {title}"' in page
    assert "<code>{held_on}</code></dt><dd>17 May 2030</dd>" in page


def test_the_preview_shows_both_parts_as_typed_and_saves_nothing(as_, aiko):
    page = as_(aiko).post(f"{PAGE}sample/", TYPED).content.decode()

    assert "<b>Come and see Lanterns</b>" in page
    assert "Lantern Works marches" not in page  # The settings page is empty here.
    assert page.count("Bring a lantern.") == 3
    assert "\ufdd0" not in page
    assert Rewording.objects.count() == 0


def test_the_preview_says_what_is_wrong(as_, aiko):
    page = as_(aiko).post(f"{PAGE}sample/", {**TYPED, "subject": "{x}"}).content.decode()

    assert "{x} cannot stand here." in page


@pytest.mark.parametrize("path", ["/notices/words/", PAGE, f"{PAGE}sample/"])
def test_words_are_for_administrators(as_, ben, path):
    assert as_(ben).get(path).status_code == 403
    assert as_(ben).post(PAGE, TYPED).status_code == 403
    assert as_(ben).post(f"{PAGE}standard/").status_code == 403


@pytest.mark.parametrize("path", ["parade.unknown/en/", f"{KIND}/tlh/", f"{KIND}/en-gb/"])
def test_a_kind_or_language_that_there_is_not_is_not_found(as_, aiko, path):
    assert as_(aiko).get(f"/notices/words/{path}").status_code == 404


def test_words_and_letterhead_are_fetched_once_for_all_who_are_told(
    aiko, ben, chidi, word, django_assert_max_num_queries
):
    announce(ParadePlanned(), to=[aiko, ben, chidi])
    with django_assert_max_num_queries(60) as asked:
        word()

    sql = [each["sql"] for each in asked.captured_queries]
    assert len([each for each in sql if "letterhead_rewording" in each]) == 1
    assert len([each for each in sql if "letterhead_letterhead" in each]) == 1
