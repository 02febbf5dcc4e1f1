"""The law in words: the tables of the rules page, the same on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.actions import Machine
from tracker.domain.ladder import Rung
from tracker.domain.lifecycle import STEPS, Step
from tracker.domain.rulebook import Rule, Rulebook, is_followed
from tracker.domain.states import CommitmentState, RoundState, State, SuggestionState, TaskState
from tracker.queries.rules import started_clocks, stopped_clocks
from tracker.web import chase_labels
from tracker.web import law_labels as law
from tracker.web.action_labels import ACTIONS, PARTIES
from tracker.web.chase_words import to_words
from tracker.web.drafting_words import CHECKS
from tracker.web.key_item_criteria import MEASURES, threshold
from tracker.web.labels import CLOCKS, COMMITMENT_STATES, QUESTIONS, ROUND_STATES, SUGGESTION_STATES, TASK_STATES
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


@dataclass(frozen=True)
class Part:
    """One table of the page; `provisional` says row by row whether it is a default nobody has confirmed."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    provisional: tuple[bool, ...] = ()


def parts(book: Rulebook) -> tuple[Part, ...]:
    """The whole page, in the order in which a committee would read it."""
    return (
        _limits(book),
        *(_steps(machine) for machine in Machine),
        _letters(book),
        _grounds(book),
        _advice(book),
        _ladder(book),
        _criteria(book),
        *_ways(book),
    )


def in_force_words(book: Rulebook) -> str:
    """2021年1月1日起施行."""
    return _("%(day)s起施行", day=day_words(book.valid_from, year=True))


def _limits(book: Rulebook) -> Part:
    rules = tuple(book.rules.values())
    unsure = sum(rule.provisional for rule in rules)
    return Part(
        title=_("期限"),
        note=_(
            "共%(n)s项，其中%(m)s项暂定。起算当天不算；按月计的到期日为相应的日，当月没有相应日的为月末；顺延是指移到下一个工作日。",
            n=len(rules),
            m=unsure,
        ),
        head=(_("事项"), _("期限"), _("起算"), _("末日是休息日"), _("依据"), _("状态"), _("说明")),
        rows=tuple(_limit(rule) for rule in rules),
        provisional=tuple(rule.provisional for rule in rules),
    )


def _limit(rule: Rule) -> tuple[str, ...]:
    return (
        str(CLOCKS[rule.clock]),
        law.limit_words(rule.limit),
        str(law.STARTS[rule.start]),
        _("顺延") if rule.roll else _("不顺延"),
        rule.legal_basis,
        _("暂定") if rule.provisional else _("已核对"),
        rule.note,
    )


def _steps(machine: Machine) -> Part:
    steps = [step for step in STEPS.values() if step.machine is machine]
    return Part(
        title=_("办理步骤：%(machine)s", machine=law.MACHINES[machine]),
        note="",
        head=(
            _("步骤"),
            _("谁来做"),
            _("从"),
            _("到"),
            _("要交的"),
            _("条件"),
            _("通知"),
            _("开始的期限"),
            _("结束的期限"),
        ),
        rows=tuple(_step(step) for step in steps),
    )


def _step(step: Step) -> tuple[str, ...]:
    return (
        str(ACTIONS[step.action]),
        _join(PARTIES[party] for party in sorted(step.by)),
        _join(state_words(state) for state in _in_order(step.frm)) or _("（开始）"),
        state_words(step.to) if step.to else _("不变"),
        str(law.ASKS[step.asks]),
        _join(law.GUARDS[guard] for guard in step.when),
        _join(PARTIES[party] for party in sorted(step.tells)),
        _join(CLOCKS[kind] for kind in started_clocks(step)),
        _join(CLOCKS[kind] for kind in stopped_clocks(step)),
    )


def _letters(book: Rulebook) -> Part:
    return Part(
        title=_("办理结果类别"),
        note="",
        head=(_("类别"), _("含义"), _("统计归类"), _("要写承诺和日期")),
        rows=tuple(
            (one.letter, one.words, str(law.SEMANTICS[one.semantic]), _("要") if one.needs_promise else _("不要"))
            for one in book.result_classes
        ),
    )


def _grounds(book: Rulebook) -> Part:
    return Part(
        title=_("不作为建议处理的情形"),
        note=_("写建议时出现提示词，只提醒，不阻止提交。"),
        head=(_("情形"), _("依据"), _("提示词"), _("不算的词"), _("请求这些机关的也提示")),
        rows=tuple(
            (one.words, one.article, _join(one.hints), _join(one.unless), _join(one.asked_of)) for one in book.grounds
        ),
    )


def _advice(book: Rulebook) -> Part:
    return Part(
        title=_("写作检查"),
        note=_("写建议时在旁边提醒，审查时也看得到，不阻止提交。"),
        head=(_("检查"), _("依据"), _("另外留意的词")),
        rows=tuple((str(CHECKS[one.check]), one.article, _join(one.words)) for one in book.advice),
    )


def _ladder(book: Rulebook) -> Part:
    held = book.chasing
    weights = _join(f"{chase_labels.SIDES[side]}{weight}" for side, weight in held.weights.items())
    facts = {"pause": held.pause_days, "near": held.near_days, "weights": weights}
    return Part(
        title=_("催办"),
        note=_(
            "同一方两次催同一单位至少隔%(pause)s日；到期前%(near)s日起列入催办页；催一次的分量：%(weights)s。", **facts
        ),
        head=(_("步骤"), _("期限"), _("哪一天"), _("形式"), _("发给谁"), _("由谁发"), _("分量"), _("依据")),
        rows=tuple(_rung(one) for one in held.ladder),
        provisional=tuple(one.provisional for one in held.ladder),
    )


def _rung(one: Rung) -> tuple[str, ...]:
    when = _("到期前%(n)s日", n=-one.days) if one.days < 0 else _("逾期第%(n)s日", n=one.days)
    clocks, who = _join(CLOCKS[clock] for clock in one.clocks), str(chase_labels.ISSUERS[one.by])
    form = str(chase_labels.FORMS[one.form])
    return one.name, clocks, when, form, to_words(one), who, str(one.weight), one.basis


def _criteria(book: Rulebook) -> Part:
    return Part(
        title=_("重点督办的条件"),
        note=_("提请时按当天的规则；系统按记录算的只供参考，由提请的人定。已经提请的保留当时的写法。"),
        head=(_("条件"), _("提请时"), _("按记录算什么"), _("从几起算符合"), _("依据"), _("状态")),
        rows=tuple(
            (
                one.words,
                _("必须符合") if one.required else _("可以不符合"),
                str(MEASURES[one.measure]),
                threshold(one) or "—",
                one.basis,
                _("暂定") if one.provisional else _("已核对"),
            )
            for one in book.key_criteria
        ),
        provisional=tuple(one.provisional for one in book.key_criteria),
    )


def _ways(book: Rulebook) -> tuple[Part, ...]:
    numbering, rating = book.numbering, book.rating
    return (
        Part(
            title=_("做法"),
            note=_("“还不执行”的，是规则已经写明、这个版本的系统还没有照做的。"),
            head=(_("做法"), _("是否采用"), _("本版本")),
            rows=tuple(
                (
                    str(law.SWITCHES[one]),
                    _("采用") if on else _("不采用"),
                    _("执行") if is_followed(one, on) else _("还不执行"),
                )
                for one, on in book.switches.items()
            ),
        ),
        Part(
            title=_("用语、编号和评价"),
            note="",
            head=(_("项目"), _("本地写法")),
            rows=(
                *((str(law.CITY_WORDS[word]), text) for word, text in book.words.items()),
                (
                    _("编号"),
                    f"{law.SERIES[numbering.per]}，{numbering.words(numbering.number(book.valid_from.year, 1, 1))}",
                ),
                (_("评价内容"), _join(QUESTIONS[question] for question in rating.asked)),
                (_("以哪一项为准"), str(QUESTIONS[rating.headline])),
                (_("联名建议以谁为准"), str(law.HEADLINES[rating.counts])),
                (_("延期以后总期限最长"), _("%(n)s个月", n=book.cap_months)),
            ),
        ),
    )


def state_words(state: State) -> str:
    """The words for a state of any of the four machines."""
    if isinstance(state, SuggestionState):
        return str(SUGGESTION_STATES[state])
    if isinstance(state, CommitmentState):
        return str(COMMITMENT_STATES[state])
    return str(ROUND_STATES[state]) if isinstance(state, RoundState) else str(TASK_STATES[state])


def _in_order(states: frozenset[State]) -> list[State]:
    every: tuple[State, ...] = (*SuggestionState, *TaskState, *RoundState, *CommitmentState)
    return [state for state in every if state in states]


def _join(words: Iterable[object]) -> str:
    return "、".join(str(word) for word in words)
