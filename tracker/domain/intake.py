"""What a file of units, categories, people or suggestions may say: its columns, and how one cell is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.domain import limits
from tracker.domain.intake_choices import IMPORTABLE, KIND_WORDS, ROLE_WORDS, SYSTEM_WORDS, YES_NO
from tracker.domain.roles import Role


class Subject(StrEnum):
    """What a file is about."""

    UNITS = "units"
    CATEGORIES = "categories"
    PEOPLE = "people"
    SUGGESTIONS = "suggestions"


class Fault(StrEnum):
    """Why a cell cannot be taken."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    BAD_DATE = "bad_date"
    UNLIKELY_DATE = "unlikely_date"
    BAD_EMAIL = "bad_email"
    BAD_CHARACTER = "bad_character"
    BAD_CHOICE = "bad_choice"
    DIGITS_LOST = "digits_lost"
    TWICE_IN_FILE = "twice_in_file"
    OTHERS_NUMBER = "others_number"
    OTHERS_CERTIFICATE = "others_certificate"
    BEFORE_THE_STEP_BEFORE = "before_the_step_before"
    UNKNOWN_UNIT = "unknown_unit"
    UNIT_CLOSED = "unit_closed"
    UNKNOWN_CATEGORY = "unknown_category"
    UNKNOWN_DEPUTY = "unknown_deputy"
    NOT_YOURS_TO_GRANT = "not_yours_to_grant"
    ALREADY_HELD = "already_held"
    ADMIN_ALONE = "admin_alone"
    ONE_OR_TWO = "one_or_two"
    BAD_LOGIN_NAME = "bad_login_name"
    LOGIN_NAME_TAKEN = "login_name_taken"
    NEEDS_UNIT = "needs_unit"
    NEEDS_NUMBER = "needs_number"
    NEEDS_TERM = "needs_term"
    IN_FUTURE = "in_future"
    NO_SUCH_COLUMN = "no_such_column"
    TWO_HEADINGS = "two_headings"
    NEEDS_SHORT_NAME = "needs_short_name"
    EMPTY_FILE = "empty_file"


class Malformed(ValueError):
    """A cell that cannot be read; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


# The column a file comes back with, which says what is wrong with each row; nobody reads it again.
ERRORS = "错误"


@dataclass(frozen=True)
class Column:
    """One column: the name we call it by, the names people give it, how to read a cell."""

    name: str
    aliases: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = False


def text(most: int) -> Callable[[str], str]:
    """Text of at most so many characters, taken as it is."""

    def read_text(raw: str) -> str:
        if len(raw) > most:
            raise Malformed(Fault.TOO_LONG)
        return raw

    return read_text


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")


def day(raw: str) -> date:
    """2026-04-01, 2026/4/1, 2026.4.1 or 2026年4月1日; a day that does not exist is an error."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", raw))
    if found is None:
        raise Malformed(Fault.BAD_DATE)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise Malformed(Fault.BAD_DATE) from None


def names(most: int) -> Callable[[str], tuple[str, ...]]:
    """Several names in one cell, divided by | 、 ； or line breaks, each of at most so many characters."""

    def read_names(raw: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(part.strip() for part in re.split(r"[|、；;\n]", raw) if part.strip()))
        return tuple(text(most)(name) for name in found)

    return read_names


def code(most: int) -> Callable[[str], str]:
    """A number that is a name: leading zeros count, and a spreadsheet may not have rounded it."""

    def read_code(raw: str) -> str:
        if re.fullmatch(r"\d{16,}(\.0)?|\d(\.\d+)?[eE]\+\d+", raw):
            raise Malformed(Fault.DIGITS_LOST)
        return text(most)(raw)

    return read_code


def email(raw: str) -> str:
    """An address that a mail could go to."""
    if not limits.can_be_mailed(raw):
        raise Malformed(Fault.BAD_EMAIL)
    return text(200)(raw)


def choice(table: Mapping[str, Any]) -> Callable[[str], Any]:
    """One of the words of a table."""

    def read_choice(raw: str) -> Any:
        if raw not in table:
            raise Malformed(Fault.BAD_CHOICE)
        return table[raw]

    return read_choice


def role(raw: str) -> Role:
    """A hat that a file may give."""
    found: Role = choice(ROLE_WORDS)(raw)
    if found not in IMPORTABLE:
        raise Malformed(Fault.NOT_YOURS_TO_GRANT)
    return found


# What the tables hold: more would be refused only when it is written, on PostgreSQL, and without a place.
SHORT_NAME, CODE = 60, 40
C, NAME = Column, text(limits.NAME)
COLUMNS: dict[Subject, tuple[Column, ...]] = {
    Subject.UNITS: (
        C("name", ("单位名称", "名称", "单位"), NAME, required=True),
        C("short_names", ("简称", "常用简称"), names(SHORT_NAME)),
        C("kind", ("类别", "性质"), text(60)),
        C("parent", ("上级", "上级单位"), NAME),
        C("system", ("系统", "所属系统"), choice(SYSTEM_WORDS)),
        C("coordinator", ("经督查室转办", "经督查室分办", "转办", "分办"), choice(YES_NO)),
        C("duty_words", ("职责词", "职责"), text(2000)),
        C("assignable", ("可交办",), choice(YES_NO)),
    ),
    Subject.CATEGORIES: (
        C("scheme", ("分类方案", "方案"), NAME),
        C("level1", ("一级类别", "类别"), text(60), required=True),
        C("level2", ("二级类别",), text(60)),
        C("level3", ("三级类别",), text(60)),
    ),
    Subject.PEOPLE: (
        C("name", ("姓名",), NAME, required=True),
        C("role", ("身份", "角色"), role, required=True),
        C("delegation", ("代表团",), text(60)),
        C("certificate_no", ("代表证号", "证号"), code(CODE)),
        C("unit", ("单位", "承办单位"), NAME),
        C("post", ("职务",), NAME),
        C("phone", ("电话", "手机", "联系电话"), code(CODE)),
        C("email", ("邮箱", "电子邮箱"), email),
        C("employer", ("工作单位",), text(200)),
        C("login_name", ("登录名",), text(60)),
        C("starts_on", ("任职起始", "起始日期"), day),
    ),
    Subject.SUGGESTIONS: (
        C("id", ("来源编号", "标识"), text(60)),
        C("number", ("编号", "建议编号", "案号"), code(CODE)),
        C("session", ("届次", "会次"), NAME),
        # 「人大」 or 「政协」 follows it in the name of its congress.
        C("region", ("地区", "人大"), text(limits.NAME - 2)),
        C("title", ("标题", "案由", "题目"), text(300)),
        C("body", ("正文", "问题", "内容"), text(limits.PARAGRAPHS)),
        C("analysis", ("分析",), text(limits.PARAGRAPHS)),
        C("requests", ("具体建议", "请求"), text(limits.PARAGRAPHS)),
        C("author", ("领衔代表", "代表", "提出人"), NAME),
        C("submitted_date", ("提出日期", "收到日期"), day),
        C("lead_unit", ("主办单位", "承办单位"), NAME),
        C("co_units", ("会办单位", "协办单位"), names(limits.NAME)),
        C("category", ("类别", "分类"), NAME),
        C("class", ("办理结果", "结果类别"), text(40)),
        C("assigned_date", ("交办日期",), day),
        C("reply_date", ("答复日期",), day),
        C("reply_text", ("答复全文", "答复"), text(limits.PARAGRAPHS * 2)),
        C("doc_no", ("答复文号", "文号"), text(limits.DOCUMENT_NO)),
        C("signed_by", ("签发单位", "落款"), NAME),
        C("reply_role", ("答复角色",), text(20)),
        C("rating", ("代表评价", "评价"), text(40)),
        C("kind", ("种类",), choice(KIND_WORDS)),
        C("source_url", ("来源地址",), text(1000)),
        C("publish_note", ("公开说明",), text(500)),
        C("note", ("备注",), text(2000)),
    ),
}
