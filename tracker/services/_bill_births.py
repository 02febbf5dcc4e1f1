"""The suggestion that comes of a bill: the same text and the same signers, in a record of its own."""

from __future__ import annotations

from datetime import datetime

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, SignatureState
from tracker.models.joint import LinkKind, PaperEntry, SuggestionLink
from tracker.models.suggestions import Signature, Suggestion
from tracker.services._advance import advance
from tracker.services._entering import recount
from tracker.services._files import copies_of
from tracker.services._versions import write_as

FIRST_TEXT = 1


def bear_suggestion(bill: Suggestion, actor: Actor, *, now: datetime) -> Suggestion:
    """Write the suggestion down as handed in, inside the transaction that converts the bill."""
    files = copies_of(bill, actor, now=now)
    born = Suggestion(kind=Kind.SUGGESTION, text_no=FIRST_TEXT, tasks=[], started_at=now, changed_at=now)
    for name in KEPT:
        setattr(born, name, getattr(bill, name))
    # It came in with the session whatever the hour; its own limits begin with the decision.
    born.in_session, born.received_on = True, day_of(now)
    born.signatures = [
        Signature(
            person_id=one.person_id,
            membership_id=one.membership_id,
            ordinal=no,
            state=SignatureState.AGREED,
            text_no=FIRST_TEXT,
            asked_at=one.asked_at,
            decided_at=one.decided_at,
        )
        for no, one in enumerate(_signed(bill), start=1)
    ]
    advance(born, Action.BORN_OF_BILL, actor, now=now, facts={"bill": bill.id, "of": bill.number}, files=files)
    assert bill.text is not None, "a bill is handed in with its text"
    write_as(born, bill.text, made_by_id=bill.text.made_by_id, now=now)
    _link(born, bill, actor, now=now)
    _copy_entries(born, bill)
    return born


KEPT = (
    "congress_id",
    "session_id",
    "title",
    "author_id",
    "author_membership_id",
    "delegation_id",
    "category_id",
    "proposed_unit_id",
    "consent",
    "consent_reason",
    "origins",
    "origin_note",
    "is_confidential",
    "signer_count",
    "submitted_at",
    "submitted_on",
    "proposer",
)


def _signed(bill: Suggestion) -> list[Signature]:
    return [one for one in bill.signatures if one.state is SignatureState.AGREED]


# What an entry says of the paper and whose word it waits for; what was said of it since is not copied.
ENTERED = ("what", "channel", "on_paper_of", "person_id", "entered_by_id", "entered_at")


def _copy_entries(born: Suggestion, bill: Suggestion) -> None:
    """What was entered for a deputy who has not spoken yet waits for that word with the suggestion now."""
    held = set(born.signers)
    for one in bill.entries:
        if one.is_open and one.person_id in held:
            db.session.add(PaperEntry(suggestion_id=born.id, **{name: getattr(one, name) for name in ENTERED}))
    recount(born)


def _link(born: Suggestion, bill: Suggestion, actor: Actor, *, now: datetime) -> None:
    link = SuggestionLink(
        later_id=born.id, earlier_id=bill.id, kind=LinkKind.CONVERTED, made_by_id=actor.person_id, made_at=now
    )
    db.session.add(link)
    db.session.flush()
