"""Approved lines of the cast's own unit in the demo congress: to be used, ending soon, to be approved."""

from __future__ import annotations

from datetime import timedelta

from tracker.db import db
from tracker.demo.texts import table
from tracker.models.lines import ApprovedLine
from tracker.services import lines
from tracker.services._demo_walk import Walk
from tracker.services.lines import LineDraft


def approved_lines(walk: Walk) -> None:
    """The handler proposes, who signs approves all but what is marked as waiting."""
    for one in table("procedures")["line"]:
        until = walk.today + timedelta(days=one["days"])
        draft = LineDraft(one["title"], one["subject"], one["body"], one["source"], until)
        line_id = lines.propose(walk.who("jing"), draft, now=walk.now())
        if not one.get("waits"):
            version = db.session.get_one(ApprovedLine, line_id, populate_existing=True).version
            db.session.rollback()
            lines.approve(walk.who("cheng"), line_id, no=1, version=version, now=walk.now())
