"""A report as it is drawn: its blocks with their numbers tied to the frozen figures, its tables, its charts. In Chinese
whatever language the reader has chosen: it is an official text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.report_drafts import UNITS, WORKED, Segment, plain
from tracker.domain.report_figures import Frozen
from tracker.domain.report_links import linked
from tracker.domain.report_pages import Cell, Grid, Page, Part
from tracker.domain.reports import DEPUTIES, PLANS, Ref, ReportKind, Section, When, cn_day, numeral, ref_of
from tracker.domain.statistics import COUNTED
from tracker.models.reports import Report, ReportBlock
from tracker.queries.report_papers import as_listed_today
from tracker.web.figure_tables import name_of
from tracker.web.report_grids import PAPER, chart_of, grid_of, part_name, rates_grid
from tracker.web.spoken import as_written
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words


def page_of(report: Report) -> Page:
    """The whole report; sections with nothing in them are left out and the others numbered through."""
    with as_written():
        frozen, blocks = as_listed_today(report.figures), {one.code: one for one in report.blocks}
        drawn = [_part(one, blocks[one.code], frozen) for one in PLANS[report.kind]]
        shown = [one for one in drawn if one.paragraphs or one.grids or one.charts]
        numbered = [
            Part(one.code, f"{numeral(no)}、{one.heading}", one.paragraphs, one.grids, one.charts)
            for no, one in enumerate(shown, start=1)
        ]
        appendix = [] if report.kind is ReportKind.MEETING else [rates_grid(frozen)]
        appendix.append(_figures(numbered, frozen))
        return Page(report.title, as_of_line(report), _foot(report), numbered, appendix)


def _part(section: Section, block: ReportBlock, frozen: Frozen) -> Part:
    grids = [grid for code in section.tables if (grid := grid_of(code, frozen)) is not None]
    charts = [chart for code in section.charts if (chart := chart_of(code, frozen)) is not None]
    return Part(section.code, section.title, paragraphs_of(block, frozen), grids, charts)


def pieces_of(block: ReportBlock, frozen: Frozen) -> list[Segment]:
    """The text of a block, its numbers tied to what they count as long as they say the same."""
    return linked(block.words, [(words, code) for words, code in block.draft], _holds(frozen))


def _holds(frozen: Frozen):  # type: ignore[no-untyped-def]
    def holds(code: str, text: str) -> bool:
        ref = ref_of(code)
        return ref is not None and str(frozen.number(ref)) == text

    return holds


def paragraphs_of(block: ReportBlock, frozen: Frozen) -> list[list[Segment]]:
    """The same by paragraph, without empty ones."""
    found: list[list[Segment]] = [[]]
    for words, code in pieces_of(block, frozen):
        first, *more = words.split("\n")
        found[-1].append((first, code))
        found += [[(one, "")] for one in more]
    return [one for one in found if plain(one).strip()]


def as_of_line(report: Report) -> str:
    """What stands at the head of every page: nobody may take the figures for those of another day."""
    frozen = Frozen(report.figures)
    words = _("统计范围：%(scope)s", scope=frozen.scope())
    if frozen.kept["unit"]:
        words = _("%(words)s，%(unit)s承办的部分", words=words, unit=frozen.kept["unit"])
    return _(
        "%(words)s。数据截至%(day)s（操作记录第%(seq)s号）。", words=words, day=cn_day(report.as_of), seq=report.seq
    )


def compared_line(frozen: Frozen) -> str:
    """What the report compares with."""
    if not frozen.has(When.BEFORE):
        return ""
    words = {"scope": frozen.scope(When.BEFORE), "day": cn_day(frozen.on(When.BEFORE)), "name": frozen.kept["compared"]}
    return _("%(name)s：%(scope)s，截至%(day)s。", **words)


def _foot(report: Report) -> str:
    if report.finished_at is None:
        return _("草稿")
    return _("%(name)s签发，%(at)s", name=report.signed_by, at=instant_words(report.finished_at))


def _figures(parts: Sequence[Part], frozen: Frozen) -> Grid:
    """Every figure of the text and of the tables of the whole, with the list it opens and how many stand in it."""
    codes = dict.fromkeys(code for part in parts for code in _codes(part))
    refs = [ref for code in codes if (ref := ref_of(code)) is not None]
    rows: list[list[Cell]] = [
        [[(str(number), "")], [(list_name(ref, frozen), "")], [(str(frozen.number(ref)), ref.code)], [(_unit(ref), "")]]
        for number, ref in enumerate(refs, start=1)
    ]
    head = [_("序号"), _("名单"), _("数字"), _("计数单位")]
    return Grid(
        _("数字和名单"),
        "",
        head,
        rows,
        (2, 10, 3, 3),
        _("每个数字都有冻结的名单，在系统里打开本报告，点数字就能看到。"),
    )


def _codes(part: Part) -> Iterator[str]:
    for words in part.paragraphs:
        yield from _of(words)
    for grid in part.grids:
        for row in grid.rows:
            for cell in row:
                # Those of a breakdown are named by their line and column; there are hundreds.
                yield from (code for code in _of(cell) if "~whole~" in code)


def _of(words: Iterable[Segment]) -> Iterator[str]:
    return (code for _words, code in words if code and code != WORKED and not code.startswith(PAPER))


def list_name(ref: Ref, frozen: Frozen) -> str:
    """「市教育局：逾期未答复」, with the day where it is not the report's own."""
    if ref.by == DEPUTIES:
        name = _("领衔提出建议的代表") if ref.part == "leading" else _("领衔和附议的代表")
    else:
        name = name_of(ref.measures)
    if ref.by not in ("whole", DEPUTIES):
        name = _("%(part)s：%(name)s", part=part_name(ref.by, ref.part, frozen), name=name)
    if ref.when is not When.NOW and frozen.has(ref.when):
        day = cn_day(frozen.on(ref.when))
        return _("%(name)s（%(scope)s，截至%(day)s）", name=name, scope=frozen.scope(ref.when), day=day)
    return name


def _unit(ref: Ref) -> str:
    return _("名") if ref.by == DEPUTIES else UNITS[COUNTED[ref.measures[0]]]
