import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("attachments", "0001_initial"),
        ("delivery", "0001_initial"),
        ("mailservers", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Denial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webmail_denial",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Folder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inbox", "Inbox"),
                            ("sent", "Sent mail"),
                            ("trash", "Trash"),
                            ("own", "Own folder"),
                        ],
                        default="own",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_folders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "own"), _negated=True),
                        fields=("owner", "kind"),
                        name="one_folder_of_a_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "own")),
                        fields=("owner", "name"),
                        name="folder_names_differ",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name of the account")),
                (
                    "receives",
                    models.BooleanField(default=True, verbose_name="receive mail of this account"),
                ),
                (
                    "sender_name",
                    models.CharField(blank=True, max_length=200, verbose_name="sender name"),
                ),
                ("sender_address", models.CharField(max_length=320, verbose_name="sender address")),
                (
                    "leave",
                    models.CharField(
                        choices=[
                            ("always", "Always leave mail on the server"),
                            ("days", "Delete from the server some days after receiving"),
                            ("while-kept", "Delete from the server what is deleted here for good"),
                            ("never", "Delete from the server once received"),
                        ],
                        default="always",
                        max_length=12,
                        verbose_name="mail on the server",
                    ),
                ),
                ("leave_days", models.PositiveSmallIntegerField(default=14, verbose_name="days")),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("blue", "Blue"),
                            ("green", "Green"),
                            ("amber", "Amber"),
                            ("red", "Red"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="colour",
                    ),
                ),
                (
                    "is_default",
                    models.BooleanField(
                        default=False, verbose_name="write with this account by default"
                    ),
                ),
                ("next_receive_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("received_from", models.CharField(blank=True, max_length=520)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.JSONField(blank=True, default=dict)),
                (
                    "incoming",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="mailservers.incomingserver",
                    ),
                ),
                (
                    "outgoing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="mailservers.outgoingserver",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="webmail.folder",
                        verbose_name="new mail goes to",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("receives", True)),
                        fields=["next_receive_at"],
                        name="account_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("owner",),
                        name="one_default_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content_id", models.BigIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("message_id", models.TextField(blank=True)),
                ("subject", models.TextField(blank=True)),
                ("correspondent", models.TextField(blank=True)),
                ("preview", models.CharField(blank=True, max_length=200)),
                ("arranged_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("has_attachments", models.BooleanField(default=False)),
                ("is_read", models.BooleanField(default=False)),
                ("is_answered", models.BooleanField(default=False)),
                ("is_forwarded", models.BooleanField(default=False)),
                ("shows_pictures", models.BooleanField(default=False)),
                ("draft_key", models.UUIDField(null=True, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="webmail.account",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="webmail.folder",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="delivery.letter",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["folder", "-arranged_at", "-id"], name="message_by_folder"
                    ),
                    models.Index(
                        condition=models.Q(("is_read", False)),
                        fields=["folder", "is_read"],
                        name="message_unread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "New"), ("reply", "Reply"), ("forward", "Forward")],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("to", models.TextField(blank=True, verbose_name="to")),
                ("cc", models.TextField(blank=True, verbose_name="Cc")),
                ("bcc", models.TextField(blank=True, verbose_name="Bcc")),
                ("subject", models.TextField(blank=True, verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="webmail.account",
                        verbose_name="from",
                    ),
                ),
                ("files", models.ManyToManyField(related_name="+", to="attachments.attachment")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="webmail.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "-saved_at", "-id"], name="draft_by_owner")
                ],
            },
        ),
        migrations.CreateModel(
            name="Served",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=255)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("set-aside", "Set Aside"),
                            ("refused", "Refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("content_id", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("is_on_server", models.BooleanField(default=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="served",
                        to="webmail.account",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="served",
                        to="webmail.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_on_server", True)),
                        fields=["account"],
                        name="served_on_server",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "uid"), name="a_uid_comes_once")
                ],
            },
        ),
    ]
