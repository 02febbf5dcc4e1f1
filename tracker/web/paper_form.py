"""The form of a paper: its fields and how much they hold, and the numbered requests with their buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional

from tracker.domain.drafting_requests import split
from tracker.domain.kinds import Kind
from tracker.domain.limits import NOTE, PARAGRAPHS, REQUEST, REQUESTS, TITLE
from tracker.models.suggestions import Consent, Suggestion
from tracker.queries import files, writing
from tracker.services._load import Invalid
from tracker.services.submissions import Paper
from tracker.web import bill_writing
from tracker.web.category_tree import tree
from tracker.web.file_fields import FilesField
from tracker.web.forms import Form, Rows
from tracker.web.labels import CONSENTS, ORIGINS, SYSTEMS
from tracker.web.lengths import at_most
from tracker.web.picks import is_offered, picked_id
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import problem_words

ADD, UP, DOWN, DROP, SPLIT = "add_request", "request_up", "request_down", "request_drop", "request_split"


def _offered(_form: Any, field: Any) -> None:
    if field.data and not is_offered(field):
        raise ValidationError(problem_words("unknown"))


class PaperForm(Form):
    """One matter: what is wrong, why, what is asked for, and what the deputy wants done with the paper."""

    kind = HiddenField()
    title = StringField(
        _l("标题"), [at_most(TITLE)], description=_l("一件建议只说一件事。“关于”和“的建议”会自动加上。")
    )
    problem = TextAreaField(
        _l("现在有什么问题"),
        [at_most(PARAGRAPHS)],
        description=_l("哪里、谁、多常发生。例如：“我走访的9座公园，只有1座轮椅能进沙坑。”"),
    )
    analysis = TextAreaField(
        _l("为什么会这样"), [Optional(), at_most(PARAGRAPHS)], description=_l("已有的规定和做法，卡在哪里。")
    )
    requests = Rows(
        TextAreaField(_l("请求"), [at_most(REQUEST)]),
        _l("您请求做什么"),
        min_entries=1,
        description=_l("一项一格。承办单位要逐项答复，写得越具体，越容易查做到没有。"),
    )
    category = SelectField(_l("类别"), [_offered], coerce=picked_id, validate_choice=False)
    unit = SelectField(_l("想请谁办"), [Optional(), _offered], coerce=picked_id, validate_choice=False)
    origins = SelectMultipleField(
        _l("从哪里了解到的"), choices=lambda: list(ORIGINS.items()), description=_l("可以选几项。")
    )
    origin_note = StringField(_l("补充说明来源"), [Optional(), at_most(NOTE)])
    consent = RadioField(
        _l("能不能向社会公开"),
        [_offered],
        choices=lambda: [*list(CONSENTS.items())[:-1], (Consent.NONE, _("不公开，我写理由"))],
        validate_choice=False,
        description=_l("公开前还会由市人大审查；您的联系方式不公开。"),
    )
    consent_reason = TextAreaField(_l("为什么不公开"), [at_most(NOTE)])
    files = FilesField(description=_l("现场照片、调查数据、有关文件。和正文一起交给市人大，看得到建议的人都看得到。"))
    by_delegation = BooleanField(
        _l("以代表团的名义提出"),
        description=_l("大会期间，经代表团讨论同意的可以这样提；您作联系人，替代表团收答复、作评价。"),
    )
    is_confidential = BooleanField(
        _l("请对我的姓名和建议内容保密"),
        description=_l("担心因此受到打击报复的，可以这样要求。其他代表看不到这一件，承办单位要保密。"),
    )

    def validate_requests(self, field: Rows) -> None:
        """So many that each can still be answered."""
        if len([one for one in field.entries if one.data]) > REQUESTS:
            raise ValidationError(_("最多%(max)s项请求，请合并或者另写一件", max=REQUESTS))

    @property
    def rearranged(self) -> bool:
        """Whether a button of the requests was pressed; the boxes then stand as it says and nothing is stored."""
        pressed = next((name for name in _MOVES if name in request.form), None)
        if request.method != "POST" or pressed is None:
            return False
        at = picked_id(request.form[pressed])
        self.files.take_in()
        self.requests.process(None, moved([one.data or "" for one in self.requests.entries], pressed, at or 0))
        return True

    def fits_but_files(self) -> bool:
        """Whether only a file was refused: what else was sent can be stored."""
        return self.is_submitted() and self._readable() and set(self.errors) == {"files"}

    def go_on_from(self, suggestion: Suggestion) -> None:
        """What was sent has just been saved: the page goes on from there."""
        self.version.raw_data, self.version.data = None, suggestion.version
        self.files.hold(files.of_paper(suggestion.id))

    @property
    def paper(self) -> Paper:
        """What was written; empty boxes of requests are left out."""
        return Paper(
            title=self.title.data or "",
            problem=self.problem.data or "",
            analysis=self.analysis.data or "",
            requests=tuple(one.data for one in self.requests.entries if one.data),
            category_id=self.category.data,
            proposed_unit_id=self.unit.data,
            consent=Consent(self.consent.data) if is_offered(self.consent) else None,
            consent_reason=self.consent_reason.data or "",
            origins=tuple(self.origins.data or ()),
            origin_note=self.origin_note.data or "",
            is_confidential=self.is_confidential.data,
            kind=Kind.BILL if self.kind.data == Kind.BILL else Kind.SUGGESTION,
            by_delegation=bool(self.by_delegation.data),
        )

    @property
    def is_bill(self) -> bool:
        return self.kind.data == Kind.BILL.value

    @property
    def texts(self) -> dict[str, str]:
        """What the drafting desk reads, by the names of the fields as they stand on the page."""
        requests = {one.id: one.data or "" for one in self.requests.entries}
        return {name: self[name].data or "" for name in ("title", "problem", "analysis")} | requests

    def take(self, invalid: Invalid) -> None:
        """A refused request is named by its place among those that are not empty."""
        written = [one for one in self.requests.entries if one.data]
        for name, code in invalid.problems.items():
            place = picked_id(name.removeprefix("requests-"))
            if name.startswith("requests-") and place is not None and 0 <= place < len(written):
                written[place].errors = [*written[place].errors, problem_words(code)]
            else:
                super().take(Invalid(**{name: code}))
        self.requests.gather()


def moved(texts: Sequence[str], button: str, at: int) -> list[str]:
    """The requests after a button was pressed at one of them; a place that does not exist changes nothing."""
    held = list(texts)
    if button == ADD:
        return [*held, ""] if len(held) < REQUESTS else held
    if not 0 <= at < len(held):
        return held
    one = held.pop(at)
    if button == SPLIT:
        pieces = split(one)
        return [*held[:at], *pieces, *held[at:]] if len(held) + len(pieces) <= REQUESTS else list(texts)
    if button == UP:
        held.insert(max(at - 1, 0), one)
    elif button == DOWN:
        held.insert(at + 1, one)
    return held or [""]


_MOVES = (ADD, UP, DOWN, DROP, SPLIT)


def paper_form(
    suggestion: Suggestion | None, *, hat_id: int | None, today: date, typed: MultiDict[str, str] | None = None
) -> PaperForm:
    """The form as posted, or filled from the draft or from what was `typed` but not saved; with today's choices."""
    held = _held(suggestion) if suggestion else {"kind": bill_writing.kind_asked().value}
    version = suggestion.version if suggestion else None
    if typed is None:
        form = PaperForm(data=held, hat_id=hat_id, at_version=version)
    else:
        # The version it was typed over, so that what was saved since is not overwritten unseen.
        form = PaperForm(typed, hat_id=hat_id, at_version=picked_id(typed.get("version")))
    form.kind.data = (suggestion.kind if suggestion else bill_writing.kind_asked()).value
    bill_writing.call_by_kind(form)
    form.files.hold(files.of_paper(suggestion.id) if suggestion else ())
    offer_choices(form, today=today)
    return form


def offer_choices(form: PaperForm, *, today: date) -> None:
    """Today's categories and units."""
    form.category.choices = [("", _("请选择")), *tree(writing.open_categories(today=today))]
    form.unit.choices = {"": [("", _("由市人大决定"))]} | {
        str(SYSTEMS[system]): [(unit.id, unit.short_name) for unit in units]
        for system, units in groupby(writing.proposable_units(today=today), key=lambda unit: unit.system)
    }


def paper_of(suggestion: Suggestion) -> Paper:
    """The paper as it is stored."""
    text = suggestion.text
    return Paper(
        title=suggestion.title,
        problem=text.problem if text else "",
        analysis=text.analysis if text else "",
        requests=tuple(one.body for one in text.requests) if text else (),
        category_id=suggestion.category_id,
        proposed_unit_id=suggestion.proposed_unit_id,
        consent=suggestion.consent,
        consent_reason=suggestion.consent_reason,
        origins=tuple(suggestion.origins),
        origin_note=suggestion.origin_note,
        is_confidential=suggestion.is_confidential,
        kind=suggestion.kind,
        by_delegation=suggestion.is_delegations,
    )


def _held(suggestion: Suggestion) -> dict[str, Any]:
    paper = paper_of(suggestion)
    return asdict(paper) | {"category": paper.category_id, "unit": paper.proposed_unit_id}
