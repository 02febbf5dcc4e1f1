"""Words that papers share: days, ordinals, whom a paper is about, from and to. Always Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.calendar import Unit
from tracker.domain.documents import PaperKind
from tracker.domain.kinds import Kind
from tracker.domain.letter_texts import sitting_words

Fields = dict[str, Any]
Facts = Mapping[str, Any]

_DIGITS = "零一二三四五六七八九"
LIMIT_UNITS = {Unit.CALENDAR_DAY: "日", Unit.WORKING_DAY: "个工作日", Unit.MONTH: "个月"}


def day(value: date | None) -> str:
    """2026年4月1日, as GB/T 9704 writes a day."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def ordinal(number: int) -> str:
    """一, 十二, 三十: up to 99, beyond that as figures."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def listed(names: Iterable[str]) -> str:
    """甲、乙、丙."""
    return "、".join(name for name in names if name)


def about(facts: Facts) -> str:
    """市七届人大六次会议第20260113号建议."""
    kind = "" if facts["case_kind"] is Kind.BILL else "建议"
    return f"{sitting_words(facts['occasion'])}{facts['number_words']}{kind}"


def signed(facts: Facts, unit: str, *, number: str = "", signer: str = "") -> Fields:
    return {"发文机关": unit, "发文字号": number, "签发人": signer, "落款": unit}


def to_deputies(facts: Facts, names: Sequence[str]) -> str:
    if facts["is_delegations"]:
        return f"{facts['delegation']}："
    return f"{listed(names)}代表："


def ruler(facts: Facts) -> str:
    return str(facts["coordinator"] if facts.get("by_coordinator") else facts["desk"])


TITLES: Mapping[PaperKind, str] = {
    PaperKind.SUGGESTION: "建议原文",
    PaperKind.REFUSAL: "处理意见告知书",
    PaperKind.WITHDRAWAL: "撤回告知书",
    PaperKind.NOTICE: "交办通知",
    PaperKind.LIST: "交办清单",
    PaperKind.OBJECTION: "退件申请",
    PaperKind.EXTENSION: "延期申请",
    PaperKind.OPINION: "会办意见",
    PaperKind.CHASE: "催办单",
    PaperKind.SUPERVISION: "督办通知",
    PaperKind.REPLY: "答复函",
    PaperKind.FORM: "征询意见表",
    PaperKind.REHANDLING: "重新办理通知",
    PaperKind.ESCALATION: "协调会议通知",
    PaperKind.MINUTES: "协调会议纪要",
    PaperKind.COMMITMENTS: "承诺事项清单",
    PaperKind.SECOND: "再次答复函",
    PaperKind.KEY_LIST: "重点督办建议清单",
    PaperKind.KEY_PLAN: "督办方案",
    PaperKind.KEY_REPORT: "督办情况报告",
    PaperKind.DOSSIER: "案卷",
}


def template_name(kind: PaperKind, no: int = 0) -> str:
    """答复函模板（第2版）: under what a template is saved; the built-in one has no number."""
    return f"{TITLES[kind]}模板" + (f"（第{no}版）" if no else "")


def preview_name(kind: PaperKind) -> str:
    """答复函（预览）."""
    return f"{TITLES[kind]}（预览）"


# What no file system takes in a name; the full-width twins say the same.
_UNFIT = str.maketrans(
    {"/": "／", "\\": "＼", ":": "：", "*": "＊", "?": "？", '"': "”", "<": "＜", ">": "＞", "|": "｜"}
)


def file_name(kind: PaperKind, number: str, *, unit: str = "", no: int = 1, is_draft: bool = False) -> str:
    """第20260113号答复函（市教育局，第2次）, without an ending: under what a paper is saved."""
    times = f"第{no}次" if no > 1 else ""
    beside = "，".join(words for words in (unit, times, "草稿" if is_draft else "") if words)
    whole = f"{number}{TITLES[kind]}" + (f"（{beside}）" if beside else "")
    return "".join(one for one in whole if one >= " ").translate(_UNFIT)[:120]
