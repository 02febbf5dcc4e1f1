"""The drafting desk: what each check finds in a sentence, and the good sentences over which it stays silent."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tracker.domain.advice import SHOWN, Advice, Check, Finding, weighed
from tracker.domain.drafting import LOOKS, findings
from tracker.domain.drafting_requests import split
from tracker.domain.drafting_traces import is_identity_number
from tracker.domain.rulebook import Ground, RulebookError
from tracker.domain.rulebook_text import parse
from tracker.domain.rulebook_write import as_text

FILE = Path(__file__).parents[2] / "tracker" / "rulebooks" / "2021-01-01-shenzhen.toml"
TEXT = FILE.read_text(encoding="utf-8")
BOOK = parse(TEXT, source=FILE.stem)
GOOD = {
    "title": "在柳堤路口增设行人过街信号灯",
    "problem": "柳堤路与环湖东路交会的路口没有行人信号灯，早高峰平均每小时有312人过街。",
    "analysis": "路口建成时两侧还没有住宅，按当时的人流没有设行人信号，现在人流已经是当年的五倍。",
    "requests-0": "在柳堤路口增设行人过街信号灯，绿灯时间不少于28秒。",
    "requests-1": "把这个路口的照明在今年年底以前改到和主干道一样亮。",
}


def found(check: Check, is_bill: bool = False, **texts: str) -> list[Finding]:
    """What one check finds; requests are written requests_0."""
    named = {field.replace("_", "-"): text for field, text in texts.items()}
    rows = [row for row in BOOK.advice if row.check is check]
    return [one for one in findings(named, grounds=(), advice=rows, is_bill=is_bill) if one.code == check]


def codes(**texts: str) -> list[str]:
    """The codes of everything found when these fields of a good paper are written otherwise."""
    named = {field.replace("_", "-"): text for field, text in texts.items()}
    return [one.code for one in findings(GOOD | named, grounds=BOOK.grounds, advice=BOOK.advice)]


def test_a_good_paper_is_left_alone() -> None:
    assert findings(GOOD, grounds=BOOK.grounds, advice=BOOK.advice) == ()


def test_an_empty_page_is_left_alone() -> None:
    empty = dict.fromkeys(GOOD, "")
    assert findings(empty, grounds=BOOK.grounds, advice=BOOK.advice) == ()
    assert findings({}, grounds=BOOK.grounds, advice=BOOK.advice) == ()


def test_every_check_has_its_row_with_an_article_in_the_shipped_rulebook() -> None:
    assert {row.check for row in BOOK.advice} == set(Check) == set(LOOKS)
    assert all(row.article for row in BOOK.advice)


def test_a_city_that_leaves_a_row_out_is_not_bothered_by_that_check() -> None:
    rows = [row for row in BOOK.advice if row.check is not Check.ANALYSIS]
    assert findings(GOOD | {"analysis": ""}, grounds=(), advice=rows) == ()
    assert codes(analysis="") == ["analysis"]


def test_each_finding_names_the_article_of_its_row_and_where_it_is() -> None:
    (one,) = found(Check.PRIVATE, problem="请与13812345678联系")
    assert one == Finding("problem", "private", "138…78", 2, BOOK.advice[0].article, ("mobile",))


# ── personal data ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电话13812345678", "mobile"),
        ("电话138 1234 5678。", "mobile"),
        ("电话１３８１２３４５６７８", "mobile"),
        ("+86 13812345678", "mobile"),
        ("身份证11010519491231002X", "id"),
        ("邮箱zhou.min@example.com", "mail"),
        ("住柳堤花园3栋2单元501室", "home"),
        ("账号6222021234567890128", "card"),
    ],
)
def test_personal_data_are_found(text: str, kind: str) -> None:
    assert [one.more for one in found(Check.PRIVATE, problem=text)] == [(kind,)]


@pytest.mark.parametrize(
    "text",
    [
        "拨打12345热线",
        "投资13800000000元以上的项目",
        "编号11010519491231002Y",
        "身份证号110105194912310021一类的号码",
        "信箱service@city.gov.cn",
        "3栋住宅楼里有501间房屋",
        "全市有138.12345678万人",
        "账号6222021234567890129",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert found(Check.PRIVATE, problem=text) == []


def test_one_finding_a_field_names_every_kind_and_shows_no_number_whole() -> None:
    (one,) = found(Check.PRIVATE, problem="周敏，13812345678，住3栋2单元501室")
    assert one.more == ("mobile", "home") and "12345" not in one.found


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("110105194912310021", False),
        ("1101051949123100", False),
        ("", False),
        ("一1010519491231002X", False),
    ],
)
def test_an_identity_number_is_known_by_its_check_digit(number: str, fits: bool) -> None:
    assert is_identity_number(number) is fits


# ── unfinished, repeated ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", ["在××路口增设信号灯", "在XX小区", "共有____户", "负责单位：【　】", "经费（ ）万元", "数据待补充"]
)
def test_places_to_be_filled_in_are_found(text: str) -> None:
    assert [one.field for one in found(Check.UNFINISHED, problem=text)] == ["problem"]


@pytest.mark.parametrize(
    "text",
    ["贺××老师反映", "车牌151××××6885", "XXL号的救生衣", "道路标线亟待完善", "3×3篮球场", "等等……", "面积20×30米"],
)
def test_what_was_made_unreadable_on_purpose_is_finished(text: str) -> None:
    assert found(Check.UNFINISHED, problem=text) == []


def test_a_sentence_that_stands_twice_is_told_at_its_second_place() -> None:
    twice = "校门口的接送车辆和行人挤在同一条车道上，"
    (one,) = found(Check.REPEATED, problem=f"{twice}。", analysis=f"因为窄。{twice}。")
    assert (one.field, one.at, one.more) == ("analysis", 4, ("problem",))


def test_a_short_sentence_and_the_title_may_come_again() -> None:
    title = "在柳堤路口增设行人过街信号灯的事情"
    assert found(Check.REPEATED, title=title, problem="这样不行。这样不行。", requests_0=title) == []


# ── one matter, title ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("title", "关于修路的建议和关于增加公交的建议", "title"),
        ("problem", "路灯坏了三个月。另外一件事，公园没有厕所。", "word"),
        ("requests_0", "修好路灯，顺便反映公园没有厕所。", "word"),
    ],
)
def test_a_second_matter_is_found_where_the_text_says_so(field: str, text: str, kind: str) -> None:
    assert [one.more for one in found(Check.ONE_MATTER, **{field: text})] == [(kind,)]


@pytest.mark.parametrize(
    "text", ["关于缓解学校周边拥堵和规范停车的建议", "关于落实《关于加强养老服务的意见》的建议", "另外，路口没有照明。"]
)
def test_two_sides_of_one_matter_are_one(text: str) -> None:
    assert found(Check.ONE_MATTER, title=text, problem=text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("在柳堤路口增设信号灯。", "stop"),
        ("关于柳堤路口的提案", "kind"),
        ("关于制定条例的议案", "kind"),
        ("关于柳堤路口积水的情况反映", "kind"),
        ("几点建议", "short"),
        ("关于加强工作的建议", "short"),
        ("在柳堤路口增设" + "行人" * 25, "long"),
    ],
)
def test_a_title_that_does_not_name_its_matter_is_told(text: str, kind: str) -> None:
    assert [one.more for one in found(Check.TITLE, title=text)] == [(kind,)]


@pytest.mark.parametrize(
    "text", ["", "加装电梯", "关于加装电梯的建议", "关于优化公交线路的意见", "关于噪声扰民的建议、批评和意见"]
)
def test_a_plain_title_is_left_alone(text: str) -> None:
    assert found(Check.TITLE, title=text) == []


def test_a_bill_is_called_a_bill() -> None:
    assert [one.more for one in found(Check.TITLE, True, title="关于制定条例的建议")] == [("kind",)]
    assert found(Check.TITLE, True, title="关于制定电梯条例的议案") == []


# ── facts, analysis ─────────────────────────────────────────────────────────


def test_a_problem_without_facts_is_told_what_kinds_would_help() -> None:
    (one,) = found(Check.FACTS, problem="现在停车非常困难，大家都很不满意，影响了生活，也不利于形象。")
    assert one.more == ("where", "how_many", "when", "source")


@pytest.mark.parametrize(
    "text",
    [
        "柳堤社区有860名老人，周末没有地方吃饭，只能靠剩饭度过两天。",
        "我走访的小区里，充电的地方都在室外，雨天不能用，居民只好拉线。",
        "停车难。",
        "",
    ],
)
def test_two_kinds_of_facts_are_enough_and_a_beginning_is_not_judged(text: str) -> None:
    assert found(Check.FACTS, problem=text) == []


def test_a_bill_may_tell_its_facts_among_its_grounds() -> None:
    bare = "电梯的安全越来越让人担心，修不修、由谁来出钱，一直没有说法。"
    facts = "去年全市困人3800多次，我们走访了42个小区。"
    assert found(Check.FACTS, problem=bare, analysis=facts) != []
    assert found(Check.FACTS, True, problem=bare, analysis=facts) == []


@pytest.mark.parametrize(("text", "kind"), [("", "missing"), ("  \n", "missing"), ("没人管。", "short")])
def test_a_missing_or_short_analysis_is_told(text: str, kind: str) -> None:
    assert [one.more for one in found(Check.ANALYSIS, **_spelt(analysis=text))] == [(kind,)]


def test_analysis_is_not_asked_for_before_a_request_stands() -> None:
    assert found(Check.ANALYSIS, problem=GOOD["problem"], analysis="") == []


def test_what_a_bill_lacks_is_a_gap_and_not_told_twice() -> None:
    assert found(Check.ANALYSIS, True, **_spelt(analysis="")) == []
    assert [one.more for one in found(Check.ANALYSIS, True, **_spelt(analysis="很急。"))] == [("short",)]


def _spelt(**texts: str) -> dict[str, str]:
    return {field.replace("-", "_"): text for field, text in GOOD.items()} | texts


# ── requests ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请问什么时候开工？", "question"),
        ("为什么一直没有人管呢？有没有人负责？", "question"),
        ("谢谢！", "courtesy"),
        ("敬请关注。", "courtesy"),
    ],
)
def test_a_request_that_asks_for_nothing_is_told(text: str, kind: str) -> None:
    assert [one.more for one in found(Check.NO_REQUEST, requests_0=text)] == [(kind,)]


@pytest.mark.parametrize(
    "text",
    ["能不能建议市交通局增设站点？", "请公布开工日期。什么时候能看到？", "谢谢各位在柳堤路口增设信号灯。", "修路。"],
)
def test_a_request_with_a_question_in_it_asks(text: str) -> None:
    assert found(Check.NO_REQUEST, requests_0=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "进一步加强管理。",
        "希望有关部门高度重视。",
        "加大执法力度，切实保障质量。",
        "建议相关部门完善养老服务体系。",
        "推动文旅融合发展。",
    ],
)
def test_a_request_without_act_number_or_day_is_vague(text: str) -> None:
    assert [one.field for one in found(Check.VAGUE, requests_0=text)] == ["requests-0"]


@pytest.mark.parametrize(
    "text",
    [
        "加强巡查，早晚高峰在柳堤路口安排人员值守。",
        "加大补贴，每户每年不少于600元。",
        "完善标准，把无障碍设施写进公园建设标准。",
        "推进12座公园的改造。",
        "在校门两侧划设护学通道。",
        "改为单行道。",
    ],
)
def test_a_request_one_could_look_at_is_not_vague(text: str) -> None:
    assert found(Check.VAGUE, requests_0=text) == []


def test_of_one_request_only_the_gravest_is_told() -> None:
    assert codes(requests_0="加强管理。") == ["no_content"]
    assert codes(requests_0="请问什么时候能加强管理？") == ["no_request"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("一、增设信号灯；二、安排人员值守；三、改善路口照明。", ["增设信号灯。", "安排人员值守。", "改善路口照明。"]),
        ("1.增设信号灯\n2.安排人员值守", ["增设信号灯。", "安排人员值守。"]),
        ("（一）增设信号灯。（二）安排人员值守。", ["增设信号灯。", "安排人员值守。"]),
        ("①增设信号灯，②安排人员值守。", ["增设信号灯。", "安排人员值守。"]),
        ("建议：一是增设信号灯；二是安排人员值守。", ["建议：增设信号灯。", "安排人员值守。"]),
        ("第一，增设信号灯。第二，安排人员值守。", ["增设信号灯。", "安排人员值守。"]),
        ("一要增设信号灯。二要安排人员值守。", ["增设信号灯。", "安排人员值守。"]),
    ],
)
def test_counted_requests_in_one_box_are_found_and_taken_apart(text: str, pieces: list[str]) -> None:
    (one,) = found(Check.SEVERAL, requests_0=text)
    assert one.more == (str(len(pieces)),)
    assert split(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "在柳堤路口增设信号灯。",
        "禁止一、二、三类车辆通行。",
        "绿灯时间从1.5秒改为2.5秒。",
        "选址在此，一是造价更低，二是离地铁更近。",
        "二、安排人员值守；三、改善照明。",
        "按（2020）1号文件和（2021）2号文件办理。",
        "",
    ],
)
def test_one_request_stays_whole(text: str) -> None:
    assert found(Check.SEVERAL, requests_0=text) == []
    assert split(text) == [text]


# ── refusal grounds ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("problem", "我家门口的路灯坏了", "personal"),
        ("problem", "案号（2023）粤0304民初1234号，至今没有执行", "in_court"),
        ("problem", "一审判决以后，工程停了", "in_court"),
        ("problem", "现实名举报该局负责人", "complaint"),
        ("problem", "现将群众来信转给你们", "citizens_letter"),
        ("requests_0", "推广使用我公司产品，先试点三个月", "academic_or_promotion"),
        ("requests_0", "建议国家出台统一的充电标准", "outside_powers"),
        ("title", "关于建议国务院修订条例的建议", "outside_powers"),
        ("requests_0", "请省财政厅每年拨付2000万元", "outside_powers"),
        ("requests_0", "对这家企业法外开恩，免除三年税款", "breaks_law"),
        ("requests_0", "修路。", "no_content"),
    ],
)
def test_each_of_the_eight_grounds_is_touched(field: str, text: str, code: str) -> None:
    assert code in codes(**{field: text})


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("problem", "家长反映，我家长会的时候说过这件事"),
        ("problem", "有群众举报工地夜间施工，举报电话没有人接"),
        ("problem", "网络不是法外之地，基层执法外包要规范，对外交流要加强"),
        ("problem", "群众上访多，信访人员少"),
        ("problem", "社会保险代转移手续要跑两次"),
        ("problem", "申领要代表本人的签字"),
        ("requests_0", "参照国家标准，在柳堤路口增设信号灯"),
        ("requests_0", "请教育部门统一安排错峰放学，相邻学校至少错开二十分钟"),
        ("requests_0", "建议国家级开发区增设公交站点3处"),
        ("requests_0", "由市政府向国家争取试点名额，年底以前报方案"),
        ("problem", "建议国家出台的标准没有落实"),
    ],
)
def test_a_word_that_means_another_thing_touches_no_ground(field: str, text: str) -> None:
    named = GOOD | {field.replace("_", "-"): text}
    assert [one for one in findings(named, grounds=BOOK.grounds, advice=()) if one.is_ground] == []


def test_a_word_counts_where_it_stands_again_outside_what_excuses_it() -> None:
    ground = Ground("personal", "个人的", "第九条", ("我家",), unless=("我家长",))
    (one,) = findings({"problem": "我家长会后，我家停水"}, grounds=(ground,), advice=())
    assert (one.found, one.at) == ("我家", 6)


# ── weight, rulebook ────────────────────────────────────────────────────────


def test_the_weightiest_are_shown_in_the_order_of_the_page_and_the_rest_folded() -> None:
    light = [Finding(f"requests-{at}", Check.REPEATED) for at in range(SHOWN)]
    grave = Finding("requests-9", "personal", is_ground=True)
    shown, folded = weighed([*light, grave])
    assert shown == (*light[: SHOWN - 1], grave) and folded == (light[SHOWN - 1],)


def test_a_book_writes_and_reads_its_checks_and_the_words_that_excuse() -> None:
    book = parse(as_text(BOOK), source=BOOK.edition, shipped=TEXT)
    assert (book.advice, book.grounds) == (BOOK.advice, BOOK.grounds)


def test_a_book_from_before_there_were_checks_takes_the_shipped_ones() -> None:
    older = TEXT[: TEXT.index("[[advice]]")]
    with pytest.raises(RulebookError, match="advice is missing"):
        parse(older, source="x")
    assert parse(older, source="x", shipped=TEXT).advice == BOOK.advice


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "facts"', 'code = "taste"', r"advice\[7\].code must be one of"),
        ('code = "facts"', 'code = "analysis"', "advice needs at least one entry, and no code twice"),
        ('words = ["谢谢"', 'words = ["谢"', r"advice\[4\].words must be words of two"),
        ('unless = ["不得突破', 'unless = ["不", "不得突破', r"grounds\[8\].unless must be words of two"),
        ('asked_of = ["国家"', 'asked_of = [1, "国家"', r"grounds\[7\].asked_of must be words of two"),
    ],
)
def test_a_row_that_is_none_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(RulebookError, match=told):
        parse(TEXT.replace(old, new), source="x")


def test_the_words_of_a_city_are_listened_to() -> None:
    rows = [Advice(Check.UNFINISHED, "本市规定", ("再议再定",))]
    assert [one.found for one in findings({"problem": "数目再议再定"}, grounds=(), advice=rows)] == ["再议再定"]


@pytest.mark.parametrize("sign", ["\n", " ", "a.", "x", "6", "（ ", "一、", "请", "。 "])
def test_a_page_full_of_one_sign_is_read_at_once(sign: str) -> None:
    """Each look goes over the text once: a full page of what it looks for must not hold up the automatic save."""
    long, short = (sign * 10_000)[:10_000], (sign * 2_000)[:2_000]
    started = time.perf_counter()
    findings({"problem": long, "requests-0": short}, grounds=BOOK.grounds, advice=BOOK.advice)
    assert time.perf_counter() - started < 2
