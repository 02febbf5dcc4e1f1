"""What a report says before anybody has edited it, section by section, in the manner of official papers.

A paragraph is drafted where there is something to say: `when` names figures of which at least one must not be nought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.report_drafts import Segment, drafted, joined, named_parts
from tracker.domain.report_figures import Frozen
from tracker.domain.reports import ReportKind, When
from tracker.domain.statistics import FIRST_RATED, LAST_RATED, PROCESS, REPLIED, Measure, total

M = Measure
_R = "replied_in_time+replied_late"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `names` puts the units or delegations that stand out behind it, with a word before them."""

    words: str
    when: tuple[Measure, ...] = ()
    of: When = When.NOW
    names: tuple[str, tuple[Measure, ...], str, str] | None = None


P = Paragraph
_LATE = ("unit", (M.OVERDUE,), "其中较多的是", "。")
TEXTS: Mapping[str, Sequence[Paragraph]] = {
    "filed": (
        P(
            "截至{=on}，{=scope}共收到代表提出的建议{filed}件{±filed}。其中，立案{registered}件{±registered}"
            "[，不作为建议处理{refused}件][，转作代表来信{as_letter}件][，逾期未补正{set_aside}件]"
            "[，立案前撤回{withdrawn_early}件][，正在审查{under_review}件]。"
        ),
        P(
            "立案的建议中，大会期间提出{half:in:registered}件，闭会期间提出{half:between:registered}件；"
            "一人提出{alone}件，联名提出{joint}件[，由议案转来{from_bill}件][，并案办理{merged}件]"
            "[，立案后撤回{withdrawn_late}件]。领衔提出建议的代表{deputies:leading:}名，"
            "领衔和附议的代表共{deputies:taking_part:}名。",
            (M.REGISTERED,),
        ),
    ),
    "where_from": (
        P("按代表团分，", (M.REGISTERED,), names=("delegation", (M.REGISTERED,), "立案较多的是", "。")),
        P("按内容分，", (M.REGISTERED,), names=("category", (M.REGISTERED,), "立案较多的是", "。")),
    ),
    "assigned": (
        P(
            "立案的建议已经交办{in_handling+completed}件[，待交办{to_assign}件]。各承办单位应当答复{owed}件次，其中独办{sole}件次、"
            "主办{lead}件次、分办{separate}件次[；应当提出会办意见{co_owed}件次][；待转办{to_distribute}件次]。",
            (M.REGISTERED,),
        ),
        P(
            "办理中，[承办单位申请退件{objected}件次，][改办{moved}件次，][批准延期{extended}件次，]均按规定记录在案。",
            (M.OBJECTED, M.MOVED, M.EXTENDED),
        ),
        P("承办任务方面，", (M.OWED,), names=("unit", (M.OWED,), "应当答复较多的是", "。")),
    ),
    "replied": (
        P(
            "截至{=on}，各承办单位应当答复的{owed}件次中，已经答复{" + _R + "}件次，答复率{%reply}{^reply}。"
            "其中按时答复{replied_in_time}件次[，逾期答复{replied_late}件次]；按时办复率{%on_time}{^on_time}。"
            "[尚未到期的{running}件次。]",
            (M.OWED,),
        ),
        P(
            "已经交办的建议中，全部答复的{completed}件，办结率（全部答复）{%completion}{^completion}；评价完毕的{closed}件，"
            "办结率（评价完毕）{%closing}。",
            (M.IN_HANDLING, M.COMPLETED),
        ),
        P("逾期尚未答复的{overdue}件次，", (M.OVERDUE,), names=_LATE),
        P(
            "会办意见应当提出{co_owed}件次，按时提出{co_in_time}件次[，逾期提出{co_late}件次][，逾期未提{co_overdue}件次]，"
            "会办意见按时率{%co_on_time}。",
            (M.CO_OWED,),
        ),
    ),
    "letters": (
        P(
            "已经答复的{" + _R + "}件次中，A类{letter_a}件次，占{%letter_a/" + _R + "}{^letter_a/" + _R + "}；"
            "B类{letter_b}件次，占{%letter_b/"
            + _R
            + "}{^letter_b/"
            + _R
            + "}[；C类{letter_c}件次，占{%letter_c/"
            + _R
            + "}]"
            "[；D类{letter_d}件次，占{%letter_d/" + _R + "}][；未分类{letter_other}件次]。"
            "各类的含义以办理时施行的规则为准。",
            REPLIED,
        ),
        P("所提问题已经解决的{solved}件次，解决率{%solving}{^solving}。", REPLIED),
    ),
    "contact": (
        P(
            "应当答复的{owed}件次中，办理期间与代表沟通过的{contacted}件次，沟通率{%contact}{^contact}；"
            "其中当面商谈的{met}件次，面商率{%meeting}{^meeting}。沟通次数以代表确认或者没有否认的为准。",
            (M.OWED,),
        ),
    ),
    "rated": (
        P(
            "首次评价满意{first_satisfied}件次、基本满意{first_basically}件次、不满意{first_dissatisfied}件次，"
            "首次满意率{%satisfaction_first}{^satisfaction_first}[；期满没有反馈的{first_silent}件次][；等待评价的{first_awaited}件次]。",
            FIRST_RATED,
        ),
        P(
            "经过重新办理，按最近一次评价，满意{last_satisfied}件次、基本满意{last_basically}件次、不满意{last_dissatisfied}件次，"
            "满意率{%satisfaction}{^satisfaction}，满意和基本满意率{%at_least_basically}。没有反馈的不计入分母；"
            "满意的占全部应答复的{%satisfaction_of_all}，反馈率{%feedback}。",
            LAST_RATED,
        ),
        P(
            "代表对办理过程的评价，满意{process_satisfied}人次、基本满意{process_basically}人次、"
            "不满意{process_dissatisfied}人次，办理过程满意率{%process}。",
            PROCESS,
        ),
    ),
    "rehandled": (
        P(
            "各承办单位共发出答复{delivered}轮次[，其中再次答复{delivered_again}轮次]。"
            "[代表不满意后重新办理的{rehandled}轮次。][向代表说明后不再办理的{explained}轮次。][提请协调的{escalated}轮次。]",
            (M.DELIVERED,),
        ),
    ),
    "promises": (
        P(
            "各承办单位在答复中作出承诺{promised}项，按期做到{kept_in_time}项[，逾期做到{kept_late}项][，过期没有做到{unkept}项]"
            "[，尚未到期{promise_open}项][，经批准不再办{promise_dropped}项]；到期承诺的落实率{%implementation}。"
            "[经批准改期的{promise_moved}项。]",
            (M.PROMISED,),
        ),
        P(
            "上年答复中作出的承诺{last|promised}项，截至{=on}，已经做到{last|kept_in_time+kept_late}项"
            "[，过期没有做到{last|unkept}项][，尚未到期{last|promise_open}项][，经批准不再办{last|promise_dropped}项]。",
            (M.PROMISED,),
            of=When.LAST,
        ),
    ),
    "publication": (
        P(
            "已经答复的件次中，定为公开的{to_public}件次，定为不公开的{not_public}件次，公开率{%publication}。",
            (M.TO_PUBLIC, M.NOT_PUBLIC),
        ),
    ),
    "bills": (
        P(
            "代表提出议案{bill_filed}件[，列入会议议程{bill_on_agenda}件][，交专门委员会审议{bill_referred}件]"
            "[，转为建议办理{bill_converted}件][，不作为议案{bill_refused}件][，撤回{bill_withdrawn}件][，正在审查{bill_open}件]。",
            (M.BILL_FILED,),
        ),
    ),
    "problems": (
        P("一是逾期尚未答复的有{overdue}件次，", (M.OVERDUE,), names=_LATE),
        P(
            "逾期签收和尚未签收的有{signed_late+unsigned_late}件次，按时签收率{%signing}。",
            (M.SIGNED_LATE, M.UNSIGNED_LATE),
        ),
        P(
            "最近一次评价不满意的有{last_dissatisfied}件次，",
            (M.LAST_DISSATISFIED,),
            names=("unit", (M.LAST_DISSATISFIED,), "涉及", "。"),
        ),
        P("过期没有做到的承诺有{unkept}项，", (M.UNKEPT,), names=("unit", (M.UNKEPT,), "涉及", "。")),
    ),
    "month": (
        P(
            "截至{=on}，{=scope}立案的建议已经交办{in_handling+completed}件，各承办单位应当答复{owed}件次，已经答复{"
            + _R
            + "}件次"
            "{±"
            + _R
            + "}，答复率{%reply}{^reply}；按时办复率{%on_time}{^on_time}。[逾期尚未答复{overdue}件次{±overdue}。]"
            "[尚未到期{running}件次。]"
        ),
        P(
            "签收方面，按时签收{signed_in_time}件次[，逾期签收{signed_late}件次][，逾期未签收{unsigned_late}件次]，"
            "按时签收率{%signing}。",
            (M.SIGNED_IN_TIME, M.SIGNED_LATE, M.UNSIGNED_LATE),
        ),
    ),
    "by_unit": (
        P("各承办单位中，", (M.OVERDUE,), names=("unit", (M.OVERDUE,), "逾期未答复的有", "，请抓紧办理。")),
        P("应当答复而尚未到期的{running}件次，请按期办结。", (M.RUNNING,)),
    ),
    "overdue": (
        P("逾期未答复的{overdue}件次[、逾期未提会办意见的{co_overdue}件次]，逐件列在下面。", (M.OVERDUE, M.CO_OVERDUE)),
    ),
    "given": (
        P(
            "{=scope}共收到代表提出的建议{filed}件，立案{registered}件，其中大会期间提出{half:in:registered}件，"
            "闭会期间提出{half:between:registered}件；一人提出{alone}件，联名提出{joint}件。"
        ),
        P(
            "截至{=on}，交办{in_handling+completed}件[，待交办{to_assign}件]，由各承办单位答复{owed}件次，其中独办{sole}件次、"
            "主办{lead}件次、分办{separate}件次[；会办{co_owed}件次][；待转办{to_distribute}件次]。",
            (M.REGISTERED,),
        ),
    ),
    "given_list": (
        P(
            "交由各承办单位答复的{owed}件次[、会办的{co_owed}件次]，按单位列在下面。办理期限按交办通知。",
            (M.OWED, M.CO_OWED),
        ),
    ),
    "own": (
        P(
            "截至{=on}，{=unit}承办{=scope}代表建议，应当答复{owed}件次{±owed}，其中独办{sole}件次、主办{lead}件次、"
            "分办{separate}件次[；应当提出会办意见{co_owed}件次]。"
        ),
        P(
            "已经答复{"
            + _R
            + "}件次，答复率{%reply}；其中按时答复{replied_in_time}件次[，逾期答复{replied_late}件次]，"
            "按时办复率{%on_time}{^on_time}。[尚未到期{running}件次。][逾期尚未答复{overdue}件次。]",
            (M.OWED,),
        ),
        P(
            "会办意见按时提出{co_in_time}件次[，逾期提出{co_late}件次][，逾期未提{co_overdue}件次][，尚未到期{co_running}件次]。",
            (M.CO_OWED,),
        ),
    ),
    "keys": (
        P("确定重点督办的建议{key:1:registered}件，由承办单位答复{key:1:owed}件次，已经答复{key:1:" + _R + "}件次。"),
    ),
}


def draft(code: str, frozen: Frozen, kind: ReportKind) -> list[Segment]:
    """The text of a section as the figures say it; nothing where they say nothing."""
    found: list[Segment] = []
    for one in TEXTS.get(code, ()):
        if _says(one, code, frozen) and (words := _paragraph(one, frozen, kind)):
            found += [("\n", "")] if found else []
            found += words
    return joined(found)


def _says(one: Paragraph, code: str, frozen: Frozen) -> bool:
    if code == "keys":
        return bool(frozen.counts(by="key", part="1"))
    return not one.when or bool(total(frozen.counts(one.of), one.when))


def _paragraph(one: Paragraph, frozen: Frozen, kind: ReportKind) -> list[Segment]:
    words = drafted(one.words, frozen)
    if one.names is None:
        return words
    by, measures, ahead, end = one.names
    # A unit's own summary names no unit: it is its own.
    named = [] if kind is ReportKind.UNIT and by == "unit" else named_parts(by, measures, frozen)
    if named:
        return joined([*words, (ahead, ""), *named, (end, "")])
    if len(words) < 2:  # nothing but the lead-in
        return []
    *rest, (last, code) = words
    return joined([*rest, (last.rstrip("，") + "。", code)])
