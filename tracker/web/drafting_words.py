"""The findings of the drafting desk in words: in short, and the sentence that says what would help."""

from __future__ import annotations

from tracker.domain.advice import Check, Finding
from tracker.domain.drafting_substance import KINDS
from tracker.domain.hints import NO_CONTENT, falls_under
from tracker.domain.rulebook import Ground
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

C = Check
# What each check looks for, on the page of the rules.
CHECKS = {
    C.PRIVATE: _l("正文里的个人信息：证件、电话、住址、银行卡、邮箱"),
    C.UNFINISHED: _l("没有填完的地方"),
    C.ONE_MATTER: _l("一件里说了几件事"),
    C.NO_REQUEST: _l("请求写成了疑问或者客气话"),
    C.VAGUE: _l("请求没有写明做什么、做到什么程度"),
    C.SEVERAL: _l("一格里有几项请求"),
    C.FACTS: _l("问题没有写明地点、数量、时间、出处"),
    C.ANALYSIS: _l("没有分析，或者不成一句"),
    C.REPEATED: _l("同一句写了两遍"),
    C.TITLE: _l("标题太长、没有说出是什么事、和文种不一致"),
}
# What a fact is made of, in the words of the advice.
FACTS = {
    "where": _l("哪里"),
    "how_many": _l("多少"),
    "when": _l("什么时候"),
    "source": _l("怎么知道的（走访、统计、文件）"),
}
PRIVATE = {
    "id": _l("身份证号码"),
    "mobile": _l("手机号码"),
    "card": _l("银行卡号"),
    "mail": _l("电子邮箱"),
    "home": _l("住址门牌"),
}
# By check and, where it has several kinds, by kind: in short, and what would help.
WORDS = {
    (C.UNFINISHED, ""): (_l("有没填完的地方"), _l("这里有“%(found)s”，提交以前填上或者删去。")),
    (C.ONE_MATTER, "title"): (
        _l("标题里有两件事"),
        _l("标题里写了两个“关于”。一件建议只说一件事，另一件另写，才好分别交给管这件事的单位办。"),
    ),
    (C.ONE_MATTER, "word"): (
        _l("像是说了两件事"),
        _l("这里写到“%(found)s”。一件建议只说一件事，另一件另写，才好分别交给管这件事的单位办。"),
    ),
    (C.NO_REQUEST, "question"): (
        _l("写的是疑问，不是请求"),
        _l("把疑问改成请求：请谁、在哪里、做什么。单位逐项答复，以后也好对照。"),
    ),
    (C.NO_REQUEST, "courtesy"): (_l("这一格没有请求"), _l("客气话可以不写；空着的格子不会提交。")),
    (C.VAGUE, ""): (
        _l("请求比较笼统"),
        _l("写到“%(found)s”，还没有写做什么、做到什么程度。写明办法、数量或者日期，以后才好对照做到没有。"),
    ),
    (C.SEVERAL, ""): (_l("一格里有%(n)s项请求"), _l("承办单位逐项答复。一格写一项，每一项都有自己的答复。")),
    (C.FACTS, ""): (_l("缺少事实"), _l("再写上%(kinds)s，看的人才能判断。")),
    (C.ANALYSIS, "missing"): (_l("没有写原因"), _l("写一两句为什么会这样：已有的规定和做法，卡在哪里。")),
    (C.ANALYSIS, "short"): (_l("原因写得很短"), _l("写成完整的一两句：已有的规定和做法，卡在哪里。")),
    (C.REPEATED, ""): (_l("有一句写了两遍"), _l("“%(found)s”前面写过了，留一处就可以。")),
    (C.TITLE, "stop"): (_l("标题末尾有标点"), _l("标题末尾的“%(found)s”可以去掉。")),
    (C.TITLE, "kind"): (_l("标题和文种不一致"), _l("标题写成了“%(found)s”，和这一件的文种不一致。")),
    (C.TITLE, "long"): (_l("标题很长"), _l("标题一眼看完最好，写清是什么事就可以，其余写在正文里。")),
    (C.TITLE, "short"): (_l("标题没有说出是什么事"), _l("写明哪里、什么事，例如“在柳堤路口增设行人过街信号灯”。")),
}
# Told in words no longer than this; the rest is left out.
_LONGEST = 20


def short_words(one: Finding) -> str:
    """没有写原因, 写到“我家”."""
    if one.is_ground:
        return _("写到“%(word)s”", word=one.found) if one.found else _("写得很短")
    if one.code == C.PRIVATE:
        return _("写了%(kinds)s", kinds=_("、").join(str(PRIVATE[kind]) for kind in one.more))
    return str(_pair(one)[0]) % _facts(one)


def advice_words(one: Finding, ground: Ground | None = None) -> str:
    """The sentence that says what would help; of a ground, what it may be seen as, with the article."""
    if ground is not None:
        return _ground_words(one, ground)
    if one.code == C.PRIVATE:
        return _("正文可能向社会公开，请删去“%(found)s”；办理时用得着的，单独告诉承办单位。", found=one.found)
    return str(_pair(one)[1]) % _facts(one)


def _pair(one: Finding) -> tuple[object, object]:
    key = (Check(one.code), one.more[0] if one.more else "")
    return WORDS.get(key) or WORDS[key[0], ""]


def _facts(one: Finding) -> dict[str, str]:
    found = one.found if len(one.found) <= _LONGEST else f"{one.found[:_LONGEST]}…"
    kinds = _("、").join(str(FACTS[kind]) for kind in KINDS if kind in one.more)
    return {"found": found, "kinds": kinds, "n": one.more[0] if one.more else ""}


def _ground_words(one: Finding, ground: Ground) -> str:
    falls = falls_under(ground)
    if one.code == NO_CONTENT and not one.found:
        return _(
            "这一项很短，可能被看作%(ground)s（%(article)s）。写明地点、对象和做到什么，更容易办。只是提醒，不影响您提交。",
            ground=falls,
            article=ground.article,
        )
    return _(
        "这里写到“%(word)s”，可能被看作%(ground)s（%(article)s）。只是提醒，不影响您提交。",
        word=one.found,
        ground=falls,
        article=ground.article,
    )
