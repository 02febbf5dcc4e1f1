"""Words that a cell of a file may hold, and what they mean: systems, hats, kinds of paper, yes and no."""

from __future__ import annotations

from tracker.domain.roles import Role, System

YES_NO = {"是": True, "否": False, "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
SYSTEM_WORDS = {
    "政府系统": System.GOVERNMENT,
    "政府": System.GOVERNMENT,
    "党委系统": System.PARTY,
    "党委": System.PARTY,
    "法院": System.COURT,
    "检察院": System.PROCURATORATE,
    "监察委员会": System.SUPERVISORY,
    "监委": System.SUPERVISORY,
    "人大机关": System.CONGRESS,
    "其他": System.OTHER,
} | {one.value: one for one in System}
ROLE_WORDS = {
    "代表": Role.DEPUTY,
    "代表团工作人员": Role.DELEGATION_CLERK,
    "大会秘书处议案组": Role.BILL_GROUP,
    "收文员": Role.UNIT_RECEIVER,
    "经办人": Role.UNIT_HANDLER,
    "审核人": Role.UNIT_REVIEWER,
    "签发人": Role.UNIT_SIGNER,
} | {one.value: one for one in Role}
# Those hats are granted by the security administrator, one by one.
IMPORTABLE = frozenset(
    {Role.DEPUTY, Role.DELEGATION_CLERK, Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_REVIEWER, Role.UNIT_SIGNER}
)
# The word a file says it with: the first of those that mean it.
ROLE_SAID = {role: word for word, role in reversed(ROLE_WORDS.items()) if word != role.value}
YES_SAID = {True: "是", False: "否"}
SYSTEM_SAID = {system: word for word, system in reversed(SYSTEM_WORDS.items()) if word != system.value}
KIND_WORDS = {
    "npc": "suggestion", "建议": "suggestion", "suggestion": "suggestion", "cppcc": "proposal", "提案": "proposal",
    "proposal": "proposal", "bill": "bill", "议案": "bill", "public": "suggestion",
}  # fmt: skip
