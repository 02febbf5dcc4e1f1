"""How the bodies of lists and of the papers about key items are built, line by line; see `document_forms.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.document_blocks import Each, Form, Line, Shape, Style, Table
from tracker.domain.documents import PaperKind

_H, _P = Style.HEAD, Style.PLAIN
_PAPERS = Each("督办建议", (Line("{{ 项.序号 }}．{{ 项.编号 }}《{{ 项.标题 }}》（{{ 项.承办单位 }}）"),))

LIST_FORMS: Mapping[PaperKind, Form] = {
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
    PaperKind.KEY_LIST: Form(
        Shape.WIDE,
        (
            Line("{{ 清单说明 }}", _P),
            Table(
                ("序号", "题目和种类", "建议", "符合的条件和理由", "提请", "督办、领办", "期限"),
                (12, 48, 44, 61, 26, 30, 26),
                "清单",
                (
                    "{{ 项.序号 }}",
                    "{{ 项.题目 }}（{{ 项.种类 }}）",
                    "{{ 项.建议 }}",
                    "{% if 项.条件 %}{{ 项.条件 }}。{% endif %}{{ 项.理由 }}",
                    "{{ 项.提请单位 }}",
                    "{{ 项.督办单位 }}",
                    "{{ 项.期限 }}",
                ),
            ),
        ),
    ),
    PaperKind.KEY_PLAN: Form(
        Shape.LETTER,
        (
            Line(
                "{{ 决定会议 }}决定，将“{{ 督办题目 }}”列为{{ 督办种类 }}，由{{ 督办单位 }}负责。现将督办方案通知如下："
            ),
            Line("一、督办的建议", _H, "督办建议"),
            _PAPERS,
            Line("二、督办安排", _H),
            Line("{{ 督办方案 }}"),
            Each("步骤", (Line("{{ 项.日期 }}：{{ 项.内容 }}"),)),
            Line("三、报告", _H, "报告期限"),
            Line("请各承办单位由主要负责人研究办理，于{{ 报告期限 }}前向主任会议报告。", when="报告期限"),
        ),
    ),
    PaperKind.KEY_REPORT: Form(
        Shape.LETTER,
        (
            Line("{{ 决定会议 }}决定，“{{ 督办题目 }}”列为{{ 督办种类 }}。现将我单位办理情况报告如下："),
            Line("一、督办的建议", _H, "督办建议"),
            _PAPERS,
            Line("二、办理情况", _H),
            Line("{{ 办理情况 }}"),
            Line("特此报告。"),
        ),
    ),
}
