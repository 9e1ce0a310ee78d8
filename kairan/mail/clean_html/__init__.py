"""Makes a stranger's HTML safe to show: nothing runs, nothing is fetched, the look survives.

`clean(html, pictures=False, cid=None)` gives a `Cleaned`; `text_to_html(text)` is for plain text.
"""

from kairan.mail.clean_html.cleaning import clean
from kairan.mail.clean_html.plain import text_to_html
from kairan.mail.clean_html.result import Cleaned, Link

__all__ = ["Cleaned", "Link", "clean", "text_to_html"]
