"""How the body of each paper is built, line by line, from its fields: the same lines are written into the built-in Word
template and set as PDF. Always Chinese, whatever language the screen speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.documents import PaperKind


class Style(StrEnum):
    """How a line looks: 正文, 一级标题 (黑体), 二级标题 (楷体), without indent, centred."""

    BODY = "body"
    HEAD = "head"
    SUB = "sub"
    PLAIN = "plain"
    CENTRE = "centre"


class Shape(StrEnum):
    """LETTER: an official document with a red head (GB/T 9704). SHEET: a form or a list under a plain title."""

    LETTER = "letter"
    SHEET = "sheet"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; `when` names the field without which it is left out."""

    words: str
    style: Style = Style.BODY
    when: str = ""


@dataclass(frozen=True, slots=True)
class Each:
    """Lines repeated for every entry 项 of a list."""

    of: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row for every entry 项 of a list; widths in millimetres."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    of: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of labels and what stands beside them; `tall` rows leave room to write by hand."""

    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    tall: frozenset[int] = frozenset()


Block = Line | Each | Table | Grid


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of a kind of paper and its body."""

    shape: Shape
    body: tuple[Block, ...]


_REQUESTS = Each("请求", (Line("{{ 项.序号 }}．{{ 项.内容 }}"),))
_H, _S, _P = Style.HEAD, Style.SUB, Style.PLAIN

FORMS: Mapping[PaperKind, Form] = {
    PaperKind.REPLY: Form(
        Shape.LETTER,
        (
            Line("{{ 正文开头 }}"),
            Each(
                "答复事项",
                (
                    Line("{{ 项.序号 }}、关于“{{ 项.请求 }}”", _H, "项.请求"),
                    Line("{{ 项.答复 }}"),
                    Line("办理结果：{{ 项.类别 }}类（{{ 项.类别含义 }}）。", when="项.类别"),
                    Line("{{ 项.承诺 }}。", when="项.承诺"),
                ),
            ),
            Line("{{ 会办说明 }}", when="会办说明"),
        ),
    ),
    PaperKind.FORM: Form(
        Shape.SHEET,
        (
            Grid(
                (32, 46, 32, 46),
                (
                    ("建议编号", "{{ 建议编号 }}", "答复文号", "{{ 答复文号 }}"),
                    ("承办单位", "{{ 承办单位 }}", "答复日期", "{{ 答复日期 }}"),
                    ("领衔代表", "{{ 领衔代表 }}", "答复次数", "第{{ 答复次数 }}次"),
                    ("反馈期限", "{{ 反馈期限 }}", "代表签名", ""),
                ),
            ),
            Line("建议标题：{{ 建议标题 }}", _P),
            Line("请在认为合适的一格打“√”：", _P),
            Table(
                ("评价的事项", "满意", "基本满意", "不满意"),
                (60, 32, 32, 32),
                "评价事项",
                ("{{ 项.名称 }}", "□", "□", "□"),
            ),
            Grid(
                (40, 116),
                (
                    ("不满意的理由（评价不满意的，请写明）", ""),
                    ("是否要求重新办理", "□ 要求　　　□ 不要求"),
                    ("是否希望当面沟通", "□ 希望　　　□ 不需要"),
                    ("其他意见", ""),
                ),
                frozenset({0, 3}),
            ),
            Line("填表日期：　　　　年　　月　　日", _P),
            Line("{{ 填表说明 }}", _P),
        ),
    ),
    PaperKind.NOTICE: Form(
        Shape.LETTER,
        (
            Line(
                "现将{{ 届次 }}{{ 领衔代表 }}{{ 等 }}代表提出的{{ 建议编号 }}《{{ 建议标题 }}》"
                "交你单位{{ 承办方式 }}，请按以下要求办理。"
            ),
            Line("一、办理事项", _H),
            _REQUESTS,
            Line("会办要求：{{ 会办要求 }}", when="会办要求"),
            Line("二、承办单位", _H),
            Each("各承办单位", (Line("{{ 项.方式 }}：{{ 项.单位 }}"),)),
            Line("三、办理期限", _H),
            Line("请于{{ 办理期限 }}前{{ 办结形式 }}。", when="办理期限"),
            Line(
                "不属于你单位职责的，请自收到之日起{{ 退件期限 }}内提出退件申请，不得自行转给其他单位。",
                when="退件期限",
            ),
            Line("{{ 重点标记 }}", when="重点标记"),
            Line("四、联系代表", _H),
            Line("请在办理前、办理中、答复后主动联系代表：", when="代表"),
            Each("代表", (Line("{{ 项.身份 }}：{{ 项.姓名 }}{{ 项.代表团 }}{{ 项.电话 }}"),)),
            Line("五、答复格式", _H),
            Line("{{ 答复要求 }}"),
        ),
    ),
    PaperKind.OBJECTION: Form(
        Shape.LETTER,
        (
            Line(
                "{{ 建议编号 }}《{{ 建议标题 }}》于{{ 交办日期 }}交我单位{{ 承办方式 }}。经研究，"
                "该件不属于我单位职责范围，现申请退件（第{{ 申请次数 }}次）。"
            ),
            Line("一、理由", _H),
            Line("{{ 退件理由 }}"),
            Line("二、职责依据", _H, "职责依据"),
            Line("{{ 职责依据 }}", when="职责依据"),
            Line("三、建议承办单位", _H),
            Line("建议改由{{ 建议承办单位 }}办理。"),
            Line("妥否，请裁定。"),
        ),
    ),
    PaperKind.EXTENSION: Form(
        Shape.LETTER,
        (
            Line(
                "{{ 建议编号 }}《{{ 建议标题 }}》由我单位{{ 承办方式 }}，"
                "应于{{ 原定期限 }}前答复代表。现申请延期至{{ 申请期限 }}。"
            ),
            Line("一、延期理由", _H),
            Line("{{ 延期理由 }}"),
            Line("二、已向代表作出的说明", _H),
            Line("{{ 已作说明 }}"),
            Line("妥否，请批示。"),
        ),
    ),
    PaperKind.OPINION: Form(
        Shape.LETTER,
        (
            Line("关于{{ 建议编号 }}《{{ 建议标题 }}》，我单位会办意见如下："),
            Line("会办要求：{{ 会办要求 }}", when="会办要求"),
            Line("{{ 会办意见 }}"),
            Line("以上意见，请在答复代表时一并考虑。"),
        ),
    ),
    PaperKind.REHANDLING: Form(
        Shape.LETTER,
        (
            Line(
                "你单位{{ 上次答复日期 }}以{{ 上次文号 }}答复的{{ 建议编号 }}《{{ 建议标题 }}》，"
                "代表评价为不满意。经研究，决定由你单位重新办理（第{{ 答复次数 }}次）。"
            ),
            Line("一、重新办理的理由", _H),
            Line("{{ 重办理由 }}"),
            Line("二、要求", _H),
            Line("请当面听取代表意见，逐项重新研究，于{{ 办理期限 }}前重新答复代表。", when="办理期限"),
            Line("重新答复由与上次不同的负责人签发，并写明与上次答复相比有哪些变化。"),
        ),
    ),
    PaperKind.COMMITMENTS: Form(
        Shape.SHEET,
        (
            Grid(
                (32, 46, 32, 46),
                (
                    ("建议编号", "{{ 建议编号 }}", "承办单位", "{{ 承办单位 }}"),
                    ("答复文号", "{{ 答复文号 }}", "答复日期", "{{ 答复日期 }}"),
                ),
            ),
            Line("建议标题：{{ 建议标题 }}", _P),
            Table(
                ("序号", "承诺事项", "对应请求", "完成期限", "责任人", "状态"),
                (12, 62, 18, 28, 18, 18),
                "承诺事项",
                (
                    "{{ 项.序号 }}",
                    "{{ 项.内容 }}",
                    "第{{ 项.请求序号 }}项",
                    "{{ 项.期限 }}",
                    "{{ 项.责任人 }}",
                    "{{ 项.状态 }}",
                ),
            ),
            Line("到期由承办单位报告落实情况，请代表对落实情况评价。需要调整期限或者内容的，须经批准。", _P),
        ),
    ),
    PaperKind.REFUSAL: Form(
        Shape.LETTER,
        (
            Line("您{{ 提交日期 }}提出的《{{ 建议标题 }}》收悉。经审查，{{ 处理结果 }}。"),
            Line("一、依据", _H, "依据"),
            Line("{{ 依据 }}（{{ 条款 }}）。", when="依据"),
            Line("二、说明", _H),
            Line("{{ 说明 }}"),
            Line("三、您可以怎样做", _H),
            Line("您可以修改后重新提出，也可以就处理意见与我们联系。感谢您对我们工作的关心和支持。"),
        ),
    ),
    PaperKind.WITHDRAWAL: Form(
        Shape.LETTER,
        (
            Line(
                "{{ 领衔代表 }}{{ 等 }}代表{{ 提交日期 }}提出的{{ 建议编号 }}《{{ 建议标题 }}》，"
                "已于{{ 撤回日期 }}撤回，办理终止。"
            ),
            Line("撤回理由：{{ 撤回理由 }}", when="撤回理由"),
            Line("原交办的承办单位不再办理；已经形成的材料随案卷保存。", when="承办单位"),
            Line("已通知的承办单位：{{ 承办单位 }}。", when="承办单位"),
        ),
    ),
    PaperKind.SUGGESTION: Form(
        Shape.SHEET,
        (
            Grid(
                (28, 50, 28, 50),
                (
                    ("编号", "{{ 建议编号 }}", "届次", "{{ 届次 }}"),
                    ("领衔代表", "{{ 领衔代表 }}", "提交日期", "{{ 提交日期 }}"),
                    ("类别", "{{ 类别 }}", "公开意见", "{{ 公开意见 }}"),
                ),
            ),
            Line("附议代表：{{ 附议代表 }}", _P, "附议代表"),
            Line("一、{{ 事由名称 }}", _H),
            Line("{{ 问题 }}"),
            Line("二、{{ 案据名称 }}", _H, "分析"),
            Line("{{ 分析 }}", when="分析"),
            Line("三、{{ 方案名称 }}", _H),
            _REQUESTS,
        ),
    ),
    PaperKind.LIST: Form(
        Shape.WIDE,
        (
            Line("{{ 清单说明 }}", _P),
            Table(
                ("序号", "编号", "建议标题", "领衔代表", "承办方式", "其他承办单位", "办理期限"),
                (12, 28, 92, 24, 20, 40, 31),
                "清单",
                (
                    "{{ 项.序号 }}",
                    "{{ 项.编号 }}",
                    "{{ 项.标题 }}",
                    "{{ 项.领衔代表 }}",
                    "{{ 项.承办方式 }}",
                    "{{ 项.其他单位 }}",
                    "{{ 项.期限 }}",
                ),
            ),
        ),
    ),
}
