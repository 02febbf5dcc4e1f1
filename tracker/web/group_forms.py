"""The forms of handling groups: which papers, why, how they differ; the same units for all that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wtforms import BooleanField, DateField, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.limits import NAME, NOTE
from tracker.domain.numbering import bare
from tracker.domain.parties import TaskRole
from tracker.domain.unit_names import split_names
from tracker.queries.groups import Member, can_be_assigned
from tracker.services.assignments import Plan
from tracker.web.forms import Form, Part, Rows
from tracker.web.labels import TASK_ROLES
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.share_forms import NOT_CHOSEN, SharesForm
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words


class PaperRow(Part):
    """One paper: ticked or not, with the version that was shown."""

    suggestion = HiddenField()
    at = HiddenField()
    pick = BooleanField(_l("选上"))

    @property
    def suggestion_id(self) -> int:
        """The paper of the row; -1 for anything that is no id."""
        return picked_id(self.suggestion.data) or -1

    @property
    def line(self) -> tuple[int, int]:
        """The paper and the version that was shown."""
        return self.suggestion_id, picked_id(self.at.data) or 0


class _Papers:
    """What forms with ticked papers have in common."""

    papers: Any
    form_errors: list[str]

    @property
    def picked(self) -> list[PaperRow]:
        """The ticked rows."""
        return [row.form for row in self.papers.entries if row.form.pick.data]

    @property
    def lines(self) -> list[tuple[int, int]]:
        """The ticked papers with the versions that were shown."""
        return [row.line for row in self.picked]

    def keep(self, held: Iterable[int]) -> None:
        """Drop rows of papers that are not there, once each."""
        left = set(held)
        kept = []
        for row in self.papers.entries:
            if row.form.suggestion_id in left:
                left.discard(row.form.suggestion_id)
                kept.append(row)
        self.papers.entries = kept

    def show(self, papers: dict[int, Member], stands: Callable[[Member], bool]) -> list[tuple[PaperRow, Member]]:
        """The rows as they are drawn, at the version that is shown now: those that still stand to be chosen, and those
        that were ticked and are told why they do not."""
        rows = [(row.form, papers[row.form.suggestion_id]) for row in self.papers.entries]
        shown = [(row, one) for row, one in rows if stands(one) or row.pick.errors]
        for row, one in shown:
            row.at.data = str(one.row.version)
        return shown

    def blame(self, codes: dict[str, str]) -> None:
        """Mark the rows a service could not take, and keep what concerns the whole form."""
        rows = {f"line-{row.suggestion_id}": row for row in self.picked}
        for name, code in codes.items():
            field = getattr(self, name, None)
            if name in rows:
                rows[name].pick.errors = [*rows[name].pick.errors, problem_words(code)]
            elif field is not None and hasattr(field, "errors"):
                field.errors = [*field.errors, problem_words(code)]
            else:
                self.form_errors = [*self.form_errors, problem_words(code)]
        self.papers.gather()


class AddForm(_Papers, Form):  # type: ignore[misc]
    """Papers for a group that stands, and why."""

    papers = Rows(FormField(PaperRow), _l("并在一起的"))
    # Papers that were asked for and are not among the rows.
    left_out: Sequence[int] = ()
    numbers = StringField(_l("按编号再找"), [Optional()], description=_l("几件用顿号或者空格隔开。"))
    why = TextAreaField(
        _l("为什么并在一起"),
        [at_most(NOTE)],
        description=_l("代表和承办单位看得到。例如：“都提老城区小学门口的交通。”"),
    )
    differ = TextAreaField(
        _l("各件有什么不同"),
        [at_most(NOTE)],
        description=_l("分别答复时要写到。例如：“一件要护学通道，一件要护学岗经费。”"),
    )

    def add(self, found: dict[str, int], versions: dict[int, int]) -> None:
        """Bring the papers asked for by number into the list, ticked; say which are not there."""
        present = {row.form.suggestion_id: row.form for row in self.papers.entries}
        wanted = self.wanted
        for number in wanted:
            one = found.get(number)
            if one in present:
                present[one].pick.data = True
            elif one is not None and one in versions:
                self.papers.append_entry({"suggestion": str(one), "at": str(versions[one]), "pick": True})
        unknown = [number for number in wanted if number not in found or found[number] not in versions]
        self.numbers.data = _("、").join(unknown)
        if unknown:
            words = _("没有找到%(numbers)s，或者它现在不能并案", numbers=self.numbers.data)
            self.numbers.errors = [*self.numbers.errors, words]

    @property
    def wanted(self) -> list[str]:
        """The numbers typed, bare."""
        typed = split_names((self.numbers.data or "").replace(" ", "、"))
        return [bare(one) for one in typed]


class MergeForm(AddForm):
    """Papers for a new group, its name, and why."""

    name = StringField(_l("并案的名称"), [at_most(NAME)], description=_l("例如：“老城区小学门口交通”。"))


class WhyForm(Form):
    """A reason."""

    why = TextAreaField(_l("理由"), [at_most(NOTE)], description=_l("代表和承办单位看得到，会记入经过。"))


class NameForm(Form):
    """What a group is called."""

    name = StringField(_l("并案的名称"), [at_most(NAME)])


class AlikeForm(_Papers, SharesForm):  # type: ignore[misc]
    """The same units for every ticked paper of a group."""

    papers = Rows(FormField(PaperRow), _l("这一组里等待交办的"))
    agreed_due_on = DateField(_l("商定的答复日期"), [Optional()])

    def roles(self) -> list[tuple[str, str]]:
        """Separate parts are numbers of one paper's requests, so they cannot be the same for several."""
        return [(role.value, str(TASK_ROLES[role])) for role in (TaskRole.LEAD, TaskRole.CO)]

    def still_wait(self, members: dict[int, Member]) -> bool:
        """Whether every ticked paper still waits to be assigned; those that do not are marked."""
        gone = [one for one, _version in self.lines if not can_be_assigned(members[one])]
        self.blame({f"line-{one}": "not_open" for one in gone})
        return not gone

    def plans(self) -> list[Plan]:
        """A plan for each ticked paper; none when the units are at fault or nothing is ticked."""
        shares = self.shares(())
        if not self.picked:
            self.papers.errors = [*self.papers.errors, problem_words("nobody_chosen")]
        if shares is None or not self.picked:
            return []
        return [Plan(one, version, shares, self.agreed_due_on.data) for one, version in self.lines]


def first_rows(papers: Iterable[Member], *, ticked: Iterable[int] = ()) -> list[dict[str, Any]]:
    """The rows of a fresh page."""
    on = set(ticked)
    return [{"suggestion": str(one.row.id), "at": str(one.row.version), "pick": one.row.id in on} for one in papers]


def units_held(papers: Iterable[Member]) -> list[dict[str, str]]:
    """The units that have the other papers of the group, to begin with: with their role where all have them alike."""
    each = [{part.unit_id: part.role for part in one.parts} for one in papers if one.is_in and one.parts]
    alike = all(one == each[0] for one in each)
    found = {}
    for unit_id, role in (pair for roles in each for pair in roles.items()):
        usual = TaskRole.CO if role is TaskRole.CO else TaskRole.LEAD
        found[unit_id] = usual.value if alike and role is not TaskRole.SEPARATE else NOT_CHOSEN
    return [{"unit": str(unit_id), "role": role} for unit_id, role in found.items()]
