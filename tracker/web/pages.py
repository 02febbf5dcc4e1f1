"""Every page module, in the order of the menu: a new one is a line here."""

from __future__ import annotations

from tracker.web import calendars, due_dates, keeping, reviews, rulebooks, rules, writing

PAGES = (keeping, writing, reviews, due_dates, rules, calendars, rulebooks)
