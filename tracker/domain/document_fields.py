"""The fields a Word template may name, kind by kind: what each holds, and an example. Chinese, as offices write them.

The examples together are the sample on which a new template is tried before it is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.documents import PaperKind


@dataclass(frozen=True, slots=True)
class Field:
    """One field; a list has `parts`, the fields of each of its entries 项."""

    name: str
    meaning: str
    example: str = ""
    parts: tuple[Field, ...] = ()

    @property
    def sample(self) -> Any:
        """What stands in for it while a template is tried; a list shows two entries."""
        return [{one.name: one.example for one in self.parts}] * 2 if self.parts else self.example


def _f(name: str, meaning: str, example: str = "", *parts: Field) -> Field:
    return Field(name, meaning, example, parts)


_NAME, _TITLE = "关于在老城区小学周边设置护学通道的建议", "市七届人大六次会议第20260113号建议"
COMMON = (
    _f("发文机关", "红头上的单位名称", "临江市教育局"),
    _f("发文字号", "没有的为空", "临教复〔2026〕12号"),
    _f("签发人", "没有的为空", "程远"),
    _f("类别标记", "答复函首页右上角的办理结果类别，其他文书为空", "B类"),
    _f("标题", "文书的标题", f"临江市教育局关于{_TITLE}的答复"),
    _f("主送", "抬头，带冒号", "林若溪、方舒代表："),
    _f("附件", "附件的名称，逐个列出；没有的为空", "征询意见表"),
    _f("落款", "署名的单位", "临江市教育局"),
    _f("成文日期", "落款的日期", "2026年6月12日"),
    _f("联系", "联系人和电话连成一句，没有的为空", "联系人：景行，联系电话：8555 0142"),
    _f("联系人", "经办的联系人", "景行"),
    _f("联系电话", "联系人的电话", "8555 0142"),
    _f("附注", "落款下面括号里的话，答复函是公开方式，其他文书为空", "此件主动公开"),
    _f("抄送", "抄送的机关，顿号分开", "临江市人大常委会选联任工委、督查室"),
    _f("建议编号", "带“第”“号”", "第20260113号"),
    _f("建议标题", "全称", _NAME),
    _f("届次", "哪次会议期间或者闭会期间提出", "市七届人大六次会议"),
    _f("领衔代表", "代表团提出的是代表团名称", "林若溪"),
    _f("等", "联名的是“等”字，一人提出的为空", "等"),
    _f("草稿标记", "草稿才有，正式文书为空", "草稿　不作凭证"),
    _f("核对码", "核对用的编码", "reply-12-34-82a05b27f926a502bc62"),
    _f("核对网址", "核对页的网址", "https://example.org/check"),
    _f("核对说明", "怎样核对的一句话", "扫码或者在核对页输入编码，可以核对本件与系统记录是否相符。"),
)
_REQUESTS = _f("请求", "逐项列出", "", _f("序号", "第几项", "1"), _f("内容", "请求的内容", "在校门两侧划设护学通道。"))
_UNIT = _f("承办单位", "全称", "临江市教育局")
_NUMBER, _REPLIED = (
    _f("答复文号", "答复的发文字号", "临教复〔2026〕12号"),
    _f("答复日期", "答复的日期", "2026年6月12日"),
)
_TIMES = _f("答复次数", "第几次答复", "1")
_ROLE = _f("承办方式", "独办、主办、会办或者分办", "主办")
_ASSIGNED = _f("交办日期", "交给这个单位的日期", "2026年4月1日")
_SUBMITTED = _f("提交日期", "代表提交的日期", "2026年3月2日")
_DUE = _f("办理期限", "最后一天", "2026年6月30日")
_ASKED = _f("会办要求", "主办单位请会办单位说什么，没有的为空", "请对道路条件提出意见。")
_BEFORE = (
    _f("上次文号", "上次答复的发文字号", "临教复〔2026〕12号"),
    _f("上次答复日期", "上次答复的日期", "2026年6月12日"),
)
_TAKEN_UP = (
    _UNIT,
    *_BEFORE,
    _TIMES,
    _f("协调方式", "当面会商、专家论证或者主任会议", "代表、承办单位当面会商"),
    _f("协调理由", "为什么提请", "两次答复都没有说护学通道。"),
)
_CHASED = (
    _UNIT,
    _ROLE,
    _ASSIGNED,
    _DUE,
    _f("应办事项", "签收、答复代表或者提交会办意见", "答复代表"),
    _f("逾期情况", "已经逾期几天，或者还没有到期", "已逾期3天"),
    _f("催办次数", "上次答复以来第几次催办", "2"),
    _f("回应期限", "没有定的为空", "2026年7月6日"),
)

FIELDS: Mapping[PaperKind, tuple[Field, ...]] = {
    PaperKind.REPLY: (
        _f("正文开头", "收悉、致谢和怎样研究的", "您和各位代表提出的建议收悉，现逐项答复如下："),
        _f(
            "答复事项",
            "逐项答复",
            "",
            _f("序号", "一、二、三", "一"),
            _f("请求", "代表的请求", "在校门两侧划设护学通道"),
            _f("答复", "答复的正文", "已在两侧划设通道。"),
            _f("类别", "办理结果的字母", "B"),
            _f("类别含义", "这个字母在本市的含义", "正在解决"),
            _f("承诺", "没有承诺的为空", "承诺：护学通道启用，2026年8月31日前完成，程远负责"),
        ),
        _f("会办说明", "听取会办意见的情况，没有的为空", "办理中听取了市交通运输局的会办意见。"),
    ),
    PaperKind.FORM: (
        _UNIT,
        _NUMBER,
        _REPLIED,
        _TIMES,
        _f("反馈期限", "没有的为空", "2026年7月10日前"),
        _f("评价事项", "逐项评价", "", _f("名称", "评价什么", "答复内容")),
        _f("填表说明", "交给谁", "请填好后交代表工作机构，不要交给承办单位。"),
    ),
    PaperKind.NOTICE: (
        _UNIT,
        _ROLE,
        _ASSIGNED,
        _DUE,
        _f("办结形式", "答复代表，或者向主办单位提交会办意见", "答复代表"),
        _REQUESTS,
        _ASKED,
        _f("各承办单位", "逐个列出", "", _f("方式", "主办、会办等", "会办"), _f("单位", "全称", "临江市交通运输局")),
        _f("退件期限", "提出退件申请的期限，没有的为空", "5个工作日"),
        _f("重点标记", "重点督办的一句话，其他为空", "本件是重点督办建议。"),
        _f(
            "代表",
            "领衔代表和附议代表",
            "",
            _f("身份", "领衔代表或者附议代表", "领衔代表"),
            _f("姓名", "姓名", "林若溪"),
            _f("代表团", "带括号", "（滨湖代表团）"),
            _f("电话", "没有登记的为空", "，电话：8555 0101"),
        ),
        _f("答复要求", "答复或者会办意见的格式", "以公文形式逐项答复。"),
    ),
    PaperKind.OBJECTION: (
        _ROLE,
        _ASSIGNED,
        _f("申请次数", "第几次申请退件", "1"),
        _f("退件理由", "为什么不属于本单位", "道路标线不属于本单位职责。"),
        _f("职责依据", "三定规定的条款，没有的为空", "“三定”规定第五条"),
        _f("建议承办单位", "应由谁办", "临江市公安局"),
    ),
    PaperKind.EXTENSION: (
        _ROLE,
        _f("延期理由", "为什么不能按期答复", "方案需要听证。"),
        _f("原定期限", "原来的最后一天", "2026年6月30日"),
        _f("申请期限", "申请延到哪一天", "2026年7月31日"),
        _f("已作说明", "已经向代表说了什么", "已向领衔代表说明进展。"),
    ),
    PaperKind.OPINION: (
        _f("主办单位", "全称", "临江市教育局"),
        _ASKED,
        _f("会办意见", "意见的正文", "8所学校周边道路具备条件。"),
    ),
    PaperKind.CHASE: (*_CHASED, _f("催办意见", "没有写的为空", "请于本周内说明进展。")),
    PaperKind.SUPERVISION: (*_CHASED, _f("督办要求", "要求做什么", "请主要负责人过问，抓紧答复代表。")),
    PaperKind.REHANDLING: (
        _UNIT,
        *_BEFORE,
        _TIMES,
        _f("重办理由", "为什么重新办理", "第二项请求没有答复。"),
        _DUE,
    ),
    PaperKind.ESCALATION: (
        *_TAKEN_UP,
        _f("会议日期", "定于哪一天", "2026年7月20日"),
        _f("会议地点", "没有写的为空", "市人大常委会第二会议室"),
    ),
    PaperKind.MINUTES: (
        *_TAKEN_UP,
        _f("会议日期", "哪一天开的", "2026年7月20日"),
        _f("会议地点", "写作“在某处”，没有写的为空", "在市人大常委会第二会议室"),
        _f("参加人员", "主持人、姓名和职务", "林若溪代表，市教育局副局长高敬之"),
        _f("会议意见", "各方怎么说、定了什么", "六月底前划出护学通道。"),
        _f("会议结果", "再办一轮、再提请研究，或者到此办结", "到此办结，代表的评价照实保留。"),
    ),
    PaperKind.COMMITMENTS: (
        _UNIT,
        _NUMBER,
        _REPLIED,
        _f(
            "承诺事项",
            "逐项列出",
            "",
            _f("序号", "第几项", "1"),
            _f("内容", "承诺做到什么", "8所小学护学通道启用"),
            _f("请求序号", "对应第几项请求", "1"),
            _f("期限", "完成的日期", "2026年8月31日"),
            _f("责任人", "没有的为空", "程远"),
            _f("措施", "怎样做到，没有的为空", "会同公安交警部门划线"),
            _f("原定期限", "改过期限的才有", "2026年6月30日"),
            _f("状态", "现在的状态", "在落实"),
            _f("进度", "承办单位最近一次报告的，没有的为空", "60%"),
        ),
    ),
    PaperKind.SECOND: (
        _UNIT,
        _f("承诺内容", "原来承诺做到什么", "护学岗经费列入预算"),
        _f("承诺期限", "原来承诺的日期", "2026年8月31日"),
        _f("请求序号", "对应第几项请求", "2"),
        _f("首次文号", "作出承诺的答复的文号", "临教复〔2026〕12号"),
        _f("再次答复", "落实情况的正文", "护学岗经费已经批复，9月起发放。"),
    ),
    PaperKind.REFUSAL: (
        _SUBMITTED,
        _f("处理结果", "怎样处理", "不作为代表建议处理"),
        _f("依据", "哪一种情形，没有的为空", "没有具体内容的"),
        _f("条款", "哪一条", "《深圳市人大代表建议办理规定》第九条"),
        _f("说明", "向代表的说明", "没有写明请求办什么。"),
    ),
    PaperKind.WITHDRAWAL: (
        _SUBMITTED,
        _f("撤回日期", "撤回的日期", "2026年4月10日"),
        _f("撤回理由", "没有写的为空", "另有新的提法。"),
        _f("承办单位", "已经交办的单位，没有的为空", "临江市教育局"),
    ),
    PaperKind.SUGGESTION: (
        _SUBMITTED,
        _f("附议代表", "没有的为空", "方舒"),
        _f("类别", "内容的类别", "教育科技"),
        _f("公开意见", "代表是否同意公开", "同意全文公开"),
        _f("事由名称", "第一部分叫什么", "问题"),
        _f("案据名称", "第二部分叫什么", "分析"),
        _f("方案名称", "第三部分叫什么", "具体建议"),
        _f("问题", "正文的第一部分", "上学放学时车辆和学生挤在一处。"),
        _f("分析", "没有写的为空", "护学岗只能疏导。"),
        _REQUESTS,
    ),
    PaperKind.LIST: (
        _UNIT,
        _f("清单说明", "范围、件数和制表日期", "2026年4月1日交办，共2件。"),
        _f(
            "清单",
            "逐件列出",
            "",
            _f("序号", "第几件", "1"),
            _f("编号", "建议的编号", "第20260113号"),
            _f("标题", "建议的全称", _NAME),
            _f("领衔代表", "领衔代表", "林若溪"),
            _f("承办方式", "主办、会办等", "主办"),
            _f("其他单位", "一起承办的单位，没有的为空", "市交通运输局"),
            _f("期限", "最后一天", "2026年6月30日"),
        ),
    ),
}
# Lists of plain words rather than of entries.
_PLAIN_LISTS = frozenset({"附件"})


def fields_of(kind: PaperKind) -> tuple[Field, ...]:
    """Everything a template of this kind may name, its own fields first."""
    own = FIELDS[kind]
    named = {one.name for one in own}
    return own + tuple(one for one in COMMON if one.name not in named)


def sample_of(kind: PaperKind) -> dict[str, Any]:
    """The fields of a kind with their examples."""
    return {one.name: [one.example] if one.name in _PLAIN_LISTS else one.sample for one in fields_of(kind)}


def closest(name: str, kind: PaperKind) -> str:
    """The known field that a wrong one most looks like: shares most characters with it; empty when none does."""
    shared = {one.name: len(set(one.name) & set(name)) for one in fields_of(kind)}
    best = max(shared, key=lambda one: (shared[one], -len(one)))
    return best if shared[best] >= min(2, len(name)) else ""
