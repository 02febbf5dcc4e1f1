"""The notes beside the sentences of a paper written well: what each of them does."""

from __future__ import annotations

from tracker.web.spoken import lazy_gettext as _l

# By the codes of `rulebooks/model_papers.toml`; a code nobody knows is no note.
NOTES = {
    "fact": _l("事实：哪里、怎么样"),
    "scale": _l("事实：多少人、多少次"),
    "source": _l("出处：怎么知道的"),
    "cause": _l("分析：为什么会这样"),
    "rule": _l("依据：哪个规定、缺哪一条"),
    "gap": _l("分析：卡在谁那里"),
    "act": _l("请求：做什么"),
    "measure": _l("请求：做到什么程度"),
    "day": _l("请求：什么时候以前"),
    "plan": _l("方案：大会可以决定的办法"),
}
