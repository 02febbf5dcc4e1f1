"""Why a file cannot serve as a template of a paper: what is wrong, where, and what to do about it."""

from __future__ import annotations

import re

from tracker.services.document_templates import Refused
from tracker.web.file_words import refusal_words as file_words
from tracker.web.spoken import gettext as _

_QUOTED = re.compile(r"'([^']+)'")


def refusal_words(refused: Refused) -> str:
    """One sentence on what kept the file from being taken; the template in use stays as it is."""
    return _words(refused) + _("没有更换，现在用的模板不变。")


def _words(refused: Refused) -> str:
    name = _named(refused.what)
    if refused.why == "unknown_field":
        if refused.like:
            return _("模板里的“%(name)s”不是可以用的字段，是不是要写“%(like)s”？", name=name, like=refused.like)
        return _("模板里的“%(name)s”不是可以用的字段，请对照下面的字段表改正。", name=name)
    if refused.why == "lacking":
        return _("模板里缺少必须有的字段：%(names)s。请照下面的字段表补上，或者下载内置模板来改。", names=refused.what)
    if refused.why == "syntax":
        return _("模板里有写得不完整的标记（%(what)s）。请检查双花括号和 for、if 是否成对。", what=refused.what)
    if refused.why == "forbidden":
        return _("模板里有不允许的写法（%(what)s）。模板只能写字段、重复和判断，不能调用或者计算。", what=refused.what)
    if refused.why == "not_word":
        return _("请上传 Word 文件（.docx）；.doc 和 WPS 文件请先另存为 .docx。")
    if refused.why == "too_large":
        return _("文件超过4MB，请去掉里面的大图片。")
    if refused.why == "file":
        return file_words(refused.like, refused.what)
    return _("这个 Word 文件打不开，可能已经损坏。请在 Word 里打开另存以后再传。")


def _named(what: str) -> str:
    found = _QUOTED.findall(what)
    return found[-1] if found else what
