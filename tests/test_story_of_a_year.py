"""A year from the session to the annual report, lived over the pages of everybody who has a part in it; at its end
every figure is the same wherever it stands."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import year_figures
from tests.letter_box import Sink, sink
from tests.world import World
from tests.year import Year
from tests.year_autumn import CHAPTERS
from tracker.db import db
from tracker.models.tellings import Sending, SendingState, Telling
from tracker.services import outbox

LINK = re.compile(r"/notices/(\d+)")


@pytest.mark.timeout(900)
def test_a_year_and_its_report(app: Flask, world: World, sink: Sink, tmp_path: Path) -> None:
    with time_machine.travel("2026-02-01T02:00:00+00:00", tick=False) as time:
        year = Year(app, world, time, sink)
        for chapter in CHAPTERS:
            chapter(year)
            year.sound()
        year_figures.story_is_told(year)
        year_figures.screens_agree(year)
        year_figures.sheets_agree(year)
        year_figures.appraisal_agrees(year)
        year_figures.report_agrees(year, tmp_path)
        reminders_came_once(year, sink)


def reminders_came_once(year: Year, sink: Sink) -> None:
    """Each reminder of somebody who reads mail is in one letter, or was no longer true before the letter went out; no
    letter came twice, none waits, and there is nothing left to file."""
    assert year.reminds() == 0
    while outbox.run_round(now=year.now):
        pass
    marks = Counter(letter["Message-ID"] for letter in sink.letters)
    assert set(marks.values()) == {1}
    sent = dict(
        db.session.execute(select(Sending.message_id, Sending.id).where(Sending.state == SendingState.SENT)).all()
    )
    assert set(sent) == set(marks)
    states = Counter(db.session.scalars(select(Sending.state)))
    assert set(states) <= {SendingState.SENT, SendingState.DROPPED}, states
    links = Counter(link for letter in sink.letters for link in LINK.findall(letter.get_content()))
    filed = select(Telling).where(Telling.reminder_id.is_not(None), Telling.sending_id.in_(sent.values()))
    reminded = db.session.scalars(filed).all()
    assert len(reminded) > 10
    assert {links[str(one.id)] for one in reminded} <= {0, 1}, "0: one of many in a bulletin that counts them"


__all__ = ["sink"]
