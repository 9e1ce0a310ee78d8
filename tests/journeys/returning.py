"""A mail server that knows plus-addresses, and returns mail to addresses that are gone."""

from tests.servers.postfix import Rules

OFFICE_MAILBOX = "office@kairan.test"
RETURNING = Rules(
    own_domains=["kairan.test"],
    settings={
        "recipient_delimiter": "+",
        # No address but those of the mailboxes is there: mail to others is taken, and returned.
        "virtual_mailbox_maps": "hash:$config_directory/mailboxes",
        "smtpd_reject_unlisted_recipient": "no",
    },
)
