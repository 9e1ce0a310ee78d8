"""Letters come from the identity that one chose, or that a mail was written to."""

import pytest

from kairan.delivery.testing import run_delivery
from kairan.shell.refusals import Refused
from kairan.webmail.identities import own_addresses, remove_identity, save_identity
from kairan.webmail.models import Account, Draft, Identity, Keeping
from kairan.webmail.tests.conftest import PLAIN
from kairan.webmail.tests.letters import addresses, post, read, text_of
from kairan.webmail.writing import beginnings
from kairan.webmail.writing.drafts import Written, save_draft

SALES = {
    "name": "販売部",
    "address": "sales@example.test",
    "reply_to": "desk@example.test",
    "organisation": "港商事",
    "signature": "Sales\r\nMinato",
}

SAVING = "/webmail/drafts/saving/"


@pytest.fixture
def desk(aiko, writes, mail_server):
    return writes(aiko, mail_server)


def another(account, **changes):
    return save_identity(Identity(account=account), {**SALES, **changes})


def came_to(received, person, account, head, uid="1"):
    raw = PLAIN.replace(b"To: aiko@example.test, ben@example.test", head)
    return received(person, raw, uid, account=account)


def test_what_an_account_says_of_its_sender_is_its_default_identity(ben, account_of):
    account = account_of(ben, sender_name="Ben", sender_address="b@example.test", signature="B.")

    identity = Identity.objects.get()
    assert identity == account.identity
    assert identity.is_default
    assert (identity.name, identity.address, identity.signature) == ("Ben", "b@example.test", "B.")


def test_one_adds_changes_and_removes_an_identity(as_, ben, account_of):
    account, client = account_of(ben), as_(ben)
    page = f"/webmail/accounts/{account.pk}/"

    assert client.post(f"{page}identities/new/", SALES)["Location"] == page
    assert "sales@example.test" in client.get(page).content.decode()
    added = Identity.objects.get(address="sales@example.test")
    url = f"/webmail/identities/{added.pk}/"
    client.post(url, {**SALES, "organisation": "", "is_default": "on"})

    assert Account.objects.get().identity == added
    added.refresh_from_db()
    assert (added.organisation, added.reply_to) == ("", "desk@example.test")
    assert client.post(f"{url}removal/").status_code == 409
    other = Identity.objects.get(is_default=False)
    client.post(f"/webmail/identities/{other.pk}/removal/")
    assert list(Identity.objects.all()) == [added]


def test_the_default_identity_stays_the_default_when_it_is_changed(as_, ben, account_of):
    identity = account_of(ben).identity

    as_(ben).post(f"/webmail/identities/{identity.pk}/", {**SALES, "is_default": ""})

    assert Identity.objects.get().is_default


@pytest.mark.parametrize("field", ["address", "reply_to"])
def test_an_identity_needs_addresses_that_are_some(as_, ben, account_of, field):
    url = f"/webmail/accounts/{account_of(ben).pk}/identities/new/"

    page = as_(ben).post(url, {**SALES, field: "nobody"})

    assert field in page.context["form"].errors
    assert Identity.objects.count() == 1


def test_identities_are_ones_own(as_, aiko, ben, account_of):
    theirs = another(account_of(ben))
    mine = account_of(aiko)
    client = as_(aiko)

    for url in [
        f"/webmail/identities/{theirs.pk}/",
        f"/webmail/accounts/{theirs.account_id}/identities/new/",
    ]:
        assert client.get(url).status_code == 404
    assert client.post(f"/webmail/identities/{theirs.pk}/removal/").status_code == 404
    page = post(client, mine, identity=theirs.pk)
    assert "identity" in page.context["form"].errors
    assert not Draft.objects.exists()


def test_a_letter_comes_from_whom_one_chose(as_, aiko, desk, mail_server):
    chosen = another(desk)

    post(as_(aiko), desk, identity=chosen.pk, cc="", bcc="")
    run_delivery()

    [letter] = mail_server.accepted
    mail = read(letter)
    assert letter.sender == "sales@example.test"
    assert addresses(mail["From"]) == [("販売部", "sales@example.test")]
    assert addresses(mail["Reply-To"]) == [("販売部", "desk@example.test")]
    assert mail["Organization"] == "港商事"


def test_a_default_identity_without_more_adds_no_fields(as_, aiko, desk, mail_server):
    post(as_(aiko), desk, cc="", bcc="")
    run_delivery()

    mail = read(mail_server.accepted[0])
    assert mail["Reply-To"] is None
    assert mail["Organization"] is None


def test_a_blind_copy_goes_to_oneself_and_nobody_sees_it(as_, aiko, desk, mail_server):
    chosen = another(desk, copies_to_self=True)
    client = as_(aiko)

    post(client, desk, identity=chosen.pk, cc="", bcc="")
    post(client, desk, identity=chosen.pk, to="SALES@example.test", cc="", bcc="")
    run_delivery()

    first, copy, to_oneself = mail_server.accepted
    assert (first.recipients, copy.recipients) == (("yui@example.jp",), ("sales@example.test",))
    assert first.data == copy.data
    assert read(copy)["Bcc"] is None
    assert to_oneself.recipients == ("SALES@example.test",)


def test_a_blind_copy_is_no_recipient(as_, aiko, desk):
    chosen = another(desk, copies_to_self=True)

    page = post(as_(aiko), desk, identity=chosen.pk, to="", cc="", bcc="").content.decode()

    assert "at least one address" in page


@pytest.mark.parametrize(
    "head",
    [
        b"To: Sales@example.test, aiko@example.test",
        b"To: list@example.test\r\nCc: sales@example.test",
        b"To: list@example.test\r\nDelivered-To: sales@example.test",
    ],
)
def test_an_answer_comes_from_whom_the_mail_was_written_to(aiko, desk, received, head):
    chosen = another(desk)
    message = came_to(received, aiko, desk, head)

    draft = beginnings.reply(message, by=aiko, to_all=True)

    assert draft.identity == chosen
    assert "sales@example.test" not in draft.cc.lower()
    assert draft.body.startswith("\n\n-- \nSales\nMinato\n\n\nOn ")
    assert beginnings.forward(message, by=aiko).identity == chosen


def test_an_answer_comes_else_from_the_default_of_the_account(ben, account_of, received):
    account_of(ben)
    second = account_of(ben, incoming={"user": "other"}, sender_address="b@other.example")
    another(second)

    message = came_to(received, ben, second, b"To: list@example.test")

    assert beginnings.reply(message, by=ben).identity == second.identity
    assert beginnings.blank(ben).identity.address == "ben@example.test"


def test_the_account_a_mail_came_to_goes_before_others(ben, account_of, received):
    first = account_of(ben, sender_address="shared@example.test")
    second = account_of(ben, incoming={"user": "other"}, sender_address="shared@example.test")
    head = b"To: shared@example.test"

    answers = [
        beginnings.reply(came_to(received, ben, account, head, str(account.pk)), by=ben)
        for account in (first, second)
    ]

    assert [each.account for each in answers] == [first, second]


def test_going_on_from_ones_own_letter_keeps_whom_it_came_from(as_, aiko, desk):
    chosen = another(desk)
    post(as_(aiko), desk, identity=chosen.pk, to="aiko@example.test", cc="", bcc="")

    assert beginnings.reply(aiko.mail_messages.get(), by=aiko).identity == chosen


def test_drafts_of_an_identity_that_is_removed_are_the_defaults(aiko, desk):
    chosen = another(desk)
    draft = save_draft(Written(identity=chosen), draft=beginnings.blank(aiko))

    remove_identity(chosen)

    draft.refresh_from_db()
    assert draft.identity == desk.identity
    with pytest.raises(Refused, match="default"):
        remove_identity(desk.identity)


def test_all_identities_are_ones_own_addresses(aiko, ben, desk, account_of):
    another(desk, address="Sales@Example.test")
    account_of(ben)

    assert own_addresses(aiko) == {"aiko@example.test", "sales@example.test"}


def test_the_form_asks_whom_a_letter_comes_from_only_where_there_is_a_choice(as_, aiko, desk):
    client = as_(aiko)
    url = "/webmail/letters/new/"
    assert client.get(url).context["form"]["identity"].is_hidden

    another(desk)

    page = client.get(url)
    assert not page.context["form"]["identity"].is_hidden
    assert "販売部 &lt;sales@example.test&gt;" in page.content.decode()


def test_without_scripts_the_signature_is_swapped_when_the_letter_leaves(
    as_, aiko, desk, mail_server
):
    Identity.objects.update(signature="Aiko Mori")
    chosen = another(desk)

    body = "Hello\r\n\r\n-- \r\nAiko Mori\r\n"
    post(as_(aiko), desk, identity=chosen.pk, body=body, cc="", bcc="")
    run_delivery()

    assert text_of(read(mail_server.accepted[0])) == "Hello\n\n-- \nSales\nMinato\n"


def test_while_it_is_typed_the_page_gets_the_other_signature(as_, aiko, desk):
    chosen = another(desk)
    client = as_(aiko)
    key = str(beginnings.blank(aiko).key)
    typed = {"key": key, "identity": desk.identity.pk, "body": "Hello"}

    first = client.post(SAVING, typed).json()
    switched = {**typed, "identity": chosen.pk, "version": first["version"]}
    second = client.post(SAVING, switched).json()

    assert "body" not in first
    assert second["body"] == "Hello\n\n-- \nSales\nMinato\n"


def test_what_was_typed_while_the_signature_was_on_its_way_gets_it_the_next_time(as_, aiko, desk):
    chosen = another(desk)
    Identity.objects.filter(pk=desk.identity.pk).update(signature="Aiko")
    client, before = as_(aiko), desk.identity.pk
    begun = {"key": beginnings.blank(aiko).key, "identity": before, "signed": before}
    first = client.post(SAVING, {**begun, "body": "Hello\n\n-- \nAiko\n"}).json()
    switched = {**begun, "identity": chosen.pk}
    second = client.post(
        SAVING, {**switched, "body": "Hello\n\n-- \nAiko\n", "version": first["version"]}
    ).json()

    more = {**switched, "body": "Hello Yui\n\n-- \nAiko\n", "version": second["version"]}
    third = client.post(SAVING, more).json()
    settled = {**more, "body": third["body"], "signed": chosen.pk, "version": third["version"]}
    fourth = client.post(SAVING, settled).json()

    assert third["body"] == "Hello Yui\n\n-- \nSales\nMinato\n"
    assert "body" not in fourth
    assert Draft.objects.get().body == third["body"]


@pytest.mark.parametrize("gone", ["999999", "9" * 30, "bens"])
def test_a_signature_of_nobody_one_writes_as_is_that_of_the_draft(
    as_, aiko, ben, desk, account_of, gone
):
    chosen = another(desk)
    theirs = account_of(ben, signature="Ben").identity.pk
    typed = {"key": beginnings.blank(aiko).key, "identity": chosen.pk, "body": "Hi\n\n-- \nBen\n"}

    told = as_(aiko).post(SAVING, {**typed, "signed": theirs if gone == "bens" else gone}).json()

    assert told["body"].startswith("Hi\n\n-- \nBen\n")


def test_with_formatting_the_page_gets_the_other_signature_too(as_, aiko, desk):
    chosen = another(desk)
    Keeping.objects.create(owner=aiko, writes_richly=True)
    client = as_(aiko)
    draft = save_draft(
        Written(identity=desk.identity, html="<div>Hello</div>", is_rich=True),
        draft=beginnings.blank(aiko),
    )

    typed = {"key": draft.key, "identity": chosen.pk, "html": draft.html, "is_rich": "1"}
    answer = client.post(SAVING, typed).json()

    assert "<div>--&nbsp;<br>Sales<br>Minato</div>" in answer["html"]
    assert answer["body"] == "Hello\n\n-- \nSales\nMinato\n"
