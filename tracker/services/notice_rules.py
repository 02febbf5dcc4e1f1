"""The office changes when and what is sent; every change is an event, and what is shipped can be had back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.db import db, transactional
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.domain.telling import MOST_DAYS, RULES, Channel, Rule, Timing, strange_fields
from tracker.models.tellings import NoticeRule
from tracker.queries.notice_rules import change_of, with_change
from tracker.services._load import Invalid, Missing, Stale
from tracker.services._office import require
from tracker.services._record import write_event

WORDS = 200


@dataclass(frozen=True)
class RuleDraft:
    """A rule as somebody of the office wants it: calendar days, an hour of Asia/Shanghai."""

    timing: Timing
    channel: Channel
    days: int
    hour: int
    words: str


@transactional
def change(actor: Actor, code: str, draft: RuleDraft, *, version: int, now: datetime) -> str:
    """Let a rule be what the draft says, from the next notice on; returns its code.

    Raises `Invalid` for one that must be told and is switched off, for days and hours out of reach, and for words that
    name a field no notice has; `Stale` when somebody changed it meanwhile.
    """
    require(actor, Capability.KEEP_NOTICES)
    if code not in RULES:
        raise Missing("notice_rule")
    held = change_of(code)
    if (held.version if held is not None else 0) != version:
        raise Stale(held or NoticeRule(id=0), version)
    if wrong := problems(RULES[code], draft):
        raise Invalid(**wrong)
    before = with_change(RULES[code], held)
    if held is None:
        held = NoticeRule(code=code)
        db.session.add(held)
    for name in ("timing", "channel", "days", "hour", "words"):
        setattr(held, name, getattr(draft, name))
    held.changed_at, held.changed_by_id = now, actor.person_id
    _note(actor, code, {"from": _facts(before), "to": _facts(with_change(RULES[code], held))}, now=now)
    return code


@transactional
def reset(actor: Actor, code: str, *, version: int, now: datetime) -> str:
    """Let a rule be as it was shipped; returns its code."""
    require(actor, Capability.KEEP_NOTICES)
    held = change_of(code)
    if held is None or code not in RULES:
        raise Missing("notice_rule")
    if held.version != version:
        raise Stale(held, version)
    facts = {"from": _facts(with_change(RULES[code], held)), "to": _facts(RULES[code])}
    _note(actor, code, facts, now=now, action="reset_notice_rule")
    db.session.delete(held)
    return code


def problems(rule: Rule, draft: RuleDraft) -> dict[str, str]:
    """What is wrong with a draft, by field."""
    wrong = {}
    if rule.must and draft.timing is Timing.OFF:
        wrong["timing"] = "must_be_told"
    if rule.is_reminder and rule.days and not 1 <= draft.days <= MOST_DAYS:
        wrong["days"] = "days_out_of_reach"
    if rule.hour and not 0 <= draft.hour <= 23:
        wrong["hour"] = "no_such_hour"
    if rule.words and not draft.words.strip():
        wrong["words"] = "missing"
    elif strange_fields(draft.words):
        wrong["words"] = "no_such_field"
    elif len(draft.words) > WORDS:
        wrong["words"] = "line_too_long"
    return wrong


def _facts(rule: Rule) -> dict[str, Any]:
    return {
        "timing": rule.timing.value,
        "channel": rule.channel.value,
        "days": rule.days,
        "hour": rule.hour,
        "words": rule.words,
    }


def _note(actor: Actor, code: str, facts: dict[str, Any], *, now: datetime, action: str = "change_notice_rule") -> None:
    write_event(actor, action, now=now, subject=f"notice_rule:{code}", facts=facts)
