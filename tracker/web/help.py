"""The help page: what each role does here, in the order it is done; one's own role first."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template

from tracker.domain.roles import Role
from tracker.web.access import public
from tracker.web.labels import ROLES
from tracker.web.sessions import asking
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("help", __name__)
Lines = tuple[object, ...]

# Anchor, who it is for, what is done here, and the roles it speaks to.
PARTS: tuple[tuple[str, object, Lines, frozenset[Role]], ...] = (
    (
        "deputy",
        _l("代表"),
        (
            _l(
                "在“写建议”里写：一件建议只说一件事，请求一项一格。写的时候自动保存，草稿只有您和您的代表助理（有的话）看得到。"
            ),
            _l(
                "请其他代表附议：在写建议的页上按“请代表附议”，写明哪天以前答复。正文改动后附议失效，他们看过改动按一下重新附议。"
            ),
            _l("答复送达以前可以撤回；联名的，要全体署名代表同意。不能继续领衔的，可以请一位附议代表接替。"),
            _l("黄色的提醒是说哪里可能不作为建议处理，写明条款，不影响提交。"),
            _l(
                "旁边的“写作检查”看事实、分析、请求写全了没有，点开看怎么改、依据哪一条；不同意的可以不理。“看一件写得好的”是带旁批的范文。"
            ),
            _l("一格里写了一、二、三几项请求的，按“拆成一格一项”，承办单位逐项答复。"),
            _l("按“预览公文样，准备提交”，核对后提交给市人大，得到回执号和接下来每一步的期限。"),
            _l("被退回的建议在“待办”里，照退回的理由改好再提交，原来的提交日期保留。"),
            _l("承办单位答复后，在评价期内评价答复内容和办理过程。不是“满意”的要写理由。评价期结束前承办单位看不到。"),
            _l("其他代表已经立案的建议和答复，在“建议总表”里可以看。"),
        ),
        frozenset({Role.DEPUTY}),
    ),
    (
        "assistant",
        _l("代表助理"),
        (
            _l("可以替代表起草、改稿、请其他代表附议，看代表领衔的建议；做的每一步都写明是替谁办的。"),
            _l("提交、附议、评价、撤回由代表本人来做。写好以后请代表登录，在“待办”里打开，看过再提交。"),
            _l("“等代表本人办的”列出代表该评价、该答复的，提醒代表即可。"),
        ),
        frozenset({Role.ASSISTANT}),
    ),
    (
        "desk",
        _l("代表工作机构"),
        (
            _l("“待办”列出现在要做的事，最急的在上面；每一行写明为什么在这里、什么时候到期。"),
            _l("“审查立案”里逐件看：立案编号、退回修改、不作为建议处理。后两样要写理由，代表看得到。"),
            _l("“交办”里定独办、主办和会办，或者分办各办哪几项请求；交办之前先看到各项期限和算法。几件可以一批交办。"),
            _l("代表评价不满意的，决定重新办理，或者写明不再办理的理由。"),
            _l("承办单位、类别、届次会议、工作日历和办理规则由您这里维护；日历和规则要两个人才能改。"),
            _l("点任何一个期限，都能看到它是怎么一天一天数出来的。"),
        ),
        frozenset({Role.DESK}),
    ),
    (
        "session",
        _l("代表团工作人员和大会秘书处议案组"),
        (
            _l(
                "本市规则由代表团初审的，会议期间本代表团提交的先在“初审”里：初审通过，或者写明理由退回；初审以前不能审查立案。"
            ),
            _l("议案组在会议期间审查、交办；“审查立案”的“议案”一栏里登记主席团的决定，议案单独编号、单独计数。"),
            _l("转为建议的议案保留备查，另立一件建议，署名代表不变，再按建议审查、编号、交办。"),
        ),
        frozenset({Role.DELEGATION_CLERK, Role.BILL_GROUP}),
    ),
    (
        "coordinator",
        _l("督查室"),
        (
            _l(
                "“转办”里是交给本系统的建议：定由哪个单位承办，发出以后，承办单位的答复期限从转办之日起算；整件建议的最长期限仍从首次交办起算。"
            ),
            _l("可以改提出的承办单位，但只能分给本系统的单位。"),
            _l("本系统承办的每一件都能看到走到哪一步、还剩几天。"),
        ),
        frozenset({Role.COORDINATOR}),
    ),
    (
        "unit",
        _l("承办单位"),
        (
            _l("收文员签收，同时交给一位经办人；经办人不在的时候可以转交，写一句说明。"),
            _l(
                "经办人与代表沟通，每次都记下来；对每一项请求写答复，选办理结果。正在解决和列入计划的，写明做到什么、哪天以前。"
            ),
            _l("会办单位不直接答复代表，把会办意见交给主办单位。"),
            _l("写好后送签；签发人可以退回重写，也可以签发。签发后答复送达每一位署名代表。"),
            _l("代表的评价要等评价期结束才看得到。任何人不能代替代表评价。"),
        ),
        frozenset({Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_REVIEWER, Role.UNIT_SIGNER}),
    ),
    (
        "committee",
        _l("专门委员会"),
        (
            _l("“建议总表”里是本委员会联系的类别和重点建议，能看全文、办理经过和答复。"),
            _l("用筛选找快到期、已逾期的；地址栏里的网址带着筛选条件，可以发给同事。"),
        ),
        frozenset({Role.COMMITTEE}),
    ),
    (
        "administrators",
        _l("系统管理员、安全管理员和审计员"),
        (
            _l("系统管理员开账号、发激活码、停用账号；看不到建议的内容。"),
            _l("安全管理员定谁有什么身份；不能给自己加身份办理建议。"),
            _l("审计员看操作记录，核对记录有没有被改动过；看不到建议的内容。"),
        ),
        frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}),
    ),
)
FOR_ALL: Lines = (
    _l("每一页右上角写着您现在的身份。有几个身份的，在那里换；待办只列当前身份的事。"),
    _l("登录过期了也不会丢字：重新登录，填写的内容还在，同一个人24小时内有效。"),
    _l("同一页按了两次提交，只算一次。页面打开以后别人先改了，您的操作不会执行，两份都留着给您看。"),
    _l("涉密内容不要写入本系统，请按保密规定用纸质渠道提交。"),
    _l("请不要把账号交给别人用；每一步都记着是谁、用什么身份、什么时候做的。"),
)


@bp.get("/help")
@public
def show() -> str:
    """For guests too: who cannot log in needs it most."""
    me = asking()
    mine = me.hat.role if me and me.hat else None
    return render_template("help/show.html", parts=_mine_first(mine), for_all=FOR_ALL, role=ROLES[mine] if mine else "")


def _mine_first(role: Role | None) -> Iterable[tuple[str, object, Lines, bool]]:
    parts = [(anchor, words, lines, role in roles) for anchor, words, lines, roles in PARTS]
    return sorted(parts, key=lambda part: not part[3])
