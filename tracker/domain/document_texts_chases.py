"""The words of 催办单 and 督办通知. Always Chinese."""

from __future__ import annotations

from tracker.domain.document_words import Facts, Fields, about, day, listed, signed
from tracker.domain.ladder import Side
from tracker.domain.parties import TaskRole
from tracker.domain.rulebook import ClockKind

_OWED = {
    ClockKind.SIGN_FOR: "签收",
    ClockKind.CO_OPINION: "向主办单位提交会办意见",
    ClockKind.CO_OPINION_AGAIN: "重新提交会办意见",
    ClockKind.REHANDLE_REPLY: "重新答复代表",
}


def chase_words(facts: Facts) -> Fields:
    return _chased(facts) | {
        "标题": f"关于催办{about(facts)}的通知",
        "催办意见": facts["words"],
    }


def supervision_words(facts: Facts) -> Fields:
    return _chased(facts) | {
        "标题": f"关于督办{about(facts)}的通知",
        "督办要求": facts["words"],
        "抄送": listed([facts["coordinator"]] if facts["by_coordinator"] and not _is_coordinators(facts) else []),
    }


def _is_coordinators(facts: Facts) -> bool:
    return bool(facts["side"] == Side.COORDINATOR)


def _chased(facts: Facts) -> Fields:
    return signed(facts, _office(facts), number=facts["document_no"]) | {
        "主送": f"{facts['unit']}：",
        "承办单位": facts["unit"],
        "承办方式": facts["role_words"],
        "交办日期": day(facts["assigned_on"]),
        "办理期限": day(facts["due"]),
        "应办事项": _owed(facts),
        "逾期情况": _lateness(facts),
        "催办次数": str(facts["count"]),
        "回应期限": day(facts["answer_by"]),
    }


def _office(facts: Facts) -> str:
    """Who sends it: the office that chases; what time issues goes out in the desk's name."""
    if _is_coordinators(facts):
        return str(facts["coordinator"])
    return str(facts["committee"] or facts["desk"])


def _owed(facts: Facts) -> str:
    if facts["promise"]:
        return f"做到答复里承诺的“{facts['promise']}”"
    co = TaskRole(facts["role"]) is TaskRole.CO
    return _OWED.get(ClockKind(facts["clock"]), _OWED[ClockKind.CO_OPINION] if co else "答复代表")


def _lateness(facts: Facts) -> str:
    if facts["due"] is None:
        return "至今没有办理结果"
    days = (facts["on"] - facts["due"]).days
    return f"已逾期{days}天" if days > 0 else f"距期限还有{-days}天" if days < 0 else "今天到期"
