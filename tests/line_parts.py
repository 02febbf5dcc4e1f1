"""Approved lines of the education bureau in any standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tests.builders import a_reply, in_hand, round_of
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.parties import Actor
from tracker.models.lines import ApprovedLine
from tracker.services import lines, replies
from tracker.services._lines import PutIn
from tracker.services.lines import LineDraft

BODY = "护学岗由学校和属地交警共同安排，上学、放学各半小时，经费列入部门预算。"
UNTIL = date(2026, 12, 31)


def a_draft(**changes: object) -> LineDraft:
    """What a line of the bureau says."""
    held = {
        "title": "护学岗怎么安排",
        "subject": "护学岗 护学通道",
        "body": BODY,
        "source": "临教办〔2026〕8号",
        "valid_until": UNTIL,
    }
    return LineDraft(**(held | changes))  # type: ignore[arg-type]


def line_of(line_id: int) -> ApprovedLine:
    """The line as it is in the database now."""
    db.session.rollback()
    return db.session.get_one(ApprovedLine, line_id, populate_existing=True)


def proposed(world: World, *, now: datetime = NOW, **changes: object) -> int:
    """Proposed by the handler."""
    return lines.propose(world.jing, a_draft(**changes), now=now)


def approved(world: World, *, now: datetime = NOW, **changes: object) -> int:
    """In force: the bureau's signer has approved what its handler proposed."""
    line_id = proposed(world, now=now, **changes)
    approve(world.cheng, line_id, now=now)
    return line_id


def approve(who: Actor, line_id: int, *, now: datetime = NOW) -> None:
    """Approve what is proposed last."""
    line = line_of(line_id)
    lines.approve(who, line_id, no=line.versions[-1].no, version=line.version, now=now)


def withdrawn(who: Actor, line_id: int, *, is_wrong: bool = True, now: datetime = NOW) -> None:
    """Withdrawn with a reason."""
    version = line_of(line_id).version
    lines.withdraw(who, line_id, reason="经费由区里承担，写错了。", is_wrong=is_wrong, version=version, now=now)


def drafted_with(world: World, line_id: int, *, now: datetime = NOW) -> int:
    """A draft whose first answer ends with the line; the suggestion's id."""
    case = in_hand(world, now=now)
    put_in(world, case, line_id, now=now)
    return case


def put_in(world: World, case: int, line_id: int, *, now: datetime = NOW) -> int:
    """Save the draft of a whole reply with the line in its first answer; the new version of the round."""
    made = line_of(line_id).shown
    used, body = [PutIn(made.id, 1)], made.body
    one, draft = round_of(world, case), a_reply()
    first = replace(draft.answers[0], body=f"已在两侧划设通道。\n{body}")
    whole = replace(draft, answers=[first, *draft.answers[1:]])
    return replies.save(world.jing, one.id, whole, version=one.version, now=now, lines=used)
