"""Mails that no server returned: what people, newsletters and programs write in an office."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import product


@dataclass(frozen=True)
class Written:
    """A mail as somebody wrote it."""

    subject: str
    text: str
    author: str = "Ben Sato <ben@example.com>"
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        """The mail as it travels."""
        message = EmailMessage()
        message["From"] = self.author
        message["To"] = "office@kairan.example"
        message["Subject"] = self.subject
        message["Date"] = "Mon, 30 Nov 2026 09:00:00 +0900"
        message["Message-ID"] = "<written@example.com>"
        for name, value in self.headers.items():
            message[name] = value
        message.set_content(self.text)
        return message.as_bytes()


NO_REPLY = "No reply <no-reply@example.com>"
NEWS = {"List-Id": "News <news.example.com>", "Precedence": "bulk"}
RE = {"In-Reply-To": "<1.a@kairan.example>", "References": "<1.a@kairan.example>"}
_QUOTED = """I got this, what shall I do?

> This is the mail system at host mx.example.org.
> I'm sorry to have to inform you that your message could not
> be delivered to one or more recipients.
>
> <chidi@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1
>     <chidi@example.org>: User unknown (in reply to RCPT TO command)
"""
_FORWARDED = f"""See below.

-----Original Message-----
From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender

{_QUOTED.replace("> ", "").replace(">", "")}"""
ABOUT_MAIL = [
    Written("Re: Undelivered Mail Returned to Sender", _QUOTED, headers=RE),
    Written("Fwd: Undelivered Mail Returned to Sender", _FORWARDED),
    Written("FW: Delivery Status Notification (Failure)", _FORWARDED),
    Written("Undelivered mail to our customer", _QUOTED),
    Written("Undeliverable mail: what does 550 5.1.1 mean?", _QUOTED),
    Written("Question about returned mail", _QUOTED),
    Written("Delivery failure notices since Monday", _QUOTED),
    Written("Mail delivery problem", "Since this morning our mails come back with 550 5.7.1."),
    Written("Mail delivery failed again", "Chidi's mailbox is full (552 5.2.2). Please call him."),
    Written("My mailbox is full", "It says 452 4.2.2 mailbox full. Can you raise the limit?"),
    Written("Your mailbox is almost full", "You use 95 % of 2 GB.", author=NO_REPLY),
    Written(
        "Mailbox quota exceeded", "Please delete old mails.", author="IT <it-support@example.com>"
    ),
    Written("User unknown?", "The server says user unknown. Is it ben@ or b.sato@?"),
    Written("Failure notice from the backup", "Job 550 failed at 04:21.", author=NO_REPLY),
    Written("Backup failed", "Error 550: disk full.", author="root <root@backup.example.com>"),
    Written(
        "Cron <root@mx> /usr/bin/newsletter",
        "sent 198 of 200, 2 recipients unknown: 550 5.1.1",
        author="Cron Daemon <root@mx.example.com>",
    ),
    Written("Returned goods", "The parcel was returned to sender, order 5.1.10."),
    Written("Return to sender: parcel 450 12 99", "It comes back on Friday."),
    Written(
        "Delivery failed: we could not deliver your parcel 550",
        "Nobody was in. Please choose a new day.",
        author="Parcels <no-reply@parcels.example>",
    ),
    Written(
        "Delivery status: delayed",
        "Your order 4.4.7 is delayed and will be delivered on Tuesday.",
        author="Shop <delivery@shop.example>",
    ),
    Written(
        "Your delivery could not be completed", "Call 450 555.", author="mail@delivery.example"
    ),
    Written(
        "Maintenance of the mail server on Sunday",
        "From 02:00 mail will be delayed. Senders get 451 4.3.2 and try again later.",
        author="Postmaster <postmaster@example.com>",
    ),
    Written(
        "Spam quarantine summary",
        "3 messages were held for you. 1 was rejected by policy.",
        author="postmaster@example.com",
    ),
    Written(
        "Re: mail to chidi@example.org",
        "We have fixed the alias, please send it again. Sorry for the trouble.",
        author="Postmaster <postmaster@example.org>",
        headers=RE,
    ),
    Written(
        "Welcome to our mail service",
        "Your address is office@example.com. Mailboxes hold 2 GB.",
        author="Postmaster <postmaster@example.com>",
    ),
    Written("Mail delivery in the new building", "The post comes at 10 and at 15:30."),
    Written("Warning: delayed trains", "Trains are delayed by 40 minutes because of snow."),
    Written("Warning: message from the fire brigade", "Alarm test on Tuesday at 4:50."),
    Written("Mail Delivery Problems Solved", "Read our guide to 550, 551 and 552.", headers=NEWS),
    Written("What is SMTP 550 5.1.1? Ten bounces explained", _QUOTED, headers=NEWS),
    Written("Error report August", "There were 550 errors, 42 of them permanent errors."),
    Written("RFC 3464 and RFC 3463", "Status 5.1.1 means bad mailbox address. See section 3.2."),
    Written("Release 5.1.1", "Version 5.1.1 is out; 4.4.7 is no longer supported.", headers=NEWS),
    Written("Abuse report", "Somebody broke a window.", author="Caretaker <abuse@house.example>"),
    Written("Feedback report for Q3", "Attached is what our guests said.", author="staff@example"),
    Written(
        "メールが届きません", "先方のアドレスに送ると 550 User unknown と返ってきます。", headers={}
    ),
    Written("配信エラーについて", "昨日から配信できませんと言われます。原因はわかりますか。"),
    Written("Re: 送信エラーの件", "アドレスを直しました。ご確認ください。", headers=RE),
    Written("Fwd: メールエラー通知", "転送します。550 5.1.1 と書いてあります。"),
    Written("返信: 不在通知", "承知しました。ありがとうございます。", headers=RE),
    Written("宅配便の不在連絡", "荷物をお届けできませんでした。再配達をご依頼ください。", NO_REPLY),
    Written("お荷物お届けのお知らせ", "本日配達できませんでした。", author=NO_REPLY),
    Written("容量のお知らせ", "メールボックスの容量が残り5%です。", author=NO_REPLY),
    Written("メールサーバー停止のお知らせ", "日曜2時から4時まで送受信できません。"),
    Written("Wichtige Frage zur Zustellung", "Der Brief konnte nicht zugestellt werden."),
    Written("Votre colis", "Votre colis n'a pas pu être livré.", author=NO_REPLY),
    Written("Su pedido no entregado", "Su pedido 550 llega mañana.", author=NO_REPLY),
    Written("Pacco non consegnato", "Il pacco 5.1.1 torna domani.", author=NO_REPLY),
    Written("包裹无法投递", "请联系 550 1234。", author=NO_REPLY),
]
ABOUT_ABSENCE = [
    Written("Re: Out of office next week?", "No, I am here all week.", headers=RE),
    Written("Fwd: Automatic reply: Circular", "Ben is away, I take it over."),
    Written("Re: Automatic reply: Circular", "Thanks, have a nice holiday!", headers=RE),
    Written("Out of office party on Friday", "Who brings the cake?"),
    Written("Who is away in August?", "Please enter your holidays by Friday."),
    Written("Vacation plan 2027", "Attached."),
    Written("Holiday on 23 December?", "Is the office open?"),
    Written("Away game on Saturday", "Bus leaves at nine."),
    Written("Automatic doors repaired", "The door opens again."),
    Written("Automated tests: 3 failed", "See the log.", author=NO_REPLY),
    Written("Auto: who can drive on Monday?", "I need a car for two hours."),
    Written("Absence of Mr Tanaka", "He is ill until Thursday, please call Ms Mori instead."),
    Written("休暇申請の承認をお願いします", "12月1日に休暇をいただきたいです。"),
    Written("休暇の予定について", "来週の予定を教えてください。"),
    Written("不在の間の連絡先について", "誰に電話すればよいですか。"),
    Written("不在者投票のご案内", "期日前投票所は市役所です。", headers=NEWS),
    Written("自動販売機の撤去", "一階の自販機は月曜に撤去されます。"),
    Written("自動送信の設定について", "毎朝の報告メールの設定を教えてください。"),
    Written("Urlaubsplanung", "Bitte bis Freitag eintragen."),
    Written("Abwesenheitsliste aktualisieren", "Bitte die Liste für Dezember prüfen."),
]
_AUTHORS = [
    "Ben Sato <ben@example.com>",
    "青木 愛子 <aiko@example.jp>",
    "Garcia, Luz <luz@example.es>",
    "Accounts <accounts@example.com>",
]
_OFFICE = {
    "Minutes of Monday's meeting": "Attached. Chidi takes point 5.1.1, I take 4.4.7.",
    "Invoice 550-4412": "Please pay EUR 550 within 30 days. Bank code 450 511 00.",
    "Re: Lunch on Thursday": "Fine with me, at noon.\n\n> Shall we?\n",
    "Order confirmation": "We have received your order of 552 envelopes.",
    "Moving day": "Room 5.2.2 moves to 5.1.1 on Friday. Please pack your boxes.",
    "Network outage": "The connection timed out twice; try again later, please.",
    "New colleague": "Chidi (chidi@example.net) starts on Monday.",
    "Address change": "My new address is ben.sato@example.org, the old one is disabled in May.",
    "会議の議事録": "添付の通りです。ご確認ください。",
    "請求書 No.550": "お支払いは月末までにお願いいたします。",
    "Re: 【回覧】引っ越しの件": "確認しました。\n\n> ご確認ください。\n",
    "アドレス変更のお知らせ": "新しいアドレスは aiko@example.org です。古いものは使えません。",
    "サーバー障害の報告": "接続できませんでしたが、10時に復旧しました。",
    "見積書の送付": "お問い合わせの件、見積書をお送りします。ご査収ください。",
    "Travel expenses": "Rejected by Ms Mori: the receipt of 5.11. is missing.",
    "出張のお願い": "来週、大阪へ出張をお願いします。",
}
_NEWSLETTERS = {
    "Weekly news": "Ten articles. To unsubscribe, reply with the word unsubscribe.",
    "Your account": "You have signed in from a new device (192.0.2.1).",
    "Sale ends today": "550 products, up to 45 % off.",
    "今週のお知らせ": "新商品のご案内です。配信停止はこちら。",
}


def ordinary() -> Iterator[Written]:
    """Yield mails of an office: about mail, about absence, about anything else."""
    yield from ABOUT_MAIL
    yield from ABOUT_ABSENCE
    for author, (subject, text) in product(_AUTHORS, _OFFICE.items()):
        yield Written(subject, text, author, RE if subject.startswith("Re") else {})
        yield Written(f"Fwd: {subject}", f"For you.\n\n{text}", author)
    for subject, text in _NEWSLETTERS.items():
        yield Written(subject, text, "News <news@example.com>", NEWS)
        yield Written(subject, text, NO_REPLY)
        yield Written(subject, text, "Bounces <bounces@news.example.com>", NEWS)
