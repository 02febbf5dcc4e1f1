"""The door for mail against servers that are silent, slow, gone or rude: what may be said of the letter afterwards."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tracker.outside import mail
from tracker.outside.mail import Letter, Trouble, Unreachable, Unsure, send, trouble_of

LETTER = Letter("he@linjiang.example", "事由", "正文", "<one@linjiang.example>")
Talk = Callable[[socket.socket, Any], None]


def settings(port: int, kind: str = "none") -> dict[str, Any]:
    address = f"127.0.0.1:{port}"
    return {"MAIL_SERVER": address, "MAIL_FROM": "office@linjiang.example", "MAIL_TLS": kind, "MAIL_USER": ""}


@contextmanager
def served(talk: Talk) -> Iterator[int]:
    """A server on a port of its own that talks as it is told to."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(5)

        def answer() -> None:
            line, _ = door.accept()
            with line, line.makefile("rb") as lines:
                talk(line, lines)

        worker = threading.Thread(target=answer, daemon=True)
        worker.start()
        yield door.getsockname()[1]
        worker.join(5)


def up_to(word: bytes, last: bytes | None, *, silent: bool = False, data: bytes = b"250 kept") -> Talk:
    """Polite until a command begins with `word`; then it says `last`, or hangs up, or says nothing at all."""

    def talk(line: socket.socket, lines: Any) -> None:
        line.sendall(b"220 here\r\n")
        for said in lines:
            if said.upper().startswith(word):
                if silent:
                    lines.read()  # until the other side is gone
                elif last is not None:
                    line.sendall(last + b"\r\n")
                    continue
                return
            if said == b".\r\n":
                line.sendall(data + b"\r\n")
            elif said[:4].upper() in (b"EHLO", b"MAIL", b"RCPT", b"RSET"):
                line.sendall(b"250 ok\r\n")
            elif said[:4].upper() == b"DATA":
                line.sendall(b"354 go on\r\n")

    return talk


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.3)


def trouble_with(talk: Talk, kind: str = "none") -> Trouble:
    with served(talk) as port, pytest.raises(Exception) as caught:
        send(LETTER, settings(port, kind))
    return trouble_of(caught.value)


def silent(line: socket.socket, lines: Any) -> None:
    lines.read()


def test_a_port_where_nobody_listens_is_a_server_that_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        send(LETTER, settings(port))


def test_a_port_that_takes_the_line_and_says_nothing_is_down() -> None:
    assert trouble_with(silent) is Trouble.DOWN
    assert trouble_with(silent, "tls") is Trouble.DOWN


def test_a_full_queue_of_lines_nobody_takes_is_down() -> None:
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(0)
        waiting = [socket.create_connection(hole.getsockname(), 1)]
        with pytest.raises(Unreachable):
            send(LETTER, settings(hole.getsockname()[1]))
        waiting[0].close()


@pytest.mark.parametrize("word", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_silence_and_a_cut_line_before_the_text_are_down_not_unsure(word: bytes) -> None:
    assert trouble_with(up_to(word, None, silent=True)) is Trouble.DOWN
    assert trouble_with(up_to(word, None)) is Trouble.DOWN


def test_a_server_without_encryption_or_of_another_name_is_down() -> None:
    assert trouble_with(up_to(b"STARTTLS", b"454 not now"), "starttls") is Trouble.DOWN
    assert trouble_with(lambda line, _lines: line.sendall(b"554 go away\r\n")) is Trouble.DOWN


def test_after_the_text_has_begun_to_go_out_nobody_can_be_sure() -> None:
    assert trouble_with(up_to(b".\r\n", None)) is Trouble.UNSURE
    assert trouble_with(up_to(b".\r\n", None, silent=True)) is Trouble.UNSURE
    with served(up_to(b".\r\n", None)) as port, pytest.raises(Unsure):
        send(LETTER, settings(port))


def test_what_the_server_says_of_this_letter_is_about_this_letter() -> None:
    assert trouble_with(up_to(b"RCPT", b"550 nobody")) is Trouble.NEVER
    assert trouble_with(up_to(b"RCPT", b"450 later")) is Trouble.LATER
    assert trouble_with(up_to(b"no", None, data=b"451 later")) is Trouble.LATER
    assert trouble_with(up_to(b"no", None, data=b"554 no")) is Trouble.NEVER


def test_a_rude_farewell_takes_nothing_back() -> None:
    for end in (up_to(b"QUIT", b"421 shutting down"), up_to(b"QUIT", None), up_to(b"QUIT", None, silent=True)):
        with served(end) as port:
            send(LETTER, settings(port))


def test_an_address_the_server_cannot_write_holds_up_nobody_else() -> None:
    with served(up_to(b"no", None)) as port, pytest.raises(Exception) as caught:
        send(Letter("何@linjiang.example", "事由", "正文"), settings(port))
    assert trouble_of(caught.value) is Trouble.NEVER


def test_a_server_that_drips_is_given_up_before_a_lease_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LONGEST", 0.5)

    def dripping(line: socket.socket, lines: Any) -> None:
        line.sendall(b"220 here\r\n")
        for _ in lines:
            time.sleep(0.2)
            line.sendall(b"250 ok\r\n")

    assert trouble_with(dripping) is Trouble.DOWN
