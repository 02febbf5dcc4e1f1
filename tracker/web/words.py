"""Sentences made of codes and facts: what a service refused, how long, how far, by when."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from flask_babel import format_date

from tracker.clock import SHANGHAI
from tracker.domain.clocks import Standing
from tracker.domain.limits import COUNTED
from tracker.domain.numbering import bill_serial
from tracker.web import appraisal_words, key_item_labels, line_labels, notice_labels, rating_labels, round_labels
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

PROBLEMS = {
    "still_counting": _l("正在从头重新统计，数字还不全，什么都没有定稿。请几分钟后再按"),
    "settled_today": _l("这一天已经有一期了。确实要再定稿一期的，请打勾"),
    "not_the_latest_sheet": _l("已经作废，或者不是最近的一期：后面的一期与它对比过，不能作废"),
    "before_filing": _l("日期不能早于建议提交的那一天"),
    "taken": _l("已经有了，请换一个"),
    "too_many_views": _l("一个列表最多存30个视图，请先删掉不用的"),
    "name_too_long": _l("名称太长，请缩短到40个字以内"),
    "before_start": _l("结束的日子要晚于开始的日子"),
    "overlaps": _l("与另一次会议的日子重叠"),
    "out_of_range": _l("请填1到99"),
    "already_ended": _l("这个单位已经撤并"),
    "has_open_tasks": _l("它手里还有没有办结的建议"),
    "on_open_list": _l("有涉及它的交接清单还没有生效，请先由双方确认，或者作废"),
    "owes_promises": _l("它还有承诺没有了结，请选接办单位，由它接着落实"),
    "taking_has_ended": _l("接办单位已经撤并，什么都没有移交。请代表工作机构作废这份清单，另列一份"),
    "not_to_hand_over": _l("选中的有的不在这个单位手里，或者已经在另一份清单上"),
    "already_confirmed": _l("这一方已经确认过了"),
    "same_person": _l("移交方和接办方要由两个不同的人确认"),
    "list_cancelled": _l("这份清单已经作废"),
    "other_delegation": _l("只能代录本代表团代表领衔的建议；别的代表团的，请交代表工作机构"),
    "not_in_session": _l("议案组代录会议期间收到的；闭会期间收到的，请交代表工作机构"),
    "scan_or_place": _l("请上传扫描件，或者写明纸质原件存放在哪里"),
    "too_long_ago": _l("早于一年以前，请核对年份"),
    "no_seat_that_day": _l("收到那一天，这位代表不在任"),
    "own_entry": _l("自己的建议、附议请自己在系统里办，不能代录"),
    "signer_twice": _l("同一位代表不能出现两次"),
    "signed_after_receipt": _l("签名、落款的日子不能晚于收到的日子"),
    "denied_unsettled": _l("这位代表说纸上的附议不是他签的，代表工作机构正在核实，现在不能再代录"),
    "denied_before": _l("这位代表说过纸上的附议不是他签的，只有代表工作机构核实以后才能再代录"),
    "already_signed": _l("这位代表已经署名"),
    "signed_older_text": _l("早于现在这一稿写成的日子：这位代表签的是以前的文字，请他在现在这一稿上签"),
    "signed_before_leaving": _l("早于这位代表自己退出、不同意的日子，以后来的意思为准；他又同意的，请填新的签名日期"),
    "entry_settled": _l("这一条已经核实过了，请看案卷里的结果"),
    "settlement_missing": _l("请写明核对的结果，各方都看得到"),
    "cannot_be_voided": _l("以后的办理已经以它为依据，不能作废；请选维持，并写明情况"),
    "signature_is_off": _l("本人否认的附议已经不计入，不能维持；确属误会的，请在案卷里重新代录附议"),
    "hour_missing": _l("议案请写明交到的时刻，是否在截止以前按这个时刻算"),
    "bills_closed_then": _l(
        "那个时刻不接收议案：大会主席团规定的截止时间已过，或者不在会议期间（地方组织法第二十二条）。"
        "文字还在这一页里，可以改为代录建议，建议随时接收"
    ),
    "too_few_signers": _l(
        "有效联名不够法定人数，不能列入议程，也不能交专门委员会。什么都没有登记；请退回补足联名，或者改选另外两项"
    ),
    "too_few_for_bill": _l(
        "议案联名人数不够（地方组织法第二十二条：代表十人以上联名，含领衔代表），不能作为议案收。请补上联名代表，或者改为代录建议"
    ),
    "before_assignment": _l("日期不能早于交办的那一天"),
    "term_has_changed": _l("预览以后名单有了变动，请重新核对人数再确认"),
    "has_children": _l("它下面还有在用的类别，请先停用下面的"),
    "too_deep": _l("类别最多三级"),
    "no_slash": _l("名称里不能有斜线“/”"),
    "foreign": _l("外地的分类方案只供对照，不能改"),
    "missing": _l("请填写这一项"),
    "note_or_marks": _l("请写明请改什么，或者标出要改的地方"),
    "not_of_this_case": _l("责任单位要选这一件的承办单位"),
    "nothing_answered": _l("还没有答复任何一项请求"),
    "nothing_written": _l("还什么都没有写，没有新建草稿。请先写标题"),
    "unknown": _l("请从列表里选一项"),
    "file_gone": _l("有附件已经不在（上传后24小时没有提交的会清除），请重新选择"),
    "file_infected": _l("有附件查出病毒，请去掉以后再提交"),
    "too_many_files": _l("附件太多，请去掉几个"),
    "files_too_large": _l("附件合计太大，请去掉几个"),
    "nobody_chosen": _l("请至少选一个"),
    "choose_one": _l("请选一项"),
    "too_many": _l("选得太多了"),
    "text_has_changed": _l("正文在您打开以后改过了，请先看新的正文"),
    "no_delegation_now": _l(
        "代表团现在不能提出建议：要在大会期间，并且本市规则允许。请不勾这一项，以代表个人的名义提出"
    ),
    "answer_in_past": _l("答复的日期不能早于今天"),
    "answer_too_far": _l("答复的日期最远一年以内"),
    "not_opened": _l("请先打开正文看过，再答复"),
    "secret": _l("这里有密级标志。涉密内容不要写入本系统，请按保密规定用纸质渠道提交。这次没有保存，文字还在这一页里"),
    "unit_twice": _l("同一个单位不能出现两次"),
    "one_lead": _l("有会办时要有且只有一个主办单位；只由一个单位办的，也选主办"),
    "lead_needs_co": _l("只由一个单位办的，应当是独办"),
    "separate_alone": _l("分办不能和主办、会办混用"),
    "separate_needs_two": _l("分办至少要两个单位"),
    "part_empty": _l("每个分办单位都要勾选它答复的请求"),
    "parts_do_not_cover": _l("还有请求没有交给任何单位"),
    "not_assignable": _l("这个单位不能承办"),
    "number_used": _l("本单位用这个文号发过另一件；确实是同一个文号的，再按一次"),
    "change_needs_note": _l("改了承办单位的，请写明为什么"),
    "other_system": _l("只能交给本系统的单位"),
    "not_answered_yet": _l("这一天还没有答复，不是“答复后”的沟通。请核对日期，或者改选阶段"),
    "answered_by_then": _l("这一天已经答复了，请选“答复后”，或者核对日期"),
    "in_future": _l("日期不能晚于今天"),
    "not_a_signer": _l("请选领衔或者附议的代表"),
    "not_of_this_unit": _l("请选本单位的工作人员"),
    "not_in_future": _l("承诺的日期要在今天以后"),
    "promise_too_far": _l("承诺的日期在十年以后，太远了。请核对年份；要更久的，写十年以内能做到哪一步、哪天做到"),
    "opening_missing": _l("请写正文开头，说明收悉、致谢、怎么研究的"),
    "correction_missing": _l("请写实际是怎样的；记得对的，请点“确认属实”"),
    "entry_answered": _l("这一条您已经确认或者更正过，或者不是与您的沟通"),
    "has_words": _l("这份草稿已经写了字，不能套用"),
    "not_of_this_group": _l("这一件已经不在同一个并案里"),
    "own_paragraph": _l("正文开头是从并案的另一件套用的，请至少写一句只对这位代表说的话"),
    "said_meanwhile": _l("本单位已经有人说过意见。请重新打开这一页看过再改；这里写的先复制下来"),
    "other_paper": _l("正文开头写的是并案的另一件，没有写这一件，请改成这一件的标题"),
    "no_contact_noted": _l("还没有代表确认过的沟通记录，请先记沟通、等代表确认，或者写明原因"),
    "day_is_past": _l("日期已经过了，请选今天或者以后的日子"),
    "not_ours_why": _l("不是本单位职责的，请写明为什么"),
    "own_unit": _l("写的就是本单位"),
    "nothing_said": _l("还没有对哪一件说意见"),
    "two_at_least": _l("并案至少要两件"),
    "unknown_paper": _l("没有找到这个编号的建议，或者您看不到它"),
    "own_paper": _l("不能关联这一件自己"),
    "not_earlier": _l("那一件提交得更晚；请从那一件关联到这一件"),
    "linked_already": _l("这两件已经关联"),
    "agreed_in_past": _l("商定的答复日期要在今天以后"),
    "agreed_after_legal": _l("商定的答复日期不能晚于法定期限"),
    "changed_meanwhile": _l("这一件在您打开以后有了变动，请重新查看"),
    "not_open": _l("这一件已经不在这一步，请从这一批里去掉"),
    "reason_missing": _l("请写明请代表改什么"),
    "ground_missing": _l("请选依据哪一条"),
    "words_missing": _l("请写向代表的说明"),
    "handler_missing": _l("请选经办人"),
    "unit_missing": _l("请填写承办单位"),
    "better_unit_missing": _l("请写应由哪个单位办理"),
    "better_unit_is_yours": _l("不能写本单位；要写另一个单位"),
    "has_share_already": _l("这个单位在本件里已经有一份工作"),
    "refused_before": _l("这个单位以前办过这一份工作，退件申请得到了同意。仍然认为应由它办的，请勾选后再提交"),
    "still_the_same_unit": _l("还是原来的单位；不改办的，请选不同意退件"),
    "ruled_by_desk": _l(
        "这个单位不在您协调的系统内，您不能改给它。请被征求意见的单位写明应由它办理，就转由代表工作机构裁定；或者不同意退件"
    ),
    "not_heard_yet": _l("这个单位还没有说，期限也没有到；现在就同意退件的，请写明为什么不等"),
    "arbiter_missing": _l("请写裁决人"),
    "before_objection": _l("早于申请退件的日子"),
    "not_later_than_promised": _l("要晚于现在的承诺日期"),
    "not_a_percentage": _l("请填写0到100的整数"),
    "not_later_than_due": _l("要晚于现在的答复期限"),
    "day_has_passed": _l("这一天已经过去，要在今天以后"),
    "beyond_the_longest": _l("超过自首次交办之日起最长的期限（代表法第五十一条）"),
    "unit_unknown": _l("没有叫这个名字的单位"),
    "unit_unclear": _l("叫这个名字的单位不止一个，请写全称"),
    "not_in_part": _l("这一项请求不由本单位答复"),
    "password_short": _l("密码至少12个字"),
    "password_long": _l("密码最多256个字"),
    "password_simple": _l("用到的字太少，容易被猜到，请换一个"),
    "password_known": _l("由常用词、姓名、单位或者年份拼成，容易被猜到，请换一个"),
    "password_same": _l("新密码和现在的一样"),
    "wrong_password": _l("现在的密码不正确"),
    "has_account": _l("这个人已经有账号"),
    "own_account": _l("不能对自己的账号这样做，请由另一位系统管理员来做"),
    "account_stopped": _l("其中有停用的账号，请先恢复"),
    "not_activated": _l("账号还没有启用"),
    "no_mail_server": _l("没有设置邮件服务器，请打印纸条"),
    "no_email": _l("其中有人没有登记邮箱，请打印纸条"),
    "bad_login_name": _l("登录名2至60个字，只能用文字、数字和 . - _ @"),
    "login_name_taken": _l("这个登录名已经有人用"),
    "bad_email": _l("邮箱地址不完整"),
    "name_is_known": _l("已经登记过同名的人。确认不是同一个人的，请勾选后再登记"),
    "certificate_taken": _l("本届已有代表用这个证号"),
    "no_term": _l("还没有登记本届，请先由代表工作机构登记届次"),
    "document_missing": _l("国务院办公厅已经发布的，请填写通知名称或文号"),
    "day_implausible": _l("日期不可信，请填1953年以后、从今天起十年以内的日子"),
    "term_too_long": _l("一届不会超过十年，请核对结束的日子"),
    "before_last_term": _l("要晚于前一届开始的日子"),
    "after_next_term": _l("要早于后一届开始的日子"),
    "session_before": _l("这一届已经登记的会议在这一天以前开幕，请先更正会议日期"),
    "answer_after_bills": _l("晚于接收议案的最后一天，到那时再联名就来不及了，请改早一些"),
    "term_had_not_begun": _l("这一天这一届还没有开始，请核对年份"),
    "session_of_last_term": _l("上一届的会议到这一天还没有闭幕，请先更正会议日期或者届次的日期"),
    "session_after": _l("这一届已经登记的会议在这一天以后闭幕，请先更正会议日期"),
    "seat_before": _l("这一届已经登记的代表在这一天以前任职，请先更正代表资料"),
    "outside_session": _l("要在开幕和闭幕之间"),
    "not_its_field": _l("请选对口这个类别的委员会"),
    "before_handed_in": _l("早于收到这一件的日子"),
    "before_term": _l("早于这一届开始的日子"),
    "after_term": _l("晚于这一届结束的日子，或者在十年以后"),
    "in_next_term": _l("这一天后一届已经开始"),
    "ends_before_start": _l("结束的日子早于开始的日子"),
    "hat_ended_before": _l("最早从现在起结束，不能再往前"),
    "hat_ends_earlier": _l("这个身份本来就在那之前结束"),
    "already_held": _l("这段时间已经有同样的身份"),
    "admin_alone": _l("系统管理员、安全管理员、审计员由三个人分别担任，也不能同时有别的身份"),
    "sent_to_missing": _l("请写明转送哪里"),
    "passage_not_found": _l("这一项里没有找到这段原文，请照原文抄写或者选取"),
    "remark_missing": _l("请写明这一处要怎么改"),
    "passage_missing": _l("请选取或者抄写要改的原文"),
    "day_is_over": _l("请填今天以后的日子"),
    "day_too_far": _l("最多到半年以后"),
    "summaries_asked": _l("这次会议的年度总结已经要各单位交过了，没有新的承办单位"),
    "summary_is_there": _l("这个单位这次会议的年度总结已经有一份"),
    "not_a_session": _l("年度总结按一次会议做，请选一次会议"),
    "not_counted_yet": _l("统计还没有做完，请几分钟后再试"),
    "report_alike": _l("这样的报告已经有了，请接着改上面列出的；确实要另写一份的，请打勾再起草"),
    "report_signed_alike": _l("同一标题、同一天的报告已经签发。那一份有错的，请起草更正稿；这一份可以删去"),
    "report_is_final": _l("报告已经签发，文字和数字都不再改；有错的，起草更正稿"),
    "correction_begun": _l("更正稿已经在起草"),
    "own_grant": _l("不能给自己授权，请由另一位安全管理员来做"),
}


def problem_words(code: str) -> str:
    """The sentence for what a service could not take."""
    labels = (rating_labels, round_labels, line_labels, key_item_labels, notice_labels, appraisal_words)
    beside = tuple(each.PROBLEMS for each in labels)
    return str(PROBLEMS.get(code) or next((words[code] for words in beside if code in words), code))


def day_words(day: date | None, *, year: bool = False) -> str:
    """6月30日, with the year when asked."""
    if day is None:
        return ""
    return _formatted(day, _("yyyy年M月d日") if year else _("M月d日"))


# A page names the same few days again and again. Each language has its own pattern, so the pattern tells them apart.
@lru_cache(maxsize=2048)
def _formatted(day: date, pattern: str) -> str:
    return format_date(day, pattern)


def instant_words(instant: datetime | None) -> str:
    """2026年4月1日 10:00, Asia/Shanghai."""
    if instant is None:
        return ""
    local = instant.astimezone(SHANGHAI)
    return f"{day_words(local.date(), year=True)} {local:%H:%M}"


def clock_words(instant: datetime | None) -> str:
    """10:00, Asia/Shanghai."""
    return f"{instant.astimezone(SHANGHAI):%H:%M}" if instant else ""


def standing_words(standing: Standing, due_on: date | None, today: date) -> str:
    """逾期 1 天, 今天到期, 还有 4 天: the bold half of a clock tag."""
    if due_on is None:
        return ""
    if standing is Standing.DONE:
        return _("已完成")
    days = (due_on - today).days
    if days < 0:
        return _("逾期%(n)s天", n=-days)
    if days == 0:
        return _("今天到期")
    if days == 1:
        return _("明天到期")
    return _("还有%(n)s天", n=days)


def waited_words(since: date | None, today: date) -> str:
    """今天收到, 已等 8 天."""
    if since is None:
        return ""
    days = (today - since).days
    return _("今天收到") if days <= 0 else _("已等%(n)s天", n=days)


def count_words(number: int) -> str:
    """1,234, or 超过10,000 where counting stopped."""
    return f"{number:,}" if number <= COUNTED else _("超过%(n)s", n=f"{COUNTED:,}")


def number_words(number: str | None) -> str:
    """第20260113号; of a bill 议案第3号; or 尚未编号."""
    if number and (serial := bill_serial(number)):
        return _("议案第%(n)s号", n=serial)
    return _("第%(n)s号", n=number) if number else _("尚未编号")


def phase_words(session: str, *, sitting: bool, gap: str = "") -> str:
    """第七届第七次会议期间, 第七届第七次会议 闭会期间: in or after a session, whose name may end in 会议 already."""
    if not sitting:
        return f"{session}{gap}{_('闭会期间')}"
    phase = _("会议期间")
    # A session that is called a 会议 already is not called so twice.
    return f"{session}{phase[2:]}" if session.endswith(phase[:2]) else f"{session}{gap}{phase}"
