"""Understands what comes back: bounces, complaints, vacation notes, receipts and replies.

`classify(raw)` gives a `Classification`; no rule knows one product, all go by what servers say.
"""

from kairan.mail.bounces.classification import classify, classify_message
from kairan.mail.bounces.values import Classification, Failure, Kind

__all__ = ["Classification", "Failure", "Kind", "classify", "classify_message"]
