"""One valid form for every act, as a browser would send it: where it goes and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from flask import Flask
from sqlalchemy import select

from tests import (
    posting_bills,
    posting_chases,
    posting_clearance,
    posting_cohandling,
    posting_commitments,
    posting_entries,
    posting_escalations,
    posting_joint,
    posting_merging,
    posting_objections,
    posting_ratings,
    posting_review,
)
from tests.posting_parts import TRAFFIC, Case, Example, Fields, Post, version
from tests.world import World
from tracker.db import db
from tracker.domain import limits
from tracker.domain.actions import Action, Machine
from tracker.domain.lifecycle import CONSEQUENCES, STEPS
from tracker.domain.parties import Actor
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.web.actions import action_address

# Everything a person can do to a case by a button.
BUTTONS = tuple(action for action, step in STEPS.items() if action not in CONSEQUENCES and not step.is_birth)


def post_for(app: Flask, world: World, action: Action, case: Case, *, words: str = "") -> Post:
    """The valid form of this act on this case; `words` fills what is written by hand."""
    task = case.task
    with app.test_request_context():
        address = action_address(
            action,
            case.suggestion.id,
            task.id if task is not None else None,
            case.id if isinstance(case, Round) else None,
            case.id if isinstance(case, Commitment) else None,
        )
    return Post(address, HANDED_IN[action](world, case, words or "写得明白的一句话。"))


def cases_of(suggestion: Suggestion, machine: Machine) -> list[Case]:
    """The cases of one machine in a suggestion."""
    if machine is Machine.SUGGESTION:
        return [suggestion]
    if machine is Machine.TASK:
        return list(suggestion.tasks)
    if machine is Machine.COMMITMENT:
        wanted = select(Commitment).where(Commitment.suggestion_id == suggestion.id).order_by(Commitment.id)
        return list(db.session.scalars(wanted))
    return [one for task in suggestion.tasks for one in task.rounds]


def paper_fields(world: World, words: str) -> Fields:
    """A complete paper with two requests."""
    return {
        "title": "在老城区小学周边增设护学岗",
        "problem": words,
        "analysis": "",
        "requests-0": "在校门两侧划设护学通道。",
        "requests-1": "护学岗经费列入年度预算。",
        "category": str(world.categories["教育科技"]),
        "unit": "",
        "consent": "full",
        "consent_reason": "",
        "origin_note": "",
        "save": "1",
    }


def _revise(world: World, case: Case, words: str) -> Fields:
    return paper_fields(world, words) | version(case)


def _accept(world: World, case: Case, _words: str) -> Fields:
    return {"outcome": "accepted", "category": str(world.categories["教育科技"])} | version(case)


def _assign(world: World, case: Case, _words: str) -> Fields:
    return {"step": "send", "units-0-unit": str(world.units["市教育局"]), "units-0-role": "lead"} | version(case)


def _distribute(_world: World, case: Case, words: str) -> Fields:
    task = case.task
    assert task is not None
    row = {"shares-0-task": str(task.id), "shares-0-pick": "y", "shares-0-unit": task.unit.short_name}
    return row | {"step": "send", "note": words}


def _give(world: World, case: Case, words: str) -> Fields:
    """To a colleague at the same desk, which needs a word whether or not somebody has it already."""
    assert case.task is not None
    handler = next(actor.person_id for actor in _staff(world, case.task))
    return {"handler": str(handler), "note": words} | version(case)


def _staff(world: World, task: Task) -> list[Actor]:
    return [actor for actor in world.actors.values() if actor.unit_id == task.unit_id]


def _note_contact(_world: World, case: Case, words: str) -> Fields:
    return {
        "on": "2026-04-01",
        "manner": "phone",
        "phase": "during",
        "with_person": str(case.suggestion.author_id),
        "who_came": "程远，副局长",
        "rank": "deputy_head",
        "said": words,
    }


def _opine(_world: World, _case: Case, words: str) -> Fields:
    return {"step": "send", "body": words, "signer_name": "苏婉清", "document_no": "临交函〔2026〕3号"}


def _draft_reply(_world: World, case: Case, words: str) -> Fields:
    """A complete reply, so that it may be sent up as well."""
    task = case.task
    assert task is not None
    answers = {
        f"answers-{no}-{name}": value
        for no in task.part
        for name, value in {
            "body": words,
            "outcome": "in_progress",
            "promise": "经费列入预算",
            "due": "2027-06-30",
            "owner": "程远",
        }.items()
    }
    rest = {"opening": "来信收悉。", "document_no": "", "letter": "", "contact_name": "景行"}
    rest |= {"without_co_reason": "会办单位来不及，先答复", "publication": "full", "deputy_view": "agrees"}
    return answers | rest | {"contact_phone": "8555 0142", "no_contact_reason": "约定答复后见面"} | version(case)


def _send_back(_world: World, case: Case, words: str) -> Fields:
    return {"outcome": "back", "note": words, "document_no": ""} | version(case)


def _deliver(_world: World, case: Case, _words: str) -> Fields:
    return {"outcome": "deliver", "document_no": "临教复〔2026〕12号", "note": ""} | version(case)


def _rate(_world: World, case: Case, words: str) -> Fields:
    levels = {"answer": "satisfied", "process_level": "basically_satisfied"}
    return levels | {"process_reason": words, "private_note": ""} | version(case)


def _rehandle(_world: World, case: Case, words: str) -> Fields:
    return {"decision": "rehandle", "reason": words} | version(case)


def _explain(_world: World, case: Case, words: str) -> Fields:
    return {"decision": "explain", "reason": words} | version(case)


HANDED_IN: dict[Action, Callable[[World, Case, str], Fields]] = {
    Action.REVISE: _revise,
    Action.SUBMIT: lambda _world, case, _words: version(case),
    Action.DISCARD: lambda _world, _case, _words: {},
    Action.WITHDRAW: lambda _world, _case, words: {"note": words},
    Action.TAKE_UP: lambda _world, _case, _words: {},
    Action.ACCEPT: _accept,
    Action.ASSIGN: _assign,
    Action.DISTRIBUTE: _distribute,
    Action.SIGN_FOR: _give,
    Action.GIVE: _give,
    Action.NOTE_CONTACT: _note_contact,
    Action.OPINE: _opine,
    Action.DRAFT_REPLY: lambda world, case, words: _draft_reply(world, case, words) | {"save": "1"},
    Action.SEND_UP: lambda _world, case, _words: version(case),
    Action.SEND_BACK: _send_back,
    Action.DELIVER: _deliver,
    Action.RATE: _rate,
    Action.REHANDLE: _rehandle,
    Action.EXPLAIN: _explain,
}


EXAMPLES: dict[Action, Example] = {
    Action.REVISE: Example("draft", "lin"),
    Action.INVITE: Example("draft", "lin"),
    Action.AGREE: Example("cosigning", "fang"),
    Action.DECLINE: Example("cosigning", "fang"),
    Action.SUBMIT: Example("draft", "lin"),
    Action.DISCARD: Example("draft", "lin"),
    Action.WITHDRAW: Example("submitted", "lin"),
    Action.TAKE_UP: Example("submitted", "chen"),
    Action.ACCEPT: Example("submitted", "chen"),
    Action.RETURN: Example("submitted", "chen"),
    Action.ASSIGN: Example("registered", "chen"),
    Action.DISTRIBUTE: Example("with_coordinator", "du"),
    Action.SIGN_FOR: Example("assigned", "he"),
    Action.GIVE: Example("signed_for", "he"),
    Action.NOTE_CONTACT: Example("in_hand", "jing"),
    Action.OPINE: Example("co_in_hand", "jiang", TRAFFIC),
    Action.DRAFT_REPLY: Example("in_hand", "jing"),
    Action.SEND_UP: Example("drafted", "jing"),
    Action.SEND_BACK: Example("in_clearance", "cheng"),
    Action.DELIVER: Example("in_clearance", "cheng"),
    Action.RATE: Example("delivered", "lin"),
    Action.REHANDLE: Example("rated_dissatisfied", "chen"),
    Action.EXPLAIN: Example("rated_dissatisfied", "chen"),
}
# Acts whose form holds something written by hand, and how much of it.
LONGEST: dict[Action, int] = {
    Action.REVISE: limits.PARAGRAPHS,
    Action.WITHDRAW: limits.NOTE,
    Action.DISTRIBUTE: limits.NOTE,
    Action.SIGN_FOR: limits.NOTE,
    Action.GIVE: limits.NOTE,
    Action.NOTE_CONTACT: limits.NOTE,
    Action.OPINE: limits.ANSWER,
    Action.DRAFT_REPLY: limits.ANSWER,
    Action.SEND_BACK: limits.NOTE,
    Action.RATE: limits.REASON,
    Action.REHANDLE: limits.NOTE,
    Action.EXPLAIN: limits.NOTE,
}


# The acts of each further part of the life; a part is a module with these three tables.
PARTS: tuple[ModuleType, ...] = (
    posting_bills,
    posting_chases,
    posting_clearance,
    posting_cohandling,
    posting_commitments,
    posting_entries,
    posting_escalations,
    posting_merging,
    posting_objections,
    posting_ratings,
    posting_review,
    posting_joint,
)
for _part in PARTS:
    HANDED_IN |= _part.HANDED_IN
    EXAMPLES |= _part.EXAMPLES
    LONGEST |= _part.LONGEST


def case_for(suggestion: Suggestion, action: Action) -> Case:
    """The case of the example: the suggestion, the unit's share, or that share's last round."""
    found = cases_of(suggestion, STEPS[action].machine)
    unit = EXAMPLES[action].unit
    return next(case for case in reversed(found) if case.task is None or case.task.unit.short_name == unit)
