"""Whereabouts: where everybody is, until when, and what was left for those who were not there.

Who says where somebody is: each person for themselves, colleagues who share a group with them, and
administrators; the board names whoever said it for somebody else. Everybody who works here sees the
board, with the number of messages that wait for a person. Confidential ones are not counted for
others. What a message says is for its writer and its recipients alone, administrators included;
who else got a confidential one is for its writer alone.

Whom nobody knows to be in counts as out: nothing said, or said until a moment that is over.
"""
