"""Attachments in words and lists: why a file was not taken, how large it is, what the scanner made of it."""

from __future__ import annotations

from flask import current_app, url_for

from tracker.domain.file_texts import DOCUMENTS, TextState, Why
from tracker.models.attachments import Attachment, Scan, StoredFile
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

Row = tuple[str, str, str, str, str, str]
KINDS_TOLD = _l("PDF、OFD、Word、Excel、PPT（含WPS的wps、et、dps）、txt、jpg、png")

_REFUSALS = {
    "unknown_kind": _l("这种文件不收"),
    "not_its_kind": _l("内容与扩展名不符，可能改过扩展名或者已经损坏"),
    "cut_short": _l("文件不完整，可能没有下载完"),
    "broken": _l("文件损坏，打不开"),
    "empty": _l("是空文件"),
    "encrypted": _l("文件加了密码，请去掉密码再上传"),
    "macros": _l("文件里有宏，请另存为不带宏的再上传"),
    "bursts": _l("文件解压以后太大，没有打开"),
    "declares": _l("文件里有不安全的声明，请用办公软件另存一次再上传"),
    "unknown_encoding": _l("看不出文字的编码，请另存为UTF-8再上传"),
    "bad_name": _l("文件名里有看不见的字符或者没有名称，请改名再上传"),
    "long_name": _l("文件名超过255个字，请改短再上传"),
    "infected": _l("查出病毒，没有收下"),
    "too_many_loose": _l("您上传而没有提交的附件太多，请先提交或者明天再传"),
    "disk": _l("没有存上，请稍后再传"),
}


def refusal_words(name: str, code: str) -> str:
    """Why one file was not kept, with its name and what would be."""
    shown = name if len(name) <= 60 else f"{name[:40]}…{name[-16:]}"
    if code == "too_large":
        why = _("超过%(mb)s MB，请压缩或者分成几个再上传", mb=current_app.config["MAX_FILE_MB"])
    else:
        why = str(_REFUSALS.get(code, code))
    if code == "unknown_kind":
        why = _("%(why)s，可以用%(kinds)s", why=why, kinds=KINDS_TOLD)
    return _("“%(name)s”没有收下：%(why)s。其余内容和附件都在。", name=_visible(shown), why=why)


def _visible(name: str) -> str:
    # A sign that turns the writing round must not turn the sentence that refuses it.
    return "".join(sign if sign.isprintable() else "�" for sign in name)


def limit_words() -> str:
    """What may be attached: kinds, how large, how many."""
    config = current_app.config
    told = _(
        "%(kinds)s。每个最大%(mb)s MB，最多%(n)s个，合计%(all)s MB。",
        kinds=KINDS_TOLD,
        mb=config["MAX_FILE_MB"],
        n=config["MAX_FILES"],
        all=config["MAX_FILES_MB"],
    )
    return told if config["SCANNER"] else told + _("这里没有设查毒程序，附件标明“未查毒”，打开前请先在自己的电脑上查。")


def size_words(size: int) -> str:
    """320 KB, 2.4 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def scan_words(file: StoredFile) -> str:
    """Why a file cannot be opened yet or at all; of one that can, only that no scanner has looked at it."""
    if file.scan is Scan.CLEAN:
        return "" if file.scanned_at else _("未查毒")
    if file.scan is Scan.INFECTED:
        return _("查出病毒，不能打开")
    return _("正在查毒，查完才能打开") if file.scan is Scan.WAITING else _("还没有查成毒，会再查，查完才能打开")


def text_words(file: StoredFile) -> str:
    """Why a document that can be opened is not found by what stands in it; nothing where it is, or will be soon."""
    read = file.text_read
    if read is None or file.scan is not Scan.CLEAN or file.kind not in DOCUMENTS:
        return ""
    if read.state is TextState.NO_TEXT:
        return _("里面没有文字，可能是扫描件，检索不到内容")
    if read.state is TextState.FAILED:
        return _("加了密码，检索不到内容") if read.why == Why.ENCRYPTED else _("没有读出文字，检索不到内容")
    return _("读不了这种文件，检索不到内容") if read.state is TextState.NO_READER else ""


def drawing(kind: str) -> str:
    """The drawing beside the name of a file."""
    return "image" if kind in ("jpg", "png") else "file-earmark-text" if kind in ("pdf", "ofd") else "paperclip"


def href_of(one: Attachment) -> str:
    """Where a file that was handed in is opened."""
    if one.key_item_id is not None:
        return url_for("key_files.show", item_id=one.key_item_id, key=one.key)
    return url_for("files.show", suggestion_id=one.suggestion_id, key=one.key)


def file_row(suggestion_id: int, one: Attachment, *, for_staff: bool = False) -> Row:
    """What a list of files of a case shows of one: name, address, size, why it cannot be opened, digest, drawing; for
    staff also why its text is not found."""
    name, href, size, note, seal, drawn = row_at(url_for("files.show", suggestion_id=suggestion_id, key=one.key), one)
    told = [note, text_words(one.file) if for_staff else ""]
    return name, href, size, _("，").join(filter(None, told)), seal, drawn


def row_at(address: str, one: Attachment) -> Row:
    """The same for a file opened at this address."""
    href = address if one.file.scan is Scan.CLEAN else ""
    seal = _("%(alg)s校验值：%(digest)s", alg=one.file.alg.upper(), digest=one.digest)
    return one.name, href, size_words(one.file.size), scan_words(one.file), seal, drawing(one.file.kind)
