"""Puts what a mail says on the letterhead: HTML whose styles stand in its elements.

Many programs strip ``<style>``: what they leave reads well by day. Those that keep it get the rules
for the dark and for narrow screens besides.
"""

from collections.abc import Mapping
from typing import Any

import css_inline
from django.template.loader import render_to_string

from kairan.letterhead.models import CID, Letterhead

_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def for_the_post(template: str, said: Mapping[str, Any], letterhead: Letterhead) -> str:
    """Return the HTML of a mail with which the pictures of ``letterhead`` travel.

    ``template`` extends ``letterhead/mail/letter.html``, which wants of ``said``: ``language``,
    ``title`` and ``company``.
    """
    at = f"cid:{CID}" if letterhead.logo_data is not None else ""
    return _printed(template, said, letterhead, at)


def for_a_page(template: str, said: Mapping[str, Any], letterhead: Letterhead) -> str:
    """Return the same HTML for a frame on a page: its pictures stand in it."""
    return _printed(template, said, letterhead, letterhead.logo_in_place)


def _printed(template: str, said: Mapping[str, Any], letterhead: Letterhead, logo_at: str) -> str:
    page = render_to_string(template, {**said, "letterhead": letterhead, "logo_at": logo_at})
    return _INLINER.inline(page)
