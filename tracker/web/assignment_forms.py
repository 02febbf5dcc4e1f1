"""The forms of assigning: one paper with a role for each unit, and many papers with a line each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    RadioField,
    StringField,
)
from wtforms.validators import Optional

from tracker.domain.parties import TaskRole
from tracker.domain.routing import Doubt
from tracker.domain.states import SuggestionState
from tracker.domain.unit_names import split_names
from tracker.models.suggestions import Suggestion
from tracker.queries.assignments import Line
from tracker.services.assignments import Plan, problems
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form, Part, Rows
from tracker.web.picks import picked_id
from tracker.web.share_forms import NOT_CHOSEN, SharesForm, shares_of
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory, one_unit
from tracker.web.words import problem_words


class AssignmentForm(SharesForm):
    """Who handles one paper."""

    agreed_due_on = DateField(
        _l("商定的答复日期"), [Optional()], description=_l("交办会上商定要早于法定期限的，写在这里；两个日期都会显示。")
    )

    files = FilesField(description=_l("随交办通知发给承办单位，例如交办会纪要。"))

    def plan(self, suggestion: Suggestion) -> Plan | None:
        """What was chosen as a plan, or None with what is wrong beside the rows."""
        shares = self.shares([one.no for one in suggestion.text.requests] if suggestion.text else [])
        if shares is None:
            return None
        return Plan(suggestion.id, self.version.data or 0, shares, self.agreed_due_on.data, self.files.keys)


class LineRow(Part):
    """One paper of a batch: ticked or not, who leads, who helps."""

    suggestion = HiddenField()
    at = HiddenField()
    pick = BooleanField(_l("选上"))
    choice = RadioField(_l("候选单位"), [Optional()], coerce=picked_id, validate_choice=False)
    lead = StringField(_l("主办"), [Optional()])
    co = StringField(_l("会办"), [Optional()])

    @property
    def suggestion_id(self) -> int:
        """The paper of the row; -1 for anything that is no id."""
        return picked_id(self.suggestion.data) or -1

    def blame(self, code: str) -> None:
        """Say what is wrong with the line as a whole, beside the box that ticks it."""
        self.pick.errors = [*self.pick.errors, problem_words(code)]


class BatchForm(Form):
    """Many papers. Only ticked lines are read; the others keep what is written in them."""

    lines = Rows(FormField(LineRow), _l("这一批"))
    agreed_due_on = DateField(_l("商定的答复日期"), [Optional()])

    @property
    def picked(self) -> list[LineRow]:
        """The ticked lines."""
        return [row.form for row in self.lines.entries if row.form.pick.data]

    def plans(self, known: Directory, held: dict[int, Line]) -> list[Plan]:
        """A plan for each ticked line; none at all when a line is at fault, which is then marked."""
        if not self.picked:
            self.lines.errors = [*self.lines.errors, problem_words("nobody_chosen")]
        found = [_plan(row, known, held, self.agreed_due_on.data) for row in self.picked]
        self._tell()
        return [] if None in found else [plan for plan in found if plan is not None]

    def keep(self, held: dict[int, Line]) -> None:
        """Drop the lines of papers that do not exist, once each."""
        seen: set[int] = set()
        kept = []
        for row in self.lines.entries:
            if row.form.suggestion_id in held and row.form.suggestion_id not in seen:
                seen.add(row.form.suggestion_id)
                kept.append(row)
        self.lines.entries = kept

    def still_wait(self, held: dict[int, Line]) -> bool:
        """Whether every ticked paper still waits to be assigned; those that do not are marked."""
        gone = [row for row in self.picked if held[row.suggestion_id].row.state is not SuggestionState.REGISTERED]
        self.blame({f"line-{row.suggestion_id}": "not_open" for row in gone})
        return not gone

    def blame(self, codes: dict[str, str]) -> None:
        """Mark the lines a service could not take."""
        rows = {f"line-{row.suggestion_id}": row for row in self.picked}
        for name, code in codes.items():
            if name in rows:
                rows[name].blame(code)
            else:
                self.form_errors = [*self.form_errors, problem_words(code)]
        self._tell()

    def _tell(self) -> None:
        # A list of fields learns of errors only while it validates; these came afterwards.
        words = [one for one in self.lines.errors if isinstance(one, str)]
        self.lines.errors = [*words, *(row.form.errors for row in self.lines.entries if row.form.errors)]


def _plan(row: LineRow, known: Directory, held: dict[int, Line], agreed: date | None) -> Plan | None:
    line = held[row.suggestion_id]
    lead = _lead(row, known)
    others = [one_unit(row.co, known, typed) for typed in split_names(row.co.data or "")]
    if lead is None or None in others:
        return None
    chosen = [(lead, TaskRole.LEAD), *((unit_id, TaskRole.CO) for unit_id in others if unit_id)]
    shares = shares_of([(unit_id, role, ()) for unit_id, role in chosen])
    for code in problems(shares, line.requests).values():
        row.blame(code)
        return None
    return Plan(line.row.id, picked_id(row.at.data) or 0, shares, agreed)


def _lead(row: LineRow, known: Directory) -> int | None:
    if not row.lead.data and row.choice.data in known.units:
        return int(row.choice.data)
    return one_unit(row.lead, known)


def first_units(line: Line) -> list[dict[str, Any]]:
    """The rows of a fresh page: the units something speaks for, the first one chosen when it is sure."""
    sure = line.doubt is Doubt.SURE
    return [
        {"unit": str(one.unit_id), "role": TaskRole.LEAD.value if sure and no == 0 else NOT_CHOSEN}
        for no, one in enumerate(line.ranked)
    ]


def first_lines(found: Iterable[Line], known: Directory) -> list[dict[str, Any]]:
    """The lines of a fresh page: the most doubtful first, and only the sure ones ticked."""
    order = list(Doubt)
    return [
        {
            "suggestion": str(line.row.id),
            "at": str(line.row.version),
            "pick": line.doubt is Doubt.SURE,
            "lead": "" if line.doubt is Doubt.CHOOSE else known.units[line.ranked[0].unit_id].short_name,
        }
        for line in sorted(found, key=lambda line: order.index(line.doubt))
    ]
