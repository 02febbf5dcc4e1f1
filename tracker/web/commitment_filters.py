"""The filters of the ledger between address and words: read from the query string, said as tags, written back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import url_for

from tracker.queries.commitment_groups import Group
from tracker.queries.commitments import Flag, Wanted
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

GROUPS = {
    Group.LATE: _l("过期没有做到"),
    Group.DISSATISFIED: _l("已报告做到，代表不满意"),
    Group.DISPUTED: _l("已报告做到，代表反映不实"),
    Group.SOON: _l("一个月内到期"),
    Group.RUNNING: _l("按期推进"),
    Group.KEPT: _l("已做到"),
    Group.DROPPED: _l("经批准不再兑现"),
}
FLAGS = {
    Flag.ASKED: _l("申请改期或者不再兑现，待决定"),
    Flag.DISPUTED: _l("代表反映不实，待核实"),
    Flag.ENTRUSTED: _l("写在别的单位的答复里"),
    Flag.MOVED: _l("改过期"),
    Flag.KEPT_LATE: _l("晚于承诺日期做到"),
    Flag.OLDER_TERM: _l("往届的承诺"),
    Flag.CHASED: _l("催办过、还没有做到"),
}
NAMES = {"group": _l("进度"), "unit": _l("责任单位"), "session": _l("届次"), "flag": _l("情况")}
KNOWN = frozenset({"group", "owner", "unit", "session", "flag", "q", "page"})
MOST = 60
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def wanted_of(args: Mapping[str, str], page: int) -> Wanted:
    """What the address asks; a value that means nothing is not passed over: no promise is like that."""
    group = next((one for one in Group if one.value == args.get("group")), None)
    flag = next((one for one in Flag if one.value == args.get("flag")), None)
    unit_id, session_id = _number(args.get("unit")), _number(args.get("session"))
    read = {"group": group, "unit": unit_id, "session": session_id, "flag": flag}
    asked = {name: _text(args.get(name)) for name in read}
    return Wanted(
        group=group,
        owner=_text(args.get("owner")),
        unit_id=unit_id,
        session_id=session_id,
        flag=flag,
        words=_text(args.get("q")),
        page=page,
        unknown=tuple((name, words) for name, words in asked.items() if words and read[name] is None),
    )


def _text(words: str | None) -> str:
    return _UNREADABLE.sub("", words or "").strip()[:MOST]


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 10 else None


def strange(args: Mapping[str, str]) -> list[str]:
    """What else stands in the address and is no condition of the ledger."""
    return [shown for name in args if name not in KNOWN | {"all"} and (shown := _text(name))]


def tags(wanted: Wanted, offered: dict[str, list[tuple[int, str]]]) -> list[tuple[str, str]]:
    """The filters that are set, in words, each with the address without it."""
    units, sessions = dict(offered["unit"]), dict(offered["session"])
    said: dict[str, str] = {
        "group": str(GROUPS[wanted.group]) if wanted.group else "",
        "owner": _("责任人%(name)s", name=wanted.owner) if wanted.owner else "",
        "unit": _named("unit", wanted.unit_id, units),
        "session": _named("session", wanted.session_id, sessions),
        "flag": str(FLAGS[wanted.flag]) if wanted.flag else "",
        "q": _("含“%(words)s”", words=wanted.words) if wanted.words else "",
    }
    held: dict[str, str | int] = {
        "group": wanted.group.value if wanted.group else "",
        "owner": wanted.owner,
        "unit": wanted.unit_id or "",
        "session": wanted.session_id or "",
        "flag": wanted.flag.value if wanted.flag else "",
        "q": wanted.words,
    }
    for name, text in wanted.unknown:
        said[name], held[name] = _not_found(name, text), text
    path = url_for("commitments.index")
    found = []
    for name, words in said.items():
        if words:
            rest = urlencode({key: value for key, value in held.items() if value and key != name})
            found.append((words, f"{path}?{rest}" if rest else path))
    return found


def _named(name: str, number: int | None, known: Mapping[int, str]) -> str:
    if number is None:
        return ""
    return known.get(number) or _not_found(name, str(number))


def _not_found(name: str, text: str) -> str:
    return _("%(what)s“%(words)s”（查不到）", what=NAMES[name], words=text)
