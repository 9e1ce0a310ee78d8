"""What may be typed where one line is asked for: no line breaks, no control characters."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

one_line = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]",
    _("Write this in one line, without control characters."),
    inverse_match=True,
)
login_id_form = RegexValidator(
    r"^[^\s,;、，；]+\Z",
    _("A login ID has no blanks, commas or semicolons."),
)
