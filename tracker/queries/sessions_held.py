"""The terms and sessions of our congress that figures can be asked of, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.models.organs import Congress, CongressSession, Term


@dataclass(frozen=True)
class Held:
    """A session with its term; `opens_on` in Asia/Shanghai."""

    id: int
    name: str
    term_id: int
    term_name: str
    opens_on: date
    ordinal: int
    term_ordinal: int


_COLUMNS = (
    CongressSession.id,
    CongressSession.name,
    Term.id,
    Term.name,
    CongressSession.opens_on,
    CongressSession.ordinal,
    Term.ordinal,
)


def sessions_held() -> list[Held]:
    """All sessions of our congress, the latest first; one statement."""
    wanted = (
        select(
            CongressSession.id,
            CongressSession.name,
            Term.id,
            Term.name,
            CongressSession.opens_on,
            CongressSession.ordinal,
            Term.ordinal,
        )
        .join(Term, Term.id == CongressSession.term_id)
        .join(Congress, Congress.id == Term.congress_id)
        .where(Congress.is_ours)
        .order_by(CongressSession.opens_on.desc(), CongressSession.id.desc())
    )
    return [Held(*row) for row in db.session.execute(wanted)]
