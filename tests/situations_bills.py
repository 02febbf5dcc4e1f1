"""Bills in each of their states, and a paper that waits for its delegation's first check."""

from __future__ import annotations

from datetime import date

from tests import bill_parts, builders
from tests.builders import fetch
from tests.situation_parts import OF_SUGGESTION, Situation
from tests.world import NOW, World
from tracker.db import db
from tracker.models.organs import CongressSession
from tracker.services import bills


def concluded(world: World) -> int:
    bill_id = bill_parts.with_committee(world)
    report = bills.Decision(date(2026, 3, 20), "教科文卫委〔2026〕3号", "建议制定办法。")
    bills.conclude(world.ou, bill_id, report, version=fetch(bill_id).version, now=NOW)
    return bill_id


def awaiting_check(world: World) -> int:
    """Handed in during a session that sits today; the rulebook asked for the delegation's check when it came in."""
    paper_id = builders.a_submitted(world)
    paper = fetch(paper_id)
    term_id = db.session.query(CongressSession.term_id).limit(1).scalar()
    # Begun before the session of the world, so that it stays the latest one for everything else.
    sits = CongressSession(
        term_id=term_id, ordinal=5, name="第五次会议", opens_on=date(2026, 1, 5), closes_on=date(2026, 12, 31)
    )
    db.session.add(sits)
    db.session.flush()
    paper.session, paper.in_session, paper.needs_check = sits, True, True
    db.session.commit()
    return paper_id


SITUATIONS: dict[str, Situation] = {
    "bill_draft": Situation(bill_parts.a_bill_draft, OF_SUGGESTION),
    "bill": Situation(bill_parts.a_bill, OF_SUGGESTION),
    "bill_on_agenda": Situation(bill_parts.on_agenda, OF_SUGGESTION),
    "bill_with_committee": Situation(bill_parts.with_committee, OF_SUGGESTION),
    "bill_concluded": Situation(concluded, OF_SUGGESTION),
    "bill_converted": Situation(bill_parts.converted, OF_SUGGESTION),
    "awaiting_check": Situation(awaiting_check, OF_SUGGESTION),
}
