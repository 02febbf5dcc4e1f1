"""What a reader of a reply may stumble over: hints to who writes, reviews and signs it, never a reason to refuse.

Plain words and counts, nothing learned and nothing sent anywhere; what a hint says is not kept. Each names the passage
it means. They would rather miss something than cry out over a good reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.likeness import pairs
from tracker.domain.limits import ANSWER_SHORT
from tracker.domain.results import PROMISING, Semantic


class Oddity(StrEnum):
    """What kind of thing it is."""

    SAME = "same"  # the words of another answer
    SHORT = "short"  # says very little
    ANOTHER = "another"  # speaks of another request than its own
    UNSAID = "unsaid"  # leaves out something the request names
    EMPTY_PROMISE = "empty_promise"  # promises nothing one could look at afterwards
    TOO_SURE = "too_sure"  # promises everything without a day or a number
    PRIVATE = "private"  # how a person can be reached, where it goes to the public
    NOT_YET = "not_yet"  # called solved, and says that it is still being looked into
    UNATTACHED = "unattached"  # speaks of an attachment where none is attached


@dataclass(frozen=True, slots=True)
class Doubt:
    """About one answer, or as number `OPENING` about how the letter begins.

    `passage`: the words it is about; `other`: the number of the other request.
    """

    request_no: int
    kind: Oddity
    passage: str = ""
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What is answered to one request and promised with it."""

    body: str
    semantic: Semantic | None = None
    promise: str = ""
    due_on: date | None = None


# So many hints to one answer are read; more are skipped over.
MOST = 3
# Stands for the number of a request where the opening of the letter is meant.
OPENING = 0

_BLANKS = re.compile(r"\s+")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
_PHRASE = re.compile(r"[，、；。：:,;\s（）()“”]|以及|并且|或者")
_NUMBER = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十百千万两][个处所条座家项人名年月日亿万辆米公里站次批场]|年底|月底|季度"
)
# Somebody did or will do something one can go and look at.
_DOING = re.compile(
    r"建成|完成|开通|启用|投用|投入使用|划设|安装|设置|增设|增加|新增|出台|印发|发布|公布|公示|拨付|列入|纳入|开工|动工|改造|修订|"
    r"修复|更换|验收|招标|采购|施划|取消|关停|整改|签订|建立|成立|组建|配备|派驻|开展|启动|上线|实施|落实到位|编制|制定|办理|"
    r"免费|开放|通车|移交|拆除|清理|种植|检查|培训"
)
_VAGUE = re.compile(
    r"进一步|适时|适当时候|逐步|稳步|积极(?:研究|推进|争取|探索|协调)|认真研究|深入研究|加强研究|(?:予以|给予)考虑|条件成熟"
)
_SURE = re.compile(
    r"保证(?=以后|今后|不再|全部|解决|完成|让)|一定(?=[会要将能可把让使在按])|绝对|百分之百|100%|彻底(?:解决|消除|根治|杜绝)|坚决杜绝|全部解决|完全解决"
)
# What is still to come, and what is told as done.
_NOT_YET = re.compile(
    r"(?:正在|正|还在|仍在|将)(?:进一步|认真|抓紧)?(?:研究|论证|协调|商议)|暂(?:时)?(?:不能|无法|不具备|未|缓)|尚(?:未|不具备)|力争|争取|"
    r"待[^，。；]{1,20}[后时]"
)
_DONE = re.compile(r"已|完成|建成|启用|投用|开通|办结|落实到位")
_PRIVATE = (
    re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
    re.compile(
        r"(?<![\d-])(?!20\d\d-)(?:0\d{2,3}[- ]?)?[2-8]\d{3}[- ]?\d{3,4}(?![\d\-年万亿元人户米平件个次吨])(?=\D|$)"
    ),
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"),
    re.compile(r"\d{1,4}(?:号楼|幢|栋|座)(?:[一二三四五六\d]{1,2}单元)?\d{3,4}(?:室|房|号)"),
)
# Where a letter speaks of what is enclosed with it. Attachments of the paper itself are named otherwise: 您建议的附件.
_ENCLOSED = re.compile(
    r"(?<!建议)(?<!来信)附[件表图]\s*[0-9０-９一二三四五六七八九十]{0,2}\s*[：:]|(?:详|参)?(?<!意)[见阅]\s*(?:本函|本文|文后|函后|后附|所附|随附)?的?附[件表图]|"
    r"(?:列入|列于|载于)附[件表图]|随[函文本]附|[见列]附后|(?:现将|清单|名单|方案|材料|照片)附后"
)
# A request is spoken of when so much of it comes up, and another one when that does and its own does not.
_SPOKEN_OF, _NOT_SPOKEN_OF = 0.34, 0.08
# Lists shorter than this are the matter itself; phrases longer than this are said in other words.
# A longer request is a story, not a list.
_LONGEST_REQUEST = 150
_IN_LIST, _LONGEST_PHRASE, _SHORTEST_PHRASE = 3, 9, 4
# An answer of fewer different signs says very little, however often it says it.
_FEWEST_SIGNS = 8


def doubts(answers: Mapping[int, Said], requests: Mapping[int, str]) -> dict[int, list[Doubt]]:
    """The doubts about each answer by the number of its request, at most `MOST`; empty answers are gaps, not doubts.

    `requests`: what was asked, by number, of the whole paper: an answer may have strayed to a request of another unit.
    """
    found: dict[int, list[Doubt]] = {}
    first: dict[str, int] = {}
    asked = _own_words(requests)
    for no, said in sorted(answers.items()):
        body = _BLANKS.sub("", said.body)
        if not body:
            continue
        own = list(_about(no, said, body, asked, requests, first.get(body)))
        if own:
            found[no] = own[:MOST]
        first.setdefault(body, no)
    return found


def unattached(texts: Mapping[int, str]) -> dict[int, list[Doubt]]:
    """Where a letter to which nothing is attached speaks of an attachment, by request; the opening as `OPENING`."""
    found = {no: _ENCLOSED.search(text) for no, text in sorted(texts.items())}
    return {no: [Doubt(no, Oddity.UNATTACHED, _BLANKS.sub("", hit[0]))] for no, hit in found.items() if hit}


def _about(
    no: int,
    said: Said,
    body: str,
    asked: Mapping[int, frozenset[str]],
    requests: Mapping[int, str],
    same_as: int | None,
) -> Iterator[Doubt]:
    if same_as is not None:
        yield Doubt(no, Oddity.SAME, other=same_as)
    elif len(body) < ANSWER_SHORT or len(set(body)) < _FEWEST_SIGNS:
        yield Doubt(no, Oddity.SHORT)
    else:
        yield from _strayed(no, said, asked, requests)
    yield from _promises_nothing(no, said)
    yield from _not_yet(no, said)
    yield from _too_sure(no, said)
    yield from private(no, said.body)


def private(no: int, text: str) -> Iterator[Doubt]:
    """Ways to reach somebody in a text that goes to deputies and, it may be, to the public: one doubt naming each."""
    found, end = dict[str, None](), 0
    hits = (hit for form in _PRIVATE for hit in form.finditer(text))
    for hit in sorted(hits, key=lambda one: (one.start(), -one.end())):
        if hit.start() >= end:
            found[hit[0]], end = None, hit.end()
    if found:
        yield Doubt(no, Oddity.PRIVATE, "、".join(found))


def _own_words(requests: Mapping[int, str]) -> dict[int, frozenset[str]]:
    """The pairs of characters of each request that no other has."""
    found = {no: pairs(text) for no, text in requests.items()}
    rest = {no: frozenset().union(*(words for other, words in found.items() if other != no)) for no in found}
    return {no: words - rest[no] for no, words in found.items()}


def _strayed(no: int, said: Said, asked: Mapping[int, frozenset[str]], requests: Mapping[int, str]) -> Iterator[Doubt]:
    answer = pairs(f"{said.body}。{said.promise}")
    own = _share(asked.get(no, frozenset()), answer)
    others = {other: _share(words, answer) for other, words in asked.items() if other != no}
    nearest = max(others, key=lambda other: others[other] or 0, default=None)
    if own is not None and own <= _NOT_SPOKEN_OF and nearest is not None and (others[nearest] or 0) >= _SPOKEN_OF:
        yield Doubt(no, Oddity.ANOTHER, other=nearest)
    elif missing := _left_out(requests.get(no, ""), f"{said.body}{said.promise}", answer):
        yield Doubt(no, Oddity.UNSAID, missing)


def _share(words: frozenset[str], answer: frozenset[str]) -> float | None:
    # Of a handful of pairs nothing can be said.
    return len(words & answer) / len(words) if len(words) >= 4 else None


def _left_out(request: str, text: str, answer: frozenset[str]) -> str:
    """One of several things the request lists that comes up nowhere, while the others do."""
    if len(request) > _LONGEST_REQUEST:
        return ""
    listed = [one for one in _PHRASE.split(request) if _SHORTEST_PHRASE <= len(one) <= _LONGEST_PHRASE]
    if len(listed) < _IN_LIST:
        return ""
    silent = [one for one in listed if not _comes_up(one, text, answer)]
    return silent[0] if len(silent) == 1 else ""


def _comes_up(phrase: str, text: str, answer: frozenset[str]) -> bool:
    return bool(pairs(phrase) & answer) or sum(sign in text for sign in phrase) * 2 > len(phrase)


def _promises_nothing(no: int, said: Said) -> Iterator[Doubt]:
    if said.semantic not in PROMISING:
        return
    promise = said.promise.strip()
    if promise:
        hit = _VAGUE.search(promise)
        if hit and not _NUMBER.search(promise) and not _DOING.search(promise):
            yield Doubt(no, Oddity.EMPTY_PROMISE, hit[0])
    elif not _NUMBER.search(said.body) and not _DOING.search(said.body) and said.due_on is None:
        hit = _VAGUE.search(said.body)
        yield Doubt(no, Oddity.EMPTY_PROMISE, hit[0] if hit else "")


def _not_yet(no: int, said: Said) -> Iterator[Doubt]:
    hit = _NOT_YET.search(said.body) if said.semantic is Semantic.SOLVED else None
    if hit and not _DONE.search(said.body):
        yield Doubt(no, Oddity.NOT_YET, hit[0])


def _too_sure(no: int, said: Said) -> Iterator[Doubt]:
    if said.semantic in PROMISING and said.due_on is not None:
        return
    for sentence in _SENTENCE.findall(said.body):
        hit = _SURE.search(sentence)
        if hit and not _NUMBER.search(sentence) and "已" not in sentence and "不" not in sentence:
            yield Doubt(no, Oddity.TOO_SURE, hit[0])
            return


def passages(found: Sequence[Doubt]) -> list[str]:
    """The words the doubts are about, to be marked where the text is shown."""
    return [one.passage for one in found if one.passage]
