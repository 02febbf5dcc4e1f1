"""The unit says what it thinks of the suggestion it replied to: three questions, words if it likes, seen by nobody of
the deputies before their own window has shut."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from tracker.clock import now
from tracker.domain.actions import Action
from tracker.domain.limits import REASON
from tracker.domain.quality import Aspect, Quality
from tracker.models.ratings import QualityRating
from tracker.models.tasks import Round
from tracker.queries.quality_ratings import current_of
from tracker.services._load import Invalid
from tracker.services.quality_ratings import Opinion, rate_quality
from tracker.web.access import actor, me, on_round
from tracker.web.lengths import at_most
from tracker.web.papers import official_title
from tracker.web.picks import is_offered
from tracker.web.rating_form import LevelForm
from tracker.web.rating_labels import ADVICE_ONLY, ASPECTS, QUALITIES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, number_words

bp = Blueprint("quality_ratings", __name__)


def _levels() -> list[tuple[str, str]]:
    return [(one.value, str(words)) for one, words in QUALITIES.items()]


class QualityForm(LevelForm):
    """Three questions of three equal answers, none chosen beforehand."""

    problem = RadioField(
        _l("问题找得准吗？"),
        choices=_levels,
        validate_choice=False,
        description=_l("看反映的情况是否属实，是否抓住了要害。"),
    )
    analysis = RadioField(
        _l("分析有依据吗？"),
        choices=_levels,
        validate_choice=False,
        description=_l("看原因分析有没有事例、数据或者政策依据。"),
    )
    proposal = RadioField(
        _l("建议可操作吗？"),
        choices=_levels,
        validate_choice=False,
        description=_l("看提的请求是否具体，照着办不办得到。"),
    )
    words = TextAreaField(
        _l("想对署名代表说的话"),
        [Optional(), at_most(REASON)],
        description=_l("写哪里写得好、怎样写更便于办理。评价期结束以后，署名代表看得到。"),
    )

    @property
    def opinion(self) -> Opinion:
        asked = {Aspect.PROBLEM: self.problem, Aspect.ANALYSIS: self.analysis, Aspect.PROPOSAL: self.proposal}
        chosen = {aspect: Quality(one.data) for aspect, one in asked.items() if one.data and is_offered(one)}
        return Opinion(chosen, self.words.data or "", self.seen)

    def take(self, invalid: Invalid) -> None:
        if "quality_elsewhere" in invalid.problems.values():
            self.was.data = str(self.newest)
        super().take(invalid)


@bp.route("/suggestions/<int:suggestion_id>/rounds/<int:round_id>/quality", methods=["GET", "POST"])
@on_round(Action.RATE_QUALITY)
def new(round_: Round) -> Any:
    """Rate the suggestion, or change what the unit has said while the deputies' window is open."""
    said = current_of(round_.id)
    form = QualityForm(data=_said(said), hat_id=actor().membership_id, at_version=round_.version)
    form.beside(said.id if said else 0)
    if form.submitted():
        try:
            suggestion_id = _rate(form, round_)
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(_("已评价建议质量。代表的评价期结束以前，代表看不到。"), "done")
            return redirect(url_for("dossier.show", suggestion_id=suggestion_id, _anchor="quality"))
    return render_template("quality_ratings/new.html", form=form, **_beside(round_, said)), 422 if form.errors else 200


def _rate(form: QualityForm, round_: Round) -> int:
    once = form.once_for(me().person_id)
    return rate_quality(actor(), round_.id, form.opinion, version=form.version.data or 0, now=now(), once=once)


def _said(one: QualityRating | None) -> dict[str, str]:
    return {each.value: getattr(one, each.value).value for each in Aspect} | {"words": one.words} if one else {}


def _beside(round_: Round, said: QualityRating | None) -> dict[str, Any]:
    suggestion = round_.suggestion
    return {
        "round_": round_,
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "number": number_words(suggestion.number) if suggestion.number else "",
        "said": said,
        "levels": [(ASPECTS[each], QUALITIES[getattr(said, each.value)]) for each in Aspect] if said else [],
        "sees": _who_sees(round_),
        "limit": REASON,
        "advice": ADVICE_ONLY,
    }


def _who_sees(round_: Round) -> list[tuple[str, str]]:
    """Drawing and words, said before the button."""
    last = day_words(round_.rating_due_on)
    ends = _("全部代表评完，或者到%(day)s期满", day=last) if last else _("全部代表评完")
    return [
        ("info-circle", _("可以不评，不算欠办。")),
        ("lock", _("背对背：评价期结束以前（%(ends)s），代表看不到您的评价，您也看不到代表的评价。", ends=ends)),
        ("people", _("评价期结束以后，署名代表看得到三项评价和您写的话，只写单位，不写您的姓名。")),
        ("eye", _("代表工作机构当时就看得到。其他单位、其他代表和公众始终看不到。")),
        ("arrow-counterclockwise", _("评价期结束以前，本单位可以改，以最后一次为准，先前的留在记录里。")),
    ]
