"""The door for mail: one letter through the configured server. Opened by the worker only, outside any transaction."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from enum import StrEnum
from functools import cache
from typing import Any

TIMEOUT = 20.0  # seconds
PERMANENT = 500  # from this code on a server means for good


class MailNotSet(RuntimeError):
    """There is no mail server in the settings."""


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
    this letter was refused for now. NEVER: it was refused for good. UNSURE: the line broke while the letter was on its
    way, so that it may have been taken.
    """

    DOWN = "down"
    LATER = "later"
    NEVER = "never"
    UNSURE = "unsure"


def send(letter: Letter, settings: Mapping[str, Any]) -> None:
    """Hand the letter to the server; any trouble is raised, so that the job is tried again.

    The server's certificate is checked: a letter with a code goes to nobody who cannot prove to be that server.
    """
    if not settings["MAIL_SERVER"]:
        raise MailNotSet("MAIL_SERVER is empty")
    host, _, port = settings["MAIL_SERVER"].rpartition(":")
    kind = settings["MAIL_TLS"]
    with _connect(host or port, int(port) if host else 25, kind) as server:
        if kind == "starttls":
            server.starttls(context=_trusted())
        if settings["MAIL_USER"]:
            server.login(settings["MAIL_USER"], settings["MAIL_PASSWORD"])
        server.send_message(_message(letter, settings["MAIL_FROM"]))


def _connect(host: str, port: int, kind: str) -> smtplib.SMTP:
    if kind == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=_trusted())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)


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
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError):
        return Trouble.UNSURE
    if isinstance(error, smtplib.SMTPException | OSError | MailNotSet):
        # Our name, our log-in, our sender, a certificate: none of it is the addressee's fault.
        return Trouble.DOWN
    return Trouble.NEVER
