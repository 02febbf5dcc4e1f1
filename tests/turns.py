"""Which share of what is alike is tried in this run: another with every commit, the same however often one is tested.

TRACKER_TEST_TURN=…      the turn of another run, as its last lines name it
TRACKER_TEST_TURN=all    everything; what `python3 run.py check --full` sets
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")
VARIABLE, ALL = "TRACKER_TEST_TURN", "all"


@cache
def turn() -> str:
    """What names the share: the commit, where there is one."""
    told = os.environ.get(VARIABLE)
    if told:
        return told
    here = Path(__file__).parent
    found = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=here, capture_output=True, text=True)
    return found.stdout.strip() or "first"


def is_up(of: int, *what: object) -> bool:
    """Whether this one of many, of which one in `of` is tried, is tried now."""
    return turn() == ALL or crc32(" ".join(map(str, (turn(), *what))).encode()) % of == 0


def some_of(of: int, items: Iterable[T], *what: object) -> list[T]:
    """Those of them that are tried now."""
    return [one for one in items if is_up(of, *what, one)]


def few_of(most: int, items: Sequence[T], *what: object) -> list[T]:
    """So many of a few, never none: others with every commit."""
    if turn() == ALL:
        return list(items)
    return sorted(items, key=lambda one: crc32(" ".join(map(str, (turn(), *what, one))).encode()))[:most]
