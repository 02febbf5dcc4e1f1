"""Every page module, in the order of the menu: a new one is a line here."""

from __future__ import annotations

from tracker.web import (
    calendars,
    cosigning,
    decisions,
    due_dates,
    help,
    keeping,
    ratings,
    reviews,
    rulebooks,
    rules,
    writing,
)

PAGES = (keeping, writing, cosigning, ratings, decisions, reviews, due_dates, rules, calendars, rulebooks, help)
