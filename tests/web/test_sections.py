"""The sections of a dossier tell nobody what the story withholds: each word stands there for whoever sees its act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Text, inspect, or_, select, update

from tests import builders
from tests.builders import fetch
from tests.conftest import Browsers
from tests.situations import SITUATIONS
from tests.situations_entries import reply_on_paper, signature_disputed
from tests.situations_objections import (
    a_claim,
    explained_delay,
    extension_asked,
    extension_granted,
    objected,
    objected_again,
    task_at,
)
from tests.statements import statements_of
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.permissions import Sight, sight
from tracker.domain.roles import Role
from tracker.models.contacts import Contact
from tracker.models.joint import GroupMembership, LeadChange, LinkKind, PaperEntry, SuggestionLink
from tracker.models.procedures import Disagreement, Explanation, Extension, HeardOn, Hearing, Objection
from tracker.models.reviews import IntendedOutcome
from tracker.models.tasks import Task
from tracker.queries.dossier import Seer
from tracker.services import entries, groups, links, objections

A = Action
# The act by which a word was written; of a row that one act opens and others answer, the answering ones are told apart.
WRITTEN_BY: dict[tuple[type[Any], str], Callable[[Any], Action]] = {
    (Objection, "reason"): lambda _one: A.OBJECT,
    (Objection, "duty_clause"): lambda _one: A.OBJECT,
    (Objection, "ruling"): lambda one: A.UPHOLD_OBJECTION if one.is_upheld else A.REJECT_OBJECTION,
    (Objection, "recalled_for"): lambda _one: A.RECALL_OBJECTION,
    (Objection, "unheard_for"): lambda one: A.UPHOLD_OBJECTION if one.is_upheld else A.REJECT_OBJECTION,
    (Hearing, "asked"): lambda _one: A.PRE_ASSIGN,
    (Hearing, "words"): lambda one: A.SPEAK if one.on is HeardOn.DRAFT else A.HEAR,
    (Extension, "reason"): lambda _one: A.ASK_EXTENSION,
    (Extension, "decision"): lambda one: A.GRANT_EXTENSION if one.is_granted else A.REFUSE_EXTENSION,
    (Explanation, "words"): lambda _one: A.EXPLAIN_DELAY,
    (Disagreement, "point"): lambda _one: A.RAISE_DISAGREEMENT,
    (Disagreement, "lead_words"): lambda _one: A.RAISE_DISAGREEMENT,
    (Disagreement, "co_words"): lambda _one: A.RAISE_DISAGREEMENT,
    (Disagreement, "decision"): lambda _one: A.DECIDE_DISAGREEMENT,
    (PaperEntry, "words"): lambda _one: A.DISPUTE_ENTRY,
    (PaperEntry, "settlement"): lambda _one: A.SETTLE_ENTRY,
    (GroupMembership, "why_joined"): lambda _one: A.JOIN_GROUP,
    (GroupMembership, "why_left"): lambda _one: A.LEAVE_GROUP,
    (SuggestionLink, "note"): lambda _one: A.LINK,
    (IntendedOutcome, "words"): lambda _one: A.PUT_OUTCOME,
    (IntendedOutcome, "answer"): lambda _one: A.CONTEST_OUTCOME,
    (LeadChange, "reason"): lambda _one: A.OFFER_LEAD,
    (Contact, "said"): lambda _one: A.NOTE_CONTACT,
    (Contact, "correction"): lambda _one: A.CORRECT_CONTACT,
}


def heard_in_a_group(world: World) -> int:
    """More time was explained, papers merged, and a unit that objects names another, which is heard."""
    case = explained_delay(world)
    other = builders.a_registered(world, title="并案另一件")
    pair = [(one, fetch(one).version) for one in (case, other)]
    groups.merge(world.chen, pair, name="并案的名称", why="并案的原因", differ="路段不同", now=NOW)
    links.link(world.chen, other, case, kind=LinkKind.FOLLOW_UP, note="关联的说明", now=NOW)
    one = task_at(world, case)
    objections.object_to(world.he, one.id, a_claim(world), version=one.version, now=NOW)
    return case


def disputed_reply(world: World) -> int:
    """The principal of the unit disputes the reply that was entered for it."""
    case = reply_on_paper(world)
    entries.dispute(world.cheng, case, words="这不是我签的函", now=NOW)
    return case


BESIDE = {
    "heard_in_a_group": heard_in_a_group,
    "disputed_reply": disputed_reply,
    "signature_disputed": signature_disputed,
    "extension_asked": extension_asked,
    "objected_again": objected_again,
} | {name: one.reach for name, one in SITUATIONS.items()}


@dataclass(frozen=True)
class Word:
    """A word beside a case, made unmistakable: its act, the share it is about, and whether it was said elsewhere."""

    act: Action
    task_id: int | None
    elsewhere: bool


def marked(case: int) -> dict[str, Word]:
    """Every word beside the case, by what it says from now on."""
    found: dict[str, Word] = {}
    for (model, column), act_of in WRITTEN_BY.items():
        for row in db.session.scalars(select(model).where(_is_beside(model, case))).all():
            if getattr(row, column):
                mark = f"【{model.__tablename__}.{column}.{row.id}】"
                db.session.execute(update(model).where(model.id == row.id).values({column: mark}))
                found[mark] = Word(act_of(row), getattr(row, "task_id", None), getattr(row, "later_id", case) != case)
    db.session.commit()
    return found


def _is_beside(model: type[Any], case: int) -> ColumnElement[bool]:
    if model is SuggestionLink:
        return or_(SuggestionLink.later_id == case, SuggestionLink.earlier_id == case)
    if hasattr(model, "suggestion_id"):
        return model.suggestion_id == case
    return model.task_id.in_(select(Task.id).where(Task.suggestion_id == case))


@pytest.mark.parametrize("name", BESIDE)
def test_a_word_stands_in_its_section_for_who_sees_its_act_in_the_story(
    browse: Browsers, world: World, name: str
) -> None:
    case = BESIDE[name](world)
    marks = marked(case)
    if not marks:
        return
    for login, actor in world.actors.items():
        suggestion = fetch(case)
        if sight(actor, suggestion) is Sight.NOTHING:
            continue
        seer = Seer(actor, suggestion)
        told = {mark for mark, word in marks.items() if is_told(seer, actor, word)}
        words = browse(login).open(f"/suggestions/{case}").words
        assert {mark for mark in marks if mark in words} <= told, login


def is_told(seer: Seer, actor: Actor, word: Word) -> bool:
    # A word said at another paper belongs to the story of that one, which the desk reads for certain.
    if word.elsewhere:
        return actor.role is Role.DESK
    return seer.may_see(word.act, word.task_id) and seer.reads_note(word.act, word.task_id)


def test_the_desk_reads_every_word(browse: Browsers, world: World) -> None:
    for name in ("heard_in_a_group", "disputed_reply", "extension_asked", "objected_again"):
        case = BESIDE[name](world)
        marks = marked(case)
        words = browse("chen").open(f"/suggestions/{case}").words
        assert marks and not [mark for mark in marks if mark not in words]


def test_every_text_beside_a_case_is_watched() -> None:
    """A new table of words beside a case has to say by which act they are written."""
    for model in {one for one, _column in WRITTEN_BY}:
        texts = {column.name for column in inspect(model).columns if isinstance(column.type, Text)}
        assert texts <= {column for one, column in WRITTEN_BY if one is model}, model


def test_who_merging_does_not_concern_learns_nothing_of_papers_he_may_not_read(browse: Browsers, world: World) -> None:
    open_one, open_two, secret = (
        builders.a_registered(world, title=title, is_confidential=hidden)
        for title, hidden in (("公开的一件", False), ("公开的另一件", False), ("保密的一件", True))
    )
    pairs = [(one, fetch(one).version) for one in (open_one, open_two, secret)]
    groups.merge(world.chen, pairs, name="含保密件的名称", why="原因", differ="不同", now=NOW)
    words = browse("yuan").open(f"/suggestions/{open_one}").words
    assert "公开的另一件" in words and "另有1件" not in words and "含保密件的名称" not in words
    assert "并案" not in browse("yuan").open("/suggestions").words
    assert "并案" in browse("chen").open("/suggestions").words
    words = browse("lin").open(f"/suggestions/{open_one}").words
    assert "含保密件的名称" in words and "保密的一件" in words


def test_beside_a_confidential_paper_alone_no_group_is_told(browse: Browsers, world: World) -> None:
    case, secret = builders.a_registered(world), builders.a_registered(world, is_confidential=True)
    pair = [(one, fetch(one).version) for one in (case, secret)]
    groups.merge(world.chen, pair, name="两件", why="原因", differ="不同", now=NOW)
    assert "并案" not in browse("yuan").open(f"/suggestions/{case}").words
    assert "并案" in browse("chen").open(f"/suggestions/{case}").words


def test_the_note_of_a_link_is_read_by_those_it_was_written_for(browse: Browsers, world: World) -> None:
    earlier, later = builders.a_registered(world), builders.a_registered(world)
    links.link(world.chen, later, earlier, kind=LinkKind.REPEAT, note="比上次多一个路口", now=NOW)
    for login, reads in (("yuan", False), ("lin", True), ("chen", True)):
        words = browse(login).open(f"/suggestions/{later}").words
        assert "同一件事再提" in words and ("比上次多一个路口" in words) is reads, login


def test_what_was_asked_for_is_between_the_offices_and_what_was_granted_is_for_all(
    browse: Browsers, world: World
) -> None:
    case = extension_granted(world)
    words = browse("lin").open(f"/suggestions/{case}").words
    assert "批准延期到" in words and "原定" in words and "申请从" not in words
    assert "申请从" in browse("cheng").open(f"/suggestions/{case}").words


def test_a_second_objection_costs_no_more_statements(browse: Browsers, world: World) -> None:
    chen = browse("chen")
    once, again = objected(world), objected_again(world)
    assert statements_of(chen, f"/suggestions/{again}") == statements_of(chen, f"/suggestions/{once}")
