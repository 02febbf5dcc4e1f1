"""Pages of looking back (回头看): begun by the desk, each side's part, the report whose figures open their lists."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests import builders
from tests.conftest import Browsers
from tests.services.test_look_backs import begun, checked, filled, line_of, rate
from tests.statements import statements_of
from tests.world import NOW, TODAY, World
from tracker.db import db
from tracker.domain.ratings import Level
from tracker.models.look_backs import LookBack, LookBackLine
from tracker.services import look_back_changes, look_backs

DAYS = {name: (TODAY + timedelta(n)).isoformat() for name, n in (("fill_by", 20), ("check_by", 30), ("rate_by", 40))}


def place(case: int) -> str:
    return f"/suggestions/{case}/look-backs/{line_of(case).id}"


def test_the_desk_looks_what_there_is_and_begins(browse: Browsers, world: World) -> None:
    builders.closed(world)
    chen = browse("chen")
    chen.open("/look-backs/new")
    page = chen.send("/new", button=("step", "look"), year="2026", promises=["promise_open"], letters=["B"])
    assert "查到的2项" in page.words and "承诺还没有到期" in page.words and "答复类别在范围里" in page.words
    told = DAYS | {"name": "2026年度回头看"}
    page = chen.send("/new", status=422, button=("step", "start"), picks=["1-0"], **told)
    assert "不列入的要写一句原因" in page.words and "2026年度回头看" in str(page.data("/new"))
    page = chen.send("/new", button=("step", "start"), picks=["1-0"], why_left_out="承诺另看", **told)
    assert "回头看已经开始" in page.words and page.h1 == ["2026年度回头看"]
    he = browse("he")
    assert "列入回头看、等您办的1项" in he.open("/").words
    assert "2026年度回头看" in he.open("/look-backs").words


def test_whole_units_and_single_lines_are_chosen_and_stay_chosen(browse: Browsers, world: World) -> None:
    case = builders.closed(world)
    unit, chen = world.units["市教育局"], browse("chen")
    chen.open("/look-backs/new")
    chen.send("/new", button=("step", "look"), year="2026", promises=["promise_open"], letters=["B"])
    # One line is not ticked; looking again with its name filled in does not tick it again.
    page = chen.send("/new", button=("step", "look"), picks=["1-0"], name="一次")
    assert page.data("/new")["picks"] == "1-0" and page.data("/new")["name"] == "一次"
    page = chen.send("/new", button=("step", "look"), only=["late"])
    assert "没有查到" in page.words
    page = chen.send("/new", button=("step", "look"), only=["unrated"])
    assert "没有查到" in page.words
    page = chen.send("/new", button=("step", "look"), only=[])
    assert page.data("/new")["picks"] == "1-0"
    page = chen.send("/new", status=422, button=("step", "start"), whole=[f"{unit}:none"])
    assert "一项都没有选中" in page.words and f"{unit}:none" in str(page.data("/new")["whole"])
    page = chen.send("/new", button=("step", "start"), whole=[f"{unit}:all"], picks=[], **DAYS)
    assert "回头看已经开始" in page.words and len(db.session.scalars(select(LookBackLine)).all()) == 2
    assert line_of(case).unit_id == unit


def test_what_another_running_one_looks_at_is_said_before_it_is_asked_twice(browse: Browsers, world: World) -> None:
    builders.closed(world)
    chen = browse("chen")
    for name in ("承诺回头看", "重点件回头看"):
        chen.open("/look-backs/new")
        page = chen.send("/new", button=("step", "look"), year="2026", promises=["promise_open"], letters=["B"])
        told = "正在进行的“承诺回头看”也在看" in page.words
        # The promise is on the first list, the reply is not: only the promise is spoken of.
        assert told == (name == "重点件回头看") and page.words.count("”也在看") == told
        assert ("其中1项已经列入另一次正在进行的回头看" in page.words) == told
        told_days = DAYS | {"name": name, "why_left_out": "答复另看"}
        if not told:
            chen.send("/new", button=("step", "start"), picks=["1-1"], **told_days)
    # A reply on a running list is not its promise on it.
    chen.send(
        "/new", button=("step", "start"), picks=["1-0"], **(DAYS | {"name": "答复回头看", "why_left_out": "另看"})
    )
    chen.open("/look-backs/new")
    page = chen.send("/new", button=("step", "look"), year="2026", promises=["promise_open"], letters=["B"])
    assert "其中2项已经列入" in page.words and page.words.count("”也在看") == 2
    assert "正在进行的“答复回头看”也在看" in page.words and "正在进行的“承诺回头看”也在看" in page.words
    other = db.session.scalars(select(LookBack).where(LookBack.name == "答复回头看")).one()
    later = NOW + timedelta(days=60)
    look_backs.close(world.chen, other.id, report="完成。", version=other.version, now=later)
    line = db.session.scalars(select(LookBackLine).order_by(LookBackLine.id)).first()
    assert line is not None
    chen.open("/look-backs/new")
    page = chen.send("/new", button=("step", "look"), year="2026", promises=["promise_open"], letters=["B"])
    assert "其中1项已经列入" in page.words and "答复回头看" not in page.words
    assert "1项另一次也在看" in page.words, "a unit whose lines are folded says so too"
    look_back_changes.take_off(world.chen, line.id, reason="列错了", version=line.version, now=NOW)
    chen.open("/look-backs/new")
    page = chen.send("/new", button=("step", "look"), year="2026", promises=["promise_open"], letters=["B"])
    assert "也在看" not in page.words


def test_a_year_nobody_can_look_at_and_a_scope_of_nothing_are_refused_in_words(browse: Browsers, world: World) -> None:
    builders.closed(world)
    chen = browse("chen")
    for year in ("1800", "0", "-5", "99999", ""):
        chen.open("/look-backs/new")
        page = chen.send("/new", status=422, button=("step", "look"), year=year, promises=["promise_open"])
        assert "请填四位数的年份" in page.words
    page = chen.send("/new", status=422, button=("step", "look"), year="2026", promises=[])
    assert "请选至少一种" in page.words and "没有查到" not in page.words
    far = DAYS | {"name": "一次", "rate_by": "2126-01-20"}
    page = chen.send("/new", status=422, button=("step", "start"), year="2026", promises=["promise_open"], **far)
    assert "在三年以后，太远了" in page.words and "2126-01-20" in str(page.data("/new"))
    wrong = DAYS | {"fill_by": "0", "rate_by": TODAY.isoformat()}
    page = chen.send("/new", status=422, button=("step", "start"), year="0", name="", promises=[], **wrong)
    assert all(words in page.words for words in ("请填四位数的年份", "请选至少一种", "日子要依次往后"))


def test_each_side_does_its_part_on_one_page(browse: Browsers, world: World) -> None:
    case = builders.closed(world)
    begun(world)
    jing, ou, lin, chen = browse("jing"), browse("ou"), browse("lin"), browse("chen")
    jing.open(place(case))
    page = jing.send("/form", status=422, measures="列入预算", progress="", percent="120")
    assert "请填0到100的整数" in page.words and "列入预算" in str(page.data("/form"))
    page = jing.send("/form", measures="列入预算", progress="标线已划", percent="80", proposed_letter="A")
    assert "核查以前还可以更正" in page.words
    # The other one waits for the unit first.
    assert "列入回头看、等您办的1项" in ou.open("/").words
    ou.open(place(case))
    page = ou.send("/check", finding="partly", checked_on=TODAY.isoformat(), words="还差一个岗。")
    assert "部分属实" in page.words
    assert "等您办的1项" in lin.open("/").words
    lin.open(place(case))
    page = lin.send("/rating", level="basically_satisfied", reason="还差一个岗")
    assert "基本满意" in page.words
    chen.open(place(case))
    page = chen.send("/letter", letter="A", letter_reason="核查基本解决")
    assert "答复时B，现在A" in page.words
    words = lin.open(f"/suggestions/{case}").words
    assert "类别B改为A" in words and "答复时的类别照样保留" in words


def test_a_rating_in_another_window_is_asked_about(browse: Browsers, world: World) -> None:
    case = builders.closed(world, cosigned=True)
    begun(world)
    filled(world, case)
    early, late = browse("lin"), browse("lin")
    early.open(place(case))
    late.open(place(case))
    late.send("/rating", level="dissatisfied", reason="护学岗没有人")
    page = early.send("/rating", status=422, level="satisfied", reason="")
    assert "您在另一处已经评过" in page.words and "您已经评过：不满意（护学岗没有人）" in page.words
    assert "已评价" in early.send("/rating").words and "您已经评过：满意" in early.open(place(case)).words


def test_nobody_else_reads_a_new_rating_before_it_shuts(browse: Browsers, world: World) -> None:
    case = builders.closed(world, cosigned=True)
    one = begun(world)
    filled(world, case)
    rate(world, case, "lin", Level.DISSATISFIED, reason="护学岗没有人")
    for who in ("jing", "he", "cheng", "ou", "chen", "fang", "du"):
        here = browse(who)
        seen = here.open(f"/suggestions/{case}").words
        seen += here.open(place(case)).words + here.open(f"/look-backs/{one.id}").words
        assert "护学岗没有人" not in seen and "结果为“不满意”" not in seen and "只写给市人大：" not in seen
    browse("yuan").open(place(case), status=404)


def test_every_figure_of_the_report_opens_what_it_counts(browse: Browsers, world: World) -> None:
    case = builders.closed(world)
    one = begun(world)
    checked(world, case)
    rate(world, case, "lin", Level.BASICALLY)
    chen = browse("chen")
    page = chen.open(f"/look-backs/{one.id}/report")
    assert "列入2项" in page.words and "核查部分属实1项" in page.words
    assert "还没有填报（" in page.words and "没有填报1项" not in page.words and "没有核查1项" not in page.words
    for href, words in page.links:
        if "show=" in href and "unit=" not in href:
            assert f"{int(words.removesuffix('项'))}项" in chen.open(href).words.split("回头看", 1)[1]
    chen.client.get(f"/look-backs/{one.id}/report.xlsx").get_data()
    browse("jing").open(f"/look-backs/{one.id}/report", status=404)


def test_the_words_of_the_report_are_kept_as_a_draft(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one = begun(world)
    chen, lu, where = browse("chen"), browse("lu"), f"/look-backs/{one.id}/report"
    lu.open(where)
    chen.open(where)
    assert "草稿已保存" in chen.send("/report", button=("save", "1"), report="两项都在落实。").words
    assert "两项都在落实。" in str(chen.open(where).data("/report")) and "正在进行" in chen.page.words
    # A colleague who has not seen it is shown both, and nothing ends whatever he pressed.
    page = lu.send("/report", status=409, button=("end", "1"), report="一项没有落实。")
    assert "两项都在落实。" in page.words and "一项没有落实。" in page.words
    lu.send("/report")
    assert "一项没有落实。" in str(chen.open(where).data("/report")) and "正在进行" in chen.page.words
    held = {name: chen.page.data("/report")[name] for name in ("once", "hat", "version")}
    for words in ("自动保存的一稿。", "又一稿。"):
        chen.open(where)
        chen.post(f"{where}/autosave", **held | {"report": words})
    lu.open(where)
    lu.post(f"{where}/autosave", status=409, **held | {"report": "晚了的一稿。", "once": "another", "hat": ""})
    assert "又一稿。" in str(chen.open(where).data("/report"))
    browse("ou").open(where, status=404)


def test_the_desk_gives_more_time_and_takes_a_line_off(browse: Browsers, world: World) -> None:
    case = builders.closed(world)
    one, chen = begun(world), browse("chen")
    later = (TODAY + timedelta(47)).isoformat()
    chen.open(f"/look-backs/{one.id}/days")
    page = chen.send("/days", status=422, rate_by=TODAY.isoformat(), reason="会期推迟")
    assert "只能往后推" in page.words and "会期推迟" in str(page.data("/days"))
    assert "日子已经改了" in chen.send("/days", rate_by=later).words
    where = place(case)
    chen.open(where)
    assert "移出清单" in chen.page.words and "移出清单" not in browse("jing").open(where).words
    page = chen.send("/off", drop_reason="已列入别的督办。")
    assert "已移出" in page.words and "1项" in page.words
    words = browse("jing").open(f"/suggestions/{case}").words
    # Its promise is still on the list.
    assert "的答复移出“2026年度回头看”。" in words and "不用再填报" not in words
    assert "已列入别的督办。" in words and "代表2026年5月18日前评价" in words
    off = browse("jing").open(where).words
    assert "把这一项移出" in off and "已列入别的督办。" in off and "采取的措施" not in off
    words = chen.open(f"/look-backs/{one.id}/report").words
    assert "1项列入以后移出" in words and "已列入别的督办。" in words
    db.session.rollback()
    last = db.session.scalars(select(LookBackLine).where(LookBackLine.taken_off_at.is_(None))).one()
    chen.open(f"/suggestions/{case}/look-backs/{last.id}")
    chen.send("/off", drop_reason="不再看。")
    assert "一项承诺移出“2026年度回头看”，不用再填报。" in browse("jing").open(f"/suggestions/{case}").words
    assert "改日子" not in browse("jing").open(f"/look-backs/{one.id}").words
    browse("jing").open(f"/look-backs/{one.id}/days", status=404)


def test_a_long_list_takes_as_many_statements_as_a_short_one(browse: Browsers, world: World) -> None:
    builders.closed(world)
    one, chen = begun(world), browse("chen")
    few = statements_of(chen, f"/look-backs/{one.id}"), statements_of(chen, f"/look-backs/{one.id}/report")
    for _n in range(3):
        builders.closed(world)
    db.session.rollback()
    held = db.session.scalars(select(LookBack)).one()
    held.name = "前一次"
    db.session.commit()
    more = begun(world)
    assert few == (
        statements_of(chen, f"/look-backs/{more.id}"),
        statements_of(chen, f"/look-backs/{more.id}/report"),
    )
