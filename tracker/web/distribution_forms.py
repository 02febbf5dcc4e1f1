"""The form of distribution: one row a share, each with the unit it goes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.limits import NOTE
from tracker.web.forms import Form, Part, Rows
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory, one_unit
from tracker.web.words import problem_words


class ShareRow(Part):
    """One share: ticked or not, and the unit it goes to."""

    task = HiddenField()
    pick = BooleanField(_l("选上"))
    unit = StringField(_l("承办单位"), [Optional()])

    @property
    def task_id(self) -> int:
        """The share of the row; -1 for anything that is no id."""
        return picked_id(self.task.data) or -1


class DistributionForm(Form):
    """Shares with their units. Only ticked ones are sent; in the form of one paper all are."""

    shares = Rows(FormField(ShareRow), _l("这一批"))
    note = TextAreaField(
        _l("说明"),
        [Optional(), at_most(NOTE)],
        description=_l("改了单位的，要写明为什么，没有改的可以不写；承办单位和代表工作机构会看到。"),
    )

    @property
    def picked(self) -> list[ShareRow]:
        """The ticked rows."""
        return [row.form for row in self.shares.entries if row.form.pick.data]

    def keep(self, ids: Iterable[int]) -> None:
        """Drop rows that are not among these shares."""
        known = set(ids)
        self.shares.entries = [row for row in self.shares.entries if row.form.task_id in known]

    def units(self, known: Directory) -> dict[int, int]:
        """Share to unit for the ticked rows; empty, with the fault beside its row, when one cannot be read."""
        if not self.picked:
            self.shares.errors = [*self.shares.errors, problem_words("nobody_chosen")]
        found = {row.task_id: one_unit(row.unit, known) for row in self.picked}
        self.tell()
        return {} if None in found.values() else {task: unit for task, unit in found.items() if unit}

    def fits(self, rows: Sequence[Any], units: dict[int, int]) -> bool:
        """Whether what would be sent can be: no unit twice in one paper, and a reason for every change."""
        papers: dict[int, list[int]] = {}
        for row in rows:
            papers.setdefault(row.id, []).append(units[row.task_id])
        twice = {f"line-{paper}": "unit_twice" for paper, chosen in papers.items() if len(set(chosen)) < len(chosen)}
        self.blame(twice, {row.task_id: row.id for row in rows})
        if any(units[row.task_id] != row.unit_id for row in rows) and not (self.note.data or "").strip():
            self.note.errors = [*self.note.errors, problem_words("change_needs_note")]
        return not twice and not self.note.errors

    def blame(self, codes: dict[str, str], papers: dict[int, int]) -> None:
        """Mark the rows of the papers a service could not take; `papers` maps shares to papers."""
        for row in self.picked:
            code = codes.get(f"line-{papers.get(row.task_id)}")
            if code:
                row.unit.errors = [*row.unit.errors, problem_words(code)]
        self.tell()

    def tell(self) -> None:
        """A list of fields learns of errors only while it validates; these came afterwards."""
        words = [one for one in self.shares.errors if isinstance(one, str)]
        self.shares.errors = [*words, *(row.form.errors for row in self.shares.entries if row.form.errors)]
