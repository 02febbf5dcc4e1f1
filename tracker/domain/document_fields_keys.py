"""The fields a Word template of a paper about key items may name (重点督办建议清单、督办方案、督办情况报告)."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.document_blocks import Field
from tracker.domain.document_blocks import field_of as _f
from tracker.domain.documents import PaperKind

_TOPIC = _f("督办题目", "督办件的题目", "小学门口交通安全")
_KIND = _f("督办种类", "哪一年的重点督办、领衔督办或者领办", "2026年重点督办")
_DECIDED = _f("决定会议", "哪一天、哪次会议决定的，还没有决定的为空", "2026年4月1日第四十次主任会议")
_CHARGE = _f("督办单位", "督办的专门委员会，领办、领衔的领导", "教育科学文化卫生委员会")
_REPORT_BY = _f("报告期限", "各单位报告的最后一天", "2026年9月30日")
_PAPERS = _f(
    "督办建议",
    "督办件里的建议，逐件列出",
    "",
    _f("序号", "第几件", "1"),
    _f("编号", "建议的编号", "第20260113号"),
    _f("标题", "建议的全称", "关于在老城区小学周边设置护学通道的建议"),
    _f("承办单位", "办理的单位，顿号分开", "市教育局、市交通运输局"),
)

KEY_FIELDS: Mapping[PaperKind, tuple[Field, ...]] = {
    PaperKind.KEY_LIST: (
        _f("清单说明", "范围、项数和制表日期", "2026年4月1日第四十次主任会议决定，共2项。"),
        _f(
            "清单",
            "逐项列出",
            "",
            _f("序号", "第几项", "1"),
            _f("题目", "督办的题目", "小学门口交通安全"),
            _f("种类", "哪一种督办", "2026年重点督办"),
            _f("建议", "有哪些建议", "第20260113号、第20260114号"),
            _f("条件", "符合的条件", "多名代表提出"),
            _f("理由", "提请的理由", "三年里多名代表提出。"),
            _f("提请单位", "谁提请的", "教育科学文化卫生委员会"),
            _f("督办单位", "建议或者决定由谁督办、领办", "教育科学文化卫生委员会"),
            _f("期限", "方案、报告的期限，还没有决定的为空", "方案2026年5月1日，报告2026年9月30日"),
        ),
    ),
    PaperKind.KEY_PLAN: (
        _TOPIC,
        _KIND,
        _DECIDED,
        _CHARGE,
        _REPORT_BY,
        _f("督办方案", "方案的正文", "先听后看再问。"),
        _f("方案稿次", "第几稿", "1"),
        _f("步骤", "逐步列出", "", _f("日期", "哪一天", "2026年5月20日"), _f("内容", "做什么", "到三所小学门口视察")),
        _PAPERS,
    ),
    PaperKind.KEY_REPORT: (
        _TOPIC,
        _KIND,
        _DECIDED,
        _CHARGE,
        _f("承办单位", "报告的单位，全称", "临江市教育局"),
        _f("报告次数", "第几次报告", "1"),
        _f("办理情况", "报告的正文", "三所小学门口都有了护学岗。"),
        _PAPERS,
    ),
}
