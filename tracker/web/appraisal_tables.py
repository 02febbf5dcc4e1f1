"""The scores of an appraisal as tables for offices: all units, and one unit with the cases behind each line."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from werkzeug.wrappers import Response

from tracker.domain.appraisal import Grade, Indicator, Kind, Line
from tracker.domain.parties import Actor
from tracker.models.appraisals import Appraisal
from tracker.outside.ledgers import Part, write_csv
from tracker.outside.spreadsheets import write_xlsx
from tracker.queries.appraisal_scores import Score
from tracker.web import appraisal_lines as lines
from tracker.web.appraisal_evidence import evidence_of
from tracker.web.appraisal_scores import Shown
from tracker.web.appraisal_words import line_words, score_words
from tracker.web.document_words import sent
from tracker.web.figure_scopes import day_in_words
from tracker.web.spoken import gettext as _

Cell = str | int | float | None


def units_sheet(one: Appraisal, scores: Sequence[Score], found: Shown) -> Response:
    """One row for each unit: place, total, every line with its fraction, and how much and how hard the work was."""
    columns, rows = _units(one, scores, found)
    heads, widths = [words for words, _width in columns], [width for _words, width in columns]
    return sent(write_xlsx(_title(one, found), heads, rows, widths, name=_("各单位得分")), one.name, "xlsx")


def units_csv(one: Appraisal, scores: Sequence[Score], found: Shown) -> Response:
    """The same table as csv; of when it is stands in the name of the file."""
    columns, rows = _units(one, scores, found)
    file = io.BytesIO()
    plain = [[str(cell) if isinstance(cell, float) else cell for cell in row] for row in rows]
    write_csv(file, Part("units", one.name, [(words, 0) for words, _width in columns], plain))
    return sent(file.getvalue(), _title(one, found), "csv")


def _units(one: Appraisal, scores: Sequence[Score], found: Shown) -> tuple[list[tuple[str, int]], list[list[Cell]]]:
    """Heads with their widths, and the rows: score, numerator and denominator each in a cell of its own."""
    columns = [(_("名次"), 6), (_("承办单位"), 24), (_("总评"), 10), (_("总评的说明"), 24)]
    for (name, most), each in zip(lines.heads(one), one.scheme.indicators, strict=True):
        columns.append((_("%(name)s（%(unit)s）", name=name, unit=most) if most else name, 12))
        columns += [(_("%(name)s%(part)s", name=name, part=part), 10) for part in _parts(each)]
    columns += [(_("%(name)s（%(unit)s）", name=name, unit=unit), 12) for name, unit in lines.volume_heads()]
    columns.append((_("说明"), 40))
    return columns, [_unit_row(one, each, found) for each in scores]


def _unit_row(one: Appraisal, score: Score, found: Shown) -> list[Cell]:
    told = lines.table_row(one, score, found.hard)
    row: list[Cell] = [
        score.rank,
        told["unit"],
        _worth(score.total.points, score.total.grade),
        _("；").join(_said(told)),
    ]
    remarks: list[str] = []
    for each, cell in zip(score.lines, told["cells"], strict=True):
        line, parts = each.line, _parts(each.line.indicator)
        row.append(_worth(line.points, line.grade) if score.has_work and not line.is_ungiven else None)
        row += [line.part, line.whole][: len(parts)] if score.has_work else [None] * len(parts)
        marks = _marks(line, cell) if score.has_work else []
        remarks += [_("%(name)s：%(words)s", name=line.indicator.name, words=words) for words in marks]
    return [*row, *told["volume"], _("；").join(remarks)]


def _parts(one: Indicator) -> list[str]:
    """The cells beside the score of an indicator: numerator and denominator, the cases, or none."""
    if one.rate is not None:
        return [_("分子"), _("分母")]
    return [_("件数")] if one.kind is Kind.EACH else []


def _worth(points: int | None, grade: Grade | None) -> Cell:
    """Points as a number; a grade in words where there are none; nothing where nothing was judged."""
    if points is not None:
        return points / 100 if points % 100 else points // 100
    return score_words(None, grade) if grade else None


def _said(told: dict[str, Any]) -> list[str]:
    """What is said of a total beside its number."""
    if not told["has_work"]:
        return [told["total"]]
    marks = ((_("折算"), told["is_rescaled"]), (_("样本少"), told["is_few"]), (told["apart"], told["apart"]))
    return [words for words, is_so in marks if is_so]


def _marks(line: Line, cell: dict[str, Any]) -> list[str]:
    """What is said of a line: nothing to judge or not given yet, few cases, put right by a decision; a grade whose
    points stand in the cell."""
    return [
        words
        for words, is_so in (
            (cell["words"], line.is_ungiven or not line.is_judged),
            (score_words(None, line.grade), line.grade is not None and line.points is not None),
            (_("样本少"), cell["is_few"]),
            (_("更正"), cell["is_changed"]),
        )
        if is_so
    ]


def unit_sheet(actor: Actor, one: Appraisal, score: Score, found: Shown) -> Response:
    """One row for each case behind each line of one unit's score; a line without cases has a row of its own."""
    heads = (
        _("指标"), _("怎样计分"), _("分子"), _("分母"), _("得分"), _("说明"), _("怎样计入"), _("编号"), _("标题")
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for each in score.lines if score.has_work else ():
        told = lines.line_row(one, score, each, found.on)
        worth = _worth(each.line.points, each.line.grade)
        of = [None if told["is_by_hand"] else told["part"], told["whole"] if told["is_rate"] else None]
        remarks = [*([] if each.line.is_judged else [line_words(each.line)]), *told["notes"]]
        line: list[Cell] = [told["name"], told["how"], *of, worth, _("；").join(remarks)]
        said = [one for one in found.contests if (one.unit_id, one.code) == (score.unit.id, told["code"])]
        groups = evidence_of(actor, one, each.line.indicator, score.unit.id, on=found.on, contests=said)
        cases = [case for group in groups for case in _cases(group)]
        rows += [[*line, *case] for case in cases or [["", "", ""]]]
    whole = _worth(score.total.points, score.total.grade) if score.has_work else lines.total_words(score)
    rows.append([_("总评"), None, None, None, whole, lines.rank_words(one, score, found.ranked), None, None, None])
    title = _("%(unit)s：%(what)s", unit=score.unit.name, what=_title(one, found))
    return sent(
        write_xlsx(title, heads, rows, (18, 40, 8, 8, 10, 40, 12, 12, 50), name=_("得分和依据")),
        f"{one.name} {score.unit.name}",
        "xlsx",
    )


def _cases(group: dict[str, Any]) -> list[list[str]]:
    """The cases of a group, and in one row how many more the reader may not read."""
    rows = [
        [_("按异议决定不计") if row["left_out"] else group["kind"], row["number"], row["title"]]
        for row in group["rows"]
    ]
    if group["hidden"]:
        rows.append([group["kind"], "", _("另有%(n)s条您没有查看权限，计数里有，下面不列出。", n=group["hidden"])])
    return rows


def _title(one: Appraisal, found: Shown) -> str:
    words = _("已定案") if found.is_final else _("未定案")
    return _("%(name)s（截至%(day)s，%(words)s）", name=one.name, day=day_in_words(found.on), words=words)
