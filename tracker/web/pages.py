"""Every page module, in the order of the menu: a new one is a line here."""

from __future__ import annotations

from tracker.web import keeping

PAGES = (keeping,)
