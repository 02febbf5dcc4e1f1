"""How two papers that look alike differ: where, when, what is asked for, who had it. Facts to look at, no verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.alike import tokens, words
from tracker.domain.alike_sentences import SAME_SAID


class Differs(StrEnum):
    """In what two papers differ; in the order in which it is told."""

    PLACE = "place"
    TIME = "time"
    REQUESTS = "requests"
    UNITS = "units"


@dataclass(frozen=True)
class Facts:
    """What of a paper is compared; `on` is the day it was handed in (Asia/Shanghai), today for a draft."""

    title: str
    requests: Sequence[str] = ()
    on: date | None = None
    units: Sequence[str] = ()


@dataclass(frozen=True)
class Difference:
    """One difference. `number` of `of`: requests the other paper has, too; or years between them, minus when ours is
    the earlier one."""

    kind: Differs
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    number: int = 0
    of: int = 0


# What places are called by; before it stands a name of at least one character, before a short one of two.
_PLACE = re.compile(
    "[^\\W\\da-z_]{1,6}?(?:街道|社区|大道|大桥|小区|公园|广场|小学|中学|学校|幼儿园|医院|车站|水库|新城|新区|工业区|高速)"
    "|(?:[^\\W\\da-z_]{1,5}?[河湖溪江渠]|[^\\W\\da-z_]{2,5}?[路街镇乡村山桥巷湾港浦])"
    "(?![路街镇乡村山桥巷湾港浦河湖溪江渠道流区灯面口段边旁])"
)
# What is done, or where beside it: a name begins or ends there.
_APART = re.compile(
    "设置|设立|新建|增建|修建|扩建|改建|重建|拓宽|安装|改造|提升|整治|治理|打通|开通|延长|开放|补齐|扩大|综合|划设|盘活|建过街|"
    "改善|方便|缓解|疏导|加强|推进|推动|加快|加大|完善|优化|规范|解决|支持|保护|促进|增设|增加|开设|修缮|修复|维修|更新|疏通|畅通|"
    "恢复|强化|落实|实施|统筹|探索|建立|健全|降低|减少|破解|美化|亮化|绿化|清理|清淤|"
    "门前|门口|周边|附近|旁边|沿线|等[^\\W\\da-z_]*|[为对将把从至到由给让]"
)
# Ends like a name and is none.
_NO_NAME = re.compile(
    "^[座个条所处些多各环沿]|^江河|(?:道路|公路|马路|铁路|线路|思路|出路|农村|乡村|山村|江河|大江|大河|大街)$"
)


def places(title: str) -> tuple[str, ...]:
    """What a title calls a place, each once; a guess by the last character of such names."""
    parts = (part for word in words(title) for part in _APART.split(word))
    found = (name for part in parts for name in _PLACE.findall(part) if not _NO_NAME.search(name))
    return tuple(dict.fromkeys(found))


def are_elsewhere(one: str, other: str) -> bool:
    """Whether both titles name places, and none in common: then one and the same is asked for, but not there."""
    here, there = places(one), places(other)
    return bool(here and there) and not any(_is_one(this, that) for this in here for that in there)


def _is_one(this: str, that: str) -> bool:
    # A verb nobody thought of may still stand before one of them: then the shorter is the name.
    return this.endswith(that) or that.endswith(this)


def differences(mine: Facts, theirs: Facts) -> list[Difference]:
    """In what they differ, most telling first; where both say nothing, nothing is said."""
    found = [_of_place(mine, theirs), _of_time(mine, theirs), _of_requests(mine, theirs), _of_units(mine, theirs)]
    return [one for one in found if one is not None]


def _of_place(mine: Facts, theirs: Facts) -> Difference | None:
    if not are_elsewhere(mine.title, theirs.title):
        return None
    return Difference(Differs.PLACE, places(mine.title), places(theirs.title))


def _of_time(mine: Facts, theirs: Facts) -> Difference | None:
    if mine.on is None or theirs.on is None or mine.on.year == theirs.on.year:
        return None
    return Difference(Differs.TIME, number=mine.on.year - theirs.on.year)


def _of_requests(mine: Facts, theirs: Facts) -> Difference | None:
    if not mine.requests or not theirs.requests:
        return None
    return Difference(Differs.REQUESTS, number=asked_too(mine.requests, theirs.requests), of=len(mine.requests))


def _of_units(mine: Facts, theirs: Facts) -> Difference | None:
    if not mine.units or not theirs.units or set(mine.units) == set(theirs.units):
        return None
    return Difference(Differs.UNITS, tuple(mine.units), tuple(theirs.units))


def asked_too(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """How many of our requests the other paper has, too, word for word or nearly so."""
    held = [frozenset(tokens(one)) for one in theirs]
    return sum(any(_nearly(frozenset(tokens(one)), other) for other in held) for one in mine)


def _nearly(one: frozenset[str], other: frozenset[str]) -> bool:
    both = len(one) + len(other)
    return bool(both) and 2 * len(one & other) >= SAME_SAID * both
