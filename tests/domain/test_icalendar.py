"""Days as calendar programs read them: lines of 75 bytes, signs marked, nothing lost on the way."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

from tracker.domain.icalendar import FOLD, Entry, calendar, escaped, folded

AT = datetime(2026, 4, 1, 2, tzinfo=UTC)


def unfolded(body: bytes) -> list[str]:
    return body.replace(b"\r\n ", b"").decode().split("\r\n")


def test_no_line_is_longer_than_75_bytes_and_all_of_them_can_be_put_together_again() -> None:
    dice = random.Random(7)
    for _no in range(300):
        line = "".join(dice.choice("a汉𠮷é ;,\\") for _sign in range(dice.randint(0, 200)))
        body = folded(line)
        assert all(len(piece) <= FOLD for piece in body.split(b"\r\n"))
        for piece in body.split(b"\r\n"):
            piece.decode()  # no character is taken apart
        assert unfolded(body) == [line, ""]


def test_signs_that_mean_something_are_marked() -> None:
    assert escaped("a;b,c\\d\r\ne\nf") == "a\\;b\\,c\\\\d\\ne\\nf"


def test_an_entry_is_a_whole_day_that_keeps_nobody_busy() -> None:
    body = calendar("期限", [Entry("clock-7@x", date(2026, 12, 31), "答复：第1号", "http://x/1", AT, 12)])
    assert body.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and body.endswith(b"END:VCALENDAR\r\n")
    lines = unfolded(body)
    assert {"UID:clock-7@x", "SEQUENCE:12", "DTSTAMP:20260401T020000Z", "TRANSP:TRANSPARENT"} <= set(lines)
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"} <= set(lines)
