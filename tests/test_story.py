"""One paper's hard way to its answer, lived through the services on either database: a bill that is signed, changed,
signed again, converted, sent back, merged, circulated, objected to twice, waited for, put off, split out, answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import time_machine
from sqlalchemy import select

from tests import bill_parts
from tests.builders import a_paper, a_reply, fetch, verdicts
from tests.invariants import broken
from tests.situation_parts import EDUCATION, TRAFFIC
from tests.world import World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.kinds import Kind
from tracker.domain.parties import Actor, SignatureState, TaskRole
from tracker.domain.rulebook import ClockKind, Switch
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.joint import GroupMembership, LinkKind, SuggestionLink
from tracker.models.people import Membership
from tracker.models.procedures import Objection, Say
from tracker.models.record import Clock
from tracker.models.tasks import Task
from tracker.queries.law import rulebook_for
from tracker.services import (
    assignments,
    bills,
    circulation,
    cosigning,
    extensions,
    groups,
    handling,
    jobs,
    objections,
    opinions,
    ratings,
    replies,
    reviews,
    rulebooks,
    rulings,
    submissions,
)
from tracker.services.assignments import Plan, Share
from tracker.services.extensions import Decided
from tracker.services.objections import Claim
from tracker.services.reviews import Mark
from tracker.services.rulings import Ruling

COURT, PARTY = "市中级人民法院", "市委宣传部"
SITTING, DECIDING = bill_parts.SITTING, bill_parts.DECIDING
WORDS = "上学、放学的半小时里，接送车辆和步行学生挤在一处，去年发生剐蹭。"


def test_a_bill_becomes_a_suggestion_and_is_answered_in_the_end(world: World) -> None:
    with time_machine.travel(SITTING, tick=False) as time:
        told = Story(world, time)
        bill = told.is_signed_changed_and_signed_again()
        paper = told.is_converted(bill)
        told.is_sent_back_and_comes_again(paper)
        other = told.is_merged_with_another(paper)
        told.is_circulated_and_assigned_alike(paper, other)
        told.is_objected_to_twice(paper)
        told.waits_for_a_slow_co_unit_and_gets_more_time(paper)
        told.is_split_out_again(paper, other)
        told.is_answered_and_rated(paper)
        told.left_everything_in_its_place(bill, paper, other)


class Story:
    """The world, and the day it is in it."""

    def __init__(self, world: World, time: time_machine.Coordinates) -> None:
        self.world, self._time, self.now = world, time, SITTING

    def on(self, year: int, month: int, day: int) -> datetime:
        """The morning of a day in Shanghai; the worker has looked."""
        self.now = datetime(year, month, day, 2, tzinfo=UTC)
        self._time.move_to(self.now, tick=False)
        jobs.run_due(now=self.now)
        self.sound()
        return self.now

    def sound(self) -> None:
        assert broken(self.world, today=day_of(self.now)) == []

    def task(self, paper: int, unit: str) -> Task:
        return [one for one in fetch(paper).tasks if one.unit_id == self.world.units[unit]][-1]

    def is_signed_changed_and_signed_again(self) -> int:
        world, others = self.world, bill_parts.signers(self.world)
        bill = submissions.start(world.lin, a_paper(world, kind=Kind.BILL), now=self.now)
        hats = [one.membership_id or 0 for one in others]
        cosigning.invite(world.lin, bill, hats, answer_by=date(2026, 2, 5), now=self.now)
        for one in others:
            cosigning.agree(one, bill, text_no=1, opinion="同意。", now=self.now)
        assert fetch(bill).signer_count == 10
        changed = a_paper(world, kind=Kind.BILL, problem=WORDS)
        submissions.revise(world.lin, bill, changed, version=fetch(bill).version, now=self.now)
        held = fetch(bill)
        assert (held.signer_count, held.text_no) == (1, 2)
        assert {one.state for one in held.signatures} == {SignatureState.LAPSED}
        for one in others:
            cosigning.agree(one, bill, text_no=2, now=self.now)
        submissions.submit(world.lin, bill, version=fetch(bill).version, now=self.now)
        assert (fetch(bill).signer_count, fetch(bill).state) == (10, SuggestionState.SUBMITTED)
        self.sound()
        return bill

    def is_converted(self, bill: int) -> int:
        self.now = DECIDING
        self._time.move_to(self.now, tick=False)
        decision = bill_parts.decision("转为建议办理")
        bills.convert(self.world.qin, bill, decision, version=fetch(bill).version, now=self.now)
        link = db.session.scalars(select(SuggestionLink).where(SuggestionLink.kind == LinkKind.CONVERTED)).one()
        paper = link.later_id
        assert (link.earlier_id, fetch(bill).state) == (bill, SuggestionState.CONVERTED)
        held = fetch(paper)
        assert (held.kind, held.state, held.signer_count) == (Kind.SUGGESTION, SuggestionState.SUBMITTED, 10)
        assert [one.body for one in held.text.requests] == list(a_paper(self.world).requests)
        self.sound()
        return paper

    def is_sent_back_and_comes_again(self, paper: int) -> None:
        world, filed_on = self.world, fetch(paper).submitted_on
        self.on(2026, 2, 9)
        mark = Mark("problem", "去年发生剐蹭", "请写明次数和来源")
        how = {"reason": "请补充事故情况", "marks": [mark], "version": fetch(paper).version}
        reviews.send_back(world.chen, paper, **how, now=self.now)
        self.on(2026, 2, 11)
        mended = a_paper(world, problem=WORDS.replace("去年发生剐蹭", "去年发生剐蹭七起"))
        submissions.revise(world.lin, paper, mended, version=fetch(paper).version, now=self.now)
        assert fetch(paper).signer_count == 1
        for one in bill_parts.signers(world)[:3]:
            cosigning.agree(one, paper, text_no=2, now=self.now)
        submissions.submit(world.lin, paper, version=fetch(paper).version, now=self.now)
        held = fetch(paper)
        assert (held.submitted_on, held.signer_count) == (filed_on, 4)
        self._circulate_first()
        category = world.categories["教育科技"]
        reviews.accept(world.chen, paper, category_id=category, version=held.version, now=self.now)
        assert fetch(paper).circulates

    def _circulate_first(self) -> None:
        held = rulebook_for(day_of(self.now))
        switches = dict(held.switches) | {Switch.PRE_ASSIGNMENT: True}
        changed = replace(held, switches=switches, valid_from=day_of(self.now) + timedelta(days=1))
        why = {"based_on": held.edition, "reason": "本市实行预交办", "corrects_running": False}
        edition = rulebooks.propose(self.world.chen, changed, **why, now=self.now)
        rulebooks.approve(self.world.lu, edition, version=1, now=self.now)
        self.on(2026, 2, 13)

    def is_merged_with_another(self, paper: int) -> int:
        world = self.world
        other = submissions.start(world.yuan, a_paper(world, title="在北江小学门口划设接送区"), now=self.now)
        submissions.submit(world.yuan, other, version=fetch(other).version, now=self.now)
        category = world.categories["教育科技"]
        reviews.accept(world.chen, other, category_id=category, version=fetch(other).version, now=self.now)
        lines = [(one, fetch(one).version) for one in (paper, other)]
        how = {"name": "校门口交通", "why": "都提校门口接送", "differ": "学校不同"}
        group = groups.merge(world.chen, lines, **how, now=self.now)
        assert {fetch(one).group_id for one in (paper, other)} == {group}
        self.sound()
        return other

    def is_circulated_and_assigned_alike(self, paper: int, other: int) -> None:
        world = self.world
        self.on(2026, 2, 25)
        shares = [
            Share(world.units[EDUCATION], TaskRole.LEAD),
            Share(world.units[TRAFFIC], TaskRole.CO, asked="请说明划线计划"),
        ]
        plans = [Plan(one, fetch(one).version, shares) for one in (paper, other)]
        circulation.pre_assign_batch(world.chen, plans, answer_by=None, now=self.now)
        word = circulation.Word(Say.NOT_OURS, world.units[COURT], "划线归口别处")
        circulation.speak_batch(world.luo, dict.fromkeys((paper, other), word), now=self.now)
        self.on(2026, 3, 9)
        assert fetch(paper).open_hearings == 0
        plans = [Plan(one, fetch(one).version, shares) for one in (paper, other)]
        assignments.assign_batch(world.chen, plans, now=self.now)
        for one in (paper, other):
            waiting = {task.id: task.unit_id for task in fetch(one).tasks}
            assignments.distribute(world.du, one, waiting, now=self.now)
        for unit, receiver, handler in ((EDUCATION, world.he, world.jing), (TRAFFIC, world.luo, world.jiang)):
            ids = [self.task(one, unit).id for one in (paper, other)]
            handling.sign_for_batch(receiver, ids, handler_id=handler.person_id, now=self.now)

    def is_objected_to_twice(self, paper: int) -> None:
        """The lead says it is not its matter: upheld, it goes to the propaganda office, whose principal objects too."""
        world, t0 = self.world, fetch(paper).assigned_on
        self.on(2026, 3, 12)
        one = self.task(paper, EDUCATION)
        claim = Claim("校外道路不归教育部门", "职责规定第三条", world.units[COURT], "程远")
        objections.object_to(world.he, one.id, claim, version=one.version, now=self.now)
        one = self.task(paper, EDUCATION)
        word = objections.Word(Say.OURS, "涉及的纠纷由我院调处")
        objections.hear(world.zheng, one.id, word, version=one.version, now=self.now)
        self.on(2026, 3, 16)
        one = self.task(paper, EDUCATION)
        ruling = Ruling("主要是纠纷调处。", world.units[COURT])
        rulings.uphold(world.chen, one.id, ruling, version=one.version, now=self.now)
        assert self.task(paper, EDUCATION).state is TaskState.ENDED
        again = self.task(paper, COURT)
        assert (again.role, again.moves, fetch(paper).assigned_on) == (TaskRole.LEAD, 1, t0)
        handling.sign_for(world.zheng, again.id, handler_id=world.han.person_id, now=self.now)
        self._second(paper)

    def _second(self, paper: int) -> None:
        """The second objection is the principal's and goes to the arbiter, who refuses it: task and clock stay."""
        world = self.world
        self.on(2026, 3, 18)
        again = self.task(paper, COURT)
        due_on, state = again.due_on, again.state
        claim = Claim("划设通道不是审判事项", "法院组织法", world.units[EDUCATION], "顾怀民", sure=True)
        objections.object_to(self._principal(), again.id, claim, version=again.version, now=self.now)
        assert self.task(paper, COURT).objection_is_arbiters
        self.on(2026, 3, 23)
        again = self.task(paper, COURT)
        ruling = Ruling(
            "由你院牵头。", arbiter_name="市分管领导", decided_on=date(2026, 3, 20), document_no="会议纪要〔2026〕9号"
        )
        rulings.reject(world.lu, again.id, ruling, version=again.version, now=self.now)
        again = self.task(paper, COURT)
        assert (again.due_on, again.state, again.objection_is_open) == (due_on, state, False)
        assert [one.is_upheld for one in db.session.scalars(select(Objection).order_by(Objection.id))] == [True, False]

    def _principal(self) -> Actor:
        db.session.get_one(Membership, self.world.gu.membership_id).is_principal = True
        db.session.commit()
        return replace(self.world.gu, is_principal=True)

    def waits_for_a_slow_co_unit_and_gets_more_time(self, paper: int) -> None:
        world = self.world
        self.on(2026, 4, 20)
        co = self.task(paper, TRAFFIC)
        assert co.due_on and co.due_on < day_of(self.now) and co.state is TaskState.HANDLING
        lead = self.task(paper, COURT)
        was = lead.due_on
        extensions.explain_delay(world.han, lead.id, words="会办单位还在测量路段。", version=lead.version, now=self.now)
        lead = self.task(paper, COURT)
        more = {"reason": "等测量结果", "until": date(2026, 8, 31), "version": lead.version}
        extensions.ask_extension(world.han, lead.id, **more, now=self.now)
        self.on(2026, 4, 22)
        lead = self.task(paper, COURT)
        extensions.grant(world.chen, Decided(lead.id, lead.version, "同意", date(2026, 7, 31)), now=self.now)
        lead = self.task(paper, COURT)
        assert (lead.due_on, lead.extended_from) == (date(2026, 7, 31), was)
        self._opinion(paper, "没有意见。")
        co = self.task(paper, TRAFFIC)
        opinions.send_back(world.han, co.id, note="没有回答能否划线", version=co.version, now=self.now)
        self.on(2026, 5, 6)
        self._opinion(paper, "两处可以划线，六月完成。")
        co = self.task(paper, TRAFFIC)
        opinions.accept(world.han, co.id, version=co.version, now=self.now)
        assert [one.no for one in self.task(paper, TRAFFIC).opinions] == [1, 2]

    def _opinion(self, paper: int, words: str) -> None:
        how = {"body": words, "signer_name": "苏婉清", "document_no": "临交函〔2026〕8号"}
        handling.give_opinion(self.world.jiang, self.task(paper, TRAFFIC).id, **how, now=self.now)

    def is_split_out_again(self, paper: int, other: int) -> None:
        before = [(one.id, one.due_on, one.state) for one in fetch(paper).tasks]
        groups.split(self.world.chen, paper, version=fetch(paper).version, why="改由法院牵头", now=self.now)
        assert fetch(paper).group_id is None and fetch(other).group_id is None
        assert [(one.id, one.due_on, one.state) for one in fetch(paper).tasks] == before
        assert all(one.left_on for one in db.session.scalars(select(GroupMembership)))
        self.sound()

    def is_answered_and_rated(self, paper: int) -> None:
        world = self.world
        self.on(2026, 6, 15)
        one = self.task(paper, COURT).rounds[-1]
        version = replies.save(world.han, one.id, a_reply((1, 2)), version=one.version, now=self.now)
        replies.send_up(world.han, one.id, version=version, now=self.now)
        one = self.task(paper, COURT).rounds[-1]
        replies.deliver(world.gu, one.id, document_no="临法复〔2026〕4号", version=one.version, now=self.now)
        one = self.task(paper, COURT).rounds[-1]
        assert len(one.deliveries) == fetch(paper).signer_count == 4
        for actor in (world.lin, *bill_parts.signers(world)[:3]):
            one = self.task(paper, COURT).rounds[-1]
            ratings.rate(actor, one.id, verdicts(), version=one.version, now=self.now)
        assert fetch(paper).state is SuggestionState.CLOSED

    def left_everything_in_its_place(self, bill: int, paper: int, other: int) -> None:
        self.on(2026, 6, 16)
        assert fetch(bill).number is not None and fetch(bill).tasks == []
        assert fetch(other).state is SuggestionState.IN_HANDLING and fetch(other).number is not None
        assert [one.no for one in fetch(paper).texts] == [1, 2]
        running = select(Clock.kind).where(Clock.suggestion_id == paper, Clock.stopped_on.is_(None))
        assert db.session.scalars(running).all() == []
        kinds = db.session.scalars(select(Clock.kind).where(Clock.suggestion_id == paper)).all()
        assert {ClockKind.OBJECTION_DECISION, ClockKind.EXTENSION, ClockKind.CO_OPINION_AGAIN} <= set(kinds)
        db.session.rollback()
