"""Addresses in texts that people wrote, made into links."""

import re

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Japanese and Chinese are written without spaces: an address ends where their characters begin.
# Punctuation and kana, ideographs, their compatibility forms, full-width forms, rarer ideographs.
_WITHOUT_SPACES = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\U00020000-\U0003ffff"


class _Linker(Urlizer):
    word_split_re = re.compile(rf"""([\s<>"'{_WITHOUT_SPACES}]+)""")


_link = _Linker()


@register.filter(is_safe=True, needs_autoescape=True)
@stringfilter
def linked(text: str, autoescape: bool = True) -> SafeString:  # noqa: FBT001, FBT002
    """Return ``text`` as HTML in which web and mail addresses are links, also within Japanese."""
    return mark_safe(_link(text, nofollow=True, autoescape=autoescape))  # noqa: S308
