"""Letters made into bytes: a pure function of the text with its slots and one person's values."""

from kairan.mail.compose.holes import BadSlotValue
from kairan.mail.compose.letter import (
    Attachment,
    Calendar,
    Letter,
    Picture,
    Slot,
    slot,
    without_slots,
)
from kairan.mail.compose.mime import compose
from kairan.mail.compose.template import (
    MissingSlot,
    Template,
    TemplateUnreadable,
    UnknownSlot,
)

__all__ = [
    "Attachment",
    "BadSlotValue",
    "Calendar",
    "Letter",
    "MissingSlot",
    "Picture",
    "Slot",
    "Template",
    "TemplateUnreadable",
    "UnknownSlot",
    "compose",
    "slot",
    "without_slots",
]
