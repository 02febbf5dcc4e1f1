"""Days in the form that calendar programs read (RFC 5545): whole-day entries, folded and escaped, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# A line is at most so many bytes; what is longer goes on in the next one, which begins with a blank.
FOLD = 75


@dataclass(frozen=True)
class Entry:
    """One day: what it is the day of, a name that stays the same when the day moves, and how often it was touched."""

    uid: str
    day: date
    summary: str
    address: str
    changed_at: datetime
    sequence: int = 0


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """A whole calendar of all-day entries that leave nobody busy."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tracker//due dates//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    ]
    for one in entries:
        lines += _entry(one)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _entry(one: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"DTSTAMP:{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{one.sequence}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(one.summary)}",
        f"URL:{one.address}",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Words of an entry: signs that mean something to a calendar are marked, a new line is written as one."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line in pieces of at most 75 bytes, no character taken apart."""
    pieces, piece, room = [], b"", FOLD
    for sign in line:
        more = sign.encode()
        if len(piece) + len(more) > room:
            pieces.append(piece)
            piece, room = b"", FOLD - 1  # the blank before it counts
        piece += more
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
