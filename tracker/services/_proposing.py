"""Who files the paper: deputies by name, or a delegation through its contact person (代表团提出)."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.domain.kinds import Kind
from tracker.domain.rulebook import Switch
from tracker.models.organs import CongressSession
from tracker.models.suggestions import Suggestion
from tracker.queries import law as laws
from tracker.services._load import Invalid


def delegations_may_file(sitting: CongressSession | None, *, now: datetime) -> bool:
    """Whether a delegation may file today: the rulebook lets it, and the session sits (Asia/Shanghai).

    Guangdong's measures, article 3, let delegations file; Chongqing's, article 8, keep it to the session.
    """
    today = day_of(now)
    sits = sitting is not None and sitting.opens_on <= today <= sitting.closes_on
    return sits and laws.rulebook_for(today).is_on(Switch.DELEGATIONS_FILE)


def check_proposer(
    suggestion: Suggestion, *, by_delegation: bool, sitting: CongressSession | None, now: datetime
) -> None:
    """Writes nothing: raises `Invalid` where a delegation may not file, or there is none, or the paper is a bill.

    A draft that was a delegation's stays one while it is written.
    """
    if not by_delegation or suggestion.is_delegations:
        return
    if suggestion.delegation_id is None or suggestion.kind is Kind.BILL or not delegations_may_file(sitting, now=now):
        raise Invalid(by_delegation="no_delegation_now")


def check_filing(suggestion: Suggestion, *, sitting: CongressSession | None, now: datetime) -> None:
    """Writes nothing: raises `Invalid` for a delegation's paper handed in when delegations may not file."""
    if suggestion.is_delegations and not delegations_may_file(sitting, now=now):
        raise Invalid(by_delegation="no_delegation_now")
