"""Figures of a past day say what was known then: a later move, lead, signer or letter changes the days since alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import builders
from tests.builders import a_paper, a_reply, fetch, round_of
from tests.recount_by_hand import recount, recount_units
from tests.services import test_demo as demo_tests
from tests.services import test_hand_overs as reorganised
from tests.world import NOW, TODAY, World
from tracker.clock import day_of
from tracker.db import db
from tracker.domain.breakdowns import By
from tracker.domain.entries import Channel, Entered
from tracker.domain.parties import Actor
from tracker.domain.publication import PublicMode
from tracker.domain.recount import End, Move, Running
from tracker.domain.reports import ReportKind
from tracker.domain.results import Semantic
from tracker.domain.roles import Role
from tracker.domain.statistics import Measure
from tracker.models.joint import PaperEntry
from tracker.models.people import Membership
from tracker.models.record import Clock, Event
from tracker.queries.figure_cases import behind
from tracker.queries.figures import Scope, figures, whole
from tracker.queries.report_figures import gather
from tracker.queries.sessions_held import sessions_held
from tracker.services import (
    calendars,
    cosigning,
    demo,
    disputed_entries,
    entries,
    extensions,
    handling,
    leads,
    replies,
    reviews,
    submissions,
    unit_entries,
)
from tracker.services import figures as ledger
from tracker.services._entering import Came
from tracker.services._moving import MOVE_DUE_DATE
from tracker.services._record import write_event
from tracker.services._recount import move_clocks
from tracker.services.disputed_entries import Settlement
from tracker.services.entries import PaperSigner
from tracker.services.extensions import Decided
from tracker.services.unit_entries import Signed
from tracker.web.report_scopes import wanted_of

M, ALL, DAY = Measure, Scope(), timedelta(days=1)
CAME = Came(Channel.PAPER, TODAY, "选联任工委文书柜2026-3")
# The holidays of 2026 with four days more, from the one on which something falls due: invented.
HOLIDAYS = (
    "元旦：1月1日放假。", "春节：2月16日至22日放假。", "清明节：4月5日放假。", "劳动节：5月1日放假。",
    "端午节：6月19日放假。", "中秋节：9月25日放假。", "国庆节：10月1日至7日放假。",
)  # fmt: skip


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def told(on: date) -> dict[str, int]:
    """Every figure as of a day, the same by another path."""
    found = {one.value: number for one, number in whole(ALL, on=on).items() if number}
    assert found == dict(recount(on)), on
    return found


def by_delegation(on: date) -> dict[str, int]:
    found = {}
    for part, counts in figures(ALL, By.DELEGATION, on=on).items():
        ours = {one.value: number for one, number in counts.items() if number}
        assert ours == dict(recount(on, delegation=int(part))), (on, part)
        if counts[M.REGISTERED]:
            found[part] = counts[M.REGISTERED]
    return found


def by_unit(on: date) -> dict[int, dict[str, int]]:
    """What lay with each unit on a day, the same by another path."""
    told = {
        int(part): {one.value: number for one, number in counts.items() if number}
        for part, counts in figures(ALL, By.UNIT, on=on).items()
        if part
    }
    found = {unit: counts for unit, counts in told.items() if counts}
    assert found == {unit: dict(counts) for unit, counts in recount_units(on).items()}, on
    return found


def counted(*, now: datetime) -> None:
    ledger.keep_up(now=now, most=None)
    db.session.rollback()


def says_the_same_from_the_beginning(on: date, *, now: datetime) -> None:
    """What followed the record, days that were kept among it, is what a count from the beginning says."""
    before, parts = whole(ALL, on=on), figures(ALL, By.DELEGATION, on=on)
    ledger.recount(now=now)
    counted(now=now)
    assert (whole(ALL, on=on), figures(ALL, By.DELEGATION, on=on)) == (before, parts)


def day_off(world: World, day: date, *, now: datetime) -> int:
    """A corrected notice makes this day and three more a holiday; returns how many limits moved."""
    notice = "\n".join([*HOLIDAYS, f"测试：{day.month}月{day.day}日至{(day + 3 * DAY).day}日放假。"])
    change = calendars.propose(world.chen, year=2026, notice=notice, document_no="更正", official=True, now=now)
    return calendars.approve(world.lu, change, version=1, now=now)


def test_a_limit_that_moved_later_leaves_what_was_late_before(world: World) -> None:
    case = builders.an_assigned(world, now=datetime(2026, 12, 1, 2, tzinfo=UTC))
    sign_for = select(Clock).where(Clock.suggestion_id == case, Clock.kind == "sign_for")
    due = db.session.scalars(sign_for).one().due_on
    late, moved_on = due + DAY, due + 2 * DAY
    counted(now=morning(moved_on))
    assert told(late)["unsigned_late"] == told(moved_on)["unsigned_late"] == 1
    assert day_off(world, due, now=morning(moved_on)) > 0
    db.session.rollback()
    later = db.session.scalars(sign_for).one().due_on
    assert later > moved_on
    counted(now=morning(later + 3 * DAY))
    assert (told(late)["unsigned_late"], told(late).get("unsigned")) == (1, None), "as it was known then"
    rows, number, figure = behind(world.chen, [M.UNSIGNED_LATE], ALL, on=late, most=9)
    assert ([one.suggestion_id for one in rows], number, figure) == ([case], 1, 1), "the list of a sheet of that day"
    assert (told(moved_on)["unsigned"], told(moved_on).get("unsigned_late")) == (1, None), "from the day of the move"
    assert told(later)["unsigned"] == told(later + DAY)["unsigned_late"] == 1
    says_the_same_from_the_beginning(late, now=morning(later + 3 * DAY))


def test_a_move_of_before_clocks_were_named_leaves_todays_limit(world: World) -> None:
    """The first such acts did not say which clock they moved: nothing better is known than the row."""
    case = builders.an_assigned(world)
    clock = db.session.scalars(select(Clock).where(Clock.suggestion_id == case, Clock.kind == "sign_for")).one()
    due, clock.due_on = clock.due_on, clock.due_on + 5 * DAY
    facts = {"moved": [["sign_for", due.isoformat(), clock.due_on.isoformat()]]}
    write_event(world.lu, MOVE_DUE_DATE, now=morning(due + 2 * DAY), case=(case, None, None), facts=facts)
    db.session.commit()
    counted(now=morning(due + 2 * DAY))
    assert told(due + DAY)["unsigned"] == 1


def test_a_city_whose_dates_all_move_keeps_its_past(bare: Callable[[], Flask]) -> None:
    """Every running limit of a demo congress moves today: days before say what they said, in every breakdown."""
    app = bare()
    days = [date(2026, 3, 2), date(2026, 6, 30), demo_tests.TODAY - 40 * DAY, demo_tests.TODAY - DAY]
    with app.app_context():
        demo.load(suggestions=60, seed=5, now=demo_tests.NOW)
        counted(now=demo_tests.NOW)
        before = {on: (told(on), figures(ALL, By.UNIT, on=on), by_delegation(on)) for on in days}
        today = told(demo_tests.TODAY)
        _move_all(30)
        counted(now=demo_tests.NOW)
        assert {on: (told(on), figures(ALL, By.UNIT, on=on), by_delegation(on)) for on in days} == before
        assert told(demo_tests.TODAY) != today
        db.session.rollback()


def _move_all(days: int) -> None:
    """A later end for every running limit, as an approval writes it."""
    desk = db.session.scalars(select(Membership).where(Membership.role == Role.DESK).order_by(Membership.id)).first()
    running = db.session.scalars(select(Clock).where(Clock.stopped_on.is_(None)).order_by(Clock.id)).all()
    assert desk is not None and running
    found = [
        Move(
            Running(one.id, one.suggestion_id, one.kind, one.started_on, None, one.due_on, one.is_provisional),
            End(one.due_on + days * DAY, is_provisional=False, is_capped=False),
        )
        for one in running
    ]
    actor = Actor(desk.person_id, desk.id, Role.DESK)
    move_clocks(found, actor, reason="更正", version=2, now=demo_tests.NOW)
    db.session.commit()


def led_by_two(world: World) -> int:
    """Registered, led by a deputy of one delegation and signed by one of another."""
    case = builders.a_draft(world)
    cosigning.invite(world.lin, case, [world.yuan.membership_id or 0], now=NOW)
    cosigning.agree(world.yuan, case, text_no=1, now=NOW)
    submissions.submit(world.lin, case, version=fetch(case).version, now=NOW)
    field = world.categories["教育科技"]
    reviews.accept(world.chen, case, category_id=field, version=fetch(case).version, now=NOW)
    return case


def test_a_paper_counts_for_the_delegation_that_led_it_then(world: World) -> None:
    case, then = led_by_two(world), NOW + 30 * DAY
    counted(now=then)
    home, other = str(world.lin.delegation_id), str(world.yuan.delegation_id)
    assert by_delegation(TODAY + DAY) == {home: 1}
    leads.offer(world.lin, case, person_id=world.yuan.person_id, reason="出国", now=then)
    leads.take(world.yuan, case, now=then)
    counted(now=then + 2 * DAY)
    assert by_delegation(TODAY + 29 * DAY) == {home: 1}
    assert by_delegation(TODAY + 30 * DAY) == by_delegation(TODAY + 32 * DAY) == {other: 1}
    assert {part for part, one in figures(ALL, By.DELEGATION).items() if one[M.REGISTERED]} == {other}
    says_the_same_from_the_beginning(TODAY + DAY, now=then + 2 * DAY)


@pytest.mark.parametrize("sits", [True, False])
def test_who_led_it_signs_on_only_while_his_seat_lasts(world: World, sits: bool) -> None:
    case, then = led_by_two(world), NOW + 30 * DAY
    leads.offer(world.lin, case, person_id=world.yuan.person_id, reason="离任", now=then)
    if not sits:
        db.session.get_one(Membership, world.lin.membership_id).ends_on = TODAY + 20 * DAY
        db.session.commit()
    leads.take(world.yuan, case, now=then)
    counted(now=then + 2 * DAY)
    facts = db.session.scalars(select(Event.facts).where(Event.action == "take_lead")).one()
    number = fetch(case).signer_count
    assert (facts["signers"], number) == ([2, number], 2 if sits else 1)
    assert told(TODAY + 29 * DAY)["joint"] == 1
    assert told(TODAY + 30 * DAY).get("joint", 0) == (1 if sits else 0)


def test_a_signature_denied_later_was_one_until_then(world: World) -> None:
    mine, others = PaperSigner(world.lin.membership_id or 0, TODAY), [PaperSigner(world.fang.membership_id or 0, TODAY)]
    case = entries.enter_paper(world.tian, a_paper(world), mine, others, CAME, now=NOW)
    field = world.categories["教育科技"]
    reviews.accept(world.chen, case, category_id=field, version=fetch(case).version, now=NOW)
    entries.dispute(world.fang, case, words="没有签过", now=NOW + 10 * DAY)
    counted(now=NOW + 12 * DAY)
    assert (told(TODAY + 9 * DAY)["joint"], told(TODAY + 10 * DAY)["alone"]) == (1, 1)


def solved() -> object:
    answers = [replace(one, semantic=Semantic.SOLVED, promise="", promise_due_on=None) for one in a_reply().answers]
    return replace(a_reply(), answers=answers)


def test_a_reply_that_was_void_had_its_letter_until_another_went_out(world: World) -> None:
    """Entered from paper as solved and public, void, then answered by the unit itself as planned and not public."""
    case, day = builders.in_hand(world), 4
    one, letter = round_of(world, case), Signed("临教复〔2026〕9号", "程远", TODAY)
    unit_entries.enter_reply(
        world.du, one.id, solved(), letter, CAME, version=one.version, now=NOW + day * DAY  # type: ignore[arg-type]
    )  # fmt: skip
    entries.dispute(world.cheng, case, words="不是我们的答复", now=NOW + 6 * DAY)
    entry = db.session.scalars(select(PaperEntry.id).where(PaperEntry.what == Entered.REPLY)).one()
    disputed_entries.settle(world.chen, case, entry, Settlement(True, "核对过原件"), now=NOW + 8 * DAY)
    task = fetch(case).tasks[0]
    handling.give(
        world.he, task.id, handler_id=world.jing.person_id, note="", version=task.version, now=NOW + 8 * DAY
    )  # fmt: skip
    one, own = round_of(world, case), replace(a_reply(), publication=PublicMode.NONE, publication_reason="涉及个人隐私")
    version = replies.save(world.jing, one.id, own, version=one.version, now=NOW + 9 * DAY)
    replies.send_up(world.jing, one.id, version=version, now=NOW + 9 * DAY)
    builders.pass_review(world, case, now=NOW + 9 * DAY)
    one = round_of(world, case)
    replies.deliver(world.cheng, one.id, document_no="临教复〔2026〕1号", version=one.version, now=NOW + 10 * DAY)
    counted(now=NOW + 12 * DAY)
    then, between, since = told(TODAY + 5 * DAY), told(TODAY + 9 * DAY), told(TODAY + 11 * DAY)
    assert (then["letter_a"], then["solved"], then["to_public"]) == (1, 1, 1)
    assert not between.keys() & {"letter_a", "letter_b", "delivered", "to_public"}
    assert (since.get("letter_a"), since["letter_b"], since["not_public"], since["promised"]) == (None, 1, 1, 1)


def test_a_reply_from_paper_is_in_time_by_the_day_it_bears(world: World) -> None:
    case = builders.in_hand(world)
    due = fetch(case).tasks[0].due_on
    assert due is not None
    one, came = round_of(world, case), Came(Channel.PAPER, due + DAY, "答复原件")
    letter = Signed("临教复〔2026〕9号", "程远", due - DAY)
    unit_entries.enter_reply(
        world.du, one.id, solved(), letter, came, version=one.version, now=morning(due + 3 * DAY)  # type: ignore[arg-type]
    )  # fmt: skip
    counted(now=morning(due + 4 * DAY))
    assert told(due + 2 * DAY)["overdue"] == 1, "nobody knew of it yet"
    assert told(due + 3 * DAY)["replied_in_time"] == 1


def test_the_late_papers_of_a_bulletin_are_due_on_the_day_that_was_known_then(world: World) -> None:
    case = builders.in_hand(world)
    task = fetch(case).tasks[0]
    due = task.due_on
    assert due is not None
    asked, granted, on = morning(due - 20 * DAY), morning(due + 4 * DAY), due + 2 * DAY
    extensions.explain_delay(world.jing, task.id, words="正在核对。", version=task.version, now=asked)
    until, task = due + 30 * DAY, fetch(case).tasks[0]
    extensions.ask_extension(
        world.jing, task.id, reason="需要现场勘测", until=until, version=task.version, now=asked
    )  # fmt: skip
    counted(now=granted)
    before = bulletin(on)
    assert [line[3:] for line in before] == [["市教育局", "独办", due.isoformat()]]
    task = fetch(case).tasks[0]
    extensions.grant(world.du, Decided(task.id, task.version, "确需", until), now=granted)
    counted(now=granted)
    assert bulletin(on) == before
    assert bulletin(due + 4 * DAY) == []


def test_a_reply_that_is_out_goes_along_with_its_share_on_the_day_of_the_hand_over(world: World) -> None:
    """Not on the day of whatever happens to the paper next: share and reply lie with one unit on every day."""
    case, moved = builders.delivered(world), day_of(reorganised.LATER)
    reorganised.hand_over(world, case)
    counted(now=morning(moved + 3 * DAY))
    giving, taking = world.units[reorganised.EDUCATION], world.units[reorganised.TRAFFIC]
    before, since = by_unit(moved - DAY), by_unit(moved)
    assert (before.keys(), since.keys()) == ({giving}, {taking})
    assert before[giving] == since[taking]
    assert {"owed", "delivered", "round_awaited", "promised"} <= since[taking].keys()
    assert by_unit(moved + 3 * DAY) == since
    says_the_same_from_the_beginning(moved, now=morning(moved + 3 * DAY))


def bulletin(on: date) -> list[list[object]]:
    held = sessions_held()
    found = gather(wanted_of(ReportKind.BULLETIN, f"s{held[0].id}", held, on, unit=None)).kept["papers"]
    db.session.rollback()
    assert isinstance(found, list)
    return found


def test_an_act_dated_back_still_amends_the_days_that_were_kept(world: World) -> None:
    """A history taken over has days of its own: those counted and kept before say so too, and no others change."""
    builders.a_registered(world)
    counted(now=NOW + 60 * DAY)
    assert (told(TODAY - DAY), told(TODAY + 50 * DAY)["registered"]) == ({}, 1)
    builders.an_assigned(world, now=NOW - 20 * DAY)
    counted(now=NOW + 60 * DAY)
    assert (told(TODAY - 21 * DAY), told(TODAY - DAY)["registered"]) == ({}, 1)
    assert told(TODAY + 50 * DAY)["registered"] == 2
    says_the_same_from_the_beginning(TODAY - DAY, now=NOW + 60 * DAY)
