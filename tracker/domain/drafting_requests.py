"""The requests of a draft: whether each asks for one thing that can be done and looked at; several in one box apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from tracker.domain.advice import Check, Finding

Texts = Mapping[str, str]

# ── Asks for nothing ────────────────────────────────────────────────────────
_SENTENCE = re.compile(r"[^。！？?!\n]+[。！？?!]?")
_QUESTION = re.compile(r"(?:[？?]|[吗呢][。！]?)\s*$")
_ASKS = re.compile(r"建议|希望|要求|应当|应该|必须|恳请|请(?!问)")
_BLANKS = re.compile(r"\s+")

# ── Asks for nothing one could look at ──────────────────────────────────────
# Somebody is to do something one can go and see; a number or a day is one too.
_CONCRETE = re.compile(
    r"[0-9０-９]|[一二两三四五六七八九十百千万](?:个|名|位|座|条|辆|米|公里|分钟|小时|次|处|所|间|台|元|年|月|日|批|家|项|层)|年底|月底|季度|之前|以前|"
    r"建成|建立|建一|修建|新建|扩建|兴建|开通|开设|开放|启用|划设|划定|划线|施划|安装|加装|设置|设立|增设|增加|增派|新增|减少|降低|取消|出台|制定|印发|"
    r"发布|公布|公开|公示|拨付|列入|纳入|写入|写进|改造|改为|改建|修订|修改|修复|维修|更换|验收|招标|采购|关停|拆除|清理|清除|清运|疏通|种植|补种|绿化|"
    r"签订|成立|组建|配备|配置|派驻|免费|免除|减免|补贴|补助|奖励|处罚|罚款|禁止|限制|限行|限速|通车|移交|巡查|检查|排查|培训|试点|延长|缩短|调整|合并|"
    r"搬迁|迁移|统一|明确|允许|实行|实施|推行|安排|提供|发放|收回|退还|赔偿|补偿|编制|评估|监测|上门|接入|对接|共享|试行|铺设|硬化|拓宽|打通|封闭|隔离"
)
_POLITE = re.compile(
    r"建议|恳请|希望|呼吁|要求|相关部门|有关部门|主管部门|职能部门|各级|政府|部门|单位|有关|相关|领导|市里|区里|社会各界|全社会|能够|应当|应该|切实|进一步|"
    r"不断|大力|高度|积极|认真|尽快|尽早|及时|继续|持续|全面|着力|深入|有效|真正|更加|充分|广泛|严格|共同|一下|为盼|早日|妥善|请|望|由|市|区|应|要|能|可以|多|"
    r"全市|我市|本市|对|将|把|予以|给予|给|与|和|的|及|以及|并|等|在|从|上|中"
)
_GENERAL = re.compile(
    r"管理|监管|监督|力度|工作|建设|宣传|服务|水平|机制|制度|措施|治理|保障|投入|执法|协调|引导|教育|质量|能力|体系|政策|问题|情况|环境|处理|整治|合作|"
    r"保护|此事|这件事|这个|这些|这类|该|上述|意识|作用|效率|效果|力量|规划|方面|领域|行业|现象"
)
_NO_WORD = re.compile(r"[^\w]|_")
# What is left when all that is taken away names at most the matter.
_MATTER = 8

# ── Several in one box ──────────────────────────────────────────────────────
_TENS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_HEAD = r"(?:^|(?<=[\n。；;：:！]))\s*"
# Each way of counting, with what it counts by; within a sentence only where nothing else can be meant.
_WAYS = (
    (re.compile(_HEAD + rf"([{_TENS}])[、，.．]"), _TENS),
    (re.compile(rf"[（(]([{_TENS}])[）)][、，]?"), _TENS),
    (re.compile(_HEAD + r"(\d{1,2})(?:[、．）)]|\.(?!\d))"), ""),
    (re.compile(r"[（(](\d{1,2})[）)][、，]?"), ""),
    (re.compile(rf"([{_CIRCLED}])[、，]?"), _CIRCLED),
    (re.compile(rf"(?:^|(?<=[\s。；;：:！]))\s*([{_TENS}])[是要](?!否)[，：:]?"), _TENS),
    (re.compile(_HEAD + rf"第([{_TENS}])[，、：:]"), _TENS),
)
# A shorter piece is no request.
_PIECE = 5


def no_request(texts: Texts, words: tuple[str, ...], _is_bill: bool) -> Iterator[Finding]:
    """A request made of nothing but questions or of the `words` of courtesy."""
    for field, text in _requests(texts):
        bare = _BLANKS.sub("", text)
        sentences = [one.strip() for one in _SENTENCE.findall(text) if one.strip()]
        if all(_QUESTION.search(one) for one in sentences) and not _ASKS.search(text):
            yield Finding(field, Check.NO_REQUEST, sentences[-1], text.find(sentences[-1]), more=("question",))
        elif word := next((word for word in words if bare.startswith(word) and len(bare) <= len(word) + 4), None):
            yield Finding(field, Check.NO_REQUEST, word, text.find(word), more=("courtesy",))


def vague(texts: Texts, words: tuple[str, ...], _is_bill: bool) -> Iterator[Finding]:
    """A request with one of the `words` (加强, 重视, 推进 …) that names no act, number or day one could look at."""
    for field, text in _requests(texts):
        word = next((one for one in words if one in text), None)
        if word is None or _CONCRETE.search(text):
            continue
        rest = _GENERAL.sub("", _POLITE.sub("", text))
        for one in words:
            rest = rest.replace(one, "")
        if len(_NO_WORD.sub("", rest)) <= _MATTER:
            yield Finding(field, Check.VAGUE, word, text.find(word))


def several(texts: Texts, _words: tuple[str, ...], _is_bill: bool) -> Iterator[Finding]:
    """Counted requests in one box: how many, and where the first begins."""
    for field, text in _requests(texts):
        if (found := split(text)) and len(found) > 1:
            at, mark = _marks(text)[0][:2]
            yield Finding(field, Check.SEVERAL, text[at:mark].strip(), at, more=(str(len(found)),))


def split(text: str) -> list[str]:
    """The requests of one box, without the signs they were counted by; one where it is one.

    Words before the first stay with it, so that nothing written is lost.
    """
    marks = _marks(text)
    if not marks:
        return [text]
    ends = [start for start, _end in marks[1:]] + [len(text)]
    pieces = [text[end:until] for (_start, end), until in zip(marks, ends, strict=True)]
    pieces[0] = text[: marks[0][0]] + pieces[0].lstrip()
    return [_closed(one) for one in pieces]


def _closed(piece: str) -> str:
    bare = piece.strip().rstrip("；;，,、")
    return bare if bare.endswith(("。", "！", "？", "”", "）")) else f"{bare}。"


def _marks(text: str) -> list[tuple[int, int]]:
    """Where the counting signs of the first way of counting that is used begin and end; from one, in order."""
    for form, signs in _WAYS:
        found: list[tuple[int, int]] = []
        for hit in form.finditer(text):
            number = signs.index(hit[1]) + 1 if signs else int(hit[1])
            if number == len(found) + 1:
                found.append((hit.start(), hit.end()))
        if len(found) > 1 and _all_say_something(text, found):
            return found
    return []


def _all_say_something(text: str, marks: list[tuple[int, int]]) -> bool:
    ends = [*marks, (len(text), len(text))]
    return all(len(_NO_WORD.sub("", text[one[1] : other[0]])) >= _PIECE for one, other in pairwise(ends))


def _requests(texts: Texts) -> Iterator[tuple[str, str]]:
    return ((field, text) for field, text in texts.items() if field.startswith("requests-") and text.strip())
