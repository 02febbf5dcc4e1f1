"""The people of the demo congress one can log in as: one for each role, and what each might try first."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.roles import Role, System

# The same for all of them, printed wherever the demo is started; a production deployment refuses demo accounts.
PASSWORD = "lin-jiang-demo-7350"  # noqa: S105
HOME_UNIT = "市教育局"
CO_UNIT = "市交通运输局"
DELEGATION, NEXT_DELEGATION = "滨湖代表团", "江北代表团"

# A deputy who sits on a committee too, and changes hats for it.
SECOND_HAT = ("lin", "教育科学文化卫生委员会")


@dataclass(frozen=True)
class Part:
    """One log-in: the post it belongs to (role, place, which one of several) and what to try."""

    login: str
    name: str
    role: Role
    place: str
    ordinal: int
    words: str
    try_first: str


CAST = (
    Part("lin", "林若溪", Role.DEPUTY, DELEGATION, 0, "人大代表", "写建议、答复附议邀请、确认沟通和代录、给答复作评价"),
    Part("fang", "方舒", Role.DEPUTY, NEXT_DELEGATION, 0, "人大代表", "答复附议邀请和换领衔的提议，看联名建议的办理"),
    Part("zhou", "周晓", Role.ASSISTANT, "", 0, "林若溪代表的助理", "替代表起草、请附议，看代表的建议"),
    Part("chen", "陈思远", Role.DESK, "", 0, "选联任工委", "审查立案、预交办、并案、交办、决定是否重新办理"),
    Part("lu", "陆平川", Role.DESK, "", 1, "选联任工委", "裁定再次退件，审代表有不同意见的拟处理，复核日历和规则"),
    Part("tian", "田可", Role.DELEGATION_CLERK, DELEGATION, 0, "代表团工作人员", "代录纸质建议，看本团代表的建议"),
    Part("qin", "秦书怀", Role.BILL_GROUP, "", 0, "大会秘书处议案组", "录入主席团对议案的决定，代录纸质议案"),
    Part("du", "杜衡", Role.COORDINATOR, System.GOVERNMENT, 0, "市政府督查室", "转办，裁定退件，审批延期，协调分歧"),
    Part("wei", "韦清", Role.COORDINATOR, System.PARTY, 0, "市委办公室", "把交来的建议分给党委部门"),
    Part("he", "何晓岚", Role.UNIT_RECEIVER, HOME_UNIT, 0, "市教育局收文员", "签收、退件、对预交办说意见，交给经办人"),
    Part("jing", "景行", Role.UNIT_HANDLER, HOME_UNIT, 1, "市教育局经办人", "记沟通，看会办意见，逐项起草答复，送审"),
    Part("shen", "沈嘉禾", Role.UNIT_REVIEWER, HOME_UNIT, 3, "市教育局审核人", "审核答复稿，标出要改的地方退回"),
    Part("cheng", "程远", Role.UNIT_SIGNER, HOME_UNIT, 4, "市教育局签发人", "签发答复，或者退回重写"),
    Part("gao", "高敬之", Role.UNIT_SIGNER, HOME_UNIT, 5, "市教育局分管负责人", "重新办理的，换他签发第二次答复"),
    Part("luo", "罗一平", Role.UNIT_RECEIVER, CO_UNIT, 0, "市交通运输局收文员", "签收，说是否属于本单位，确认交接清单"),
    Part("jiang", "姜雨桐", Role.UNIT_HANDLER, CO_UNIT, 1, "市交通运输局经办人", "提出会办意见，重提被退回的意见"),
    Part("su", "苏婉清", Role.UNIT_SIGNER, CO_UNIT, 4, "市交通运输局签发人", "签发答复，再次退件，确认交接清单"),
    Part("ou", "欧阳静之", Role.COMMITTEE, "教育科学文化卫生委员会", 0, "教科文卫委", "录入议案审议结果，看本领域建议"),
    Part("xi", "奚望", Role.SYSTEM_ADMIN, "", 0, "系统管理员", "开通账号，打印一次性激活码"),
    Part("an", "安宁", Role.SECURITY_ADMIN, "", 0, "安全管理员", "给人授予和收回身份"),
    Part("ji", "纪实", Role.AUDITOR, "", 0, "审计员", "查看操作记录"),
)
