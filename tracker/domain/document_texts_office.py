"""The words of papers between offices and units, and of those by which the office ends a case. Always Chinese."""

from __future__ import annotations

from tracker.domain.calendar import Limit
from tracker.domain.document_words import (
    LIMIT_UNITS,
    Facts,
    Fields,
    about,
    day,
    listed,
    ruler,
    signed,
    to_deputies,
)
from tracker.domain.kinds import Kind, called
from tracker.domain.parties import TaskRole

_OUTCOMES = {
    "refused": "不作为代表建议处理",
    "letter": "不作为代表建议处理，转作代表来信办理",
    "no_bill": "不作为代表议案处理",
}
_WAYS = {"meeting": "代表、承办单位当面会商", "experts": "组织专家论证", "chair_meeting": "提请主任会议研究"}
_CAME_TO = {
    "again": "由承办单位按照会议意见重新办理，重新答复代表；会议意见必须照此办理。",
    "higher": "再提请更高一级研究，另行通知。",
    "closed": "到此办结，代表的评价照实保留。",
}
_CONSENTS = {"full": "同意全文公开", "title_only": "只公开标题", "none": "不公开"}


def _marked(facts: Facts) -> str:
    marks = [words for name, words in (("is_key", "重点督办"), ("is_leader_led", "市领导领办")) if facts.get(name)]
    return f"本件是{'、'.join(marks)}的建议，请由主要负责人研究办理、当面答复代表。" if marks else ""


def notice_words(facts: Facts) -> Fields:
    role, unit = TaskRole(facts["role"]), facts["unit"]
    office = ruler(facts)
    letters = "、".join(facts["letters"])
    co = role is TaskRole.CO
    limit: Limit | None = facts["objection_limit"]
    return signed(facts, office) | {
        "标题": f"关于交办{about(facts)}的通知",
        "主送": f"{unit}：",
        "承办单位": unit,
        "承办方式": facts["role_words"],
        "交办日期": day(facts["on"]),
        "办理期限": day(facts["due"]),
        "办结形式": "向主办单位提交会办意见" if co else "答复代表",
        "请求": [{"序号": str(one["no"]), "内容": one["body"]} for one in facts["requests"]],
        "会办要求": facts["asked"] if co else "",
        "各承办单位": [{"方式": way, "单位": name} for way, name in facts["units"]],
        "退件期限": f"{limit.amount}{LIMIT_UNITS[limit.unit]}" if limit else "",
        "重点标记": _marked(facts),
        "代表": [_deputy(no, *one) for no, one in enumerate(facts["deputies"])],
        "答复要求": "会办意见以公文形式提出，写明签发人，送主办单位。"
        if co
        else f"以公文形式逐项答复，写明发文字号、签发人，在首页右上角标明办理结果类别（{letters}），"
        "送领衔代表和全体附议代表，附征询意见表。",
        "抄送": listed([] if office == facts["desk"] else [facts["desk"]]),
    }


def _deputy(no: int, name: str, delegation: str, phone: str) -> Fields:
    place = f"（{delegation}）" if delegation else ""
    return {
        "身份": "附议代表" if no else "领衔代表",
        "姓名": name,
        "代表团": place,
        "电话": f"，电话：{phone}" if phone else "",
    }


def objection_words(facts: Facts) -> Fields:
    to = "市领导" if facts["to_arbiter"] else ruler(facts)
    signer = facts["signer"] + ("（主要负责人）" if facts["by_principal"] else "")
    return signed(facts, facts["unit"], signer=signer) | {
        "标题": f"关于{about(facts)}的退件申请",
        "主送": f"{to}：",
        "承办方式": facts["role_words"],
        "交办日期": day(facts["assigned_on"]),
        "申请次数": str(facts["no"]),
        "退件理由": facts["reason"],
        "职责依据": facts["duty_clause"],
        "建议承办单位": facts["better_unit"],
    }


def extension_words(facts: Facts) -> Fields:
    return signed(facts, facts["unit"]) | {
        "标题": f"关于{about(facts)}延期答复的申请",
        "主送": f"{ruler(facts)}：",
        "承办方式": facts["role_words"],
        "延期理由": facts["reason"],
        "原定期限": day(facts["was_due"]),
        "申请期限": day(facts["until"]),
        "已作说明": facts["told"] or "没有说明的记录。",
        "抄送": listed([] if ruler(facts) == facts["desk"] else [facts["desk"]]),
    }


def opinion_words(facts: Facts) -> Fields:
    copies = [facts["desk"], *([facts["coordinator"]] if facts["by_coordinator"] else [])]
    return signed(facts, facts["unit"], number=facts["document_no"], signer=facts["signer"]) | {
        "标题": f"关于{about(facts)}的会办意见",
        "主送": f"{facts['lead_unit'] or '主办单位'}：",
        "主办单位": facts["lead_unit"],
        "会办要求": facts["asked"],
        "会办意见": facts["body"],
        "抄送": listed(copies),
    }


def _why_again(facts: Facts) -> str:
    """Why, and what has to be answered this time; what a meeting decided binds the unit."""
    asks = str(facts["asks"]).strip()
    head = "会商意见（必须照此办理）" if facts["is_bound"] else "这一次须答复"
    return "\n".join(words for words in (str(facts["why"]).strip(), f"{head}：{asks}" if asks else "") if words)


def rehandling_words(facts: Facts) -> Fields:
    return signed(facts, facts["desk"]) | {
        "标题": f"关于重新办理{about(facts)}的通知",
        "主送": f"{facts['unit']}：",
        "承办单位": facts["unit"],
        "上次文号": facts["before"],
        "上次答复日期": day(facts["before_on"]),
        "答复次数": str(facts["no"]),
        "重办理由": _why_again(facts),
        "办理期限": day(facts["due"]),
        "抄送": facts["coordinator"] if facts["by_coordinator"] else "",
    }


def meeting_words(facts: Facts) -> Fields:
    return (
        signed(facts, facts["desk"])
        | _taken_up(facts)
        | {
            "标题": f"关于协调{about(facts)}办理工作的通知",
            "主送": f"{facts['unit']}，{to_deputies(facts, facts['to'])}",
            "会议日期": day(facts["planned_on"]) or "另行通知的日期",
            "会议地点": facts["place"],
        }
    )


def minutes_words(facts: Facts) -> Fields:
    return (
        signed(facts, facts["desk"], number=facts["document_no"])
        | _taken_up(facts)
        | {
            "标题": f"{about(facts)}办理工作协调会议纪要",
            "主送": f"{facts['unit']}，{to_deputies(facts, facts['to'])}",
            "会议日期": day(facts["held_on"]),
            "会议地点": f"在{facts['held_place']}" if facts["held_place"] else "",
            "参加人员": _present(facts),
            "会议意见": facts["words"],
            "会议结果": _CAME_TO[facts["came_to"]],
        }
    )


def _present(facts: Facts) -> str:
    chair = f"主持人：{facts['chaired_by']}\n" if facts["chaired_by"] else ""
    return f"{chair}{facts['who_came']}"


def _taken_up(facts: Facts) -> Fields:
    """What notice and minutes have in common: which reply it is about, why and how it was taken up."""
    return {
        "承办单位": facts["unit"],
        "上次文号": facts["before"],
        "上次答复日期": day(facts["before_on"]),
        "答复次数": str(facts["times"]),
        "协调方式": _WAYS[facts["way"]],
        "协调理由": facts["reason"],
        "抄送": facts["coordinator"] if facts["by_coordinator"] else "",
    }


def refusal_words(facts: Facts) -> Fields:
    bill = facts["case_kind"] is Kind.BILL
    return signed(facts, facts["desk"], number=facts["document_no"]) | {
        "标题": f"关于《{called(facts['title'], facts['case_kind'])}》处理意见的告知书",
        "主送": to_deputies(facts, facts["to"]),
        "提交日期": day(facts["handed_in"]),
        "处理结果": _OUTCOMES.get(facts["outcome"], "不作为代表议案处理" if bill else "不作为代表建议处理"),
        "依据": facts["ground_words"],
        "条款": facts["article"],
        "说明": facts["words"] or "没有另外的说明。",
    }


def withdrawal_words(facts: Facts) -> Fields:
    return signed(facts, facts["desk"]) | {
        "标题": f"关于{about(facts) if facts['number'] else '代表建议'}撤回的告知书",
        "主送": to_deputies(facts, facts["to"]),
        "提交日期": day(facts["handed_in"]),
        "撤回日期": day(facts["on"]),
        "撤回理由": facts["why"],
        "承办单位": listed(facts["unit_names"]),
        "抄送": listed(facts["unit_names"]),
    }


def suggestion_words(facts: Facts) -> Fields:
    bill = facts["case_kind"] is Kind.BILL
    lead = facts["delegation"] if facts["is_delegations"] else facts["lead"]
    place = f"（{facts['delegation']}）" if facts["delegation"] and not facts["is_delegations"] else ""
    sections = ("案由", "案据", "方案") if bill else ("问题", "分析", "具体建议")
    return {
        "标题": called(facts["title"], facts["case_kind"]),
        "领衔代表": f"{lead}{place}",
        "附议代表": listed(facts["others"]),
        "提交日期": day(facts["on"]),
        "类别": facts["category"],
        "公开意见": _CONSENTS.get(facts["consent"] or "", ""),
        "问题": facts["problem"],
        "分析": facts["analysis"],
        "请求": [{"序号": str(one["no"]), "内容": one["body"]} for one in facts["requests"]],
        **dict(zip(("事由名称", "案据名称", "方案名称"), sections, strict=True)),
        "成文日期": "",
    }


def list_words(facts: Facts) -> Fields:
    return {
        "标题": f"{facts['unit']}代表建议交办清单",
        "承办单位": facts["unit"],
        "清单说明": f"{facts['scope']}，共{len(facts['rows'])}件。制表日期：{day(facts['made_on'])}。",
        "清单": [
            {
                "序号": str(no),
                "编号": one["number"],
                "标题": one["title"],
                "领衔代表": one["lead"],
                "承办方式": one["role"],
                "其他单位": listed(one["others"]),
                "期限": day(one["due"]),
            }
            for no, one in enumerate(facts["rows"], 1)
        ],
        "成文日期": "",
    }
