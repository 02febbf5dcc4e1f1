"""The drafting desk's reading of a draft: refusal grounds and what would make it better, each with its article.

Plain words and counts; nothing blocks, nothing is kept. It would rather miss something than cry out over a good paper:
tests/bench/drafting.py counts how often it cries out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from tracker.domain import drafting_matter, drafting_requests, drafting_substance, drafting_traces
from tracker.domain.advice import Advice, Check, Finding
from tracker.domain.hints import NO_CONTENT, hints
from tracker.domain.rulebook import Ground

Texts = Mapping[str, str]
Looks = Callable[[Texts, tuple[str, ...], bool], Iterator[Finding]]

LOOKS: dict[Check, Looks] = {
    Check.PRIVATE: drafting_traces.private,
    Check.UNFINISHED: drafting_traces.unfinished,
    Check.ONE_MATTER: drafting_matter.one_matter,
    Check.NO_REQUEST: drafting_requests.no_request,
    Check.VAGUE: drafting_requests.vague,
    Check.SEVERAL: drafting_requests.several,
    Check.FACTS: drafting_substance.facts,
    Check.ANALYSIS: drafting_substance.analysis,
    Check.REPEATED: drafting_traces.repeated,
    Check.TITLE: drafting_matter.title,
}
# Of one request only the first of these is told: they say the same thing in degrees.
_DEGREES = (NO_CONTENT, Check.NO_REQUEST.value, Check.VAGUE.value)


def findings(
    texts: Texts, *, grounds: Iterable[Ground], advice: Iterable[Advice], is_bill: bool = False
) -> tuple[Finding, ...]:
    """Everything found in a draft, in the order of the page.

    `texts` maps title, problem, analysis and requests-0, requests-1 … to what stands in them; of a bill they are cause,
    grounds and plan. The rows of `advice` say which checks are made. What is required before handing in is a gap of the
    paper and not found here.
    """
    found = [*_of_grounds(texts, tuple(grounds)), *_of_advice(texts, advice, is_bill)]
    places = {field: place for place, field in enumerate(texts)}
    found.sort(key=lambda one: (places[one.field], one.rank))
    return tuple(one for one in found if not _is_said(one, found))


def _of_grounds(texts: Texts, grounds: tuple[Ground, ...]) -> Iterator[Finding]:
    articles = {ground.code: ground.article for ground in grounds}
    for one in hints(texts, grounds):
        yield Finding(one.field, one.ground, one.word, one.at, articles[one.ground], is_ground=True)


def _of_advice(texts: Texts, advice: Iterable[Advice], is_bill: bool) -> Iterator[Finding]:
    for row in advice:
        for one in LOOKS[row.check](texts, row.words, is_bill):
            yield replace(one, article=row.article)


def _is_said(one: Finding, found: list[Finding]) -> bool:
    if one.code not in _DEGREES:
        return False
    earlier = _DEGREES[: _DEGREES.index(one.code)]
    return any(other.field == one.field and other.code in earlier for other in found)
