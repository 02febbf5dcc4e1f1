"""The words of the papers about key items: the list of a meeting, the plan, a unit's report. Always Chinese."""

from __future__ import annotations

from typing import Any

from tracker.domain.document_words import Facts, Fields, day, listed, signed
from tracker.domain.key_items import KeyKind

_KINDS = {KeyKind.SUPERVISED: "重点督办", KeyKind.WATCHED: "领衔督办", KeyKind.LED: "领办"}


def key_list_words(facts: Facts) -> Fields:
    scope = f"{_meeting(facts)}决定" if facts["decided_on"] else "提请主任会议"
    return {
        "标题": "重点督办建议清单" if facts["decided_on"] else "提请重点督办建议清单",
        "清单说明": f"{scope}，共{len(facts['rows'])}项。制表日期：{day(facts['made_on'])}。",
        "清单": [_row(no, one) for no, one in enumerate(facts["rows"], 1)],
        "成文日期": "",
    }


def _row(no: int, one: Facts) -> Fields:
    days = (("方案", one["plan_due_on"]), ("报告", one["report_due_on"]))
    return {
        "序号": str(no),
        "题目": one["title"],
        "种类": _kind(one),
        "建议": listed(one["numbers"]),
        "条件": listed(one["criteria"]),
        "理由": one["grounds"],
        "提请单位": one["proposer"],
        "督办单位": listed(one["charge"]),
        "期限": "，".join(f"{name}{day(on)}" for name, on in days if on),
    }


def key_plan_words(facts: Facts) -> Fields:
    return (
        signed(facts, facts["office"])
        | _of_item(facts)
        | {
            "标题": f"关于“{facts['title']}”的督办方案",
            "主送": f"{listed(facts['units'])}：" if facts["units"] else "",
            "报告期限": day(facts["report_due_on"]),
            "督办方案": facts["body"],
            "方案稿次": str(facts["no"]),
            "步骤": [{"日期": day(on), "内容": words} for on, words in facts["steps"]],
            "抄送": facts["desk"] if facts["office"] != facts["desk"] else "",
        }
    )


def key_report_words(facts: Facts) -> Fields:
    return (
        signed(facts, facts["unit"], number=facts["document_no"], signer=facts["signer"])
        | _of_item(facts)
        | {
            "标题": f"{facts['unit']}关于“{facts['title']}”办理情况的报告",
            "主送": f"{facts['standing_committee']}主任会议：",
            "承办单位": facts["unit"],
            "报告次数": str(facts["no"]),
            "办理情况": facts["body"],
            "抄送": listed(facts["charge"]),
            "成文日期": day(facts["on"]) or "（提交日期）",
        }
    )


def _of_item(facts: Facts) -> Fields:
    return {
        "督办题目": facts["title"],
        "督办种类": _kind(facts),
        "决定会议": _meeting(facts),
        "督办单位": listed(facts["charge"]),
        "督办建议": [_paper(no, one) for no, one in enumerate(facts["papers"], 1)],
    }


def _paper(no: int, one: Facts) -> dict[str, Any]:
    return {"序号": str(no), "编号": one["number"], "标题": one["title"], "承办单位": listed(one["units"])}


def _kind(facts: Facts) -> str:
    return f"{facts['year']}年{_KINDS[KeyKind(facts['kind'])]}"


def _meeting(facts: Facts) -> str:
    return f"{day(facts['decided_on'])}{facts['meeting']}" if facts["decided_on"] else ""
