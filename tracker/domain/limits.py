"""How long, how many, how large: shared by forms, services and tables."""

from __future__ import annotations

import re
from datetime import date, timedelta

TITLE = 200
PARAGRAPHS = 20_000
REQUEST = 2_000
REQUESTS = 20
# Below this a request can hardly say where, whom and what.
REQUEST_SHORT = 8
NOTE = 2_000
COSIGNERS = 200
UNITS_PER_CASE = 20
# So many papers of one matter can still be looked through together.
GROUP = 50
NAME = 100
# Fewer digits are no number to dial; short public ones such as 12345 have five.
PHONE_DIGITS = 5
DOCUMENT_NO = 60
PROMISE = 500
# Ten years: nobody who promises something later is still there to keep it, and most such years are slips of the pen.
PROMISE_MONTHS = 120
# A month ahead there is still time to ask for another day; a week ahead there is still time to say why it will be late.
PROMISE_REMINDERS = (timedelta(days=30), timedelta(days=7))
# A quarter, as in Chongqing's rule on reporting to deputies: of what nobody has said anything that long, all are told.
PROMISE_QUIET = timedelta(days=90)
ANSWER = 10_000
# Below this an answer can hardly say what is done and what is still missing.
ANSWER_SHORT = 15
REASON = 500
# People's congresses have been elected since 1953.
FIRST_DAY = date(1953, 1, 1)
# Ten years: terms and seats further ahead are slips of the pen.
FAR_AHEAD = timedelta(days=3653)
PAGE = 25
BATCH = 200
# A file is written in batches: memory holds one of them, however long the list.
EXPORT_BATCH = 500
# Past this the register says "more than": counting all of 100,000 rows on each request is what makes peers slow.
COUNTED = 10_000
IMPORT_BYTES = 20 * 1024 * 1024
IMPORT_ROWS = 200_000
# A workbook is packed: what it holds, and the grid up to its last cell, must fit into memory beside everybody's work.
UNPACKED_BYTES = 100 * 1024 * 1024
IMPORT_CELLS = 3_000_000
BODY_BYTES = 24 * 1024 * 1024
PASSWORD_MIN = 12
PASSWORD_MAX = 256
# All deputies of a congress in one print of slips.
CODES_AT_ONCE = 1_000


def body_bytes(files_mb: int) -> int:
    """What one request may carry: its attachments and the words beside them."""
    return max(BODY_BYTES, (files_mb + 4) * 1024 * 1024)


def can_be_dialled(phone: str) -> bool:
    """Whether what was written as a telephone number holds one."""
    return sum(sign.isdigit() for sign in phone) >= PHONE_DIGITS


_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


def can_be_mailed(address: str) -> bool:
    """Whether what was written as an e-mail address is one, and one only."""
    return _ADDRESS.fullmatch(address) is not None
