"""What the page of a report needs beside its text: where numbers lead, and what of each block wants looking at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from tracker.domain.report_drafts import WORKED, plain
from tracker.domain.report_figures import Frozen
from tracker.domain.report_links import loose
from tracker.domain.report_pages import Bars
from tracker.domain.report_texts import draft
from tracker.domain.reports import PLANS
from tracker.models.reports import Report, ReportBlock
from tracker.web.report_grids import PAPER
from tracker.web.report_pages import pieces_of

# Lines of one list on the screen; the Word file holds all.
SHOWN = 300
# On paper a list that leaves some out would be wrong.
WHOLE = 1_000_000


@dataclass(frozen=True)
class Beside:
    """What is told beside one block."""

    block: ReportBlock
    title: str
    hint: str
    # Whether the figures say something else than what its words were drafted from.
    is_behind: bool
    # Numbers in it that no figure stands behind.
    loose: Sequence[str]


@dataclass(frozen=True)
class Screen:
    """The blocks by code, and where a number leads."""

    blocks: dict[str, Beside]
    report_id: int
    shown: int = SHOWN

    @property
    def empty(self) -> list[Beside]:
        """Blocks nothing could be drafted for: the office writes them, or they are not printed."""
        return [one for one in self.blocks.values() if not one.block.words.strip()]

    @property
    def loose(self) -> list[str]:
        return [number for one in self.blocks.values() for number in one.loose]

    def href(self, code: str) -> str:
        """The list behind a figure, or the paper of a line."""
        if not code or code == WORKED:
            return ""
        if code.startswith(PAPER):
            return url_for("dossier.show", suggestion_id=int(code[1:]))
        return url_for("reports.cases", report_id=self.report_id, of=code)

    def chart(self, bars: Bars) -> dict[str, Any]:
        """A chart as data for the script of the figures."""
        marks = zip(bars.names, bars.series[0][1], bars.codes, strict=True)
        shown = [{"name": name, "value": value, "href": self.href(code)} for name, value, code in marks]
        return {"title": bars.title, "unit": bars.unit, "tone": "", "bars": shown}


def screen_of(report: Report) -> Screen:
    """The blocks of a report with what is told beside each."""
    frozen = Frozen(report.figures)
    held = {one.code: one for one in report.blocks}
    blocks = {}
    for section in PLANS[report.kind]:
        block = held[section.code]
        fresh = plain(draft(section.code, frozen, report.kind))
        was = plain([(words, code) for words, code in block.draft])
        is_behind = block.edited_at is not None and fresh != was
        blocks[section.code] = Beside(block, section.title, section.hint, is_behind, loose(pieces_of(block, frozen)))
    return Screen(blocks, report.id)
