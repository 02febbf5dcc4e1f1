"""Cases in any state, reached by walking the real services with the people whose work each step is."""

from __future__ import annotations

from datetime import date, datetime

from tests.walked import walked_once
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.parties import TaskRole
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.ratings import Level, Question
from tracker.domain.results import Semantic
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.reviews import Intended
from tracker.models.suggestions import Consent, Suggestion
from tracker.models.tasks import Round
from tracker.services import (
    acts,
    assignments,
    clearance,
    cosigning,
    handling,
    outcomes,
    ratings,
    replies,
    reviews,
    submissions,
)
from tracker.services.assignments import Plan, Share
from tracker.services.outcomes import Opinion
from tracker.services.ratings import Verdict
from tracker.services.replies import AnswerDraft, ReplyDraft
from tracker.services.submissions import Paper


def a_paper(world: World, **changes: object) -> Paper:
    """A complete paper with two requests."""
    held = {
        "title": "在老城区小学周边设置护学通道",
        "problem": "上学、放学的半小时里，接送车辆和步行学生挤在一处。",
        "analysis": "护学岗只能疏导，不能分流。",
        "requests": ("在校门两侧划设护学通道。", "护学岗经费列入年度预算。"),
        "category_id": world.categories["教育科技"],
        "consent": Consent.FULL,
    }
    return Paper(**(held | changes))  # type: ignore[arg-type]


def fetch(suggestion_id: int) -> Suggestion:
    """The suggestion as it is in the database now."""
    db.session.rollback()
    found = db.session.get(Suggestion, suggestion_id, populate_existing=True)
    assert found is not None
    return found


@walked_once
def a_draft(world: World, *, now: datetime = NOW, **changes: object) -> int:
    return submissions.start(world.lin, a_paper(world, **changes), now=now)


@walked_once
def a_cosigned_draft(world: World, *, now: datetime = NOW) -> int:
    suggestion_id = a_draft(world, now=now)
    cosigning.invite(world.lin, suggestion_id, [world.fang.membership_id or 0], now=now)
    return suggestion_id


@walked_once
def a_submitted(world: World, *, cosigned: bool = False, now: datetime = NOW, **changes: object) -> int:
    if cosigned:
        suggestion_id = a_cosigned_draft(world, now=now)
        cosigning.agree(world.fang, suggestion_id, text_no=1, now=now)
    else:
        suggestion_id = a_draft(world, now=now, **changes)
    submissions.submit(world.lin, suggestion_id, version=fetch(suggestion_id).version, now=now)
    return suggestion_id


@walked_once
def a_registered(world: World, *, cosigned: bool = False, now: datetime = NOW, **changes: object) -> int:
    suggestion_id = a_submitted(world, cosigned=cosigned, now=now, **changes)
    reviews.accept(
        world.chen,
        suggestion_id,
        category_id=world.categories["教育科技"],
        version=fetch(suggestion_id).version,
        now=now,
    )
    return suggestion_id


SOLE = (("市教育局", TaskRole.SOLE, ()),)
LEAD_AND_CO = (("市教育局", TaskRole.LEAD, ()), ("市交通运输局", TaskRole.CO, ()))
SEPARATE = (("市教育局", TaskRole.SEPARATE, (1,)), ("市中级人民法院", TaskRole.SEPARATE, (2,)))


@walked_once
def an_assigned(
    world: World, *, shares=SOLE, cosigned: bool = False, distributed: bool = True, now: datetime = NOW
) -> int:
    """Assigned to units and, unless told otherwise, sent on by the coordinator."""
    suggestion_id = a_registered(world, cosigned=cosigned, now=now)
    plan = Plan(
        suggestion_id,
        fetch(suggestion_id).version,
        [Share(world.units[unit], role, part) for unit, role, part in shares],
    )
    assignments.assign(world.chen, plan, now=now)
    waiting = {t.id: t.unit_id for t in fetch(suggestion_id).tasks if t.state is TaskState.WITH_COORDINATOR}
    if distributed and waiting:
        assignments.distribute(world.du, suggestion_id, waiting, now=now)
    return suggestion_id


def task_of(world: World, suggestion_id: int, unit: str = "市教育局") -> int:
    return next(t.id for t in fetch(suggestion_id).tasks if t.unit_id == world.units[unit])


def round_of(world: World, suggestion_id: int, unit: str = "市教育局") -> Round:
    return next(t for t in fetch(suggestion_id).tasks if t.unit_id == world.units[unit]).rounds[-1]


@walked_once
def in_hand(world: World, *, now: datetime = NOW, **how: object) -> int:
    """The education bureau has signed for it and given it to its handler."""
    suggestion_id = an_assigned(world, now=now, **how)  # type: ignore[arg-type]
    handling.sign_for(world.he, task_of(world, suggestion_id), handler_id=world.jing.person_id, now=now)
    return suggestion_id


def a_reply(numbers=(1, 2)) -> ReplyDraft:
    """A complete reply: the first request solved, the others promised by the middle of next year."""
    answers = [AnswerDraft(numbers[0], "已在两侧划设通道。", Semantic.SOLVED)]
    answers += [
        AnswerDraft(no, "正在编制预算。", Semantic.IN_PROGRESS, "经费列入预算", date(2027, 6, 30), "程远")
        for no in numbers[1:]
    ]
    return ReplyDraft(
        answers,
        opening="来信收悉。",
        contact_name="景行",
        contact_phone="8555 0142",
        no_contact_reason="领衔代表出差，约定答复后见面",
        without_co_reason="会办单位来不及，先答复",
        publication=PublicMode.FULL,
        deputy_view=DeputyView.AGREES,
    )


@walked_once
def in_clearance(world: World, *, now: datetime = NOW, **how: object) -> int:
    suggestion_id = in_hand(world, now=now, **how)
    one = round_of(world, suggestion_id)
    version = replies.save(world.jing, one.id, a_reply(tuple(one.task.part)), version=one.version, now=now)
    replies.send_up(world.jing, one.id, version=version, now=now)
    pass_review(world, suggestion_id, now=now)
    return suggestion_id


def pass_review(world: World, suggestion_id: int, *, now: datetime = NOW) -> None:
    """The education bureau's office lets the draft pass to who signs."""
    one = round_of(world, suggestion_id)
    clearance.pass_review(world.shen, one.id, version=one.version, now=now)


@walked_once
def delivered(world: World, *, now: datetime = NOW, **how: object) -> int:
    suggestion_id = in_clearance(world, now=now, **how)
    one = round_of(world, suggestion_id)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=now)
    return suggestion_id


def verdicts(level: Level = Level.SATISFIED, reason: str = "没有回答第二项") -> dict[Question, Verdict]:
    """Both questions answered with one level."""
    said = "" if level is Level.SATISFIED else reason
    return {Question.ANSWER: Verdict(level, said), Question.PROCESS: Verdict(level, said)}


@walked_once
def closed(world: World, *, level: Level = Level.SATISFIED, now: datetime = NOW, **how: object) -> int:
    """Rated by its author; closed unless dissatisfied, which waits for the desk."""
    suggestion_id = delivered(world, now=now, **how)
    one = round_of(world, suggestion_id)
    ratings.rate(world.lin, one.id, verdicts(level), version=one.version, now=now)
    return suggestion_id


def send_back(world: World, suggestion_id: int, *, note: str = "第二项没有日期") -> None:
    """The signer sends the draft back as it stands."""
    one = round_of(world, suggestion_id)
    replies.send_back(world.cheng, one.id, note=note, version=one.version, now=NOW)


def handle_again(world: World, suggestion_id: int, *, reason: str = "第二项没有答复", now: datetime = NOW) -> None:
    """The desk orders re-handling after a dissatisfied rating."""
    one = round_of(world, suggestion_id)
    ratings.rehandle(world.chen, one.id, reason=reason, version=one.version, now=now)


@walked_once
def returned(world: World, *, now: datetime = NOW) -> int:
    suggestion_id = a_submitted(world, now=now)
    reviews.send_back(world.chen, suggestion_id, reason="请写明路段", version=fetch(suggestion_id).version, now=now)
    return suggestion_id


@walked_once
def outcome_put(world: World, *, kind: Intended = Intended.REFUSE, cosigned: bool = False, now: datetime = NOW) -> int:
    """The desk's Chen means not to accept it and has told the deputy."""
    suggestion_id = a_submitted(world, cosigned=cosigned, now=now)
    opinion = Opinion(kind, "no_content", "没有写明请求办什么，拟不作为建议处理。")
    outcomes.put(world.chen, suggestion_id, opinion, version=fetch(suggestion_id).version, now=now)
    return suggestion_id


@walked_once
def outcome_agreed(world: World, *, kind: Intended = Intended.REFUSE, now: datetime = NOW) -> int:
    suggestion_id = outcome_put(world, kind=kind, now=now)
    outcomes.agree(world.lin, suggestion_id, version=fetch(suggestion_id).version, now=now)
    return suggestion_id


@walked_once
def outcome_contested(world: World, *, kind: Intended = Intended.REFUSE, now: datetime = NOW) -> int:
    suggestion_id = outcome_put(world, kind=kind, now=now)
    words = "第二段写明了地点和要求。"
    outcomes.contest(world.lin, suggestion_id, words=words, version=fetch(suggestion_id).version, now=now)
    return suggestion_id


@walked_once
def refused(world: World, *, now: datetime = NOW) -> int:
    suggestion_id = outcome_agreed(world, now=now)
    version = fetch(suggestion_id).version
    reviews.refuse(world.chen, suggestion_id, words="没有具体请求", version=version, now=now)
    return suggestion_id


@walked_once
def in_review(world: World, *, now: datetime = NOW) -> int:
    suggestion_id = a_submitted(world, now=now)
    reviews.take_up(world.chen, suggestion_id, now=now)
    return suggestion_id


@walked_once
def withdrawn(world: World, *, now: datetime = NOW) -> int:
    suggestion_id = a_submitted(world, now=now)
    acts.act(world.lin, Action.WITHDRAW, suggestion_id, now=now, note="另有新的提法")
    return suggestion_id


# How to reach every state of the suggestion that an act can reach.
SUGGESTIONS = {
    SuggestionState.DRAFT: a_draft,
    SuggestionState.COSIGNING: a_cosigned_draft,
    SuggestionState.SUBMITTED: a_submitted,
    SuggestionState.IN_REVIEW: in_review,
    SuggestionState.RETURNED: returned,
    SuggestionState.NOT_ACCEPTED: refused,
    SuggestionState.REGISTERED: a_registered,
    SuggestionState.IN_HANDLING: an_assigned,
    SuggestionState.CLOSED: closed,
    SuggestionState.WITHDRAWN: withdrawn,
}
ROUNDS = {
    RoundState.DRAFTING: in_hand,
    RoundState.IN_CLEARANCE: in_clearance,
    RoundState.DELIVERED: delivered,
    RoundState.RATED: closed,
}
