"""What units of the demo congress do before they answer: objections, more time, opinions, disputes, talks, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.domain.publication import DeputyView, PublicMode
from tracker.domain.results import Semantic
from tracker.domain.roles import Role
from tracker.domain.states import ClearanceStage
from tracker.models.contacts import Manner, Phase, Rank
from tracker.models.procedures import HandOver, Say
from tracker.models.tasks import Round, Task
from tracker.services import (
    clearance,
    disagreements,
    extensions,
    hand_overs,
    handling,
    objections,
    opinions,
    replies,
    rulings,
)
from tracker.services._clearing import Remark
from tracker.services._demo_cast import CO_UNIT, HOME_UNIT
from tracker.services._demo_walk import Walk
from tracker.services.extensions import Decided
from tracker.services.handling import Talk
from tracker.services.objections import Claim
from tracker.services.replies import AnswerDraft, ReplyDraft
from tracker.services.rulings import Ruling

THIRD_UNIT, GIVING_UNIT = "市城市管理局", "市公交集团"
MORE_TIME = timedelta(days=30)


def object_(walk: Walk) -> None:
    """One objection waits while the unit it names is heard, one was refused, one goes on to the arbiter."""
    says = walk.says
    held = tuple(walk.file(walk.who("he"), "clause"))
    _claim(walk, "crossing", Claim(says["crossing"], says["crossing_clause"], walk.unit(CO_UNIT), "程远", files=held))
    _claim(walk, "canteen", Claim(says["canteen"], says["crossing_clause"], walk.unit("市市场监管局"), "程远"))
    _hear(walk, "canteen", "市市场监管局", objections.Word(Say.NOT_OURS, says["canteen_heard"], walk.unit(HOME_UNIT)))
    task, ruling = walk.task("canteen", HOME_UNIT), Ruling(says["canteen_ruled"])
    rulings.reject(walk.who("du"), task.id, ruling, version=task.version, now=walk.now())
    _claim(walk, "school_road", Claim(says["school_road"], says["crossing_clause"], walk.unit(CO_UNIT), "程远"))
    _hear(walk, "school_road", CO_UNIT, objections.Word(Say.NOT_OURS, says["school_road_heard"], walk.unit(THIRD_UNIT)))
    task, ruling = walk.task("school_road", HOME_UNIT), Ruling(says["school_road_ruled"], walk.unit(CO_UNIT))
    rulings.uphold(walk.who("du"), task.id, ruling, version=task.version, now=walk.now())
    task = walk.task("school_road", CO_UNIT)
    again = Claim(says["school_road_again"], says["school_road_clause"], walk.unit(THIRD_UNIT), "苏婉清")
    objections.object_to(walk.who("su"), task.id, again, version=task.version, now=walk.now())


def _claim(walk: Walk, key: str, claim: Claim) -> None:
    task = walk.task(key, HOME_UNIT)
    objections.object_to(walk.who("he"), task.id, claim, version=task.version, now=walk.now())


def _hear(walk: Walk, key: str, unit: str, word: objections.Word) -> None:
    receiver, task = walk.scene.city.places[unit].staff[Role.UNIT_RECEIVER][0], walk.task(key, HOME_UNIT)
    objections.hear(receiver, task.id, word, version=task.version, now=walk.now())


def ask_for_time(walk: Walk) -> None:
    """One request for more time waits for the coordinator, one was granted."""
    says = walk.says
    _ask_extension(walk, "dormitory", says["delay"], says["extension"])
    _ask_extension(walk, "swimming", says["swimming_delay"], says["swimming_extension"])
    task = walk.task("swimming", HOME_UNIT)
    until = _later(task) - timedelta(days=10)
    extensions.grant(walk.who("du"), Decided(task.id, task.version, says["swimming_granted"], until), now=walk.now())


def _ask_extension(walk: Walk, key: str, delay: str, reason: str) -> None:
    jing, task = walk.who("jing"), walk.task(key, HOME_UNIT)
    extensions.explain_delay(jing, task.id, words=delay, version=task.version, now=walk.now())
    task = walk.task(key, HOME_UNIT)
    asked = {"reason": reason, "until": _later(task), "version": task.version}
    extensions.ask_extension(jing, task.id, **asked, now=walk.now())


def _later(task: Task) -> date:
    assert task.due_on is not None, "a share that was sent to its unit has its day"
    return task.due_on + MORE_TIME


def give_opinions(walk: Walk) -> None:
    """One opinion waits to be judged by the lead unit, one was sent back as empty."""
    says, jiang = walk.says, walk.who("jiang")
    _opine(walk, "bus_stop", says["opinion"], walk.file(jiang, "site"))
    _opine(walk, "cycling", says["weak_opinion"], ())
    task = walk.task("cycling", CO_UNIT)
    told = {"note": says["weak_sent_back"], "version": task.version}
    opinions.send_back(walk.who("jing"), task.id, **told, now=walk.now())


def _opine(walk: Walk, key: str, body: str, held: Sequence[str]) -> None:
    number = walk.scene.document_no(walk.scene.city.places[CO_UNIT], walk.today)
    written = {"body": body, "signer_name": "苏婉清", "document_no": number, "files": held}
    handling.give_opinion(walk.who("jiang"), walk.task(key, CO_UNIT).id, **written, now=walk.now())


def dispute(walk: Walk) -> None:
    """Both units have written their view; the coordinator of both decides."""
    task_id, says = walk.task("footbridge", CO_UNIT).id, walk.says
    point = {"point": says["point"], "words": says["point_lead"]}
    disagreements.raise_one(walk.who("jing"), task_id, **point, now=walk.now())
    one = walk.task("footbridge", CO_UNIT).disagreement
    assert one is not None, "it was raised just now"
    answer = {"words": says["point_co"], "version": one.version}
    disagreements.answer(walk.who("jiang"), task_id, **answer, now=walk.now())


def talk(walk: Walk) -> None:
    """A talk that waits for the word of the deputy it was with."""
    held = Talk(
        Phase.BEFORE,
        Manner.SITE,
        walk.today,
        "程远、景行",
        walk.who("lin").person_id or 0,
        walk.says["talk"],
        Rank.DEPUTY_HEAD,
    )
    handling.note_contact(walk.who("jing"), walk.task("sports_field", HOME_UNIT).id, held, now=walk.now())


def answer(walk: Walk) -> None:
    """A reply with an attachment, delivered and waiting for its rating."""
    jing, says = walk.who("jing"), walk.says
    reply = ReplyDraft(
        [AnswerDraft(1, says["reply_answer"], Semantic.SOLVED)],
        opening=says["reply_opening"],
        contact_name="景行",
        contact_phone="8555 0142",
        no_contact_reason="代表来电表示不必见面，书面答复即可。",
        publication=PublicMode.FULL,
        deputy_view=DeputyView.AGREES,
    )
    held, one = walk.file(jing, "plan"), _round(walk)
    replies.save(jing, one.id, reply, version=one.version, files=held, now=walk.now())
    replies.send_up(jing, one.id, version=_round(walk).version, now=walk.now())
    clearance.pass_review(walk.who("shen"), one.id, version=_round(walk).version, now=walk.now())
    number = walk.scene.document_no(walk.scene.city.places[HOME_UNIT], walk.today)
    signed = {"document_no": number, "version": _round(walk).version}
    replies.deliver(walk.who("cheng"), one.id, **signed, now=walk.now())


def send_draft_back(walk: Walk) -> None:
    """The office marks two passages of a draft of its unit and sends it back."""
    db.session.rollback()
    waiting = select(Round).join(Task).where(Task.unit_id == walk.unit(HOME_UNIT), Round.stage == ClearanceStage.REVIEW)
    one = db.session.scalars(waiting.order_by(Round.id.desc()).limit(1)).first()
    if one is None or not one.answers:
        return
    first = one.answers[0]
    remarks = [
        Remark("opening", one.opening[: one.opening.index("。")], "先说结论，再说怎么研究的。"),
        Remark(f"answers-{first.request_no}-body", first.body[: first.body.index("。")], "写明哪几处、哪天做到。"),
    ]
    note = "两处改好再送。"
    replies.send_back(walk.who("shen"), one.id, note=note, remarks=remarks, version=one.version, now=walk.now())


def _round(walk: Walk) -> Round:
    return walk.task("eyesight", HOME_UNIT).rounds[-1]


def hand_over(walk: Walk) -> None:
    """A list of shares that one unit has confirmed and the other has still to take."""
    task = walk.task("terminal", GIVING_UNIT)
    plan = hand_overs.Plan(task.unit_id, walk.unit(CO_UNIT), [task.id], walk.says["hand_over"])
    made = hand_overs.draw_up(walk.who("chen"), plan, now=walk.now())
    giving = walk.scene.city.places[GIVING_UNIT].staff[Role.UNIT_RECEIVER][0]
    version = db.session.get_one(HandOver, made).version
    hand_overs.confirm(giving, made, version=version, now=walk.now())
