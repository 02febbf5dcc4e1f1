"""Whether a draft tells facts and says why: what is looked for in the problem and in the analysis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tracker.domain.advice import Check, Finding

Texts = Mapping[str, str]
# What makes a problem a fact, in the order in which it is asked for.
KINDS = {
    "where": re.compile(
        r"[\u4e00-\u9fffA-Za-z0-9](?:区|县|街道|社区|小区|村|镇|乡|路|街|巷|大道|桥|站|公园|学校|中学|小学|幼儿园|医院|市场|广场|园区|"
        r"口岸|隧道|河|湖|水库|海湾|码头|机场|校区|片区|路口|景区|商圈|楼栋|体育馆|图书馆)"
    ),
    "how_many": re.compile(
        r"[0-9０-９]|[二两三四五六七八九十百千万][多余来几]?(?:个|名|位|人|户|家|座|条|辆|米|公里|分钟|小时|天|次|起|处|栋|所|间|台|吨|元|亿|成|倍|"
        r"份|件|项|亩|层|岁|年|月|点|时)|百分之|半(?:小时|年|天|个月)|[一二三四五六七八九]成|过半|一半|半数|分之"
    ),
    "when": re.compile(
        r"[0-9０-９一二三四五六七八九十](?:年|月|日|号|点|时)|今年|去年|前年|近年|近期|最近|以来|至今|每[天日周月年晚早]|高峰|上下班|上下学|放学|"
        r"夜间|深夜|凌晨|晚上|早上|中午|周末|雨天|雨季|汛期|暑假|寒假|节假日|春节|长期|常年|多年|学期|[春夏秋冬][季天]|目前已"
    ),
    "source": re.compile(
        r"调研|走访|调查|统计|数据|座谈|访谈|问卷|反映|投诉|来信|来访|接待|视察|检查发现|报告|公报|年报|报道|规划|条例|规定|《|通报|抽样|热线|实地|"
        r"现场|了解|发现|看到|询问|群众|居民|家长|企业说|负责人"
    ),
}
# Of a problem with two kinds of facts a reader can make something; a few words are only a beginning.
_ENOUGH, _BEGUN = 2, 20
# Shorter than this no sentence says why.
SENTENCE = 12
_BLANKS = re.compile(r"\s+")


def facts(texts: Texts, _words: tuple[str, ...], is_bill: bool) -> Iterator[Finding]:
    """A problem that names at most one of place, number, time and source; the kinds that are missing are told.

    A bill may tell them among its grounds.
    """
    text = texts.get("problem", "")
    if len(_BLANKS.sub("", text)) < _BEGUN:
        return
    told = f"{text}\n{texts.get('analysis', '')}" if is_bill else text
    missing = tuple(kind for kind, form in KINDS.items() if not form.search(told))
    if len(KINDS) - len(missing) < _ENOUGH:
        yield Finding("problem", Check.FACTS, more=missing)


def analysis(texts: Texts, _words: tuple[str, ...], is_bill: bool) -> Iterator[Finding]:
    """An analysis that is missing or shorter than a sentence, once problem and a request stand.

    Of a bill a missing one is a gap, not an advice.
    """
    text = _BLANKS.sub("", texts.get("analysis", ""))
    asked = any(words.strip() for field, words in texts.items() if field.startswith("requests-"))
    if "analysis" not in texts or len(text) >= SENTENCE or not asked or not texts.get("problem", "").strip():
        return
    if text:
        yield Finding("analysis", Check.ANALYSIS, text, more=("short",))
    elif not is_bill:
        yield Finding("analysis", Check.ANALYSIS, more=("missing",))
