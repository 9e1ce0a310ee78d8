"""A letter as somebody types it, and as another mail program reads it."""

from email import message_from_bytes, policy

TYPED = {
    "to": "森 結衣 <yui@example.jp>",
    "cc": "Chidi <chidi@example.test>",
    "bcc": "secret@example.test",
    "subject": "見積もり",
    "body": "おはようございます。\r\n.\r\n",
    "then": "send",
}


def post(client, account, url="/webmail/letters/new/", **changes):
    return client.post(url, {**TYPED, "identity": account.identity.pk, **changes})


def read(accepted):
    return message_from_bytes(accepted.data, policy=policy.default)


def addresses(header):
    return [(each.display_name, each.addr_spec) for each in header.addresses]


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
