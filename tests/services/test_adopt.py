"""An adopted history leaves the rows that walking it through the services leaves, and one unbroken chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import bill_parts, builders
from tests.services.walking import WALKS, walk
from tests.world import NOW, World
from tracker.clock import day_of
from tracker.db import Base, db, transactional
from tracker.domain.actions import Action
from tracker.domain.chain import GENESIS, event_body, link
from tracker.domain.kinds import Kind
from tracker.domain.parties import CLOCK, Actor, TaskRole
from tracker.domain.ratings import Level, Question
from tracker.domain.results import Semantic
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.domain.whys import Refused
from tracker.models import commitments, contacts, record, replies, suggestions, tasks
from tracker.models.contacts import Manner, Phase
from tracker.models.joint import SuggestionLink
from tracker.models.organs import Congress
from tracker.models.reviews import IntendedOutcome
from tracker.models.suggestions import Suggestion
from tracker.queries import law as laws
from tracker.services import adopt as adopting
from tracker.services import reviews
from tracker.services._load import Invalid
from tracker.services.assignments import Share
from tracker.services.handling import Talk
from tracker.services.histories import (
    Acceptance,
    Act,
    Assignment,
    Ballot,
    BillDecision,
    Conversion,
    History,
    OldPaper,
    OldReply,
    OldShare,
    Opinion,
    Signer,
    archived,
    moved_in,
)
from tracker.services.ratings import Verdict
from tracker.services.replies import AnswerDraft

WRITTEN: tuple[type[Base], ...] = (
    suggestions.Suggestion,
    suggestions.SuggestionText,
    suggestions.Request,
    suggestions.Signature,
    SuggestionLink,
    reviews.Review,
    IntendedOutcome,
    tasks.Task,
    tasks.Round,
    tasks.Answer,
    tasks.Delivery,
    replies.ReplyVersion,
    tasks.Rating,
    contacts.Contact,
    contacts.CoOpinion,
    commitments.Commitment,
    record.Event,
    record.Clock,
    record.Notice,
)
# Counted by the mapper at each write, or made from what stood in the record before.
ASIDE = {"version", "hash"}
EDUCATION, TRAFFIC, COURT = "市教育局", "市交通运输局", "市中级人民法院"


@transactional
def adopt(histories: list[History], *, now: datetime, tells_from: datetime | None = None) -> int:
    return adopting.adopt(histories, now=now, tells_from=tells_from)


class Story:
    """Acts one after another, a few hours between each; `wait` lets days pass."""

    def __init__(self, world: World) -> None:
        self.world, self.acts = world, []
        self.at = NOW

    def __call__(
        self, action: Action, who: str | Actor, handed_in: Any = None, *, of: str = "", note: str = ""
    ) -> Story:
        actor = self.world.actors[who] if isinstance(who, str) else who
        unit_id = self.world.units[of] if of else None
        self.acts.append(Act(action, actor, self.at, unit_id=unit_id, note=note, handed_in=handed_in))
        self.at += timedelta(hours=3)
        return self

    def wait(self, days: int) -> Story:
        self.at += timedelta(days=days)
        return self

    def registered(self, *, cosigned: bool = False) -> Story:
        self(Action.START, "lin", builders.a_paper(self.world))
        if cosigned:
            asked = tuple(
                Signer(self.world.actors[one].person_id, self.world.actors[one].membership_id)
                for one in ("fang", "yuan")
            )
            self(Action.INVITE, "lin", asked)(Action.AGREE, "fang")
        self(Action.SUBMIT, "lin")(Action.TAKE_UP, "chen").wait(2)
        return self(Action.ACCEPT, "chen", Acceptance(self.world.categories["教育科技"]))

    def assigned(self, *shares: tuple[str, TaskRole, tuple[int, ...]], cosigned: bool = False) -> Story:
        self.registered(cosigned=cosigned).wait(3)
        plan = [Share(self.world.units[unit], role, part) for unit, role, part in shares]
        self(Action.ASSIGN, "chen", Assignment(plan, day_of(self.at) + timedelta(days=60)))
        for unit, _, _ in shares:
            if unit != COURT:
                self(Action.DISTRIBUTE, "du", of=unit)
        return self

    def in_hand(self, unit: str = EDUCATION, receiver: str = "he", handler: str = "jing") -> Story:
        person = self.world.actors[handler].person_id
        return self.wait(1)(Action.SIGN_FOR, receiver, of=unit)(Action.GIVE, receiver, person, of=unit)

    def replied(
        self, unit: str = EDUCATION, handler: str = "jing", signer: str = "cheng", numbers: tuple[int, ...] = (1, 2)
    ) -> Story:
        self.wait(9)(Action.DRAFT_REPLY, handler, builders.a_reply(numbers), of=unit)
        self(Action.SEND_UP, handler, of=unit)
        if unit == EDUCATION:
            self(Action.PASS_REVIEW, "shen", of=unit)
        return self(Action.DELIVER, signer, "临教复〔2026〕1号", of=unit)

    def rated(self, who: str, level: Level, unit: str = EDUCATION) -> Story:
        said = "" if level is Level.SATISFIED else "第二项没有说到"
        verdicts = {Question.ANSWER: Verdict(level, said), Question.PROCESS: Verdict(level, said)}
        return self.wait(2)(Action.RATE, who, Ballot(verdicts, "请关注"), of=unit)


SOLE = ((EDUCATION, TaskRole.SOLE, ()),)
LED = ((EDUCATION, TaskRole.LEAD, ()), (TRAFFIC, TaskRole.CO, ()))
SEPARATE = ((EDUCATION, TaskRole.SEPARATE, (1,)), (COURT, TaskRole.SEPARATE, (2,)))


def sole_closed(story: Story) -> Story:
    return story.assigned(*SOLE).in_hand().replied().rated("lin", Level.SATISFIED)


def led_in_handling(story: Story) -> Story:
    story.assigned(*LED, cosigned=True).in_hand().in_hand(TRAFFIC, "luo", "jiang")
    talk = Talk(Phase.BEFORE, Manner.SITE, day_of(story.at), "景行", story.world.lin.person_id or 0, "看了两处路口。")
    story(Action.NOTE_CONTACT, "jing", talk, of=EDUCATION)(Action.CONFIRM_CONTACT, "lin", of=EDUCATION)
    story(Action.NOTE_CONTACT, "jing", talk, of=EDUCATION)
    story(Action.CORRECT_CONTACT, "lin", note="看了三处路口。", of=EDUCATION)
    story(Action.OPINE, "jiang", Opinion("同意划设。", "苏婉清", "临交函〔2026〕2号"), of=TRAFFIC)
    story(Action.DRAFT_REPLY, "jing", builders.a_reply(), of=EDUCATION)(Action.SEND_UP, "jing", of=EDUCATION)
    story(Action.SEND_BACK, "shen", note="第一项写明路段", of=EDUCATION)(Action.SEND_UP, "jing", of=EDUCATION)
    story(Action.PASS_REVIEW, "shen", of=EDUCATION)
    return story(Action.SEND_BACK, "cheng", note="第二项写明时间", of=EDUCATION)


def separate(story: Story) -> Story:
    story.assigned(*SEPARATE).in_hand().in_hand(COURT, "zheng", "han")
    return story.replied(numbers=(1,)).replied(COURT, "han", "gu", (2,)).rated("lin", Level.BASICALLY)


def returned_and_revised(story: Story) -> Story:
    story(Action.START, "lin", builders.a_paper(story.world))
    story(Action.INVITE, "lin", (Signer(story.world.fang.person_id or 0, story.world.fang.membership_id),))
    story(Action.AGREE, "fang")(Action.SUBMIT, "lin")(Action.RETURN, "chen", note="请写明路段")
    story(Action.REVISE, "lin", builders.a_paper(story.world, problem="中山路两所小学门前人车混行。"))
    return story(Action.AGREE, "fang")(Action.SUBMIT, "lin")(Action.TAKE_UP, "lu")


def rehandled(story: Story) -> Story:
    story.assigned(*SOLE).in_hand().replied().rated("lin", Level.DISSATISFIED)
    story(Action.REHANDLE, "chen", note="请按意见再办", of=EDUCATION)
    return story.replied().rated("lin", Level.SATISFIED)


def explained(story: Story) -> Story:
    story.assigned(*LED).in_hand().replied().rated("lin", Level.DISSATISFIED)
    return story(Action.EXPLAIN, "lu", note="已当面说明", of=EDUCATION)


def no_feedback(story: Story) -> Story:
    return story.assigned(*SOLE, cosigned=True).in_hand().replied().wait(40)(Action.LAPSE, CLOCK, of=EDUCATION)


def only_a_cosigner_rated(story: Story) -> Story:
    story.assigned(*SOLE, cosigned=True).in_hand().replied().rated("fang", Level.BASICALLY)
    return story.wait(40)(Action.LAPSE, CLOCK, of=EDUCATION)


def sent_to_another_unit(story: Story) -> Story:
    story.registered()(Action.ASSIGN, "chen", Assignment([Share(story.world.units[EDUCATION], TaskRole.SOLE)]))
    story(Action.DISTRIBUTE, "du", story.world.units[TRAFFIC], of=EDUCATION, note="职责在交通运输局")
    story.in_hand(TRAFFIC, "luo", "jiang")
    return story(Action.GIVE, "luo", story.world.luo.person_id, of=TRAFFIC, note="姜雨桐休假")


def refused(story: Story) -> Story:
    story(Action.START, "lin", builders.a_paper(story.world))(Action.SUBMIT, "lin")
    story(Action.PUT_OUTCOME, "chen", "personal", note="属于个人事项")(Action.AGREE_OUTCOME, "lin", note="同意")
    return story(Action.REFUSE, "chen", note="属于个人事项")


def withdrawn(story: Story) -> Story:
    story(Action.START, "lin", builders.a_paper(story.world))(Action.SUBMIT, "lin")
    return story(Action.WITHDRAW, "lin", note="另有新的提法")


def declined_and_discarded(story: Story) -> Story:
    story(Action.START, "lin", builders.a_paper(story.world))
    story(Action.INVITE, "lin", (Signer(story.world.fang.person_id or 0, story.world.fang.membership_id),))
    return story(Action.DECLINE, "fang")(Action.DISCARD, "lin")


def a_bill(story: Story) -> Story:
    """Handed in with ten signatures on the third day of the session."""
    story.at = bill_parts.SITTING
    signing = bill_parts.signers(story.world)
    story(Action.START, "lin", builders.a_paper(story.world, kind=Kind.BILL))
    story(Action.INVITE, "lin", tuple(Signer(one.person_id or 0, one.membership_id) for one in signing))
    for one in signing:
        story.at -= timedelta(hours=2, minutes=50)
        story(Action.AGREE, one)
    return story(Action.SUBMIT, "lin")


def bill_on_agenda(story: Story) -> Story:
    decision = BillDecision(bill_parts.DECIDED_ON, "主席团第三次会议")
    return a_bill(story).wait(1)(Action.PUT_ON_AGENDA, "qin", decision, note="列入议程")


def bill_concluded(story: Story) -> Story:
    decision = BillDecision(bill_parts.DECIDED_ON, "主席团第三次会议", "教育科学文化卫生委员会")
    a_bill(story).wait(1)(Action.REFER, "qin", decision, note="交专门委员会审议")
    report = BillDecision(date(2026, 3, 20), "教科文卫委〔2026〕3号")
    return story.wait(50)(Action.CONCLUDE, "ou", report, note="建议制定办法。")


def bill_converted(story: Story) -> Story:
    decision = BillDecision(bill_parts.DECIDED_ON, "主席团第三次会议")
    return a_bill(story).wait(1)(Action.CONVERT, "qin", Conversion(decision), note="作为建议处理")


SHAPES: list[Callable[[Story], Story]] = [
    sole_closed, led_in_handling, separate, returned_and_revised, rehandled, explained, no_feedback,
    only_a_cosigner_rated, sent_to_another_unit, refused, withdrawn, declined_and_discarded,
    bill_on_agenda, bill_concluded, bill_converted,
]  # fmt: skip


# Keys of rows that the facts of events name.
NAMED_IN_FACTS = {"bill": "suggestion", "commitment": "commitment", "by": "commitment"}


def last_ids() -> dict[str, int]:
    """The highest key of every table, to tell the rows that come after."""
    return {
        model.__tablename__: max((row[0] for row in db.session.execute(select(_key(model)))), default=0)
        for model in WRITTEN
    }


def _key(model: type[Base]) -> Any:
    return next(iter(model.__table__.primary_key))


def rows_after(before: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    """All rows written since, their keys counted from one and the number given by a word, so that two can be equal."""
    db.session.rollback()
    found: dict[str, list[dict[str, Any]]] = {}
    for model in WRITTEN:
        table, key = model.__table__, _key(model)
        last = before[model.__tablename__]
        for row in db.session.execute(select(table).where(key > last).order_by(key)).mappings():
            found.setdefault(model.__tablename__, []).append(
                {name: _plain(name, value, table, before) for name, value in row.items() if name not in ASIDE}
            )
    return found


def _plain(name: str, value: Any, table: Any, before: dict[str, int]) -> Any:
    column = table.c[name]
    if name in ("number", "number_sort"):
        return bool(value)
    if name == "facts":
        shown = {key: bool(held) if key in ("number", "of") else held for key, held in value.items()}
        return shown | {key: value[key] - before[table] for key, table in NAMED_IN_FACTS.items() if key in value}
    if column.primary_key and value is not None:
        return value - before[table.name]
    for key in column.foreign_keys:
        if key.column.table.name in before and value is not None:
            return value - before[key.column.table.name]
    return value


def chain_of_record() -> Iterator[str]:
    """Every place where the chain does not hold."""
    previous = GENESIS
    for seq, event in enumerate(db.session.scalars(select(record.Event).order_by(record.Event.seq)), start=1):
        body = event_body(
            seq=event.seq, at=event.at, who=(event.person_id, event.membership_id), what=(event.machine, event.action),
            case=(event.suggestion_id, event.task_id, event.round_id, event.subject),
            states=(event.from_state, event.to_state), note=event.note, facts=event.facts,
        )  # fmt: skip
        if event.seq != seq or link(event.alg, previous, body) != event.hash:
            yield f"{event.seq} {event.action}"
        previous = event.hash


def born_of(history: History) -> list[History]:
    """The history of the suggestion that a bill becomes: the service writes it in the same step."""
    last = history[-1]
    if last.action is not Action.CONVERT:
        return []
    return [(Act(Action.BORN_OF_BILL, last.actor, last.at, handed_in=last.handed_in),)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_adopting_leaves_what_walking_leaves(world: World, shape: Callable[[Story], Story]) -> None:
    history = shape(Story(world)).acts
    before = last_ids()
    walk(history)
    walked = rows_after(before)
    before = last_ids()
    adopt([history, *born_of(history)], now=history[-1].at, tells_from=history[0].at)
    adopted = rows_after(before)
    assert set(adopted) == set(walked)
    for table, rows in walked.items():
        assert adopted[table] == rows, table
    assert list(chain_of_record()) == []


def test_every_act_of_the_law_that_people_do_can_be_adopted(world: World) -> None:
    told = {act.action for shape in SHAPES for act in shape(Story(world)).acts}
    assert told == {Action.START, *WALKS}
    assert set(adopting.DOING) == told | {Action.BORN_OF_BILL, Action.ARCHIVE, Action.MOVE_IN}


def test_several_histories_enter_the_record_in_the_order_of_time(world: World) -> None:
    later = Story(world).wait(1)
    histories = [refused(later).acts, sole_closed(Story(world)).acts]
    adopt(histories, now=NOW + timedelta(days=90))
    times = [
        event.at for event in db.session.scalars(select(record.Event).order_by(record.Event.seq)) if event.suggestion_id
    ]
    assert list(times) == sorted(times)
    assert list(chain_of_record()) == []


def test_numbers_go_on_after_adopted_ones(world: World) -> None:
    adopt([Story(world).registered().acts, Story(world).registered().acts], now=NOW + timedelta(days=9))
    one = builders.fetch(builders.a_registered(world, now=NOW + timedelta(days=9)))
    assert one.number == "20260003"


def test_services_work_on_adopted_cases(world: World) -> None:
    history = Story(world).assigned(*SOLE).in_hand().acts
    adopt([history], now=history[-1].at)
    suggestion_id = db.session.scalars(select(Suggestion.id)).one()
    later = Story(world)
    later.at = history[-1].at
    for act in later.replied().rated("lin", Level.SATISFIED).acts:
        WALKS[act.action](suggestion_id, act)
    assert builders.fetch(suggestion_id).state is SuggestionState.CLOSED


def test_without_a_day_to_tell_from_no_notice_is_filed(world: World) -> None:
    adopt([sole_closed(Story(world)).acts], now=NOW + timedelta(days=90))
    assert db.session.scalars(select(record.Notice)).all() == []


def test_a_history_against_the_law_is_refused_whole(world: World) -> None:
    good, bad = sole_closed(Story(world)).acts, Story(world)
    bad(Action.START, "lin", builders.a_paper(world))(Action.SUBMIT, "fang")
    with pytest.raises(Refused):
        adopt([good, bad.acts], now=NOW + timedelta(days=90))
    assert db.session.scalars(select(Suggestion)).all() == []


def test_a_history_of_the_future_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="future"):
        adopt([sole_closed(Story(world)).acts], now=NOW)


def an_old_paper(world: World, **changes: Any) -> OldPaper:
    """A paper of ours, assigned to one unit a fortnight ago."""
    held = {
        "congress_id": db.session.scalars(select(Congress.id).where(Congress.is_ours)).one(),
        "title": "关于增设夜间公交的建议",
        "number": "20260041",
        "author_id": world.lin.person_id,
        "author_membership_id": world.lin.membership_id,
        "delegation_id": world.lin.delegation_id,
        "category_id": world.categories["城建交通"],
        "submitted_on": date(2026, 3, 10),
        "assigned_on": date(2026, 3, 18),
        "shares": [OldShare(world.units[TRAFFIC])],
    }
    return OldPaper(**(held | changes))


def adopted_old(histories: list[History]) -> Suggestion:
    adopt(histories, now=NOW)
    return builders.fetch(db.session.scalars(select(Suggestion.id)).one())


def test_a_foreign_record_is_shelved_with_its_reply(world: World) -> None:
    foreign = Congress(name="某市人民代表大会", short_name="某市人大")
    db.session.add(foreign)
    db.session.commit()
    answer = AnswerDraft(1, "已开通两条夜间线路。", Semantic.SOLVED)
    reply = OldReply(date(2025, 6, 1), "某交函〔2025〕7号", "您提出的建议收悉。", "A", answers=[answer])
    paper = OldPaper(
        foreign.id, "关于增设夜间公交的建议", source_key="r001", number="0311", requests=["增设夜间公交。"],
        history={"author": "某代表"}, shares=[OldShare(world.units[TRAFFIC], reply=reply)],
    )  # fmt: skip
    suggestion = adopted_old([archived(world.chen, paper, now=NOW)])
    assert suggestion.state is SuggestionState.ARCHIVED
    assert (suggestion.number_sort, suggestion.replied_on, suggestion.author_id) == ("0311", date(2025, 6, 1), None)
    task = suggestion.tasks[0]
    assert (task.state, task.part) == (TaskState.ENDED, [1])
    silent = task.rounds[0]
    assert (silent.state, silent.headline) == (RoundState.DELIVERED, None), "the record does not say who rated it"
    assert (task.rounds[0].letter, task.rounds[0].answers[0].letter) == ("A", "A")
    assert [event.action for event in events_of(suggestion)] == ["archive"]
    assert db.session.scalars(select(record.Clock)).all() == []
    assert list(chain_of_record()) == []


def events_of(suggestion: Suggestion) -> list[record.Event]:
    return list(
        db.session.scalars(
            select(record.Event).where(record.Event.suggestion_id == suggestion.id).order_by(record.Event.seq)
        )
    )


def test_a_reply_without_its_day_is_kept_beside_the_paper(world: World) -> None:
    share = OldShare(world.units[TRAFFIC], reply=OldReply(body="正在研究。", letter="C"))
    paper = an_old_paper(world, assigned_on=None, shares=[share])
    suggestion = adopted_old([archived(world.chen, paper, now=NOW)])
    assert suggestion.tasks[0].rounds == []
    assert suggestion.history["undated_replies"][0]["body"] == "正在研究。"


def test_an_open_paper_goes_on_on_its_clock(world: World) -> None:
    suggestion = adopted_old([moved_in(world.chen, an_old_paper(world), now=NOW)])
    assert suggestion.state is SuggestionState.IN_HANDLING
    assert suggestion.number_sort == "2026-00000041"
    task = suggestion.tasks[0]
    assert (task.state, task.assigned_on, task.due_on) == (TaskState.ASSIGNED, date(2026, 3, 18), date(2026, 6, 18))
    clocks = {clock.kind.value: clock for clock in db.session.scalars(select(record.Clock))}
    assert {kind for kind, clock in clocks.items() if clock.stopped_on is None} == {
        "sign_for",
        "objection",
        "reply",
        "suggestion_reply",
    }
    assert clocks["sign_for"].due_on == date(2026, 3, 25)
    assert [event.action for event in events_of(suggestion)] == ["move_in", "assign", "open", "open_round"]
    assert {day_of(event.at) for event in events_of(suggestion)} == {day_of(NOW)}
    builders.handling.sign_for(world.luo, task.id, handler_id=world.jiang.person_id, now=NOW)
    number = builders.fetch(builders.a_registered(world)).number
    assert number == "20260042"


def test_an_open_paper_without_units_waits_to_be_assigned(world: World) -> None:
    paper = an_old_paper(world, shares=[], assigned_on=None)
    suggestion = adopted_old([moved_in(world.chen, paper, now=NOW)])
    assert (suggestion.state, suggestion.due_kind) == (SuggestionState.REGISTERED, "assign")
    due = laws.rulebook_for(day_of(NOW)).due_on(record.ClockKind.ASSIGN, date(2026, 3, 10), laws.calendar_now())
    assert suggestion.due_on == due
    plan = builders.Plan(suggestion.id, suggestion.version, [Share(world.units[COURT], TaskRole.SOLE)])
    builders.assignments.assign(world.chen, plan, now=NOW)


@pytest.mark.parametrize("missing", ["author_id", "number", "submitted_on", "assigned_on"])
def test_an_open_paper_must_be_whole(world: World, missing: str) -> None:
    with pytest.raises(Invalid):
        adopted_old([moved_in(world.chen, an_old_paper(world, **{missing: None}), now=NOW)])


def test_only_the_desk_shelves_and_moves_in(world: World) -> None:
    for make in (archived, moved_in):
        with pytest.raises(Refused):
            adopt([make(world.du, an_old_paper(world), now=NOW)], now=NOW)


def test_reviewing_goes_on_beside(world: World) -> None:
    adopt(
        [Story(world)(Action.START, "lin", builders.a_paper(world))(Action.SUBMIT, "lin").acts],
        now=NOW + timedelta(days=1),
    )
    suggestion_id = db.session.scalars(select(Suggestion.id)).one()
    reviews.take_up(world.lu, suggestion_id, now=NOW + timedelta(days=2))
    assert list(chain_of_record()) == []


def test_an_open_case_from_before_the_first_rulebook_goes_by_that_one(world: World) -> None:
    paper = OldPaper(
        db.session.scalars(select(Congress.id).where(Congress.is_ours)).one(),
        "给老旧小区加装扶手",
        source_key="office-7",
        number="20200001",
        author_id=world.lin.person_id,
        author_membership_id=world.lin.membership_id,
        problem="楼道没有扶手。",
        requests=("请加装扶手。",),
        category_id=world.categories["城建交通"],
        submitted_on=date(2020, 3, 1),
        registered_on=date(2020, 3, 2),
        assigned_on=date(2020, 3, 20),
        shares=(OldShare(world.units[EDUCATION]),),
    )
    adopt([moved_in(world.chen, paper, now=NOW)], now=NOW)
    suggestion = db.session.scalars(select(Suggestion).where(Suggestion.source_key == "office-7")).one()
    assert suggestion.state is SuggestionState.IN_HANDLING
    assert suggestion.tasks[0].due_on == date(2020, 6, 22)
