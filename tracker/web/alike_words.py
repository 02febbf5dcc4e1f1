"""Papers that look alike, in words: what became of each, which of its sentences are alike, how it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from tracker.domain.alike_differences import Difference, Differs, Facts, differences
from tracker.domain.alike_sentences import most_alike_sentences
from tracker.domain.states import CommitmentState
from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.queries.alike_replies import Became, Replied, became_of
from tracker.queries.alike_texts import PaperText, rarity_now, text_of, texts_of
from tracker.queries.similar import Similar
from tracker.web.commitment_matters import state_of
from tracker.web.labels import LEVELS
from tracker.web.papers import official_title
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words, number_words

# So much of a reply, of a sentence is shown in short.
EXCERPT, SENTENCE = 80, 60
Row = tuple[str, str, str, str]


def cards(suggestion: Suggestion, found: Sequence[Similar], today: date) -> list[dict[str, Any]]:
    """One card for each paper that looks alike, the most alike first; six statements."""
    ids = [one.id for one in found]
    became, texts, mine = became_of(ids), texts_of(ids), text_of(suggestion)
    ours, rarity = facts_of(mine, suggestion.submitted_on or today), rarity_now()
    found_cards = []
    for one in found:
        theirs = texts.get(one.id, PaperText(one.title))
        said = most_alike_sentences(mine.text, theirs.text, rarity)
        differ = differences(ours, facts_of(theirs, one.submitted_on))
        found_cards.append(_card(suggestion, one, became[one.id], said, differ))
    return found_cards


def _card(
    suggestion: Suggestion, one: Similar, became: Became, said: Sequence[str], differ: Sequence[Difference]
) -> dict[str, Any]:
    return {
        "id": one.id,
        "head": " ".join(part for part in (one.session, number_words(one.number) if one.number else "") if part),
        "unit": _("、").join(one.units),
        "title": official_title(one.title),
        "href": url_for("dossier.show", suggestion_id=one.id),
        "compare": url_for("alike.compare", suggestion_id=suggestion.id, other_id=one.id),
        "rows": [*reply_rows(became.replies), promise_row(became)],
        "said": shortened(said[0], SENTENCE) if said else "",
        "differ": [difference_words(each) for each in differ],
    }


def facts_of(text: PaperText, on: date | None, units: Sequence[str] = ()) -> Facts:
    """What of a paper is compared for how it differs."""
    return Facts(text.title, text.requests, on, units)


def reply_rows(replies: Sequence[Replied]) -> list[Row]:
    """Label, words, how it looks and the letter of each reply; the one that there is none."""
    if not replies:
        return [(_("答复"), _("还没有答复"), "none", "")]
    return [(_("答复"), shortened(one.words, EXCERPT), "", one.letter) for one in replies]


def promise_row(became: Became) -> Row:
    """What became of what was promised: 已做到2项、过期没有做到1项."""
    counts = Counter(state_of(one) for one in became.promises)
    words = _("、").join(_("%(state)s%(n)s项", state=state, n=n) for state, n in counts.items())
    return (_("承诺"), words or _("没有承诺日期"), _look(became.promises), "")


def _look(promises: Sequence[Commitment]) -> str:
    if any(one.state is CommitmentState.PAST_DUE for one in promises):
        return "late"
    kept = CommitmentState.SETTLED
    doubted = any(one.state is not kept or one.is_disputed or one.is_dissatisfied for one in promises)
    return "" if doubted else "ok" if promises else "none"


def reply_words(one: Replied) -> str:
    """市水务局 2025年4月1日答复，B类."""
    facts = {"unit": one.unit, "day": day_words(one.delivered_on, year=True) or _("日期未提供")}
    return _("%(unit)s %(day)s答复，%(letter)s类", letter=one.letter or "—", **facts)


def level_words(one: Replied) -> str:
    """What the deputies said of it, once the window is shut."""
    return _("代表评价：%(level)s", level=LEVELS[one.headline]) if one.headline else ""


def promise_lines(became: Became) -> list[tuple[str, str, str]]:
    """Each promise, by when, and how it stands."""
    return [(one.promise, day_words(one.due_on, year=True), state_of(one)) for one in became.promises]


def difference_words(one: Difference) -> str:
    """One difference as a sentence of the paper that is compared (这件) and the other one (那件)."""
    mine, theirs = _("、").join(one.mine), _("、").join(one.theirs)
    if one.kind is Differs.PLACE:
        return _("地点不同：这件是%(mine)s，那件是%(theirs)s", mine=mine, theirs=theirs)
    if one.kind is Differs.TIME:
        return _("那件早%(n)s年", n=one.number) if one.number > 0 else _("那件晚%(n)s年", n=-one.number)
    if one.kind is Differs.UNITS:
        return _("承办单位不同：这件是%(mine)s，那件是%(theirs)s", mine=mine, theirs=theirs)
    if one.number == one.of:
        return _("这件的%(n)s项请求，那件也提过", n=one.of)
    if not one.number:
        return _("这件的%(n)s项请求，那件没有提过", n=one.of)
    return _("这件%(n)s项请求里，%(m)s项那件也提过", n=one.of, m=one.number)


def shortened(text: str, most: int) -> str:
    """One line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
