"""What people type into WebMail: letters, accounts, folders, labels, how mail is kept."""

from kairan.webmail.forms.accounts import AccountForm
from kairan.webmail.forms.folders import FolderForm
from kairan.webmail.forms.identities import IdentityForm
from kairan.webmail.forms.imports import ImportForm
from kairan.webmail.forms.keeping import OfficeKeepingForm, QuotaForm, TrashForm
from kairan.webmail.forms.labels import LabelForm
from kairan.webmail.forms.letters import LetterForm
from kairan.webmail.forms.rules import RuleForm

__all__ = [
    "AccountForm",
    "FolderForm",
    "IdentityForm",
    "ImportForm",
    "LabelForm",
    "LetterForm",
    "OfficeKeepingForm",
    "QuotaForm",
    "RuleForm",
    "TrashForm",
]
