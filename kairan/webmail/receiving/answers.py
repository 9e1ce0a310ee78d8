"""Answers why a mail is not here: what the servers have shown, and what became of it."""

from django.db.models import Q, QuerySet

from kairan.webmail.models import Account, Served


def shown_by(account: Account, words: str) -> QuerySet[Served]:
    """Return what the server of ``account`` has shown with these words.

    They are looked for in subject, sender, unique id, and the reason why it did not come in.
    """
    rows = account.served.select_related("message__folder")
    for word in words.split()[:10]:
        rows = rows.filter(
            Q(subject__icontains=word)
            | Q(sender__icontains=word)
            | Q(uid__icontains=word)
            | Q(reason__icontains=word)
        )
    return rows


def want_whole(row: Served) -> bool:
    """Ask for the whole of a large mail; False where its server no longer has it."""
    heads = Served.objects.filter(pk=row.pk, outcome=Served.Outcome.HEAD, is_on_server=True)
    return heads.update(is_wanted=True, reason="") == 1
