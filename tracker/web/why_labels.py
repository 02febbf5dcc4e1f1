"""Why an act is not open, in the words a person reads: one sentence for each reason."""

from __future__ import annotations

from tracker.domain.whys import Why
from tracker.web import chase_labels, rating_labels, round_labels
from tracker.web.spoken import lazy_gettext as _l

WHYS = {
    Why.NOT_VISIBLE: _l("没有找到，或者您没有权限查看。"),
    Why.NOT_YOURS: _l("这一步不由您现在的身份来做。"),
    Why.WRONG_STATE: _l("这一件已经到了别的阶段，这一步现在做不了。"),
    Why.CASE_IS_OVER: _l("这一件已经办结。"),
    Why.PAPER_INCOMPLETE: _l("建议还没有写完整。"),
    Why.OTHERS_SIGNED: _l("有其他代表附议，撤回要全体署名代表同意。请先征求他们的意见。"),
    Why.INVITATION_EXPIRED: _l("附议邀请已经过了答复的日期。愿意附议的，请联系领衔代表再请一次。"),
    Why.INVITATIONS_RUN: _l("没有过期的附议邀请。"),
    Why.NOBODY_MISSING: _l("请过的代表都已附议。"),
    Why.REPLY_IS_OUT: _l("承办单位已经答复，不能再撤回。"),
    Why.WITHDRAWAL_WAITS: _l("正在征求撤回的意见，还有署名代表没有同意。"),
    Why.NOBODY_ELSE_SIGNED: _l("只有您一人署名，不用征求意见，可以直接撤回。"),
    Why.NO_WITHDRAWAL_ASKED: _l("现在没有征求撤回的意见。"),
    Why.ASKER_HAS_LEFT: _l("提出撤回的代表任期已经结束，征求随同失效。建议没有撤回，继续办理。"),
    Why.CONSENT_IS_GIVEN: _l("您已经同意撤回，等其他署名代表答复。"),
    Why.LEAD_IS_OFFERED: _l("已经有一项更换领衔的提议在等答复。"),
    Why.NO_LEAD_OFFERED: _l("现在没有更换领衔的提议。"),
    Why.LEAD_HOLDS_SEAT: _l(
        "领衔代表还在任期内，更换领衔由他本人提出。领衔代表的任期结束以后，才由代表工作机构代为提出。"
    ),
    Why.CORRECTION_RUNS: _l("还在等领衔代表修改后重新提交。过了退回时写明的日期，或者没有代表能够提交了，才能不再等。"),
    Why.NOTHING_TO_LEAD: _l("这件建议已办结，没有还在落实的承诺，不再更换领衔代表。"),
    Why.NOBODY_TO_LEAD: _l("没有其他署名代表，没有人可以接替领衔。"),
    Why.NOT_CIRCULATED_HERE: _l("按本市规则，这一件不用预交办，可以直接交办。"),
    Why.STILL_TO_CIRCULATE: _l("按本市规则要先预交办，请承办单位看过拟交办方案，再正式交办。"),
    Why.IS_CIRCULATING: _l(
        "正在预交办。等各单位都说了意见，或者过了答复的日子，或者由代表工作机构提前结束，再往下办。"
    ),
    Why.CIRCULATION_OVER: _l("预交办已经结束，不再收意见。"),
    Why.GROUPED_ALREADY: _l("这一件已经在一个并案里。"),
    Why.NOT_GROUPED: _l("这一件不在并案里。"),
    Why.NOT_KEY: _l("这一件不是重点督办，也不是领办。"),
    Why.LINKED_WHILE_WRITING: _l("提交以后，关联由代表工作机构来改；您可以告诉他们。"),
    Why.REVIEWED_BY_YOU: _l("这一件现在由您审查。"),
    Why.OUTCOME_NOT_PUT: _l("还没有把这样的拟处理意见告知代表。要先告知领衔代表，听取他的意见，再作决定。"),
    Why.OUTCOME_WAITS: _l("拟处理意见已经告知代表，答复期还没有过，请等代表答复；要立案的随时可以立案。"),
    Why.OUTCOME_ANSWERED: _l("代表对拟处理意见已经有了答复，或者答复期已过。"),
    Why.OUTCOME_DAY_PASSED: _l("答复期已过，视为没有不同意见。还有话要说的，请联系代表工作机构。"),
    Why.SOMEBODY_ELSE_DECIDES: _l(
        "代表提出了不同意见，要由另一位同志作决定，提出意见的人不能自己决定；您可以收回意见、予以立案。"
    ),
    Why.ONLY_BILLS: _l("这一步只用于议案，这一件是建议。"),
    Why.NOT_FOR_BILLS: _l("这一件是议案，由主席团决定怎样处理，不走建议的审查立案。"),
    Why.TOO_FEW_SIGNERS: _l(
        "有效的联名代表不够法定人数，不能作为议案提出、列入议程或者交委员会。文字原样保留：没有提交的，可以继续请代表联名，"
        "也可以改为建议提交；已经提交的，可以退回补足联名，或者登记不作为议案、转为建议办理。"
    ),
    Why.BILLS_ARE_CLOSED: _l(
        "现在不接收议案：大会主席团规定的截止时间已过，或者不在会议期间。文字保留为草稿，可以改为建议提交，建议随时接收。"
    ),
    Why.AWAITS_DELEGATION: _l(
        "这一件还在等代表所在的代表团初审。代表团工作人员初审通过，或者代表工作机构写明理由代为初审以后，才能往下办。"
    ),
    Why.NO_CHECK_OPEN: _l("这一件现在不需要代表团初审：没有要求初审、已经初审过，或者大会已经闭会。"),
    Why.REPLIES_MISSING: _l("还有承办单位没有答复。"),
    Why.ROUNDS_UNSETTLED: _l("还有答复没有评价完。"),
    Why.ONLY_CO_UNITS: _l("只有会办单位提交会办意见。"),
    Why.NOT_FOR_CO_UNITS: _l("会办单位不直接答复代表，请把意见交给主办单位。"),
    Why.LEAD_NOT_AT_WORK: _l("主办单位现在没有在办理这一件，或者已经答复代表。"),
    Why.NO_OPINION_TO_JUDGE: _l("没有等待处理的会办意见：还没有收到，或者已经采用、已经退回。"),
    Why.DISAGREEMENT_OPEN: _l("这个会办单位已有一项分歧等待决定，请先等那一项。"),
    Why.NO_DISAGREEMENT_TO_ANSWER: _l("没有等待本单位写意见的分歧。"),
    Why.NO_DISAGREEMENT: _l("没有等待决定的分歧。"),
    Why.COORDINATOR_DECIDES: _l("两个单位属于同一系统，由督查室协调决定。"),
    Why.DESK_DECIDES: _l("两个单位不属于同一系统，由代表工作机构协调决定。"),
    Why.NO_CONTACT_AWAITS: _l("没有等待您确认的沟通记录。"),
    Why.OBJECTION_IS_OPEN: _l("已经申请退件，等待裁定；裁定以前请继续办理。"),
    Why.OBJECTION_TOO_LATE: _l("申请退件的期限已过，没有提出的视为接受，逾期不再受理。"),
    Why.REPLY_IS_UP: _l("答复已经送签，不能再申请退件。"),
    Why.HAS_ANSWERED: _l("本单位已经答复或者出过会办意见，就是接受了这一件，不能再申请退件。"),
    Why.PRINCIPAL_OBJECTS: _l("这一份工作已经退过件，再次申请退件要由单位主要负责人签署提出。"),
    Why.OBJECTED_TWICE: _l("这一份工作已经申请过两次退件，第二次由裁决人决定，不再受理第三次。"),
    Why.NOT_HEARD: _l("没有征求本单位意见的退件申请，或者已经裁定。"),
    Why.HEARING_IS_OVER: _l("说意见的期限已过，没有说的按没有不同意见。"),
    Why.NO_OBJECTION: _l("没有等待裁定的退件申请。"),
    Why.ARBITER_RULES: _l("再次退件由裁决人决定，由代表工作机构录入。"),
    Why.SAME_PERSON: _l("提出申请的人不能自己决定。"),
    Why.EXTENSION_IS_OPEN: _l("已经申请延期，等待决定；一次只能有一项申请。"),
    Why.NO_DUE_DATE: _l("这一件没有答复期限，不需要延期。"),
    Why.EXTENSION_TOO_LATE: _l("答复期限已过，延期要在到期以前申请。请尽快答复，并向代表说明情况。"),
    Why.DELAY_UNEXPLAINED: _l("申请延期以前，先要向代表说明进展和原因。"),
    Why.NO_EXTENSION: _l("没有等待决定的延期申请。"),
    Why.NOT_IN_HAND: _l("承办单位还没有签收并交给经办人。"),
    Why.REPLY_INCOMPLETE: _l("答复还没有写完整。"),
    Why.LIES_WITH_REVIEWER: _l(
        "答复稿在审核人那里：审核通过以后才能签发。要改的由审核人退回，或者由经办人收回；审核人不在的，收回后再送就直接送签发人。"
    ),
    Why.LIES_WITH_SIGNER: _l("答复稿在签发人那里，等签发。要改的由签发人退回，或者由经办人收回。"),
    Why.LIES_WITH_CHECK: _l("答复已经签发，正在等检查。要改的由检查的同志退回，退回后重新签发。"),
    Why.DRAFTED_BY_YOU: _l(
        "这份答复稿是您起草或者送审的，要由另一位审核人审核；没有另一位的，请收回后再送，直接送签发人。"
    ),
    Why.SIGNED_BY_YOU: _l(
        "这份答复是您签发的，不能由您自己检查，请另一位同志检查；督查室没有另一位的，由代表工作机构检查。"
    ),
    Why.PRINCIPAL_SIGNS: _l("这份答复由单位主要负责人签发；主要负责人不在任的，请系统管理员登记现任。"),
    Why.ANOTHER_SIGNS: _l("上一次答复是您签发的，重新办理的答复要换一位签发人签发。"),
    Why.CHECK_FOLLOWS: _l("本市的答复签发以后要先检查：请选“签发并送检查”。"),
    Why.NO_CHECK_FOLLOWS: _l("这份答复签发以后不用检查，签发就送达代表。"),
    Why.COORDINATOR_CHECKS: _l("这个单位的答复由本系统督查室检查。"),
    Why.DESK_CHECKS: _l("这个单位没有督查室，答复由代表工作机构检查。"),
    Why.RATING_IS_THE_LEADS: _l("按本市规则，由领衔代表评价。"),
    Why.WINDOW_SHUT: _l("评价期已经结束。"),
    Why.WINDOW_OPEN: _l("评价期还没有结束。"),
    Why.SOMEBODY_RATED: _l("已经有代表评价。"),
    **rating_labels.WHYS,
    Why.NOTHING_ENTERED: _l("没有等您确认的代录。"),
    Why.NOTHING_DISPUTED: _l("没有等待核实的代录异议。"),
    Why.PAPER_IS_DENIED: _l(
        "领衔代表说代录的这一件不是自己提的，还没有核实。什么都没有改；请代表工作机构先核对原件，维持或者作废代录。"
    ),
    Why.NOT_SIGNED_FOR: _l("承办单位还没有签收，请先签收或者代录签收。"),
    Why.NOT_TO_REMIND_YET: _l("还不到提醒的日子，或者已经提醒过。"),
    Why.IT_MOVED: _l("最近三个月里有进展，或者已经告知过。"),
    Why.PROMISE_NOT_DUE: _l("承诺的日期还没有过。"),
    Why.CHANGE_IS_OPEN: _l("已经有一份改期或者不再兑现的申请等待决定；决定以前承诺和日期都不变。"),
    Why.NO_CHANGE_ASKED: _l("没有等待决定的申请。"),
    Why.DISPUTE_IS_OPEN: _l("代表反映的情况还在核实，核实以前不再受理新的反映，也不结束评价。"),
    Why.NOTHING_IS_DISPUTED: _l("没有等待核实的反映。"),
    Why.DISPUTE_ANSWERED: _l("已经回应过代表的反映，等待代表工作机构核实。"),
    Why.NOT_DISSATISFIED: _l("代表对这项承诺的落实没有评价为不满意。"),
    Why.NOTHING_TO_DECIDE: _l("没有等待决定的“不满意”评价。"),
}
WHYS |= round_labels.WHYS | chase_labels.WHYS
