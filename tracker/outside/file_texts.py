"""The door to the reader of file texts: a process of its own with limits, which a file may bring down alone (R28)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tracker.domain.file_texts import Reading, Why, failure, reading_of

_FOLDER = Path(__file__).parent
# The program itself is never imported there: it takes seconds, and knows where the database is.
_BEGIN = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); "
    "runpy.run_module('text_reader', run_name='__main__', alter_sys=True)"
)
# Python on Windows does not start without it; elsewhere nothing is handed on.
_ENVIRONMENT = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
_ANSWER = 4 * 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one file may cost: seconds of the processor, seconds by the clock, megabytes of memory."""

    seconds: int = 20
    waited: float = 40.0
    megabytes: int = 768


def read_text(path: Path, kind: str, *, limits: Limits = Limits()) -> Reading:
    """The text of a file; takes at most 40 seconds. Never raises for what is in it, nor for what it does to the reader.

    Raises OSError where no process can be started.
    """
    with path.open("rb") as file, tempfile.TemporaryFile() as said:
        code = _run(file, said, kind, limits)
        said.seek(0)
        # The reader may write no more than this; one that got round its limits is not listened to for longer.
        answer = said.read(_ANSWER)
    if code is None:
        return failure(Why.TIME)
    return _judged(answer) if code == 0 else failure(_cause(code))


def _run(file: BinaryIO, said: BinaryIO, kind: str, limits: Limits) -> int | None:
    """Its exit code, negative where a signal ended it; nothing when its time ran out."""
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", _BEGIN, str(_FOLDER), kind, str(limits.seconds), str(limits.megabytes)],
        stdin=file, stdout=said, stderr=subprocess.DEVNULL, cwd=_FOLDER, env=_ENVIRONMENT, start_new_session=True,
    )  # fmt: skip
    try:
        return child.wait(timeout=limits.waited)
    except subprocess.TimeoutExpired:
        return None
    finally:
        child.kill()
        child.wait()


def _cause(code: int) -> Why:
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return Why.TIME
    # The hard limit of the processor, the system short of memory, somebody: all end it the same way.
    return Why.KILLED if sys.platform != "win32" and code in (-signal.SIGKILL, -signal.SIGTERM) else Why.CRASHED


def _judged(answer: bytes) -> Reading:
    try:
        found: Any = json.loads(answer)
    except ValueError:
        return failure(Why.CRASHED)
    if isinstance(found, dict) and isinstance(found.get("text"), str):
        return reading_of(found["text"], was_cut=found.get("cut") is True)
    return failure(str(found.get("why", "")) if isinstance(found, dict) else "")
