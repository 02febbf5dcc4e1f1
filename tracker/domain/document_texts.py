"""The words of each paper, made of its facts: one field for each place a template may fill. Always Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tracker.domain import document_texts_chases as chases
from tracker.domain import document_texts_keys as keys
from tracker.domain import document_texts_office as office
from tracker.domain.document_blocks import Shape
from tracker.domain.document_forms import FORMS
from tracker.domain.document_words import Facts, Fields, about, day, listed, ordinal, signed, to_deputies
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.kinds import called
from tracker.domain.letter_texts import Occasion, reply_title, sitting_words

_QUESTIONS = {"process": "办理过程", "answer": "答复内容", "implementation": "落实情况"}
_PROMISES = {
    "open": "在落实",
    "past_due": "已到期",
    "fulfilled": "已报告落实",
    "settled": "已评价",
    "dropped": "经批准不再落实",
    "replaced": "已由后来的答复代替",
}
# What stands in brackets under the day: whether it goes to the public.
_MODES = {"full": "此件主动公开", "abstract": "此件摘要公开", "none": "此件不予公开"}
DRAFT = "草稿　不作凭证"


def fields(paper: Paper, *, full: bool = True, checked_at: str = "") -> Fields:
    """Everything a template may name. Without `full` the person to ask is left out: other deputies read the letter and
    not whom to ring up. `checked_at`: the address behind the square, where this installation has one to give."""
    facts = paper.facts
    found = _common(facts) | _MAKERS[paper.kind](facts)
    if not full:
        found |= {"联系人": "", "联系电话": "", "联系": ""}
    found["草稿标记"] = DRAFT if paper.is_draft else ""
    found["核对码"] = paper.code
    found["核对网址"] = checked_at if paper.code else ""
    how = "扫码或者在核对页输入编码，可以核对本件与系统记录是否相符。"
    found["核对说明"] = how if paper.code else ""
    return found


def _common(facts: Facts) -> Fields:
    lead = facts["delegation"] if facts["is_delegations"] else facts["lead"]
    return {
        "建议编号": facts["number_words"],
        "建议标题": called(facts["title"], facts["case_kind"]),
        "届次": sitting_words(facts["occasion"]),
        "领衔代表": lead,
        "等": "等" if facts["several"] else "",
        "发文机关": "",
        "发文字号": "",
        "签发人": "",
        "类别标记": "",
        "主送": "",
        "附件": [],
        "落款": "",
        "成文日期": day(facts.get("on")),
        "联系": "",
        "联系人": "",
        "联系电话": "",
        "附注": "",
        "抄送": "",
    }


def _reply(facts: Facts) -> Fields:
    unit: str = facts["unit"]
    number = facts["document_no"]
    contact = f"联系人：{facts['contact_name']}，联系电话：{facts['contact_phone']}" if facts["contact_name"] else ""
    return signed(facts, unit, number=number or "（文号待定）", signer=facts["signer_words"]) | {
        "类别标记": f"{facts['letter']}类" if facts["letter"] else "",
        "标题": _reply_title(facts),
        "主送": to_deputies(facts, facts["to_names"]),
        "正文开头": facts["opening"],
        "答复事项": [_answered(no, one, facts["classes"]) for no, one in enumerate(facts["answers"], 1)],
        "会办说明": facts["closing"],
        "附件": ["征询意见表"],
        "成文日期": day(facts["on"]) or "（签发日期）",
        "联系": contact.removesuffix("，联系电话："),
        "联系人": facts["contact_name"],
        "联系电话": facts["contact_phone"],
        "附注": _MODES.get(facts["publication"], ""),
        "抄送": listed(facts["copies"]),
    }


def _reply_title(facts: Facts) -> str:
    occasion: Occasion | None = facts["occasion"]
    title = reply_title(facts["number_words"], occasion, no=facts["no"])
    return facts["unit"] + title if title.startswith("关于") else title


def _answered(place: int, one: Facts, classes: Mapping[tuple[str, str], str]) -> Fields:
    promise = one.get("promise")
    said = ""
    if promise:
        owner = f"，{promise['owner']}负责" if promise["owner"] else ""
        said = f"承诺：{promise['what']}，{day(promise['due'])}前完成{owner}"
    return {
        "序号": ordinal(place),
        "请求": one["request"].rstrip("。；; "),
        "答复": one["body"],
        "类别": one["letter"],
        "类别含义": classes.get((one["letter"], one["semantic"]), ""),
        "承诺": said.rstrip("。"),
    }


def _form(facts: Facts) -> Fields:
    due = day(facts["due"])
    return {
        "标题": "代表建议办理征询意见表",
        "承办单位": facts["unit"],
        "答复文号": facts["document_no"],
        "答复日期": day(facts["on"]),
        "答复次数": str(facts["no"]),
        "反馈期限": f"{due}前" if due else "",
        "评价事项": [{"名称": _QUESTIONS[one]} for one in facts["questions"]],
        "填表说明": f"请填好后交{facts['desk']}，不要交给承办单位；也可以登录系统评价。不填不作为满意。",
        "成文日期": "",
    }


def _commitments(facts: Facts) -> Fields:
    return {
        "标题": "代表建议答复承诺事项清单",
        "承办单位": facts["unit"],
        "答复文号": facts["document_no"],
        "答复日期": day(facts["on"]),
        "承诺事项": [
            {
                "序号": str(no),
                "内容": one["what"],
                "请求序号": str(one["no"]),
                "期限": day(one["due"]),
                "责任人": one["owner"],
                "措施": one["measure"],
                "原定期限": day(one["first"]) if one["first"] != one["due"] else "",
                "状态": _PROMISES[state],
                "进度": f"{percent}%" if percent and state in ("open", "past_due") else "",
            }
            for no, (one, (state, percent)) in enumerate(zip(facts["promises"], facts["states"], strict=True), 1)
        ],
        "成文日期": "",
    }


def _second(facts: Facts) -> Fields:
    return signed(facts, facts["unit"], number=facts["document_no"], signer=facts["signer_words"]) | {
        "标题": f"{facts['unit']}关于{about(facts)}承诺事项落实情况的再次答复",
        "主送": to_deputies(facts, facts["to_names"]),
        "承办单位": facts["unit"],
        "承诺内容": facts["promise"].rstrip("。"),
        "承诺期限": day(facts["due"]),
        "请求序号": str(facts["no"]),
        "首次文号": facts["first_no"],
        "再次答复": facts["letter"],
        "抄送": listed(facts["copies"]),
    }


_MAKERS: Mapping[PaperKind, Callable[[Facts], Fields]] = {
    PaperKind.REPLY: _reply,
    PaperKind.FORM: _form,
    PaperKind.NOTICE: office.notice_words,
    PaperKind.OBJECTION: office.objection_words,
    PaperKind.EXTENSION: office.extension_words,
    PaperKind.OPINION: office.opinion_words,
    PaperKind.CHASE: chases.chase_words,
    PaperKind.SUPERVISION: chases.supervision_words,
    PaperKind.REHANDLING: office.rehandling_words,
    PaperKind.ESCALATION: office.meeting_words,
    PaperKind.MINUTES: office.minutes_words,
    PaperKind.COMMITMENTS: _commitments,
    PaperKind.SECOND: _second,
    PaperKind.REFUSAL: office.refusal_words,
    PaperKind.WITHDRAWAL: office.withdrawal_words,
    PaperKind.SUGGESTION: office.suggestion_words,
    PaperKind.LIST: office.list_words,
    PaperKind.KEY_LIST: keys.key_list_words,
    PaperKind.KEY_PLAN: keys.key_plan_words,
    PaperKind.KEY_REPORT: keys.key_report_words,
}


def shape_of(kind: PaperKind) -> Shape:
    """Whether a kind of paper is a letter, a form or a wide list."""
    return FORMS[kind].shape
