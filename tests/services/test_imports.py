"""Files brought in: whole or not at all, the same file twice adds nothing, open rows of ours go on their clocks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.world import NOW, World
from tracker.db import db
from tracker.domain.intake import COLUMNS, Column, Fault, Malformed, Subject
from tracker.domain.roles import Role
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import SuggestionState, TaskState
from tracker.models.organs import Category, Congress, Delegation, Unit
from tracker.models.people import Account, LoginSession, Membership, Person
from tracker.models.record import Clock, Event, ImportFile
from tracker.models.suggestions import Request, Suggestion, SuggestionText
from tracker.models.tasks import Round
from tracker.services import imports, log_ins, terms
from tracker.services._import_lookups import Lookups
from tracker.services._import_plan import Ground
from tracker.services._load import Missing
from tracker.services.imports import HasFaults

# After the newest of the published replies.
LATER = datetime(2026, 12, 1, tzinfo=UTC)
REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


def bring(world: World, subject: Subject, rows: list[dict], *, name: str = "file.jsonl") -> dict[str, int]:
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    reading = imports.read_file(subject, data, name)
    return imports.take(world.chen, subject, reading, name=name, digest="d", now=NOW)


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("login", ["lin", "he", "du", "ou", "xi", "an", "ji"])
def test_nobody_but_the_desk_brings_in_a_file_whatever_door_they_use(world: World, app: Flask, login: str) -> None:
    actor, subject, data = world.actors[login], Subject.UNITS, json.dumps(UNITS[0], ensure_ascii=False).encode()
    key = imports.keep_file(world.chen, subject, data, "a.jsonl", now=NOW)
    reading, before = imports.read_file(subject, data, "a.jsonl"), (count(Unit), count(Event), count(ImportFile))
    for act in (
        lambda: imports.look(actor, subject, data, "a.jsonl", now=NOW),
        lambda: imports.take(actor, subject, reading, name="a.jsonl", digest="d", now=NOW),
        lambda: imports.keep_file(actor, subject, data, "a.jsonl", now=NOW),
        lambda: imports.kept_file(actor, key, now=NOW),
    ):
        with pytest.raises(Missing, match=r"^import$"):
            act()
    assert (count(Unit), count(Event), count(ImportFile)) == before
    assert [file.name for file in (Path(app.instance_path) / "imports").iterdir()] == [key]


def test_a_kept_file_tells_when_it_was_taken_and_what_came_of_it(world: World) -> None:
    data = json.dumps(UNITS[0], ensure_ascii=False).encode()
    keys = [imports.keep_file(world.chen, Subject.UNITS, data, "a.jsonl", now=NOW) for _ in range(2)]
    reading = imports.read_file(Subject.UNITS, data, "a.jsonl")
    told = {"name": "a.jsonl", "digest": "d", "now": NOW}
    with pytest.raises(Missing):
        imports.take(world.lu, Subject.UNITS, reading, key=keys[0], **told)
    assert count(Unit) == len(world.units), "somebody else's file is not taken"
    counts = imports.take(world.chen, Subject.UNITS, reading, key=keys[0], **told)
    files = db.session.scalars(select(ImportFile).order_by(ImportFile.id)).all()
    assert [(one.taken_at, one.counts) for one in files] == [(NOW, counts), (None, {})]


UNITS = [
    {"单位名称": "临江市水务局", "简称": "市水务局", "上级": "临江市人民政府", "职责词": "排水 河道"},
    {"单位名称": "远山县水利局", "上级": "远山县人民政府"},
]


def test_units_of_other_places_cannot_be_assigned_to(world: World) -> None:
    assert bring(world, Subject.UNITS, UNITS)["added"] == 2
    ours, foreign = (db.session.scalars(select(Unit).where(Unit.name == row["单位名称"])).one() for row in UNITS)
    assert (ours.is_assignable, ours.short_name, ours.duty_words) == (True, "市水务局", "排水 河道")
    assert (foreign.is_assignable, foreign.congress_id) == (False, None)


def test_a_unit_whose_name_is_too_long_for_lists_needs_a_short_one(world: World) -> None:
    long = "临江市" + "甲" * 58
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.UNITS, [{"单位名称": long}])
    assert [(one.column, one.fault) for one in caught.value.outcome.faults] == [("简称", Fault.NEEDS_SHORT_NAME)]
    assert bring(world, Subject.UNITS, [{"单位名称": long, "简称": "市甲局"}, {"单位名称": long[:60]}])["added"] == 2


# What each cell is kept in; where that is JSON or an unbounded text, only the table of columns sets a limit.
KEPT_IN = {
    Subject.UNITS: {"name": Unit.name, "short_names": Unit.short_name, "kind": Unit.kind, "parent": Unit.parent_name,
                    "duty_words": Unit.duty_words},
    Subject.CATEGORIES: {"scheme": Category.scheme, "level1": Category.name, "level2": Category.name,
                         "level3": Category.name},
    Subject.PEOPLE: {"name": Person.name, "delegation": Delegation.name, "certificate_no": Membership.certificate_no,
                     "unit": Unit.name, "post": Membership.post, "phone": Person.phone, "email": Person.email,
                     "employer": Person.employer, "login_name": Account.login_name},
    Subject.SUGGESTIONS: {"number": Suggestion.number, "title": Suggestion.title, "lead_unit": Unit.name,
                          "co_units": Unit.name, "signed_by": Unit.name, "doc_no": Round.document_no,
                          "author": Person.name, "body": SuggestionText.problem, "analysis": SuggestionText.analysis,
                          "requests": Request.body, "reply_text": Round.opening, "region": Congress.name},
}  # fmt: skip
# A choice, a day or a number of another place; kept in JSON; or a mark that is cut to what its column holds.
FREE = {
    Subject.UNITS: {"system", "coordinator", "assignable"},
    Subject.CATEGORIES: set(),
    Subject.PEOPLE: {"role", "starts_on"},
    Subject.SUGGESTIONS: {"id", "session", "category", "class", "submitted_date", "assigned_date", "reply_date",
                          "reply_role", "rating", "kind", "source_url", "publish_note", "note"},
}  # fmt: skip


@pytest.mark.parametrize(("subject", "column"), [(one, each) for one in Subject for each in COLUMNS[one]],
                         ids=lambda one: getattr(one, "name", ""))  # fmt: skip
def test_a_cell_may_be_just_as_long_as_what_it_is_kept_in(subject: Subject, column: Column) -> None:
    assert (column.name in KEPT_IN[subject]) is (column.name not in FREE[subject]), "say where it is kept"
    if column.name in FREE[subject]:
        return
    room = KEPT_IN[subject][column.name].type.length
    if room is None:
        return
    # The name of another congress is made of its region and two signs more.
    room -= 2 if column.name == "region" else 0
    tail = "@x.cn" if column.name == "email" else ""
    column.read("甲" * (room - len(tail)) + tail)
    with pytest.raises(Malformed) as caught:
        column.read("甲" * (room + 1 - len(tail)) + tail)
    assert caught.value.fault is Fault.TOO_LONG


def test_what_is_as_long_as_may_be_is_written_and_not_cut(world: World) -> None:
    names = [sign * 100 for sign in "甲乙"]
    row = {"地区": "丙" * 98, "编号": "丁" * 40, "标题": "戊" * 300, "主办单位": names[0], "会办单位": names[1],
           "答复日期": "2024-06-30", "文号": "己" * 60, "标识": "庚" * 60}  # fmt: skip
    bring(world, Subject.SUGGESTIONS, [row])
    paper = db.session.scalars(select(Suggestion)).one()
    assert [task.unit.name for task in paper.tasks] == names
    assert (paper.number, paper.title, paper.tasks[0].rounds[0].document_no) == (row["编号"], row["标题"], row["文号"])
    shorts = "|".join(sign * 60 for sign in "丙丁")
    bring(world, Subject.UNITS, [{"单位名称": "戊" * 100, "简称": shorts, "上级": "己" * 100, "类别": "庚" * 60}])
    person = {"姓名": "甲" * 100, "身份": "代表", "代表团": "乙" * 60, "代表证号": "1a" * 20, "电话": "2-" * 20,
              "邮箱": "c" * 195 + "@x.cn", "职务": "丙" * 100, "工作单位": "丁" * 200, "登录名": "d" * 60}  # fmt: skip
    bring(world, Subject.PEOPLE, [person])
    levels = {f"{numeral}级类别": sign * 60 for numeral, sign in zip("一二三", "乙丙丁", strict=True)}
    bring(world, Subject.CATEGORIES, [{"方案": "甲" * 100} | levels])


def test_a_number_after_which_none_could_follow_is_an_error(world: World) -> None:
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.SUGGESTIONS, [an_open_row("2026000000001")])
    assert [(one.column, one.fault) for one in caught.value.outcome.faults] == [("编号", Fault.TOO_LONG)]


def test_the_same_file_twice_adds_nothing(world: World) -> None:
    bring(world, Subject.UNITS, UNITS)
    before = count(Unit)
    assert bring(world, Subject.UNITS, UNITS) | {"gaps": 0} == {
        "rows": 2, "added": 0, "there": 2, "gaps": 0, "errors": 0,
    }  # fmt: skip
    assert count(Unit) == before


def test_one_bad_row_keeps_all_rows_out(world: World) -> None:
    before = count(Unit), count(Event)
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.UNITS, [*UNITS, {"单位名称": "", "简称": "无名"}])
    assert [(fault.line, fault.fault) for fault in caught.value.outcome.faults] == [(3, Fault.MISSING)]
    assert (count(Unit), count(Event)) == before


def test_categories_grow_a_tree(world: World) -> None:
    rows = [{"一级类别": "城建交通", "二级类别": "公共交通"}, {"方案": "外地", "一级类别": "农业"}]
    assert bring(world, Subject.CATEGORIES, rows)["added"] == 2
    child = db.session.scalars(select(Category).where(Category.path == "城建交通/公共交通")).one()
    assert child.parent_id == world.categories["城建交通"]


PEOPLE = [
    {"姓名": "贺兰", "身份": "代表", "代表团": "城南代表团", "代表证号": "0421", "电话": "8555 0101"},
    {"姓名": "舒怀", "身份": "经办人", "单位": "市教育局", "职务": "科长"},
]


def test_people_come_with_hats_and_accounts_that_wait(world: World) -> None:
    assert bring(world, Subject.PEOPLE, PEOPLE)["added"] == 2
    hat = db.session.scalars(select(Membership).join(Membership.person).where(Person.name == "贺兰")).one()
    assert (hat.role, hat.certificate_no, hat.delegation.name) == (Role.DEPUTY, "0421", "城南代表团")
    account = db.session.scalars(select(Account).where(Account.person_id == hat.person_id)).one()
    assert (account.login_name, account.password_hash) == ("0421", None)
    assert bring(world, Subject.PEOPLE, PEOPLE)["added"] == 0


def test_an_administrator_does_not_come_from_a_file(world: World) -> None:
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.PEOPLE, [{"姓名": "甲", "身份": "system_admin"}])
    assert caught.value.outcome.faults[0].fault is Fault.NOT_YOURS_TO_GRANT


def a_row(name: str, role: str = "经办人", **cells: str) -> dict[str, str]:
    return {"姓名": name, "身份": role, "单位": "市教育局"} | cells


def faults_of(world: World, *rows: dict[str, str]) -> list[tuple[int, str, Fault]]:
    """What keeps these rows out; nothing is written."""
    before = count(Person), count(Membership), count(Account), count(Event)
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.PEOPLE, list(rows))
    assert (count(Person), count(Membership), count(Account), count(Event)) == before
    return [(one.line, one.column, one.fault) for one in caught.value.outcome.faults]


def people_named(name: str) -> list[Person]:
    db.session.rollback()
    return list(db.session.scalars(select(Person).where(Person.name == name).order_by(Person.id)))


ONE = {
    "at one unit": ({}, {"身份": "收文员"}),
    "by the unit's other name": ({}, {"身份": "收文员", "单位": "临江市教育局"}),
    "by telephone": ({"电话": "8555-0101"}, {"单位": "市交通运输局", "电话": "８５５５ 0101"}),
    "by mail": ({"邮箱": "Zhang@x.cn"}, {"身份": "代表", "代表团": "江北代表团", "邮箱": "zhang@X.cn"}),
    "by certificate": ({"代表证号": "0777"}, {"身份": "代表", "代表团": "江北代表团", "代表证号": "0777"}),
}


@pytest.mark.parametrize("shared", ONE)
def test_two_rows_of_one_human_are_one_person_with_two_hats_and_one_account(world: World, shared: str) -> None:
    rows = [a_row("张三三", "签发人") | ONE[shared][0], a_row("张三三") | ONE[shared][1]]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    assert imports.look(world.chen, Subject.PEOPLE, data, "a.jsonl", now=NOW).made["further"] == 1
    before = count(Account)
    assert bring(world, Subject.PEOPLE, rows)["added"] == 2
    [person] = people_named("张三三")
    assert len(person.memberships) == 2 and count(Account) == before + 1
    assert bring(world, Subject.PEOPLE, rows)["there"] == 2


def test_rows_that_share_a_name_only_are_two_persons(world: World) -> None:
    bring(world, Subject.PEOPLE, [a_row("张三三"), a_row("张三三", 单位="市交通运输局")])
    assert len(people_named("张三三")) == 2


@pytest.mark.parametrize(("column", "said"), [("电话", ("85550101", "85550102")), ("邮箱", ("a@x.cn", "b@x.cn"))])
def test_rows_of_one_human_that_contradict_each_other_are_an_error(
    world: World, column: str, said: tuple[str, str]
) -> None:
    rows = [a_row("张三三", "签发人", **{column: said[0]}), a_row("张三三", **{column: said[1]})]
    assert faults_of(world, *rows) == [(2, column, Fault.ONE_OR_TWO)]
    bring(world, Subject.PEOPLE, [row | {"代表证号": no} for row, no in zip(rows, ("0778", "0779"), strict=True)])
    assert len(people_named("张三三")) == 2, "the certificates tell them apart"


def test_a_deputy_has_one_seat_whatever_a_second_row_says(world: World) -> None:
    deputy = a_row("张三三", "代表", 代表团="江北代表团", 电话="85550101")
    assert faults_of(world, deputy | {"代表证号": "0780"}, deputy) == [(2, "姓名", Fault.TWICE_IN_FILE)]
    bring(world, Subject.PEOPLE, [deputy])
    assert faults_of(world, deputy | {"代表证号": "0781"}) == [(1, "姓名", Fault.ALREADY_HELD)]


def test_a_further_hat_ends_the_sessions_and_keeps_the_account(world: World) -> None:
    bring(world, Subject.PEOPLE, [a_row("张三三")])
    account = people_named("张三三")[0].account
    assert account is not None
    account_id, accounts = account.id, count(Account)
    log_ins.open_log_in(account_id, hours=12, now=NOW)
    bring(world, Subject.PEOPLE, [a_row("张三三"), a_row("张三三", "签发人")])
    db.session.rollback()
    ends = list(db.session.scalars(select(LoginSession.ended_at).where(LoginSession.account_id == account_id)))
    assert ends == [NOW] and count(Account) == accounts and len(people_named("张三三")[0].memberships) == 2


def test_rows_that_mean_the_same_colleague_in_different_ways_are_that_colleague(world: World) -> None:
    bring(world, Subject.PEOPLE, [a_row("张三三", 电话="85550101")])
    rows = [a_row("张三三", "收文员"), a_row("张三三", "签发人", 单位="市交通运输局", 电话="85550101")]
    bring(world, Subject.PEOPLE, rows)
    assert [len(person.memberships) for person in people_named("张三三")] == [3]


def test_of_two_deputies_of_one_name_neither_is_taken_for_the_one_who_sat_before(world: World) -> None:
    bring(world, Subject.PEOPLE, [{"姓名": "贺兰", "身份": "代表", "代表团": "江北代表团"}])
    terms.add_term(world.chen, 8, starts_on=date(2026, 4, 1), ends_on=None, now=NOW)
    rows = [a_row("贺兰", "代表", 代表团="江北代表团", 代表证号=number) for number in ("0001", "0002")]
    bring(world, Subject.PEOPLE, rows)
    assert [len(person.memberships) for person in people_named("贺兰")] == [1, 1, 1]


@pytest.mark.parametrize("login", ["xi", "an", "ji"])
def test_an_administrator_gets_no_other_hat_from_a_file(world: World, login: str) -> None:
    person = db.session.get_one(Person, world.actors[login].person_id)
    person.phone, name = "85550199", person.name
    db.session.commit()
    assert faults_of(world, a_row(name, 电话="85550199")) == [(1, "姓名", Fault.ADMIN_ALONE)]
    assert bring(world, Subject.PEOPLE, [a_row(name)])["added"] == 1, "a namesake is somebody else"


@pytest.mark.parametrize("address", ["xnotmail", "a@b", "a b@x.cn", "a@x.cn;b@x.cn", "<a@x.cn>"])
def test_an_address_that_no_mail_reaches_is_an_error(world: World, address: str) -> None:
    assert faults_of(world, a_row("张三三", 邮箱=address)) == [(1, "邮箱", Fault.BAD_EMAIL)]


@pytest.mark.parametrize("day", ["0001-01-01", "1949-09-30", "2036-04-02", "9999-12-31"])
def test_a_seat_does_not_begin_on_a_day_nobody_can_mean(world: World, day: str) -> None:
    deputy = a_row("张三三", "代表", 代表团="江北代表团", 任职起始=day)
    assert faults_of(world, a_row("李四四"), deputy) == [(2, "starts_on", Fault.UNLIKELY_DATE)]


@pytest.mark.parametrize("day", ["1949-10-01", "2036-04-01"])
def test_a_seat_may_begin_up_to_ten_years_ahead(world: World, day: str) -> None:
    bring(world, Subject.PEOPLE, [a_row("张三三", "代表", 代表团="江北代表团", 任职起始=day)])
    assert [hat.starts_on for hat in people_named("张三三")[0].memberships] == [date.fromisoformat(day)]


def test_log_in_names_are_folded_and_judged(world: World) -> None:
    taken = a_row("丙", 登录名="ＬＩＮ"), a_row("丁", "收文员", 登录名="Ding"), a_row("戊", "审核人", 登录名="ding")
    assert faults_of(world, a_row("甲", 登录名="a b"), a_row("乙", 登录名="x"), *taken) == [
        (1, "登录名", Fault.BAD_LOGIN_NAME),
        (2, "登录名", Fault.BAD_LOGIN_NAME),
        (3, "登录名", Fault.LOGIN_NAME_TAKEN),
        (5, "登录名", Fault.LOGIN_NAME_TAKEN),
    ]
    other = a_row("己", "代表", 代表团="江北代表团", 代表证号="Geng-1")
    bring(world, Subject.PEOPLE, [other, a_row("庚", 登录名="ＧENG-1"), a_row("辛", 登录名="Xin@市局")])
    names = [people_named(name)[0].account.login_name for name in "己庚辛"]  # type: ignore[union-attr]
    assert names == [f"u{people_named('己')[0].id}", "geng-1", "xin@市局"], "a wish comes before a proposal"


def test_people_of_a_unit_that_is_assigned_nothing_stay_out(world: World) -> None:
    db.session.get_one(Unit, world.units["市教育局"]).is_assignable = False
    db.session.commit()
    assert faults_of(world, a_row("张三三")) == [(1, "单位", Fault.UNIT_CLOSED)]


FOREIGN = {
    "id": "r1", "number": "0311", "session": "三届二次会议", "region": "远山县", "title": "修缮山路",
    "lead_unit": "远山县交通局", "class": "B", "reply_date": "2024-06-30", "reply_text": "代表：您的建议收悉。",
    "rating": "满意", "kind": "npc",
}  # fmt: skip


def test_a_foreign_record_becomes_history_with_its_reply_and_letter(world: World) -> None:
    assert bring(world, Subject.SUGGESTIONS, [FOREIGN, {"id": "r2", "region": "远山县"}])["added"] == 2
    first, second = db.session.scalars(select(Suggestion).order_by(Suggestion.id)).all()
    assert (first.state, first.number, first.due_on) == (SuggestionState.ARCHIVED, "0311", None)
    assert db.session.get_one(Congress, first.congress_id).name == "远山县人大"
    one = first.tasks[0].rounds[0]
    assert (one.letter, one.delivered_on, one.opening) == ("B", date(2024, 6, 30), "代表：您的建议收悉。")
    assert first.history["session"] == "三届二次会议"
    assert (second.title, "title" in second.history["gaps"]) == ("", True)
    assert count(Clock) == 0
    assert bring(world, Subject.SUGGESTIONS, [FOREIGN, {"id": "r2", "region": "远山县"}])["added"] == 0


def test_an_open_suggestion_of_ours_goes_on_its_clock(world: World) -> None:
    row = {
        "编号": "20260007", "标题": "增设公交站", "正文": "最近的站要走两公里。", "领衔代表": "林若溪",
        "主办单位": "市教育局", "会办单位": "市交通运输局", "类别": "教育科技", "交办日期": "2026-03-02",
    }  # fmt: skip
    counts = bring(world, Subject.SUGGESTIONS, [row])
    assert counts["added"] == 1
    suggestion = db.session.scalars(select(Suggestion)).one()
    assert (suggestion.state, suggestion.assigned_on) == (SuggestionState.IN_HANDLING, date(2026, 3, 2))
    assert [task.state for task in suggestion.tasks] == [TaskState.ASSIGNED] * 2
    due = {clock.kind: clock.due_on for clock in db.session.scalars(select(Clock))}
    assert due[ClockKind.REPLY] == date(2026, 6, 2)
    assert bring(world, Subject.SUGGESTIONS, [row])["added"] == 0


def test_an_open_row_that_names_nobody_we_know_is_an_error_with_its_place(world: World) -> None:
    row = {"编号": "20260008", "标题": "甲", "领衔代表": "查无此人", "主办单位": "某局", "交办日期": "2026-03-02"}
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.SUGGESTIONS, [row])
    assert [(fault.column, fault.fault) for fault in caught.value.outcome.faults] == [
        ("领衔代表", Fault.UNKNOWN_DEPUTY),
        ("承办单位", Fault.UNKNOWN_UNIT),
    ]


def an_open_row(number: str = "20260007", **cells: str) -> dict[str, str]:
    row = {"编号": number, "标题": "增设公交站", "正文": "最近的站要走两公里。", "领衔代表": "林若溪",
           "主办单位": "市教育局", "交办日期": "2026-03-02"}  # fmt: skip
    return row | cells


def test_an_open_paper_without_listed_requests_asks_for_an_answer_to_the_whole(world: World) -> None:
    bring(world, Subject.SUGGESTIONS, [an_open_row()])
    paper = db.session.scalars(select(Suggestion)).one()
    assert [one.body for one in paper.text.requests] == ["按全文答复（原件没有分列请求）。"]
    assert paper.tasks[0].part == [1] and "requests" in paper.history["gaps"]


@pytest.mark.parametrize("left", ["主办单位", "交办日期", ""])
def test_an_unanswered_paper_of_ours_in_hand_is_not_shelved_for_want_of_a_number(world: World, left: str) -> None:
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.SUGGESTIONS, [an_open_row("", **({left: ""} if left else {}))])
    faults = caught.value.outcome.faults
    assert [(one.line, one.column, one.fault) for one in faults] == [(1, "编号", Fault.NEEDS_NUMBER)]
    assert count(Suggestion) == 0


@pytest.mark.parametrize(
    "cells",
    [{"答复日期": "2026-03-30"}, {"答复": "收悉。"}, {"结果类别": "A"}, {"主办单位": "", "交办日期": ""}],
    ids=["answered_on", "answer", "result", "nobody_has_it"],
)
def test_a_paper_of_ours_that_is_history_needs_no_number(world: World, cells: dict[str, str]) -> None:
    bring(world, Subject.SUGGESTIONS, [an_open_row("", **cells)])
    assert db.session.scalars(select(Suggestion)).one().state is SuggestionState.ARCHIVED


def test_a_number_that_is_another_papers_is_an_error_and_not_the_same_row(world: World) -> None:
    bring(world, Subject.SUGGESTIONS, [an_open_row()])
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.SUGGESTIONS, [an_open_row(标题="另一件事")])
    assert [(one.column, one.fault) for one in caught.value.outcome.faults] == [("编号", Fault.OTHERS_NUMBER)]


def test_days_out_of_order_and_other_peoples_certificates_are_errors(world: World) -> None:
    late = an_open_row(提出日期="2026-03-10")
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.SUGGESTIONS, [late])
    assert [(one.column, one.fault) for one in caught.value.outcome.faults] == [
        ("assigned_date", Fault.BEFORE_THE_STEP_BEFORE)
    ]
    bring(world, Subject.PEOPLE, PEOPLE[:1])
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.PEOPLE, [PEOPLE[0] | {"姓名": "另一人", "代表团": "江北代表团"}])
    assert [(one.column, one.fault) for one in caught.value.outcome.faults] == [("代表证号", Fault.OTHERS_CERTIFICATE)]


@pytest.mark.parametrize("column", ["提出日期", "交办日期", "答复日期"])
@pytest.mark.parametrize("region", ["", "远山县"])
def test_a_paper_names_no_day_nobody_can_mean(world: World, column: str, region: str) -> None:
    rows = [an_open_row() | {"地区": region, "交办日期": "", column: day} for day in ("0001-01-01", "9999-12-31")]
    with pytest.raises(HasFaults) as caught:
        bring(world, Subject.SUGGESTIONS, rows)
    names = {"提出日期": "submitted_date", "交办日期": "assigned_date", "答复日期": "reply_date"}
    told = [(one.line, one.column, one.value, one.fault) for one in caught.value.outcome.faults]
    assert told == [
        (1, names[column], "0001-01-01", Fault.UNLIKELY_DATE),
        (2, names[column], "9999-12-31", Fault.UNLIKELY_DATE),
    ]
    assert count(Suggestion) == 0


def test_what_else_a_file_would_bring_is_said_before(world: World) -> None:
    rows = [an_open_row("20260031")]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    assert imports.look(world.chen, Subject.SUGGESTIONS, data, "a.jsonl", now=NOW).made["next_serial"] == 32
    data = json.dumps(PEOPLE[0], ensure_ascii=False).encode()
    assert imports.look(world.chen, Subject.PEOPLE, data, "a.jsonl", now=NOW).made["delegations"] == "城南代表团"


def test_who_is_elected_again_gets_a_hat_of_the_new_term_and_keeps_the_account(world: World) -> None:
    bring(world, Subject.PEOPLE, PEOPLE[:1])
    before = db.session.scalars(select(Person).where(Person.name == "贺兰")).one().id, count(Account)
    terms.add_term(world.chen, 8, starts_on=date(2026, 4, 1), ends_on=None, now=NOW)
    again, other = PEOPLE[0] | {"代表证号": "0007"}, PEOPLE[0] | {"代表证号": "0008", "电话": "8555 0999"}
    assert bring(world, Subject.PEOPLE, [again, other])["added"] == 2
    assert bring(world, Subject.PEOPLE, [again, other])["there"] == 2
    hats = db.session.scalars(
        select(Membership).join(Membership.person).where(Person.name == "贺兰").order_by(Membership.id)
    ).all()
    assert [hat.person_id == before[0] for hat in hats] == [True, True, False], "another telephone is somebody else"
    assert count(Account) == before[1] + 1
    given = db.session.scalars(select(Event).where(Event.action == "give_hat").order_by(Event.seq)).all()
    assert [event.facts["hat"] for event in given[-2:]] == [hats[1].id, hats[2].id]
    known = Lookups(Ground(world.chen, ours(), NOW))
    assert known.deputy("贺兰", date(2026, 4, 2)) is None, "two of that name sit now"
    assert known.deputy("贺兰", date(2026, 3, 31)) == hats[0], "then there was one"


def ours() -> Congress:
    return db.session.scalars(select(Congress).where(Congress.is_ours)).one()


@pytest.mark.skipif(not REAL.is_dir(), reason="the published records are not beside this checkout")
def test_the_real_files_go_through(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    for subject, name in (
        (Subject.UNITS, "units.csv"),
        (Subject.CATEGORIES, "categories.csv"),
        (Subject.SUGGESTIONS, "suggestions.jsonl"),
    ):
        data = (REAL / name).read_bytes()
        for added in (True, False):
            reading = imports.read_file(subject, data, name)
            counts = imports.take(world.chen, subject, reading, name=name, digest="d", now=LATER)
            with capsys.disabled():
                print(f"\n{name}: {counts}")
            assert counts["errors"] == 0
            assert bool(counts["added"]) is added
    assert count(Suggestion) == 179
    papers = db.session.scalars(select(Suggestion)).all()
    with_unit = sum(bool(task.rounds) for one in papers for task in one.tasks)
    loose = sum(len(one.history.get("undated_replies", ())) for one in papers)
    given = [one.values for one in reading.records if one.values["reply_date"] or one.values["reply_text"]]
    assert with_unit + loose == len(given), "every reply of the source is kept"
