"""Journeys across rooms: a running office, real mail servers, a real browser.

An app's own tests live in its folder; what only shows when all rooms work together is here.
"""
