"""The scores of an appraisal as tables for offices: all units, and one unit with the cases behind each line."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from werkzeug.wrappers import Response

from tracker.domain.parties import Actor
from tracker.models.appraisals import Appraisal
from tracker.outside.ledgers import Part, write_csv
from tracker.outside.spreadsheets import write_xlsx
from tracker.queries.appraisal_scores import Score
from tracker.web import appraisal_lines as lines
from tracker.web.appraisal_evidence import evidence_of
from tracker.web.appraisal_scores import Shown
from tracker.web.appraisal_words import line_words
from tracker.web.document_words import sent
from tracker.web.figure_scopes import day_in_words
from tracker.web.spoken import gettext as _


def units_sheet(one: Appraisal, scores: Sequence[Score], found: Shown) -> Response:
    """One row for each unit: place, total, every line with its fraction, and how much and how hard the work was."""
    heads, rows = _units(one, scores, found)
    widths = (6, 24, 14, *[18] * len(lines.heads(one)), *[14] * len(lines.volume_heads()))
    return sent(write_xlsx(_title(one, found), heads, rows, widths), one.name, "xlsx")


def units_csv(one: Appraisal, scores: Sequence[Score], found: Shown) -> Response:
    """The same table as csv; of when it is stands in the name of the file."""
    heads, rows = _units(one, scores, found)
    file = io.BytesIO()
    write_csv(file, Part("units", one.name, [(words, 0) for words in heads], rows))
    return sent(file.getvalue(), _title(one, found), "csv")


def _units(one: Appraisal, scores: Sequence[Score], found: Shown) -> tuple[list[str], list[list[str]]]:
    heads = [_("名次"), _("承办单位"), _("总评")]
    heads += [_("%(name)s（%(unit)s）", name=name, unit=most) if most else name for name, most in lines.heads(one)]
    heads += [_("%(name)s（%(unit)s）", name=name, unit=unit) for name, unit in lines.volume_heads()]
    rows = []
    for each in scores:
        told = lines.table_row(one, each, found.hard)
        cells = [_cell_words(cell) if told["has_work"] else "" for cell in told["cells"]]
        total = _("%(total)s（折算）", total=told["total"]) if told["is_rescaled"] else told["total"]
        total += _("（样本少）") if told["is_few"] and told["has_work"] else ""
        rows.append([told["rank"], told["unit"], total, *cells, *map(str, told["volume"])])
    return heads, rows


def _cell_words(cell: dict[str, Any]) -> str:
    """One line of a unit as on the screen: with its fraction, and marked where few cases decide or a decision did."""
    marks = [cell["of"]] + [
        words for words, is_so in ((_("样本少"), cell["is_few"]), (_("更正"), cell["is_changed"])) if is_so
    ]
    return " ".join([cell["words"], *(one for one in marks if one)])


def unit_sheet(actor: Actor, one: Appraisal, score: Score, found: Shown) -> Response:
    """One row for each case behind each line of one unit's score; a line without cases has a row of its own."""
    heads = (_("指标"), _("怎样计分"), _("分子/分母"), _("得分"), _("说明"), _("怎样计入"), _("编号"), _("标题"))
    rows = []
    for each in score.lines if score.has_work else ():
        told = lines.line_row(one, score, each, found.on)
        of = f"{told['part']}/{told['whole']}" if told["is_rate"] else str(told["part"])
        line = [told["name"], told["how"], of, line_words(each.line), _("；").join(told["notes"])]
        said = [one for one in found.contests if (one.unit_id, one.code) == (score.unit.id, told["code"])]
        groups = evidence_of(actor, one, each.line.indicator, score.unit.id, on=found.on, contests=said)
        cases = [case for group in groups for case in _cases(group)]
        rows += [[*line, *case] for case in cases or [["", "", ""]]]
    rows.append([_("总评"), "", "", lines.total_words(score), lines.rank_words(one, score, found.ranked), "", "", ""])
    title = _("%(unit)s：%(what)s", unit=score.unit.name, what=_title(one, found))
    return sent(
        write_xlsx(title, heads, rows, (18, 40, 12, 14, 40, 12, 12, 50)), f"{one.name} {score.unit.name}", "xlsx"
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
