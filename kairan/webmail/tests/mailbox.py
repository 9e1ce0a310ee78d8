"""The mails of a scripted POP3 server, and an account as the database has it now."""

from kairan.webmail.models import Account

MAILS = [
    f"From: mori@example.jp\r\nSubject: {n}\r\nMessage-ID: <{n}@x>\r\n\r\n.{n}\r\n".encode()
    for n in range(1, 6)
]


def again(account):
    return Account.objects.with_servers().get(pk=account.pk)
