"""Words of the law: what an act is called, who does it, why it is not open. A test finds the code without words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tracker.domain.actions import Action
from tracker.domain.parties import Party
from tracker.domain.whys import Why

# What an action is called on its button and in a refusal.
ACTIONS = {
    Action.START: _l("写建议"),
    Action.REVISE: _l("修改"),
    Action.INVITE: _l("请代表附议"),
    Action.AGREE: _l("同意附议"),
    Action.DECLINE: _l("不附议"),
    Action.SUBMIT: _l("提交给市人大"),
    Action.DISCARD: _l("作废草稿"),
    Action.WITHDRAW: _l("撤回"),
    Action.TAKE_UP: _l("开始审查"),
    Action.ACCEPT: _l("立案编号"),
    Action.RETURN: _l("退回修改"),
    Action.REFUSE: _l("不作为建议处理"),
    Action.ASSIGN: _l("交办"),
    Action.COMPLETE: _l("全部答复"),
    Action.CLOSE: _l("办结"),
    Action.ARCHIVE: _l("收入历史资料"),
    Action.MOVE_IN: _l("转入在办建议"),
    Action.OPEN_WITH_COORDINATOR: _l("交督查室转办"),
    Action.OPEN: _l("交给承办单位"),
    Action.DISTRIBUTE: _l("转办"),
    Action.SIGN_FOR: _l("签收"),
    Action.GIVE: _l("交给经办人"),
    Action.NOTE_CONTACT: _l("记沟通"),
    Action.OPINE: _l("提交会办意见"),
    Action.REPLIED: _l("完成答复"),
    Action.RESUME: _l("重新开始办理"),
    Action.END: _l("结束承办"),
    Action.OPEN_ROUND: _l("开始新一轮"),
    Action.DRAFT_REPLY: _l("起草答复"),
    Action.SEND_UP: _l("送签"),
    Action.SEND_BACK: _l("退回重写"),
    Action.DELIVER: _l("签发并送达代表"),
    Action.RATE: _l("评价答复"),
    Action.SHUT_RATING: _l("结束评价"),
    Action.LAPSE: _l("到期未评价"),
    Action.REHANDLE: _l("决定重新办理"),
    Action.EXPLAIN: _l("说明不再重新办理"),
}
PARTIES = {
    Party.AUTHOR: _l("领衔代表"),
    Party.ASSISTANT: _l("代表助理"),
    Party.INVITEE: _l("被邀附议的代表"),
    Party.COSIGNER: _l("附议代表"),
    Party.DEPUTY: _l("其他代表"),
    Party.DESK: _l("代表工作机构"),
    Party.CLERK: _l("代表团工作人员"),
    Party.BILL_GROUP: _l("大会秘书处议案组"),
    Party.COORDINATOR: _l("督查室"),
    Party.RECEIVER: _l("承办单位收文员"),
    Party.HANDLER: _l("经办人"),
    Party.REVIEWER: _l("承办单位审核人"),
    Party.UNIT_SIGNER: _l("承办单位签发人"),
    Party.COLLEAGUE: _l("承办单位同事"),
    Party.HEARD: _l("被征求意见的单位"),
    Party.COMMITTEE: _l("专门委员会"),
    Party.CLOCK: _l("到期自动"),
    Party.STRANGER: _l("无关人员"),
}
WHYS = {
    Why.NOT_VISIBLE: _l("没有找到，或者您没有权限查看。"),
    Why.NOT_YOURS: _l("这一步不由您现在的身份来做。"),
    Why.WRONG_STATE: _l("这一件现在不在可以这样做的阶段。"),
    Why.CASE_IS_OVER: _l("这一件已经办结。"),
    Why.PAPER_INCOMPLETE: _l("建议还没有写完整。"),
    Why.OTHERS_SIGNED: _l("有其他代表附议，撤回要全体附议代表同意，请联系代表工作机构。"),
    Why.REPLIES_MISSING: _l("还有承办单位没有答复。"),
    Why.ROUNDS_UNSETTLED: _l("还有答复没有评价完。"),
    Why.ONLY_CO_UNITS: _l("只有会办单位提交会办意见。"),
    Why.NOT_FOR_CO_UNITS: _l("会办单位不直接答复代表，请把意见交给主办单位。"),
    Why.NOT_IN_HAND: _l("承办单位还没有签收并交给经办人。"),
    Why.REPLY_INCOMPLETE: _l("答复还没有写完整。"),
    Why.RATING_IS_THE_LEADS: _l("按本市规则，由领衔代表评价。"),
    Why.WINDOW_SHUT: _l("评价期已经结束。"),
    Why.WINDOW_OPEN: _l("评价期还没有结束。"),
    Why.SOMEBODY_RATED: _l("已经有代表评价。"),
    Why.NOTHING_TO_DECIDE: _l("没有等待决定的“不满意”评价。"),
}
