"""`kairan mail`: read, clean, classify and test mail from the command line."""

from kairan.config.lazily import Commands, Place

mail = Commands(
    {
        "parse": Place("kairan.config.commands.mail_reading:parse_mails", needs_office=False),
        "clean": Place("kairan.config.commands.mail_reading:clean_mail", needs_office=False),
        "classify": Place("kairan.config.commands.mail_reading:classify_mails", needs_office=False),
        "test": Place("kairan.config.commands.mail_trial:try_mail"),
    },
    name="mail",
    help="Read, clean, classify and test mail.",
)
