"""What WebMail keeps: accounts, folders, labels, messages, drafts, what was seen on the servers."""

from kairan.webmail.models.accounts import Account, Denial
from kairan.webmail.models.correspondents import Correspondent
from kairan.webmail.models.drafts import Draft
from kairan.webmail.models.folders import Folder
from kairan.webmail.models.identities import Identity
from kairan.webmail.models.inline_pictures import InlinePicture
from kairan.webmail.models.jobs import Job
from kairan.webmail.models.keeping import Keeping, OfficeKeeping
from kairan.webmail.models.labels import Label, Labelled
from kairan.webmail.models.messages import Message
from kairan.webmail.models.pictures import ShownSender
from kairan.webmail.models.rules import Rule
from kairan.webmail.models.runs import Run
from kairan.webmail.models.safe_senders import SafeSender
from kairan.webmail.models.searching import Forgotten, KnownIndex
from kairan.webmail.models.served import Served
from kairan.webmail.models.threads import ThreadKey

__all__ = [
    "Account",
    "Correspondent",
    "Denial",
    "Draft",
    "Folder",
    "Forgotten",
    "Identity",
    "InlinePicture",
    "Job",
    "Keeping",
    "KnownIndex",
    "Label",
    "Labelled",
    "Message",
    "OfficeKeeping",
    "Rule",
    "Run",
    "SafeSender",
    "Served",
    "ShownSender",
    "ThreadKey",
]
