"""Three papers of one matter: linked while they are written, shown to the units first, merged, assigned together, each
answered on its own, one split out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Template
from tests.journeys.conftest import serving
from tests.journeys.people import Person
from tests.journeys.walks import company
from tracker.rulebooks import shipped_text

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FIRST, SECOND, THIRD = (f"在老城区{no}小学门口设置护学通道" for no in ("第一", "第二", "第三"))
GROUP = "老城区小学门口交通"
REQUEST = "在校门两侧各50米划设护学通道，早晚高峰禁止停车。"


@pytest.fixture(scope="module")
def served(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A city that shows a draft distribution to the units before it assigns."""
    instance = tmp_path_factory.mktemp("circulates")
    (instance / "rulebooks").mkdir()
    book = shipped_text().replace("pre_assignment = false", "pre_assignment = true")
    (instance / "rulebooks" / "2021-01-01-shenzhen.toml").write_text(book, encoding="utf-8")
    with serving(template, instance) as address:
        yield address


def test_three_papers_of_one_matter(people: Callable[..., Person]) -> None:
    who = company(people)
    are_written_and_linked(who("lin"), who("chen"))
    are_shown_to_the_units(who("chen"), who("he"), who("luo"))
    are_merged_and_assigned_together(who("chen"))
    are_sent_on_and_signed_for_together(who("du"), who("he"))
    are_answered_each_on_its_own(who("jing"))
    one_is_split_out(who("chen"))
    they_tell_what_they_hang_together_with(who("lin"), who("chen"))


def are_written_and_linked(lin: Person, chen: Person) -> None:
    for title in (FIRST, SECOND, THIRD):
        lin.open("/suggestions/new")
        lin.fill("标题", title)
        lin.fill("现在有什么问题", "上学放学的半小时里，接送车辆和步行学生挤在一处。")
        lin.fill("第1项请求", REQUEST)
        lin.pick("类别", "教育科技")
        lin.tick("同意全文公开")
        if title is SECOND:
            lin.press("保存草稿")
            lin.waits_for("同一件事")
            lin.reads("以前提过？", FIRST)
            lin.press(f"接着提 关于{FIRST}的建议")
            lin.reads("草稿已保存，并关联到那一件")
            lin.waits_for("已关联")
        lin.press("预览公文样，准备提交")
        lin.press("提交给市人大")
        lin.reads("已提交给市人大")
        chen.take_up("请审查", title)
        chen.press("立案编号")
        chen.reads("已立案", title)


def are_shown_to_the_units(chen: Person, he: Person, luo: Person) -> None:
    chen.open("/assignments")
    chen.reads("待预交办3", "没有等待交办的建议")
    chen.open("/circulation")
    chen.follow("成批预交办")
    for at, title in enumerate((FIRST, SECOND, THIRD)):
        chen.page.get_by_label(f"选上：{title}").check()
        chen.fill("主办单位", "市教育局", which=at)
        chen.fill("会办单位", "市交通运输局", which=at)
    chen.press("看看会问什么")
    chen.reads("3件，征求2个单位的意见", "每个单位要看多少", "有一件不对，全部不发")
    chen.press("预交办这3件")
    chen.reads("已预交办3件", "0个单位已说，共2个")

    he.open("/tasks/drafts")
    for title in (FIRST, SECOND, THIRD):
        he.choose(f"{title}：是不是本单位的职责", "是本单位的职责")
    he.press("把意见告诉代表工作机构")
    he.reads("已对3件说了意见")
    luo.take_up("请说意见", FIRST)
    luo.reads("这还不是交办，期限不起算", "接送车辆和步行学生挤在一处")
    luo.open("/tasks/drafts")
    luo.choose(f"{FIRST}：是不是本单位的职责", "不是本单位的职责")
    luo.press("把意见告诉代表工作机构")
    _is_told(luo, "不是本单位职责的，请写明为什么")
    luo.fill("应当由哪个单位办", "市委宣传部")
    luo.fill("为什么", "校门口的宣传不由本局负责。")
    for title in (SECOND, THIRD):
        luo.choose(f"{title}：是不是本单位的职责", "是本单位的职责")
    luo.press("把意见告诉代表工作机构")
    luo.reads("已对3件说了意见")


def are_merged_and_assigned_together(chen: Person) -> None:
    chen.take_up("请交办", FIRST)
    chen.reads("预交办：认为不属于本单位，应当由市委宣传部办", "校门口的宣传不由本局负责")
    chen.open("/suggestions")
    for title in (FIRST, SECOND, THIRD):
        chen.page.get_by_label(f"选上：关于{title}的建议").check()
    chen.press("把选上的并案")
    chen.reads("和哪几件并在一起办", "很相近")
    chen.press("看看并起来是什么样")
    _is_told(chen, "请填写这一项")
    chen.fill("并案的名称", GROUP)
    chen.fill("为什么并在一起", "都提老城区小学门口的护学通道。")
    chen.fill("各件有什么不同", "三所小学，路段不同。")
    chen.press("看看并起来是什么样")
    chen.reads("并案不动任何一个日子", "各自收到答复、各自评价", FIRST, SECOND, THIRD)
    chen.press("并案")
    chen.reads("已并案，共3件")

    chen.follow("把3件交给同样的单位")
    chen.fill("再找一个单位", "市教育局、市交通运输局")
    chen.press("加到上面")
    chen.choose("市教育局怎么办", "主办")
    chen.choose("市交通运输局怎么办", "会办")
    chen.fill("请会办单位做什么", "请说明标线哪天划完。")
    chen.press("看看会发出什么")
    chen.reads("3件，交给2个单位", "一次发出3件；有一件不对，全部不发")
    chen.press("交办这3件")
    chen.reads(FIRST, SECOND, THIRD)


def are_sent_on_and_signed_for_together(du: Person, he: Person) -> None:
    du.open("/distribution")
    du.follow("并案，一起看")
    du.reads("只列出同一个并案的")
    du.press("看看会发出什么")
    du.press("转办这6件次")
    du.reads("已转办3件")
    he.open("/tasks?stage=to_sign_for")
    he.press("全选或全不选")
    he.page.locator("select[name=handler]").select_option(label="景行（经办人）")
    he.press("签收选上的")
    he.reads("已签收3件")


def are_answered_each_on_its_own(jing: Person) -> None:
    jing.take_up("请起草答复", FIRST)
    jing.fill("第1项的答复", "已在校门两侧各50米划设护学通道，早晚高峰禁止停车。")
    jing.choose("第1项的办理结果", "A 已经解决")
    jing.fill("正文开头", "您提出的建议收悉，感谢您对学生安全的关心。")
    jing.fill("联系人", "景行")
    jing.fill("联系电话", "8555 0142")
    jing.press("保存草稿，把共同部分套用到并案的其他件")
    jing.reads(SECOND, THIRD, "套用这份的第1项", "一个字也不会盖掉")
    jing.press("套用到选上的草稿")
    jing.reads("已套用到2件的草稿")

    jing.take_up("请起草答复", SECOND)
    assert jing.page.get_by_label("第1项的答复").first.input_value().startswith("已在校门两侧")
    jing.reads("从并案的另一件套用的")
    jing.choose("第1项的办理结果", "A 已经解决")
    jing.press("下一步：核对")
    _is_told(jing, "请至少写一句只对这位代表说的话")


def one_is_split_out(chen: Person) -> None:
    chen.open("/groups")
    chen.follow(GROUP)
    chen.reads("3件一起办理", "承办单位相同：市交通运输局、市教育局")
    row = chen.page.get_by_role("row").filter(has_text=THIRD)
    chen.follow("移出", within=row)
    chen.reads("一个日子也不变", "其余的继续一起办理")
    chen.fill("理由", "第三小学正在搬迁，另行办理。")
    chen.press("移出并案")
    chen.reads("已移出，这一件单独办理", "已经移出")


def they_tell_what_they_hang_together_with(lin: Person, chen: Person) -> None:
    lin.open("/mine")
    lin.follow(SECOND)
    lin.reads("关联的建议", "以前提过，接着提", FIRST, f"“{GROUP}”")
    assert any("并入" in sentence for sentence in lin.story())
    chen.open("/suggestions")
    chen.reads("并案")


def _is_told(person: Person, *words: str) -> None:
    """What is wrong stands on the page; the browser itself notes that it came with 422."""
    person.reads(*words)
    person.complaints.clear()
