"""Words about a file that is brought in: subjects, columns left open, what is wrong with a cell."""

from __future__ import annotations

from tracker.domain.intake import COLUMNS, Fault, Subject
from tracker.domain.intake_reading import NAMED
from tracker.domain.limits import IMPORT_BYTES, IMPORT_ROWS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

SUBJECTS = {
    Subject.UNITS: _l("承办单位"),
    Subject.CATEGORIES: _l("类别"),
    Subject.PEOPLE: _l("人员"),
    Subject.SUGGESTIONS: _l("建议"),
}
FAULTS = {
    Fault.MISSING: _l("必须填写"),
    Fault.TOO_LONG: _l("太长"),
    Fault.BAD_DATE: _l("不是日期，请写成2026-04-01这样"),
    Fault.UNLIKELY_DATE: _l("日期不可信"),
    Fault.BAD_EMAIL: _l("邮箱地址不完整"),
    Fault.BAD_CHARACTER: _l("含有不能保存的字符"),
    Fault.BAD_CHOICE: _l("不在可填的范围内"),
    Fault.OTHERS_CERTIFICATE: _l("这个证号已经是另一位代表的，请核对"),
    Fault.BEFORE_THE_STEP_BEFORE: _l("比前一步的日期还早：先提出，再交办，再答复"),
    Fault.OTHERS_NUMBER: _l("这个编号已经是另一件的，标题不同；请核对编号或者标题"),
    Fault.DIGITS_LOST: _l("表格软件已经丢了末尾几位，请把这一列设为文本后重新填写"),
    Fault.TWICE_IN_FILE: _l("文件里出现了两次"),
    Fault.UNKNOWN_UNIT: _l("系统里没有这个单位，请先导入单位"),
    Fault.UNIT_CLOSED: _l("现在不向这个单位交办，不能给它的人身份"),
    Fault.UNKNOWN_CATEGORY: _l("系统里没有这个类别，请先导入类别"),
    Fault.UNKNOWN_DEPUTY: _l("系统里没有这位代表，或者有同名代表"),
    Fault.NOT_YOURS_TO_GRANT: _l("这个身份由安全管理员授权，不能导入"),
    Fault.ALREADY_HELD: _l("系统里的这个人已经有这个身份，请核对姓名、电话和邮箱"),
    Fault.ADMIN_ALONE: _l("系统管理员、安全管理员、审计员由三个人分别担任，也不能同时有别的身份"),
    Fault.ONE_OR_TWO: _l("和前面同名的一行对不上：是同一人的请写成一样，不是同一人的请分别写明代表证号"),
    Fault.BAD_LOGIN_NAME: _l("登录名2至60个字，只能用文字、数字和 . - _ @"),
    Fault.LOGIN_NAME_TAKEN: _l("这个登录名已经有人用"),
    Fault.NEEDS_UNIT: _l("要写明承办单位"),
    Fault.NEEDS_NUMBER: _l("在办的建议要写明编号；已经答复的，请填答复日期"),
    Fault.NEEDS_TERM: _l("系统里还没有本级人大的届次，请先建立"),
    Fault.IN_FUTURE: _l("日期晚于今天"),
    Fault.NO_SUCH_COLUMN: _l("文件里没有这一列"),
    Fault.TWO_HEADINGS: _l("几列写的是同一项，不知道以哪一列为准，请只留一列"),
    Fault.NEEDS_SHORT_NAME: _l("单位名称太长，列表里放不下，请另写一个简称"),
    Fault.EMPTY_FILE: _l("文件里没有数据"),
}
UNREADABLE = {
    "too_large": _l("文件太大，最多%(mb)s MB。", mb=IMPORT_BYTES // 1024 // 1024),
    "too_large_unpacked": _l("文件解压以后太大，没有读。请另存为csv，或者分成几个文件导入。"),
    "too_many_rows": _l("行数太多，一次最多%(n)s行。", n=IMPORT_ROWS),
    "unknown_kind": _l("只读 xlsx、csv 和 jsonl 三种文件。"),
    "unknown_encoding": _l("文字编码认不出来，请另存为 UTF-8 后再传。"),
    "not_a_table": _l("文件打不开，或者里面没有表格。"),
    "ragged": _l("有的行比标题多出几格，各列已经错位，请改好后再传。"),
}


def unreadable_words(why: str) -> str:
    """Why a file cannot be read at all."""
    code, _colon, line = why.partition(":")
    if code == "bad_line":
        return _("第%(line)s行不是完整的记录。", line=line)
    if code == "far_cell":
        row, _comma, column = line.partition(",")
        return _(
            "第%(row)s行第%(column)s列还有单元格，表格因此太大，没有读。请删去多余的行和列再导入。",
            row=row,
            column=column,
        )
    return str(UNREADABLE[code])


def column_words(subject: Subject, name: str) -> str:
    """The Chinese name of a column."""
    found = next((column for column in COLUMNS[subject] if column.name == name), None)
    return found.aliases[0] if found else name


def gap_words(subject: Subject, gaps: dict[str, int]) -> list[tuple[str, int]]:
    """Columns the source leaves open, with how many rows do."""
    return [(column_words(subject, name), count) for name, count in sorted(gaps.items(), key=lambda item: -item[1])]


def untaken_words(untaken: dict[str, str]) -> str:
    """Which columns are not taken, and what may be meant by them."""
    told = []
    for title, close in list(untaken.items())[:NAMED]:
        name = title or _("没有列名的列")
        told.append(_("%(name)s（是不是“%(close)s”？）", name=name, close=close) if close else name)
    if len(untaken) > NAMED:
        told.append(_("另有%(n)s列", n=len(untaken) - NAMED))
    return _("这些列不认识，没有导入：%(names)s。", names=_("、").join(told)) if told else ""


def made_words(made: dict[str, int | str]) -> list[str]:
    """What else comes into being."""
    words = {
        "delegations": _l("新建代表团：%(n)s。名称写错的，请改好文件再传"),
        "next_serial": _l("导入以后，今年新立案的从第%(n)s号往后编"),
        "again": _l("其中%(n)s人是上一届以前的代表，沿用原来的账号"),
        "further": _l("其中%(n)s行是同一人的另一个身份，不另开账号"),
        "units": _l("新增外地单位%(n)s个，不能向它们交办"),
        "shelved": _l("其中%(n)s件是本级的历史资料：没有期限，不进统计，也不再办理"),
        "open": _l("其中在办%(n)s件，按原来的交办日期继续计算期限"),
    }
    return [str(words[name]) % {"n": count} for name, count in made.items() if count]
