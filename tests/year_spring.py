"""From the session to the summer: papers are filed, numbered, given out at the meeting, objected to, answered in time,
given more time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests.builders import fetch
from tests.year import COURT, EDUCATION, TRAFFIC, Year
from tracker.db import db
from tracker.domain.actions import Action
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.organs import CongressSession
from tracker.models.reports import Report

A = Action
TITLES = {
    "crossing": "在老城区小学周边设置护学通道",
    "nursery": "增加城区公办幼儿园托位",
    "buses": "优化开学期间公交班次",
    "shuttle": "增开学校门口接驳公交",
    "parking": "法院周边道路增设停车位",
    "meals": "规范中小学午餐配送",
    "greetings": "向全市教师致以节日问候",
}


def session(year: Year) -> None:
    """Seven papers: six led by one deputy alone, one signed by two."""
    year.on(2, 3)
    opens = db.session.scalars(select(CongressSession)).one()
    assert opens.opens_on <= year.day <= (opens.closes_on or year.day)
    leads = {"shuttle": "fang", "buses": "yuan", "meals": "yuan", "greetings": "fang"}
    for name in TITLES:
        _written(year, leads.get(name, "lin"), name)
    hat = str(year.world.fang.membership_id)
    year.does("lin", A.INVITE, "nursery", deputies=[hat], answer_by="2026-02-05")
    year.on(2, 4)
    year.does("fang", A.AGREE, "nursery", words="附议。")
    for name in TITLES:
        year.does(leads.get(name, "lin"), A.SUBMIT, name)
        assert fetch(year.papers[name]).state is SuggestionState.SUBMITTED


def _written(year: Year, login: str, name: str) -> None:
    category = "城建交通" if name in ("buses", "shuttle", "parking") else "教育科技"
    fields = {
        "title": TITLES[name],
        "problem": f"{TITLES[name]}：群众反映了多年，至今没有解决。",
        "requests-0": "请在今年内办成一件看得见的事。",
        "requests-1": "请把所需经费列入年度预算。",
        "category": str(year.world.categories[category]),
        "consent": "full",
    }
    year.writes(login, name, **fields)


def review(year: Year) -> None:
    """Six are numbered; one asks for nothing and is no suggestion."""
    year.on(2, 9)
    for name in TITLES:
        if name != "greetings":
            held = fetch(year.papers[name])
            year.does("chen", A.ACCEPT, name, category=str(held.category_id))
    year.does("chen", A.PUT_OUTCOME, "greetings", words="没有写明请求办什么。")
    year.on(2, 11)
    year.does("fang", A.AGREE_OUTCOME, "greetings")
    year.does("chen", A.REFUSE, "greetings", words="没有写明请求办什么，已与代表沟通。")
    assert fetch(year.papers["greetings"]).number is None
    assert len({year.number(name) for name in TITLES} - {""}) == 6


def meeting(year: Year) -> None:
    """Two that ask for the same are merged; all are given out, with the list for the meeting."""
    year.on(3, 2)
    pair = [fetch(year.papers[name]) for name in ("buses", "shuttle")]
    rows: dict[str, Any] = {}
    for no, one in enumerate(pair):
        rows |= {f"papers-{no}-suggestion": str(one.id), f"papers-{no}-at": str(one.version), f"papers-{no}-pick": "y"}
    told = {
        "step": "send",
        "name": "学生公交",
        "why": "都提学生上学乘车",
        "differ": "一件提班次，一件提接驳",
        "numbers": "",
    }
    year.does("chen", A.JOIN_GROUP, "buses", **(rows | told))
    group = fetch(year.papers["buses"]).group_id
    assert group and fetch(year.papers["shuttle"]).group_id == group
    traffic = {"units-0-unit": str(year.world.units[TRAFFIC]), "units-0-role": "lead", "step": "send"}
    year.sends("chen", f"/groups/{group}/assignment", **traffic)
    year.does("chen", A.ASSIGN, "crossing")
    year.does("chen", A.ASSIGN, "meals")
    year.does("chen", A.ASSIGN, "parking", **{"units-0-unit": str(year.world.units[COURT])})
    co = {"units-1-unit": str(year.world.units[TRAFFIC]), "units-1-role": "co", "units-1-asked": "请说明接送车位。"}
    year.does("chen", A.ASSIGN, "nursery", **co)
    year.on(3, 3)
    for name, units in (
        ("crossing", [EDUCATION]),
        ("meals", [EDUCATION]),
        ("nursery", [EDUCATION, TRAFFIC]),
        ("buses", [TRAFFIC]),
        ("shuttle", [TRAFFIC]),
    ):
        _sent_on(year, name, units)
    year.works()
    session_id = db.session.scalars(select(CongressSession.id)).one()
    page = year.sends("chen", "/reports/new", "/new", kind="meeting", scope=f"s{session_id}")
    assert "各承办单位承办的建议" in page.words and TITLES["parking"] in page.words
    year.made["meeting"] = db.session.scalars(select(Report.id)).one()


def _sent_on(year: Year, name: str, units: list[str]) -> None:
    """The coordinator confirms all the shares of its system at once."""
    shares = {}
    for no, unit in enumerate(units):
        shares |= {f"shares-{no}-task": str(year.task(name, unit).id), f"shares-{no}-pick": "y"}
        shares |= {f"shares-{no}-unit": unit}
    year.does("du", A.DISTRIBUTE, name, units[0], **shares)
    assert all(year.task(name, unit).state is TaskState.ASSIGNED for unit in units)


def signing(year: Year) -> None:
    """Signed for in time, but for one; one goes from the court to the traffic bureau."""
    year.on(3, 5)
    for name in ("crossing", "nursery"):
        year.does("he", A.SIGN_FOR, name, handler=str(year.world.jing.person_id))
    for name in ("nursery", "buses", "shuttle"):
        year.does("luo", A.SIGN_FOR, name, TRAFFIC, handler=str(year.world.jiang.person_id))
    year.does("zheng", A.SIGN_FOR, "parking", COURT, handler=str(year.world.han.person_id))
    year.on(3, 9)
    claim = {"duty_clause": "法院组织法", "better_unit": TRAFFIC, "signer_name": "顾怀民"}
    year.does("zheng", A.OBJECT, "parking", COURT, words="道路停车位不归法院。", **claim)
    year.on(3, 10)
    heard = {"say": "ours", "better_unit": ""}
    year.does("luo", A.HEAR, "parking", COURT, words="归我局。", **heard)
    year.on(3, 12)
    year.does("chen", A.UPHOLD_OBJECTION, "parking", COURT, words="改由交通运输局办。")
    assert year.task("parking", COURT).state is TaskState.ENDED
    if year.task("parking", TRAFFIC).state is TaskState.WITH_COORDINATOR:
        _sent_on(year, "parking", [TRAFFIC])
    year.on(3, 13)
    year.does("luo", A.SIGN_FOR, "parking", TRAFFIC, handler=str(year.world.jiang.person_id))
    year.on(3, 20)
    assert year.task("meals").state is TaskState.ASSIGNED
    year.does("he", A.SIGN_FOR, "meals", handler=str(year.world.jing.person_id))


def answered_in_time(year: Year) -> None:
    """A talk, a reply signed by the principal, a satisfied deputy."""
    year.on(3, 25)
    year.does("jing", A.NOTE_CONTACT, "crossing", on="2026-03-24", manner="meeting", words="到校门口一起看过。")
    year.does("lin", A.CONFIRM_CONTACT, "crossing")
    year.on(4, 2)
    opinion = {"signer_name": "苏婉清", "document_no": "临交函〔2026〕8号"}
    year.does("jiang", A.OPINE, "nursery", TRAFFIC, words="接送车位可以划。", **opinion)
    year.does("jing", A.ACCEPT_OPINION, "nursery", TRAFFIC)
    year.on(4, 14)
    replied(year, "crossing", due="2026-09-30", number=1)
    year.on(4, 20)
    year.does("lin", A.RATE, "crossing", words="态度很好。")
    assert fetch(year.papers["crossing"]).state is SuggestionState.CLOSED


def replied(year: Year, name: str, *, due: str, number: int, unit: str = EDUCATION, signer: str = "") -> None:
    """Drafted, looked at by the office where there is one, signed and delivered on one day; both requests are promised
    by `due`, or solved where there is none."""
    drafter, letters = ("jing", "临教复") if unit == EDUCATION else ("jiang", "临交复")
    answers: dict[str, str] = {}
    for no in (0, 1):
        later = {"outcome": "in_progress", "promise": f"把第{no + 1}项办成", "due": due, "owner": "程远"}
        said = later if due and no == 1 else {"outcome": "solved", "promise": "", "due": "", "owner": ""}
        answers |= {f"answers-{no + 1}-{key}": value for key, value in said.items()}
    year.does(drafter, A.DRAFT_REPLY, name, unit, words="已经到现场看过，办法如下。", **answers)
    year.does(drafter, A.SEND_UP, name, unit)
    if unit == EDUCATION:
        year.does("shen", A.PASS_REVIEW, name, unit)
    who = signer or ("cheng" if unit == EDUCATION else "su")
    year.does(who, A.DELIVER, name, unit, document_no=f"{letters}〔2026〕{number}号")


def more_time(year: Year) -> None:
    """The joint one is explained, put off, answered before the new day, and displeases one of its two deputies."""
    year.on(5, 25)
    year.does("jing", A.EXPLAIN_DELAY, "nursery", words="选址还在论证。")
    year.does("jing", A.ASK_EXTENSION, "nursery", until="2026-07-31", words="等选址论证。")
    year.on(5, 27)
    year.does("du", A.GRANT_EXTENSION, "nursery", until="2026-07-31", words="同意。")
    assert str(year.task("nursery").due_on) == "2026-07-31"
