"""Traces of unfinished work in a draft: personal data, places left to fill in, sentences that stand there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tracker.domain.advice import Check, Finding

Texts = Mapping[str, str]
# Digits of a Chinese keyboard read as digits; one sign for one sign, so that places stay.
_NARROW = str.maketrans("０１２３４５６７８９Ｘ", "0123456789X")
_PRIVATE = {
    "id": re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])"),
    "mobile": re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.元万亿平吨])"),
    "card": re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){2}[ -]?\d{4,7}(?!\d)"),
    "mail": re.compile(
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?!(?:[A-Za-z0-9-]{1,63}\.){0,4}gov\.cn)"
        r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    ),
    "home": re.compile(
        r"\d{1,4}(?:号楼|幢|栋|座)(?:[一二三四五六七八九\dA-Za-z]{1,2}(?:单元|门|梯))?[ -]?"
        r"\d{3,4}(?:室|房|号房)(?![间产屋])"
    ),
}
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
# A name or a number that was made unreadable is finished: 贺××老师, 151××××6885.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤某"
)
_UNFINISHED = re.compile(
    rf"(?<![A-Za-zＡ-Ｚａ-ｚ\d{_SURNAMES}])[xXｘＸ]{{2,}}(?![A-Za-zＡ-Ｚａ-ｚ\d])|"
    rf"(?<![\d×✕╳{_SURNAMES}])[×✕╳]{{2,}}(?![\d×✕╳])|"
    r"[_＿]{3,}|【\s*】|（\s*）|\(\s*\)"
)
_SENTENCE = re.compile(r"[^。！？；\n]+")
_BLANKS = re.compile(r"[\s，、：:,.“”\"'（）()]+")
# A shorter sentence may well be said twice.
_SAME = 15


def private(texts: Texts, _words: tuple[str, ...], _is_bill: bool) -> Iterator[Finding]:
    """Ways to reach a person and numbers of identity, one finding a field; only identity numbers whose check digit
    fits. The words found are masked: the list is shown to others than the author."""
    for field, text in texts.items():
        hits = sorted((hit.start(), kind, hit[0]) for kind, hit in _private_in(text.translate(_NARROW)))
        if hits:
            kinds = tuple(dict.fromkeys(kind for _at, kind, _found in hits))
            yield Finding(field, Check.PRIVATE, _masked(hits[0][2]), hits[0][0], more=kinds)


def _private_in(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, form in _PRIVATE.items():
        for hit in form.finditer(text):
            if (kind != "id" or is_identity_number(hit[0])) and (kind != "card" or _is_card(hit[0])):
                yield kind, hit


def is_identity_number(text: str) -> bool:
    """Whether the last of the eighteen signs is the check digit of the others (GB 11643, ISO 7064 MOD 11-2)."""
    if len(text) != 18 or not text[:17].isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _ID_WEIGHTS, strict=False))
    return text[17].upper() == _ID_CHECKS[total % 11]


def _is_card(text: str) -> bool:
    digits = [int(sign) for sign in text if sign.isdecimal()][::-1]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return 16 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _masked(found: str) -> str:
    return f"{found[:3]}…{found[-2:]}"


def unfinished(texts: Texts, words: tuple[str, ...], _is_bill: bool) -> Iterator[Finding]:
    """The first place of a field that was left to be filled in."""
    for field, text in texts.items():
        hit = _UNFINISHED.search(text)
        hits = [(text.find(word), word) for word in words if word in text]
        hits += [(hit.start(), hit[0].strip())] if hit else []
        if hits:
            at, found = min(hits)
            yield Finding(field, Check.UNFINISHED, found, at)


def repeated(texts: Texts, _words: tuple[str, ...], _is_bill: bool) -> Iterator[Finding]:
    """A sentence of a certain length that stood before, in the same field or in another; the second place is told."""
    seen: dict[str, str] = {}
    for field, text in texts.items():
        if field == "title":
            continue
        told = False
        for hit in _SENTENCE.finditer(text):
            bare = _BLANKS.sub("", hit[0])
            if len(bare) >= _SAME and bare in seen and not told:
                told = True
                yield Finding(field, Check.REPEATED, hit[0].strip(), hit.start(), more=(seen[bare],))
            seen.setdefault(bare, field)
