"""From the summer to the end of the year: who is late is chased, promises fall due, what was said is looked at again,
units are appraised, and the year is written up."""

from __future__ import annotations

from sqlalchemy import select

from tests import year_spring
from tests.builders import fetch
from tests.year import EDUCATION, TRAFFIC, Year
from tests.year_spring import replied
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.key_items import KeyStage
from tracker.domain.states import CommitmentState, RoundState, SuggestionState
from tracker.models.appraisals import Appraisal, AppraisalContest
from tracker.models.chases import Chase
from tracker.models.key_items import KeyItem
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.models.organs import CongressSession
from tracker.models.reports import Report
from tracker.models.weekly_sheets import WeeklySheet

A = Action
COMMITTEE = "教育科学文化卫生委员会"


def settled(year: Year, name: str) -> None:
    """The sheet of the weekly meeting is settled, and its page for the printer is read."""
    year.works()
    page = year.sends("chen", "/board/weekly")
    assert "已经定稿" in page.words
    sheet = db.session.scalars(select(WeeklySheet).order_by(WeeklySheet.no.desc())).first()
    assert sheet is not None and sheet.day == year.day
    year.made[name] = sheet.id
    assert "代表建议督办例会一页纸" in year.who("chen").open(f"/board/weekly/{sheet.id}/paper").words


def chased(year: Year) -> None:
    """The buses are late: time sends the note, desk and deputy chase, the coordinator supervises, the unit answers."""
    year.on(6, 3)
    assert year.task("buses", TRAFFIC).due_on == year.day
    year.on(6, 8)
    by_time = select(Chase).where(Chase.task_id == year.task("buses", TRAFFIC).id, Chase.step.is_not(None))
    assert db.session.scalars(by_time).all(), "past its day, and time has issued its note"
    year.does("yuan", A.CHASE, "buses", TRAFFIC, words="开学以来班次没有增加，请说明。")
    year.does("chen", A.CHASE, "buses", TRAFFIC, words="请说明办到哪一步。", answer_by="2026-06-12")
    replied(year, "parking", due="", number=2, unit=TRAFFIC)
    settled(year, "sheet late")
    year.on(6, 10)
    year.does("lin", A.RATE, "parking", TRAFFIC, words="态度好。")
    year.does("jiang", A.ANSWER_CHASE, "buses", TRAFFIC, words="客流调查还没有做完。")
    year.on(6, 17)
    year.does("du", A.SUPERVISE, "buses", TRAFFIC, words="请主要负责人过问。", answer_by="2026-06-24")
    year.on(6, 22)
    year.does("jiang", A.ANSWER_CHASE, "buses", TRAFFIC, words="七月上旬答复。")
    settled(year, "sheet later")
    year.on(7, 6)
    replied(year, "buses", due="2027-06-30", number=21, unit=TRAFFIC)
    replied(year, "shuttle", due="", number=22, unit=TRAFFIC)
    settled(year, "sheet replied")
    year.on(7, 10)
    basically = {"answer": "basically_satisfied", "answer_reason": "班次还要再密一些。"}
    year.does("yuan", A.RATE, "buses", TRAFFIC, words="来得太晚。", **basically)


def displeased(year: Year) -> None:
    """Answered within the longer time; one of the two is not satisfied, so it is handled again."""
    year.on(7, 20)
    year.does("jing", A.NOTE_CONTACT, "nursery", on="2026-07-17", manner="phone", words="说明选址的难处。")
    year.does("lin", A.CONFIRM_CONTACT, "nursery")
    replied(year, "nursery", due="2026-12-31", number=5)
    year.on(7, 23)
    said = {"answer": "dissatisfied", "answer_reason": "没有写明在哪里建。"}
    year.does("lin", A.RATE, "nursery", words="没有当面谈。", **said)
    year.does("fang", A.RATE, "nursery", words="可以。")
    one = year.task("nursery").rounds[-1]
    assert one.state is RoundState.RATED, one.state
    year.on(7, 27)
    year.does("chen", A.REHANDLE, "nursery", words="请写明选址和开工的日子。")
    year.on(8, 20)
    replied(year, "nursery", due="2026-10-31", number=6)
    year.on(8, 25)
    for login in ("lin", "fang"):
        said = {"answer": "basically_satisfied", "answer_reason": "还要看开工。"}
        year.does(login, A.RATE, "nursery", words="", **said)
    assert fetch(year.papers["nursery"]).state is SuggestionState.CLOSED


def key_item(year: Year) -> None:
    """A committee proposes it, the chair meeting decides, in the field it is looked at, the unit's head reports."""
    year.on(4, 22)
    told = {"kind": "supervised", "title": "公办托位", "criteria": ["city_wide", "raised_by_many"]}
    told |= {"grounds": "多名代表连续提出。", "committee": COMMITTEE, "numbers": year.number("nursery")}
    year.sends("ou", f"/key-items/new?paper={year.papers['nursery']}", "/new", button=("step", "send"), **told)
    item = year.made["key"] = db.session.scalars(select(KeyItem.id)).one()
    year.on(4, 27)
    decided = {"meeting": "第四十一次主任会议", "lines-0-verdict": "accept"}
    decided |= {"lines-0-plan_due_on": "2026-05-15", "lines-0-report_due_on": "2026-09-30"}
    year.sends("chen", "/key-items/decisions", button=("step", "send"), **decided)
    assert fetch(year.papers["nursery"]).is_key
    year.on(5, 8)
    step = {"steps-0-day": "2026-05-20", "steps-0-words": "到三处选址视察"}
    year.sends("ou", f"/key-items/{item}/plan", button=("step", "save"), body="先看后问。", **step)
    year.on(5, 20)
    held = {"occasion": "inspection", "held_on": "2026-05-20", "place": "三处选址", "who_came": "委员五人"}
    held |= {"found": "一处还没有腾空。", "demands-0-unit": str(year.world.units[EDUCATION])}
    held |= {"demands-0-words": "写明腾空的日子。", "demands-0-answer_by": "2026-06-20"}
    year.sends("ou", f"/key-items/{item}/events", button=("step", "save"), **held)


def key_item_met(year: Year) -> None:
    """The demand is answered, the head of the unit reports."""
    item = year.made["key"]
    year.on(9, 22)
    demand = db.session.get_one(KeyItem, item).events[0].demands[0].id
    year.sends("he", f"/key-items/{item}/demands/{demand}", "/demands", answer="十月底以前腾空。")
    year.sends("cheng", f"/key-items/{item}/report", "/report", button=("hand_in", "1"), body="三处都已定下。")


def key_item_ends(year: Year) -> None:
    """The chair meeting has heard it."""
    item = year.made["key"]
    year.on(11, 2)
    told = {"result": "三处都已开工。", "heard_on": "2026-10-30"}
    year.sends("ou", f"/key-items/{item}/conclusion", "/conclusion", goes_on="end", **told)
    assert db.session.get_one(KeyItem, item).stage is KeyStage.CONCLUDED


def kept_in_time(year: Year) -> None:
    """What was promised is done before its day, and rated."""
    year.on(9, 15)
    year.does("jing", A.NOTE_PROGRESS, "crossing", percent="90", words="标线已划，护栏在装。")
    year.does("cheng", A.FULFIL, "crossing", document_no="临教再复〔2026〕1号", words="护栏已经装好。")
    assert year.promise("crossing").state is CommitmentState.FULFILLED
    year.works()
    year.on(9, 21)
    year.does("lin", A.RATE_COMMITMENT, "crossing", level="satisfied", words="")


def kept_late(year: Year) -> None:
    """A day passes without a word; the unit explains, and does it weeks later."""
    assert year.promise("nursery").state is CommitmentState.PAST_DUE
    year.does("jing", A.EXPLAIN_UNKEPT, "nursery", words="施工许可月中下来。")
    year.on(11, 20)
    year.does("cheng", A.FULFIL, "nursery", document_no="临教再复〔2026〕2号", words="三处都已开工。")
    year.works()


def look_back(year: Year) -> None:
    """In the autumn what was promised is looked at: the unit tells, the committee checks, the deputy rates anew."""
    year.on(10, 12)
    days = {"fill_by": "2026-10-26", "check_by": "2026-11-06", "rate_by": "2026-11-20"}
    chen = year.who("chen")
    chen.open("/look-backs/new")
    chen.send("/new", button=("step", "look"), year="2026", promises=["promise_open"], letters=["B"])
    page = chen.send("/new", button=("step", "start"), name="2026年度回头看", **days)
    assert "回头看已经开始" in page.words
    db.session.rollback()
    year.made["look-back"] = db.session.scalars(select(LookBack.id)).one()
    assert _lines(year, "nursery")
    year.on(10, 20)
    told = {"measures": "三处选址", "progress": "两处已经开工", "percent": "70", "proposed_letter": "A"}
    for place in _lines(year, "nursery"):
        year.sends("jing", place, "/form", **told)
    year.on(10, 28)
    found = {"finding": "partly", "checked_on": "2026-10-27", "words": "一处还没有开工。"}
    for place in _lines(year, "nursery"):
        year.sends("ou", place, "/check", **found)


def looked_at(year: Year) -> None:
    """The deputy rates what is looked at anew."""
    year.on(11, 9)
    for place in _lines(year, "nursery"):
        year.sends("lin", place, "/rating", level="basically_satisfied", reason="还差一处。")


def _lines(year: Year, name: str) -> list[str]:
    """The pages of a paper's lines in the look-back."""
    paper = year.papers[name]
    wanted = select(LookBackLine).where(LookBackLine.look_back_id == year.made["look-back"]).order_by(LookBackLine.id)
    lines = [one.id for one in db.session.scalars(wanted) if one.round.task.suggestion_id == paper]
    db.session.rollback()
    return [f"/suggestions/{paper}/look-backs/{one}" for one in lines]


def look_back_ends(year: Year) -> None:
    """Lines nobody worked at stand in its report as they are."""
    look_back = year.made["look-back"]
    year.on(11, 24)
    page = year.sends(
        "chen", f"/look-backs/{look_back}/report", "/report", report="两处已经开工。", button=("end", "1")
    )
    db.session.rollback()
    assert db.session.get_one(LookBack, look_back).closed_on is not None, page.words[:400]


def scheme(year: Year) -> None:
    """In the spring one of the desk draws up how units are appraised, another approves it."""
    year.on(4, 21)
    session_id = str(db.session.scalars(select(CongressSession.id)).one())
    days = {"begins_on": "2026-02-02", "ends_on": "2026-11-30", "contest_by": "2026-12-10"}
    told = {"template": "hundred-points", "name": "2026年度考核", "session_id": session_id}
    year.sends("chen", "/appraisal-schemes/new", "/new", **told, **days)
    year.sends("chen", "/appraisal-schemes/1", "/propose")
    year.sends("lu", "/appraisal-schemes/1", "/approve")
    year.made["appraisal"] = 1


def appraised(year: Year) -> None:
    """A unit contests one line, which is decided; then the appraisal is final."""
    year.on(12, 3)
    cheng = year.who("cheng")
    unit = year.world.units[EDUCATION]
    page = cheng.open(f"/appraisals/1/units/{unit}/indicators/on_time")
    href = next(href for href, words in page.links if words == "提出异议")
    year.sends("cheng", href, "/contest", reason="有一件因为选址等了专家。")
    contest = db.session.scalars(select(AppraisalContest.id)).one()
    year.on(12, 8)
    decided = {"how": "refuse", "answer": "等专家不改变答复的期限，照实保留。"}
    year.sends("chen", f"/appraisal-contests/{contest}", f"/{contest}", **decided)
    year.on(12, 14)
    year.works()
    page = year.sends("chen", "/appraisals/1/close", "/close")
    db.session.rollback()
    assert db.session.get_one(Appraisal, 1).closed_at is not None, page.words[:400]


def annual(year: Year) -> None:
    """The report on the year: drafted, two sections written by the office, signed off."""
    year.on(12, 21)
    settled(year, "sheet of the end")
    session_id = db.session.scalars(select(CongressSession.id)).one()
    year.sends("chen", "/reports/new", "/new", kind="annual", scope=f"s{session_id}")
    report = db.session.scalars(select(Report.id).order_by(Report.id.desc())).first() or 0
    year.made["annual"] = report
    year.sends("chen", f"/reports/{report}/text/next", "/next", words="下一步对没有答复的逐件督办。")
    year.sends("lu", f"/reports/{report}/text/problems", "/problems", words="个别单位答复不及时。")
    page = year.sends("chen", f"/reports/{report}/finish", "/finish", signed_by="陆平川")
    assert "已经签发" in page.words


# In the order of the days.
CHAPTERS = (
    year_spring.session,
    year_spring.review,
    year_spring.meeting,
    year_spring.signing,
    year_spring.answered_in_time,
    scheme,
    key_item,
    year_spring.more_time,
    chased,
    displeased,
    kept_in_time,
    key_item_met,
    look_back,
    key_item_ends,
    looked_at,
    kept_late,
    look_back_ends,
    appraised,
    annual,
)
