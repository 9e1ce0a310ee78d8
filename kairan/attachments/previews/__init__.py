"""Files of strangers, looked at without harm: what they are by their bytes, and drawn anew.

Pictures and pages of PDFs are drawn by a process of its own with little time and memory; what it
gives back is a picture that we have made, without a byte of the file.
"""

from kairan.attachments.previews.drawn import Busy, NotShown, Size, draw, pages
from kairan.attachments.previews.kinds import Kind, kind_of
from kairan.attachments.previews.texts import Excerpt, excerpt

__all__ = ["Busy", "Excerpt", "Kind", "NotShown", "Size", "draw", "excerpt", "kind_of", "pages"]
