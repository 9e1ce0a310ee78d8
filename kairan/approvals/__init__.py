"""Who has to approve a record, in which order, and what each of them decided.

A record of any app is sent on a :class:`Course <kairan.approvals.models.Course>`: steps one after
the other, at each step people who decide (one of them, or all). The app begins, decides and
withdraws through ``approvals.operations`` in a transaction of its own; each answers with an
:class:`Outcome <kairan.approvals.outcomes.Outcome>` that names whose turn has come or how it
ended, and the app announces that. ``{% include "approvals/_seals.html" %}`` draws a course.
"""
