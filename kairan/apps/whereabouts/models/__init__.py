"""The nouns of Whereabouts: kept lists, where people are, what is left for them."""

from kairan.apps.whereabouts.models.lists import Listed, Presence, Request
from kairan.apps.whereabouts.models.messages import Copy, Message
from kairan.apps.whereabouts.models.standings import Preference, Standing

__all__ = ["Copy", "Listed", "Message", "Preference", "Presence", "Request", "Standing"]
