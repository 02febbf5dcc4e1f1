"""The door to a virus scanner: one file, one answer. Whatever is not a plain "clean" is not clean (rule R29)."""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SECONDS = 60.0
CHUNK = 256 * 1024
WORDS = 300


class Answer(StrEnum):
    """What a scanner can say."""

    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


@dataclass(frozen=True)
class Scanned:
    """The answer with the scanner's own words: the name of what it found, or what went wrong."""

    answer: Answer
    words: str = ""


class ScannerNotUnderstood(ValueError):
    """The setting SCANNER names none of the ways a scanner is asked."""


def require_known(setting: str) -> None:
    """Raises `ScannerNotUnderstood` unless the setting is empty, clamd:… or command:…"""
    way, _colon, rest = setting.partition(":")
    if setting and (way not in ("clamd", "command") or not rest.strip()):
        raise ScannerNotUnderstood(setting)
    if way == "clamd" and not rest.startswith("/") and not rest.rpartition(":")[2].isdigit():
        raise ScannerNotUnderstood(setting)


def scan(setting: str, path: Path, *, seconds: float = SECONDS) -> Scanned:
    """Ask the scanner of this installation about a file; takes at most so many seconds. Never raises."""
    way, _colon, rest = setting.partition(":")
    try:
        if way == "clamd":
            return _clamd(rest, path, seconds)
        if way == "command":
            return _command(rest, path, seconds)
    except (OSError, subprocess.SubprocessError, ValueError) as trouble:
        return Scanned(Answer.FAILED, f"{type(trouble).__name__}: {trouble}"[:WORDS])
    return Scanned(Answer.FAILED, "no scanner is set")


def _command(line: str, path: Path, seconds: float) -> Scanned:
    done = subprocess.run(
        [*shlex.split(line), str(path)], capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL
    )
    words = (done.stdout + done.stderr).decode("utf-8", "replace").replace(str(path), "").strip()[:WORDS]
    answers = {0: Answer.CLEAN, 1: Answer.INFECTED}
    return Scanned(answers.get(done.returncode, Answer.FAILED), words.replace("\0", ""))


def _clamd(address: str, path: Path, seconds: float) -> Scanned:
    """INSTREAM of clamd: blocks with their lengths, an empty one at the end, one line back.

    A file above the scanner's own limit is answered with an error, which is no "clean".
    """
    with _connected(address, seconds) as server, path.open("rb") as file:
        server.sendall(b"zINSTREAM\0")
        try:
            while chunk := file.read(CHUNK):
                server.sendall(struct.pack("!L", len(chunk)) + chunk)
            server.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hangs up in the middle when it has had enough, and says so in its answer
        answer = _line(server)
    return _judged(answer)


def _connected(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.settimeout(seconds)
        server.connect(address)
        return server
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host or "127.0.0.1", int(port)), timeout=seconds)


def _line(server: socket.socket) -> str:
    held = b""
    while b"\0" not in held and len(held) < 4096:
        chunk = server.recv(1024)
        if not chunk:
            break
        held += chunk
    return held.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _judged(answer: str) -> Scanned:
    said = answer.removeprefix("stream:").strip()
    if answer == "stream: OK":
        return Scanned(Answer.CLEAN)
    # Found because it could not be looked through to its end: told as a failure, for nobody knows what is in it.
    if said.endswith("FOUND") and not said.startswith("Heuristics.Limits.Exceeded"):
        return Scanned(Answer.INFECTED, said.removesuffix("FOUND").strip()[:WORDS])
    return Scanned(Answer.FAILED, (said or "no answer")[:WORDS])
