"""Telling: who hears of an act or a limit, once, and only while it is true."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update

from tests import builders, situations_objections
from tests.heard import tell
from tests.letter_box import Sink, sink
from tests.services.test_groups import line
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.parties import Party
from tracker.domain.rulebook import ClockKind
from tracker.domain.telling import RESPONSIBLE, RULES, Timing, due_reminders
from tracker.models.people import Person
from tracker.models.record import Clock, Event, Notice
from tracker.models.suggestions import Suggestion
from tracker.models.tellings import NoticeRule, Reminder, Sending, SendingKind, SendingState, Telling
from tracker.services import groups, handling, mornings, outbox, rulings, sendings, tellings
from tracker.services.rulings import Ruling

DAY = timedelta(days=1)


def addressed(world: World, *logins: str) -> None:
    for login in logins:
        db.session.get_one(Person, world.actors[login].person_id).email = f"{login}@linjiang.example"
    db.session.commit()


def told(world: World, login: str) -> list[str]:
    """The rules by which somebody was told, in order."""
    wanted = select(Telling.rule).where(Telling.person_id == world.actors[login].person_id).order_by(Telling.id)
    return list(db.session.scalars(wanted))


def after_the_morning(world: World, *logins: str) -> None:
    """They have addresses, and the bulletin of the day is out."""
    addressed(world, *logins)
    outbox.run_round(now=NOW - timedelta(hours=1))


def clock_of(suggestion_id: int, kind: ClockKind = ClockKind.REPLY) -> Clock:
    wanted = select(Clock).where(Clock.suggestion_id == suggestion_id, Clock.kind == kind, Clock.stopped_on.is_(None))
    return db.session.scalars(wanted).one()


def remind_on(day: date) -> Counter[str]:
    return tellings.remind(now=datetime.combine(day, NOW.time(), NOW.tzinfo))


def test_the_receiver_hears_of_an_assigned_task_and_nobody_of_other_units(world: World) -> None:
    builders.an_assigned(world)
    tell()
    assert "assigned" in told(world, "he")
    assert told(world, "luo") == told(world, "zheng") == told(world, "xi") == []


def test_who_did_it_is_not_told_of_it(world: World) -> None:
    builders.a_submitted(world)
    tell()
    seqs = select(Event.seq).where(Event.person_id == world.chen.person_id)
    own = select(func.count()).where(Telling.person_id == world.chen.person_id, Telling.event_seq.in_(seqs))
    assert db.session.scalar(own) == 0


def test_a_notice_is_told_once_however_often_one_looks(world: World) -> None:
    builders.delivered(world, cosigned=True)
    tell()
    count = db.session.scalar(select(func.count()).select_from(Telling))
    for notice in db.session.scalars(select(Notice)):
        notice.sent_at = None
    db.session.commit()
    tell()
    assert db.session.scalar(select(func.count()).select_from(Telling)) == count


def test_a_unit_that_lost_its_task_hears_nothing_more(world: World) -> None:
    suggestion_id = builders.an_assigned(world)
    builders.fetch(suggestion_id).tasks[0].was_replaced = True
    db.session.commit()
    tell()
    assert told(world, "he") == []


def test_a_confidential_paper_is_told_only_to_its_own(world: World) -> None:
    suggestion_id = builders.a_registered(world)
    builders.fetch(suggestion_id).is_confidential = True
    db.session.commit()
    tell()
    assert told(world, "yuan") == [] and told(world, "lin") != []


def test_every_limit_has_somebody_or_is_known_to_have_nobody() -> None:
    nobody = {ClockKind.INVITATION, ClockKind.OBJECTION, ClockKind.SUGGESTION_REPLY, ClockKind.PUBLICATION}
    assert set(ClockKind) - set(RESPONSIBLE) == nobody


def test_the_nearest_reminder_speaks_and_after_a_week_off_there_is_one() -> None:
    rules = [RULES[code] for code in ("soon", "near", "due", "late")]
    due = date(2026, 4, 30)
    spoken = {(due_reminders(rules, due, due + DAY * n) or [(None, None)])[0] for n in range(-12, 12)}
    assert {(rule.code, period) for rule, period in spoken if rule} == {
        ("soon", due), ("near", due), ("due", due),
        ("late", due + DAY), ("late", due + 6 * DAY), ("late", due + 11 * DAY),
    }  # fmt: skip
    (only,) = due_reminders(rules, due, due + 7 * DAY)
    assert (only[0].code, only[1]) == ("late", due + 6 * DAY)


def test_a_limit_is_spoken_of_once_for_each_rule(world: World) -> None:
    suggestion_id = builders.in_hand(world)
    due = clock_of(suggestion_id).due_on
    assert remind_on(due - 2 * DAY)["near"] == 1
    assert remind_on(due - DAY)["near"] == 0
    assert set(told(world, "jing")) >= {"near"} and told(world, "he").count("near") == 1
    assert remind_on(due + DAY) >= Counter({"late": 1, "late_signer": 1, "late_desk": 1})
    assert "late_signer" in told(world, "cheng") and "late_desk" in told(world, "chen")


def test_a_reminder_is_over_when_its_limit_stops(world: World) -> None:
    suggestion_id = builders.an_assigned(world)
    due = clock_of(suggestion_id, ClockKind.SIGN_FOR).due_on
    remind_on(due)
    handling.sign_for(world.he, builders.task_of(world, suggestion_id), handler_id=world.jing.person_id, now=NOW)
    tell()
    mine = select(Telling).where(Telling.person_id == world.he.person_id, Telling.rule == "due")
    (one,) = db.session.scalars(mine)
    assert one.is_over and one.read_at is not None


def test_a_rule_that_is_off_tells_nobody(world: World) -> None:
    off = {"timing": "off", "channel": "mail", "days": 0, "hour": 0, "words": "", "changed_at": NOW}
    db.session.add(NoticeRule(code="assigned", **off))
    db.session.commit()
    builders.an_assigned(world)
    tell()
    assert "assigned" not in told(world, "he")


def test_without_a_mail_server_nothing_is_filed_for_mail(world: World) -> None:
    addressed(world, "he")
    builders.an_assigned(world)
    outbox.run_round(now=NOW)
    assert db.session.scalars(select(Sending)).all() == [] and "assigned" in told(world, "he")


def test_what_asks_something_goes_out_at_once_with_its_own_message_id(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    builders.an_assigned(world)
    outbox.run_round(now=NOW)
    (letter,) = [one for one in sink.letters if one["To"] == "he@linjiang.example"]
    sending = db.session.scalars(select(Sending).where(Sending.state == SendingState.SENT)).one()
    assert letter["Message-ID"] == sending.message_id
    assert "请签收" in letter["Subject"] and "护学" not in letter.get_content() + letter["Subject"]


def test_an_evening_in_which_it_was_done_sends_nothing(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    suggestion_id = builders.an_assigned(world)
    tell()
    handling.sign_for(world.he, builders.task_of(world, suggestion_id), handler_id=world.jing.person_id, now=NOW)
    outbox.run_round(now=NOW)
    assert [one["To"] for one in sink.letters] == []
    dropped = db.session.scalars(select(Sending).where(Sending.kind == SendingKind.NEWS)).one()
    assert (dropped.state, dropped.error) == (SendingState.DROPPED, "moved_on")


def test_the_unit_that_was_let_go_gets_its_mail_without_the_number(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    case = situations_objections.objected(world)
    outbox.run_round(now=NOW)
    one = situations_objections.task_at(world, case)
    ruling = Ruling("道路设施属交通运输部门职责。", world.units["市交通运输局"], unheard_for="两局已商定。")
    rulings.uphold(world.du, one.id, ruling, version=one.version, now=NOW)
    outbox.run_round(now=NOW)
    assert sink.letters[-1]["To"] == "he@linjiang.example"
    assert sink.letters[-1]["Subject"] == "一件建议：退件申请已同意"


def test_a_server_away_for_a_day_leaves_one_mail_for_each(world: World, sink: Sink) -> None:
    addressed(world, "he")
    sink.refuses = True
    for hour in range(24):
        builders.an_assigned(world, now=NOW + timedelta(hours=hour))
        outbox.run_round(now=NOW + timedelta(hours=hour, minutes=1))
    sink.refuses = False
    outbox.run_round(now=NOW + timedelta(hours=26))
    letters = [one for one in sink.letters if one["To"] == "he@linjiang.example"]
    news = [one for one in letters if "24" in one["Subject"]]
    assert len(letters) == len(news) == 1
    assert "assigned" in told(world, "he") and told(world, "he").count("assigned") == 24


def test_one_bad_address_holds_up_nobody(world: World, sink: Sink) -> None:
    after_the_morning(world, "he", "luo")
    sink.never = {"luo@linjiang.example"}
    builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    outbox.run_round(now=NOW)
    assert {one["To"] for one in sink.letters} == {"he@linjiang.example"}
    failed = db.session.scalars(select(Sending).where(Sending.state == SendingState.FAILED)).one()
    assert failed.person_id == world.luo.person_id and "550" in failed.error


def test_the_morning_says_what_is_to_be_done_and_is_silent_when_there_is_nothing(world: World, sink: Sink) -> None:
    addressed(world, "he", "luo")
    builders.an_assigned(world)
    tell()
    morning = datetime(2026, 4, 2, 0, 30, tzinfo=NOW.tzinfo)  # half past eight in Shanghai, a Thursday
    outbox.run_round(now=morning)
    outbox.run_round(now=morning + timedelta(hours=1))
    letters = [one for one in sink.letters if "今天" in one["Subject"]]
    (letter,) = letters
    assert letter["To"] == "he@linjiang.example" and "今天要办的1件" in letter["Subject"]
    assert "http://localhost/suggestions/" in letter.get_content()
    dropped = select(Sending.error).where(Sending.person_id == world.luo.person_id)
    assert set(db.session.scalars(dropped)) == {"nothing_to_say"}


def test_who_wants_no_mail_gets_none_in_the_morning_whatever_waits(world: World, sink: Sink) -> None:
    addressed(world, "he", "luo")
    builders.an_assigned(world, shares=builders.LEAD_AND_CO)
    tellings.choose(world.he, Timing.OFF, now=NOW)
    tellings.choose(world.luo, Timing.DIGEST, now=NOW)
    tell()
    db.session.execute(update(Telling).values(read_at=NOW, awaits_morning=False))
    db.session.commit()
    for day in (date(2026, 4, 2), date(2026, 4, 3)):
        outbox.run_round(now=datetime.combine(day, NOW.time(), NOW.tzinfo))
    mornings_of = [one["To"] for one in sink.letters if "今天要办的1件" in one["Subject"]]
    assert mornings_of == ["luo@linjiang.example"] * 2
    assert "he@linjiang.example" not in {one["To"] for one in sink.letters}


def test_who_wants_no_mail_reads_in_the_morning_what_must_be_told_and_nothing_else(world: World, sink: Sink) -> None:
    addressed(world, "he", "jing")
    case, other = builders.in_hand(world), builders.a_registered(world)
    tell()
    db.session.execute(update(Telling).values(read_at=NOW, awaits_morning=False))
    db.session.commit()
    late = clock_of(case).due_on + DAY
    then = datetime.combine(late, NOW.time(), NOW.tzinfo)
    remind_on(late)
    told = {"name": "护学通道", "why": "都是校门口交通", "differ": "一件说停车，一件说护学岗"}
    groups.merge(world.chen, [line(case), line(other)], **told, now=then)
    tell(then)
    tellings.choose(world.jing, Timing.OFF, now=then)
    outbox.run_round(now=then)
    words = {one["To"].partition("@")[0]: one.get_content() for one in sink.letters}
    assert "并案" in words["he"] and "已逾期1天" in words["he"] and "您选了不发邮件" not in words["he"]
    assert "已逾期1天" in words["jing"] and "您选了不发邮件" in words["jing"]
    assert "要您办的" not in words["jing"] and "并案" not in words["jing"], "it waited, and need not be told"


def test_a_rest_day_has_no_morning(world: World, sink: Sink) -> None:
    addressed(world, "he")
    assert mornings.file_mornings(now=datetime(2026, 4, 5, 1, tzinfo=NOW.tzinfo)) == 0


def test_a_week_without_a_server_leaves_one_morning(world: World, sink: Sink) -> None:
    addressed(world, "he")
    builders.an_assigned(world)
    for day in range(8):
        mornings.file_mornings(now=NOW + DAY * day)
    waits = select(func.count()).where(Sending.state == SendingState.WAITING)
    assert db.session.scalar(waits) == 1


def test_a_killed_worker_sends_the_same_mail_again_with_the_same_mark(world: World, sink: Sink) -> None:
    after_the_morning(world, "he")
    builders.an_assigned(world)
    tell()
    held = sendings.claim(now=NOW)
    assert held is not None
    sendings._send(held, now=NOW)  # and here it dies, before it could mark it
    builders.an_assigned(world)
    outbox.run_round(now=NOW + timedelta(hours=1))
    first, *rest = [one for one in sink.letters if one["To"] == "he@linjiang.example"]
    again = [one for one in rest if one["Message-ID"] == first["Message-ID"]]
    assert len(again) == 1 and again[0].get_content() == first.get_content()
    assert len(rest) == 2, "what came meanwhile goes by itself"


def test_reminders_and_persons_stand_in_the_tables(world: World) -> None:
    suggestion_id = builders.an_assigned(world)
    due = clock_of(suggestion_id, ClockKind.SIGN_FOR).due_on
    remind_on(due)
    one = db.session.scalars(select(Reminder).where(Reminder.rule == "due")).first()
    assert one is not None and one.due_on == due
    parties = set(db.session.scalars(select(Telling.party).where(Telling.reminder_id == one.id)))
    assert parties == {Party.RECEIVER.value}
    assert db.session.get_one(Suggestion, suggestion_id).due_on is not None and due > TODAY


__all__ = ["sink"]
