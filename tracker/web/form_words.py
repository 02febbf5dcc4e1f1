"""The sentences that the form library brings along, in ours: whatever it says of a field is said here."""

from __future__ import annotations

from typing import Any

from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

_LISTED = _l("请从列出的选项里选")
_DAY = _l("请写成真实的日期，例如2026-03-05")
_WHOLE, _NUMBER = _l("请填整数"), _l("请填数字")
_REOPEN = _l("这一页的内容不完整，请重新打开后再提交")

# By the library's own English, the key of its catalogue.
SENTENCES = {
    "Invalid field name '%s'.": _REOPEN,
    "Field must be equal to %(other_name)s.": _l("两次填的不一样"),
    "Field must be at least %(min)d character long.": _l("至少%(min)d字"),
    "Field cannot be longer than %(max)d character.": _l("最多%(max)d字"),
    "Field must be exactly %(max)d character long.": _l("要正好%(max)d字"),
    "Field must be between %(min)d and %(max)d characters long.": _l("要%(min)d到%(max)d字"),
    "Number must be at least %(min)s.": _l("不能小于%(min)s"),
    "Number must be at most %(max)s.": _l("不能大于%(max)s"),
    "Number must be between %(min)s and %(max)s.": _l("请填%(min)s到%(max)s"),
    "Date must be at least %(min)s.": _l("不能早于%(min)s"),
    "Date must be at most %(max)s.": _l("不能晚于%(max)s"),
    "Date must be between %(min)s and %(max)s.": _l("请填%(min)s到%(max)s"),
    "This field is required.": _l("请填写这一项"),
    "Invalid input.": _l("写法不对，请核对"),
    "Invalid email address.": _l("邮箱地址不完整"),
    "Invalid IP address.": _l("写法不对，请核对"),
    "Invalid Mac address.": _l("写法不对，请核对"),
    "Invalid URL.": _l("写法不对，请核对"),
    "Invalid UUID.": _l("写法不对，请核对"),
    "Invalid value, must be one of: %(values)s.": _LISTED,
    "Invalid value, can't be any of: %(values)s.": _l("写法不对，请核对"),
    "This field cannot be edited.": _l("这一项不能改"),
    "This field is disabled and cannot have a value.": _l("这一项不能改"),
    "Invalid CSRF Token.": _REOPEN,
    "CSRF token missing.": _REOPEN,
    "CSRF failed.": _REOPEN,
    "CSRF token expired.": _REOPEN,
    "Invalid Choice: could not coerce.": _LISTED,
    "Choices cannot be None.": _LISTED,
    "Not a valid choice.": _LISTED,
    "Invalid choice(s): one or more data inputs could not be coerced.": _LISTED,
    "'%(value)s' is not a valid choice for this field.": _LISTED,
    "Not a valid datetime value.": _DAY,
    "Not a valid date value.": _DAY,
    "Not a valid time value.": _l("请写成真实的时刻，例如09:30"),
    "Not a valid week value.": _DAY,
    "Not a valid integer value.": _WHOLE,
    "Not a valid decimal value.": _NUMBER,
    "Not a valid float value.": _NUMBER,
}


class OurWords:
    """What the form library asks for its sentences."""

    def gettext(self, sentence: str) -> str:
        """Our sentence with the same places for facts; one that is new to us says at least that something is wrong."""
        return str(SENTENCES.get(sentence) or _("写法不对，请核对"))

    def ngettext(self, one: str, _many: str, _n: int) -> str:
        """The same: our sentences do not change with the number."""
        return self.gettext(one)


def one_for_one_cause(field: Any) -> None:
    """What cannot be read is said once: the rules that then miss a value have nothing to add.

    Of a box left empty only the rules speak: there was nothing to read.
    """
    unread = len(field.process_errors)
    if not unread or list(field.errors[:unread]) != list(field.process_errors):
        return
    if any(field.raw_data or ()) or len(field.errors) == unread:
        del field.errors[1:]
    else:
        del field.errors[:unread]
