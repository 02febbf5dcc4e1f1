"""The forms of key items: proposal, the meeting's decisions, papers, plan, occasions, answers, report, conclusion."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from tracker.domain.key_criteria import KeyCriterion, Weighed, met
from tracker.domain.key_items import KeyKind
from tracker.domain.limits import DOCUMENT_NO, NAME, NOTE, TITLE
from tracker.domain.numbering import bare
from tracker.domain.roles import Role
from tracker.domain.unit_names import split_names
from tracker.services.key_decisions import Meeting, Verdict
from tracker.services.key_items import Proposal
from tracker.web.access import actor
from tracker.web.forms import Form, Part, Rows
from tracker.web.key_item_criteria import criterion_label
from tracker.web.key_item_labels import KINDS
from tracker.web.lengths import at_most
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

_NUMBERS = _l("几件用顿号或者空格隔开，例如“20260012、20260035”。")
ACCEPT, REFUSE, LATER = "accept", "refuse", ""


class NumbersForm(Form):
    """Papers named by their numbers, with or without all that are handled together with them."""

    numbers = TextAreaField(_l("建议编号"), [at_most(NOTE)], description=_NUMBERS)
    whole_groups = BooleanField(
        _l("并案办理的一起列入"), description=_l("同一并案里的都列入；以后加入并案的也跟着列入，移出的跟着移出。")
    )

    @property
    def wanted(self) -> list[str]:
        """The numbers typed, bare, each once."""
        typed = split_names((self.numbers.data or "").replace(" ", "、").replace("\n", "、"))
        return list(dict.fromkeys(bare(one) for one in typed))

    def papers(self, found: dict[str, int]) -> list[int]:
        """The papers behind the numbers; those that are not there are named at the field."""
        unknown = [one for one in self.wanted if one not in found]
        if unknown:
            words = _("没有找到%(numbers)s，请核对编号", numbers=_("、").join(unknown))
            if actor().role is Role.COMMITTEE:
                words = _("没有找到%(numbers)s，或者不属于本委员会，请核对编号", numbers=_("、").join(unknown))
            self.numbers.errors = [*self.numbers.errors, words]
        return [found[one] for one in self.wanted if one in found]


class ProposalForm(NumbersForm):
    """A matter put before the chair meeting."""

    kind = RadioField(_l("提请列为"), validate_choice=False)
    year = IntegerField(_l("哪一年"), [Optional()])
    title = StringField(
        _l("督办的题目"), [at_most(TITLE)], description=_l("一个题目可以有几件建议。例如：“中小学门口交通安全”。")
    )
    criteria = SelectMultipleField(_l("符合哪些条件"), validate_choice=False)
    # The papers by which the criteria were proposed last: what was unticked since stays so while they are the same.
    weighed = HiddenField()
    grounds = TextAreaField(_l("理由"), [at_most(NOTE)], description=_l("主任会议讨论时看的就是这一段。"))
    committee = SelectField(_l("建议由哪个专门委员会督办"), [Optional()], validate_choice=False)
    leader = StringField(
        _l("建议由哪位领导领办或者领衔"),
        [Optional(), at_most(NAME)],
        description=_l("姓名和职务，例如“宋远山（副市长）”。"),
    )

    def offer(self, kinds: Sequence[KeyKind], committees: Sequence[str]) -> None:
        """What can be chosen."""
        self.kind.choices = [(one.value, KINDS[one]) for one in KINDS if one in kinds]
        self.committee.choices = [("", _("请选择")), *((one, one) for one in committees)]

    def weigh(self, criteria: Sequence[KeyCriterion], told: Weighed, papers: Sequence[int]) -> None:
        """The criteria with what the record says of each; those it speaks for are ticked once for the same papers."""
        self.criteria.choices = [(one.code, criterion_label(one, told if papers else None)) for one in criteria]
        of = "-".join(map(str, sorted(papers)))
        if papers and of != (self.weighed.data or ""):
            self.criteria.data = list(dict.fromkeys([*(self.criteria.data or ()), *met(criteria, told)]))
            # What was sent would be shown again in place of it.
            self.weighed.data, self.weighed.raw_data = of, None

    def proposal(self, papers: Sequence[int]) -> Proposal:
        """What was typed."""
        return Proposal(
            kind=next((one for one in KeyKind if one.value == self.kind.data), None),
            year=self.year.data or 0,
            title=self.title.data or "",
            papers=papers,
            whole_groups=bool(self.whole_groups.data),
            criteria=list(self.criteria.data or ()),
            grounds=self.grounds.data or "",
            committee=self.committee.data or "",
            leader=self.leader.data or "",
        )


class VerdictRow(Part):
    """What the meeting decided on one proposal; nothing is said of it while nothing is chosen."""

    item = HiddenField()
    at = HiddenField()
    verdict = RadioField(_l("决定"), validate_choice=False)
    committee = SelectField(_l("督办的专门委员会"), [Optional()], validate_choice=False)
    leader = StringField(_l("领办、领衔的领导"), [Optional(), at_most(NAME)])
    plan_due_on = DateField(_l("督办方案的期限"), [Optional()])
    report_due_on = DateField(_l("向主任会议报告的期限"), [Optional()])
    words = TextAreaField(_l("决定的要求，或者没有列入的原因"), [Optional(), at_most(NOTE)])

    @property
    def item_id(self) -> int:
        """The proposal of the row; -1 for anything that is no id."""
        return picked_id(self.item.data) or -1

    @property
    def is_decided(self) -> bool:
        """Whether something was chosen."""
        return self.verdict.data in (ACCEPT, REFUSE)

    def result(self) -> Verdict:
        """What was typed."""
        return Verdict(
            item_id=self.item_id,
            version=picked_id(self.at.data) or 0,
            accepted=self.verdict.data == ACCEPT,
            committee=self.committee.data or "",
            leader=self.leader.data or "",
            plan_due_on=self.plan_due_on.data,
            report_due_on=self.report_due_on.data,
            words=self.words.data or "",
        )


class DecisionsForm(Form):
    """What one meeting decided on the proposals that wait."""

    decided_on = DateField(_l("会议日期"), [Optional()])
    meeting = StringField(
        _l("会议"), [at_most(NAME)], description=_l("例如“第四十次主任会议”。领办的也可以写市政府常务会议。")
    )
    document_no = StringField(_l("会议纪要或者文件编号"), [Optional(), at_most(DOCUMENT_NO)])
    lines = Rows(FormField(VerdictRow), _l("提请的督办件"))

    def offer(self, committees: Sequence[str], held: Collection[int]) -> None:
        """What can be chosen in each row; rows of what does not wait are dropped."""
        self.lines.entries = [row for row in self.lines.entries if row.form.item_id in held]
        for row in self.lines.entries:
            row.form.verdict.choices = [(ACCEPT, _("列入")), (REFUSE, _("没有列入")), (LATER, _("这次没有讨论"))]
            row.form.committee.choices = [("", _("请选择")), *((one, one) for one in committees)]

    @property
    def decided(self) -> list[VerdictRow]:
        """The rows on which something was chosen."""
        return [row.form for row in self.lines.entries if row.form.is_decided]

    def met(self) -> Meeting:
        """The meeting as it was typed."""
        return Meeting(self.decided_on.data, self.meeting.data or "", self.document_no.data or "")

    def blame(self, codes: dict[str, str]) -> None:
        """Mark the rows a service could not take, and keep what concerns the whole form."""
        rows = {f"line-{row.item_id}": row for row in self.decided}
        for name, code in codes.items():
            field = rows[name].verdict if name in rows else self._fields.get(name)
            if field is not None and name != "lines":
                field.errors = [*field.errors, problem_words(code)]
            else:
                words = _("每一件都没有选决定") if code == "nobody_chosen" else problem_words(code)
                self.form_errors = [*self.form_errors, words]
        self.lines.gather()


class WhyForm(Form):
    """A reason."""

    why = TextAreaField(_l("理由"), [at_most(NOTE)], description=_l("会记入经过。"))
