"""What a template of the office cannot lack (GB/T 9704 and the code that proves a paper), kind by kind.

`清单.标题` is the field 标题 of each entry of the list 清单.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.domain.document_fields import sample_of
from tracker.domain.documents import PaperKind

_CODE = "核对码"
_SIGNED = ("落款", "成文日期", _CODE)
_OF_CASE = ("标题", "主送", "建议编号")

MUSTS: Mapping[PaperKind, tuple[str, ...]] = {
    PaperKind.REPLY: ("发文字号", "标题", "主送", "正文开头", "答复事项.答复", *_SIGNED),
    PaperKind.FORM: ("标题", "建议编号", "承办单位", "评价事项.名称", _CODE),
    PaperKind.NOTICE: (*_OF_CASE, "建议标题", "承办方式", "请求.内容", "办理期限", *_SIGNED),
    PaperKind.OBJECTION: (*_OF_CASE, "退件理由", "建议承办单位", *_SIGNED),
    PaperKind.EXTENSION: (*_OF_CASE, "延期理由", "申请期限", *_SIGNED),
    PaperKind.OPINION: ("发文字号", *_OF_CASE, "会办意见", *_SIGNED),
    PaperKind.CHASE: ("发文字号", *_OF_CASE, "办理期限", "催办次数", *_SIGNED),
    PaperKind.SUPERVISION: ("发文字号", *_OF_CASE, "办理期限", "督办要求", *_SIGNED),
    PaperKind.REHANDLING: (*_OF_CASE, "重办理由", "办理期限", *_SIGNED),
    PaperKind.ESCALATION: (*_OF_CASE, "协调方式", "协调理由", "会议日期", *_SIGNED),
    PaperKind.MINUTES: (*_OF_CASE, "会议日期", "参加人员", "会议意见", "会议结果", *_SIGNED),
    PaperKind.COMMITMENTS: ("标题", "承诺事项.内容", "承诺事项.期限", _CODE),
    PaperKind.SECOND: ("发文字号", "标题", "主送", "再次答复", *_SIGNED),
    PaperKind.REFUSAL: ("标题", "主送", "处理结果", "说明", *_SIGNED),
    PaperKind.WITHDRAWAL: ("标题", "主送", "撤回日期", *_SIGNED),
    PaperKind.SUGGESTION: ("标题", "领衔代表", "问题", "请求.内容", _CODE),
    PaperKind.KEY_LIST: ("标题", "清单.题目", "清单.建议", "清单.督办单位", _CODE),
    PaperKind.KEY_PLAN: ("标题", "督办题目", "督办方案", *_SIGNED),
    PaperKind.KEY_REPORT: ("发文字号", "标题", "主送", "督办题目", "办理情况", *_SIGNED),
    PaperKind.LIST: ("标题", "清单.编号", "清单.标题", "清单.期限", _CODE),
}


def mark_of(must: str) -> str:
    """What stands for a field while a template is tried, found again where the template prints it."""
    return f"⟦{must}⟧"


def marked_sample(kind: PaperKind) -> dict[str, Any]:
    """The sample of a kind with a mark in the place of every field that cannot be lacking."""
    held = sample_of(kind)
    for must in MUSTS.get(kind, ()):
        name, _dot, part = must.partition(".")
        held[name] = [each | {part: mark_of(must)} for each in held[name]] if part else mark_of(must)
    return held


def named(must: str) -> str:
    """The field as the desk writes it: 标题, 清单（项.标题）."""
    name, _dot, part = must.partition(".")
    return f"{name}（项.{part}）" if part else name


def lacking(kind: PaperKind, words: str) -> list[str]:
    """The fields of which a paper made of the marked sample shows nothing, in their order."""
    return [named(must) for must in MUSTS.get(kind, ()) if mark_of(must) not in words]
