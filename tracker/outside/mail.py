"""The door for mail: one letter through the configured server. Opened by the worker only, outside any transaction."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from enum import StrEnum
from functools import cache
from typing import Any

TIMEOUT = 20.0  # seconds for each answer of the server
# Seconds for a letter as a whole: a server that answers slowly, but answers, must not outlast the lease of a sending.
LONGEST = 120.0
TAKES_TEXT = 354  # the one answer after which the text itself goes out
PERMANENT = 500  # from this code on a server means for good


class MailNotSet(RuntimeError):
    """There is no mail server in the settings."""


class Unreachable(RuntimeError):
    """No letter was begun: nobody answered, or not as a mail server, or he does not take us for whom we are."""


class Unsure(RuntimeError):
    """The line broke when the text was on its way: the server may have taken it."""


@dataclass(frozen=True)
class Letter:
    """A plain text for one person. A `message_id` fixed beforehand makes a letter that is sent twice known as one."""

    to: str
    subject: str
    body: str
    message_id: str = ""


class Trouble(StrEnum):
    """What went wrong, for whoever has to decide what to do about it.

    DOWN: nobody could be reached, or the server takes nothing from us; every other letter would fare the same. LATER:
    this letter was refused for now. NEVER: it was refused for good. UNSURE: the line broke after its text had begun to
    go out, so that it may have been taken.
    """

    DOWN = "down"
    LATER = "later"
    NEVER = "never"
    UNSURE = "unsure"


def send(letter: Letter, settings: Mapping[str, Any]) -> None:
    """Hand the letter to the server; returns once he has taken it. Any trouble is raised, so that it is tried again.

    The server's certificate is checked: a letter with a code goes to nobody who cannot prove to be that server.
    """
    if not settings["MAIL_SERVER"]:
        raise MailNotSet("MAIL_SERVER is empty")
    message = _message(letter, settings["MAIL_FROM"])
    with _line(settings) as server:
        try:
            server.send_message(message)
        except smtplib.SMTPServerDisconnected as error:
            raise (Unsure if server.is_on_its_way else Unreachable)(words_of(error)) from error


@contextmanager
def _line(settings: Mapping[str, Any]) -> Iterator[_Line]:
    """A server who has greeted us and knows us."""
    host, _, port = settings["MAIL_SERVER"].rpartition(":")
    kind: type[_Line] = _SecretLine if settings["MAIL_TLS"] == "tls" else _Line
    server = None
    try:
        server = kind(host or port, int(port) if host else 25)
        if settings["MAIL_TLS"] == "starttls":
            server.starttls(context=_trusted())
        if settings["MAIL_USER"]:
            server.login(settings["MAIL_USER"], settings["MAIL_PASSWORD"])
        server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if server is not None:
            server.close()
        raise Unreachable(words_of(error)) from error
    try:
        yield server
    finally:
        # What he says to our farewell changes nothing of what he took before.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


class _Line(smtplib.SMTP):
    """Knows when it has taken too long, and whether the text has left the house."""

    is_on_its_way = False

    def __init__(self, host: str, port: int) -> None:
        self.ends = time.monotonic() + LONGEST
        super().__init__(host, port, timeout=TIMEOUT)

    def getreply(self) -> tuple[int, bytes]:
        left = self.ends - time.monotonic()
        if left <= 0:
            self.close()
            raise smtplib.SMTPServerDisconnected(f"slower than {LONGEST:.0f} s")
        if self.sock is not None:
            self.sock.settimeout(min(TIMEOUT, left))
        code, words = super().getreply()
        self.is_on_its_way = self.is_on_its_way or code == TAKES_TEXT
        return code, words


class _SecretLine(_Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def __init__(self, host: str, port: int) -> None:
        self.ends = time.monotonic() + LONGEST
        smtplib.SMTP_SSL.__init__(self, host, port, timeout=TIMEOUT, context=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed. Reading the machine's takes longer than handing over a letter does."""
    return ssl.create_default_context()


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = localtime()
    message["Message-ID"] = letter.message_id or make_msgid(domain=domain_of(sender))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="base64")
    return message


def domain_of(sender: str) -> str | None:
    """The domain of our own address, which stands behind our Message-IDs."""
    return sender.rpartition("@")[2].strip(" <>") or None


def words_of(error: Exception) -> str:
    """What the server said, as it said it; the kind of trouble where it said nothing."""
    if isinstance(error, Unreachable | Unsure):
        return str(error)  # told by what broke
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said: tuple[int, bytes | str] | None = next(iter(error.recipients.values()), None)
    else:
        said = (error.smtp_code, error.smtp_error) if isinstance(error, smtplib.SMTPResponseException) else None
    if said is None:
        return f"{type(error).__name__}: {error}"[:500]
    code, text = said
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:500]


def trouble_of(error: Exception) -> Trouble:
    """What an exception of `send` means."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return Trouble.NEVER if codes and all(code >= PERMANENT for code in codes) else Trouble.LATER
    if isinstance(error, smtplib.SMTPDataError):
        return Trouble.NEVER if error.smtp_code >= PERMANENT else Trouble.LATER
    if isinstance(error, Unsure):
        return Trouble.UNSURE
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Trouble.NEVER  # an address in letters the server does not know
    if isinstance(error, Unreachable | MailNotSet | smtplib.SMTPException | OSError):
        # Our name, our log-in, our sender, a certificate: none of it is the addressee's fault.
        return Trouble.DOWN
    return Trouble.NEVER
