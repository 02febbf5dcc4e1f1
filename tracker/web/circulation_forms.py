"""The forms of pre-assignment: a draft for one paper, drafts for many, and the units' words on them."""

from __future__ import annotations

from wtforms import DateField, FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.limits import NOTE
from tracker.models.procedures import Hearing, Say
from tracker.models.suggestions import Suggestion
from tracker.services.assignments import Plan
from tracker.services.circulation import Word
from tracker.web.assignment_forms import BatchForm
from tracker.web.forms import Form, Part, Rows
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.share_forms import SharesForm
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.unit_directory import Directory, one_unit
from tracker.web.words import problem_words


class DraftForm(SharesForm):
    """Who is meant to handle one paper, and by when the units say what they think of it."""

    answer_by = DateField(
        _l("请在哪天以前说意见"),
        [Optional()],
        description=_l("不填的，按办理规则的期限。到期没有说的，按没有不同意见。"),
    )

    def plan(self, suggestion: Suggestion) -> Plan | None:
        """What was chosen as a plan, or None with what is wrong beside the rows."""
        shares = self.shares([one.no for one in suggestion.text.requests] if suggestion.text else [])
        return None if shares is None else Plan(suggestion.id, self.version.data or 0, shares)


class DraftsForm(BatchForm):
    """Drafts for many papers, with one day for all."""

    answer_by = DateField(_l("请在哪天以前说意见"), [Optional()])


SAYS = {Say.OURS.value: _l("是本单位的职责"), Say.NOT_OURS.value: _l("不是本单位的职责")}


class WordRow(Part):
    """A unit's word on one draft."""

    suggestion = HiddenField()
    say = RadioField(_l("是不是本单位的职责"), choices=lambda: list(SAYS.items()), validate_choice=False)
    better = StringField(_l("应当由哪个单位办"), [Optional()])
    words = TextAreaField(_l("为什么"), [Optional(), at_most(NOTE)])
    # The version of the unit's word that stands, where it is said anew.
    over = HiddenField()

    @property
    def suggestion_id(self) -> int:
        """The paper of the row; -1 for anything that is no id."""
        return picked_id(self.suggestion.data) or -1

    @property
    def is_said(self) -> bool:
        """Whether anything was said or written; a line left alone stays for later."""
        return self.say.data in (Say.OURS, Say.NOT_OURS) or bool(self.written)

    @property
    def written(self) -> list[str]:
        """What was written by hand."""
        return [typed for field in (self.better, self.words) if (typed := field.data or "").strip()]

    def word(self, known: Directory) -> Word | None:
        """What was said, or None with what is wrong beside the fields."""
        if self.say.data == Say.OURS:
            return Word(Say.OURS, over=picked_id(self.over.data))
        if self.say.data != Say.NOT_OURS:
            self.say.errors = [*self.say.errors, problem_words("choose_one")]
            return None
        better = one_unit(self.better, known) if (self.better.data or "").strip() else None
        if not (self.words.data or "").strip():
            self.words.errors = [*self.words.errors, problem_words("not_ours_why")]
        return (
            None if self.errors else Word(Say.NOT_OURS, better, self.words.data or "", over=picked_id(self.over.data))
        )

    def blame(self, code: str) -> None:
        """Say what the service could not take."""
        field = {"own_unit": self.better, "not_assignable": self.better, "not_ours_why": self.words}.get(code, self.say)
        field.errors = [*field.errors, problem_words(code)]


class WordsForm(Form):
    """The words of a unit on one draft or many; only lines where something is said are sent."""

    rows = Rows(FormField(WordRow), _l("拟交本单位的"))
    # Lines on papers the unit is not asked about any more, to be read and copied.
    gone: tuple[WordRow, ...] = ()

    @property
    def said(self) -> list[WordRow]:
        """The lines where something is said."""
        return [row.form for row in self.rows.entries if row.form.is_said]

    def words(self, known: Directory) -> dict[int, Word]:
        """A word for each line where something is said; none at all when one is at fault, which is then marked."""
        if not self.said:
            self.form_errors = [*self.form_errors, problem_words("nothing_said")]
        found = {row.suggestion_id: row.word(known) for row in self.said}
        self.rows.gather()
        return {} if None in found.values() else {one: word for one, word in found.items() if word is not None}

    def stand_said(self, said: Hearing, known: Directory) -> None:
        """Put what the unit has said into the line, to be changed where it stands."""
        better = known.units.get(said.better_unit_id or 0)
        held = {"suggestion": str(said.suggestion_id), "say": said.say, "words": said.words, "over": str(said.version)}
        self.rows.process(None, [held | {"better": better.short_name if better else ""}])

    def keep(self, ids: set[int]) -> None:
        """Drop the lines of papers the page is not about."""
        self.rows.entries = [row for row in self.rows.entries if row.form.suggestion_id in ids]

    def set_aside(self, ids: set[int]) -> None:
        """Take the lines out on which the unit is not asked any more: the next press sends the others."""
        self.gone = tuple(row for row in self.said if row.suggestion_id not in ids)
        self.keep(ids)
        self.rows.gather()
        if self.gone:
            words = _(
                "%(n)s件已经不再征求本单位的意见，或者本单位已经说过，写好的话在下面。这一次的意见都没有发出。",
                n=len(self.gone),
            )
            self.form_errors = [*self.form_errors, words]

    def blame(self, codes: dict[str, str]) -> None:
        """Mark the lines a service could not take."""
        rows = {f"line-{row.suggestion_id}": row for row in self.said}
        for name, code in codes.items():
            if name in rows:
                rows[name].blame(code)
            else:
                self.form_errors = [*self.form_errors, problem_words(code)]
        self.rows.gather()
