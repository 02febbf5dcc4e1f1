"""Who sees a rating and when, and what it leads to, in words with real dates."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.clock import day_of, now
from tracker.domain.ratings import Level
from tracker.domain.states import CommitmentState, RoundState, SuggestionState
from tracker.models.commitments import Commitment
from tracker.models.tasks import Round
from tracker.queries.ratings import still_to_rate
from tracker.web.labels import LEVELS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def who_sees(round_: Round, person_id: int) -> list[tuple[str, str]]:
    """Drawing and words, said before the button. The unit reads nothing until the window is shut, which happens
    when the last signer has rated or the last day is over."""
    others = still_to_rate(round_, person_id, day_of(now()))
    lines = [("eye", _("市人大当时就能看到您的评价和理由；只写给市人大的话，承办单位始终看不到。"))]
    if others:
        lines += [
            ("lock", _("还有%(n)s位代表没有评价。全部评完或者期满以前，承办单位什么也看不到。", n=others)),
            ("calendar-check", _opens(round_.rating_due_on)),
            ("arrow-counterclockwise", _("在那以前，您可以改。")),
        ]
    else:
        lines += [
            ("lock", _("提交以前，承办单位什么也看不到。")),
            ("calendar-check", _ends_at_once(round_)),
            ("info-circle", _("评价期结束后不能再改，请看清楚再提交。")),
        ]
    if len(round_.deliveries) > 1:
        lines.append(("people", _("一起提这件建议的代表，评价以后看得到彼此的评价和理由。")))
    return [*lines, ("people", _("没有参加这件建议的代表和公众只看到总的评价，看不到理由。"))]


def _ends_at_once(round_: Round) -> str:
    if len([one for one in round_.deliveries if one.may_rate]) > 1:
        return _("其他代表都已评价。您提交后评价期随即结束，承办单位看到评价和理由。")
    return _("您提交后评价期随即结束，承办单位看到评价和理由。")


def _opens(last: date | None) -> str:
    if last is None:
        return _("全部评完以后，承办单位看到评价和理由。")
    opened = day_words(last + timedelta(days=1))
    return _("全部评完以后，最迟%(day)s起，承办单位看到评价和理由。", day=opened)


def what_follows(round_: Round, *, decide_by: date | None) -> list[tuple[str, str]]:
    """The steps after a rating, each with its limit."""
    if round_.state is RoundState.DELIVERED:
        last = day_words(round_.rating_due_on)
        return [
            (_("其他代表评价"), _("%(day)s前", day=last) if last else ""),
            (_("评价期结束，承办单位看到评价和理由"), _("全部评完或者期满")),
        ]
    if round_.awaits_decision:
        limit = _("%(day)s前", day=day_words(decide_by)) if decide_by else ""
        return [
            (_("市人大看理由，决定重新办理，或者向您说明为什么不再办理"), limit),
            (_("决定以后，您在这一件的页面上看得到；重新办理的，承办单位再次答复，您再次评价"), ""),
        ]
    words = _("评价期已结束，总的评价是“%(level)s”", level=LEVELS[round_.headline or Level.SATISFIED])
    steps = [(words, "")]
    if any(answer.is_promise for answer in round_.answers):
        steps.append((_("答复里的承诺到期后，再请您评价落实情况"), ""))
    if round_.suggestion.state is SuggestionState.CLOSED:
        steps.insert(1, (_("这件建议已办结，全部经过留存可查"), ""))
    return steps


def promise_sees(one: Commitment, person_id: int) -> list[tuple[str, str]]:
    """The same of a promise: nothing shows before its window has shut."""
    others = len(one.still_to_rate(day_of(now())) - {person_id})
    lines = [("eye", _("市人大当时就能看到您的评价和理由；只写给市人大的话，承办单位始终看不到。"))]
    if one.rating_is_held:
        return [
            *lines,
            ("lock", _("有代表反映不实，核实清楚以前评价期不结束；结束以前，承办单位什么也看不到。")),
            ("arrow-counterclockwise", _("在那以前，您可以改。")),
        ]
    if not others:
        return [*lines, ("calendar-check", _("您提交后评价期随即结束，承办单位看到评价和理由，不能再改。"))]
    return [
        *lines,
        ("lock", _("还有%(n)s位代表没有评价。全部评完或者期满以前，承办单位什么也看不到。", n=others)),
        ("calendar-check", _opens(one.rating_due_on)),
        ("arrow-counterclockwise", _("在那以前，您可以改。")),
    ]


def promise_follows(one: Commitment) -> list[tuple[str, str]]:
    """What comes after a rating of a promise."""
    if one.rating_shut_on is None and one.rating_is_held:
        return [(_("反映的不实核实清楚以后，评价期才结束，承办单位看到评价和理由"), "")]
    if one.rating_shut_on is None:
        last = day_words(one.rating_due_on)
        return [(_("其他代表评价"), _("%(day)s前", day=last) if last else "")]
    level = LEVELS[one.implementation or Level.SATISFIED]
    steps = [(_("评价期已结束，落实情况总的评价是“%(level)s”", level=level), "")]
    if one.state is CommitmentState.PAST_DUE:
        steps.append((_("承诺仍要做到；单位报告做到以后，再请您评价一次"), ""))
    return steps
