"""A reply on its way out, inside other services: sent up as a version, sent back with remarks on passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.clock import day_of
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.clearing import goes_without_principal, once_sent_up, reviewers
from tracker.domain.marks import located
from tracker.domain.parties import Actor
from tracker.domain.permissions import require
from tracker.domain.reply_texts import can_be_marked, texts_of
from tracker.domain.rulebook import Rulebook, Switch
from tracker.domain.states import ClearanceStage
from tracker.models.replies import ReplyRemark, ReplyVersion
from tracker.models.tasks import Round
from tracker.services._advance import advance
from tracker.services._load import Invalid


@dataclass(frozen=True)
class Remark:
    """A passage to mend: the field it stands in, its words, what is to be done; `near` tells several places apart."""

    field: str
    passage: str
    remark: str
    near: int | None = None


def lay_before(one: Round, book: Rulebook, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Settle who lets it pass and count the version; what the event says of it. Judge whether it is fit before.

    A unit that has nobody to review it but who wrote it or sends it up sends it straight to who signs.
    """
    may = reviewers(one.task.clearing_posts, one, day_of(now), sent_up_by=actor.person_id)
    one.needs_check = book.is_on(Switch.OFFICE_CHECK)
    asked = once_sent_up(one, book)
    one.principal_signs, one.another_signs = asked.principal_signs, asked.another_signs
    one.stage = ClearanceStage.REVIEW if may and book.is_on(Switch.UNIT_REVIEW) else ClearanceStage.SIGN
    forget_passes(one)
    one.versions_sent += 1
    return {"version": one.versions_sent, "stage": one.stage.value}


def version_facts(one: Round, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """The columns of the version that is sent up."""
    facts = {"round_id": one.id, "no": one.versions_sent, "made_at": now, "by_id": actor.person_id}
    return facts | {"texts": texts_of(one)}


def keep_version(one: Round, actor: Actor, *, now: datetime) -> None:
    """Keep the draft as it was sent up."""
    db.session.add(ReplyVersion(**version_facts(one, actor, now=now)))
    db.session.flush()


def forget_passes(one: Round) -> None:
    """Whatever let an earlier version pass says nothing of the next one; its number stays as it was written."""
    one.reviewed_by_id = one.reviewed_at = one.signed_by_id = one.signed_at = None
    one.checked_by_id = one.checked_at = None
    one.checked_letter = one.check_words = ""


def signing_facts(one: Round, *, now: datetime) -> dict[str, Any]:
    """What the record says of who signed, where the rulebook's rule could not be kept."""
    without = goes_without_principal(one.task.clearing_posts, one, day_of(now))
    return {"no_principal": True} if without else {}


def give_back(one: Round, action: Action, actor: Actor, *, note: str, remarks: Sequence[Remark], now: datetime) -> int:
    """Send it back to its handler with a word on the whole, remarks on passages, or both. Returns the round's id.

    Raises `Invalid` where neither is given and for a passage the draft does not hold.
    """
    require(actor, action, one, today=day_of(now))
    if not note.strip() and not remarks:
        raise Invalid(note="note_or_marks")
    stage, texts = one.stage or ClearanceStage.SIGN, texts_of(one)
    rows = [_located(one, texts, each, stage, actor, now=now) for each in remarks]
    facts = {"version": one.versions_sent, "stage": stage.value} | ({"marks": len(rows)} if rows else {})
    advance(one, action, actor, now=now, note=note, facts=facts)
    db.session.add_all(rows)
    one.stage = None
    forget_passes(one)
    return one.id


def _located(
    one: Round, texts: dict[str, str], each: Remark, stage: ClearanceStage, actor: Actor, *, now: datetime
) -> ReplyRemark:
    part = texts.get(each.field, "") if can_be_marked(each.field) else ""
    place = located(part, each.passage, each.near)
    if place is None:
        raise Invalid(marks="passage_not_found")
    return ReplyRemark(
        round_id=one.id,
        version_no=one.versions_sent,
        stage=stage,
        field=each.field,
        starts=place[0],
        ends=place[1],
        passage=part[place[0] : place[1]],
        remark=each.remark,
        by_id=actor.person_id,
        made_at=now,
    )
