"""What people type into WebMail: letters, accounts, folders."""

from kairan.webmail.forms.accounts import AccountForm
from kairan.webmail.forms.folders import FolderForm
from kairan.webmail.forms.letters import LetterForm

__all__ = ["AccountForm", "FolderForm", "LetterForm"]
