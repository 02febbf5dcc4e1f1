"""The rows of a form in which passages to mend are marked: the part, the words, what is to be done there."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import FormField, HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.limits import NOTE, REASON
from tracker.web.forms import Form, Part, Rows
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

# The button that adds a row without deciding anything, and how many passages one return may mark.
ADD = "add_mark"
MOST = 30


class MarkRow(Part):
    """A passage to mend."""

    field = SelectField(_l("在哪一部分"), validate_choice=False)
    passage = TextAreaField(_l("原文"), [Optional(), at_most(NOTE)])
    remark = TextAreaField(_l("怎么改"), [Optional(), at_most(REASON)])
    near = HiddenField()

    @property
    def is_empty(self) -> bool:
        return not (self.passage.data or "").strip() and not (self.remark.data or "").strip()

    @property
    def place(self) -> int | None:
        """Where about in the text it is meant, when the script says so."""
        near = picked_id(self.near.data)
        return near if near is not None and near >= 0 else None


def rows_to_mark() -> Any:
    """The field itself, to stand where it stands among the others."""
    return Rows(FormField(MarkRow), _l("标出要改的地方"), min_entries=1, max_entries=MOST)


class MarkingForm(Form):
    """A form with such rows, which it names `marks`."""

    marks: Any

    @property
    def wants_row(self) -> bool:
        """Whether the button that adds a row was pressed; nothing is decided then."""
        return self.is_submitted() and ADD in request.form

    @property
    def filled(self) -> list[MarkRow]:
        """The rows somebody wrote in."""
        return [row.form for row in self.marks.entries if not row.form.is_empty]

    def check_marks(self) -> bool:
        """Whether every row that was begun says where and what; the others say what they lack."""
        fine = True
        for row in self.filled:
            for field, code in ((row.passage, "passage_missing"), (row.remark, "remark_missing")):
                if not (field.data or "").strip():
                    field.errors = [*field.errors, problem_words(code)]
                    fine = False
        self.marks.gather()
        return fine
