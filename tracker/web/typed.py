"""What was typed into a form that could not be acted on: kept on the server, read back, without secrets and tokens."""

from __future__ import annotations

import re

from flask import request
from werkzeug.datastructures import MultiDict

from tracker.clock import now
from tracker.domain.hints import is_marked
from tracker.services import keeping
from tracker.web.files_kept import kept_now
from tracker.web.labels import CONSENTS, LEVELS, MANNERS, PHASES, RANKS, TASK_ROLES
from tracker.web.sessions import session_key

# Says of a kept form that files were chosen in it which could not be kept.
FILES_LOST = "files-lost"
# Sent again with the words: whose form it was, what it showed, that it acts once, which files are uploaded for it.
SHOWN = ("was", "offered", "whole", "picks", "left")
TOKENS = frozenset({"once", "version", *SHOWN, "hat", "files", "files-shown", FILES_LOST})
SILENT = TOKENS | {"csrf_token", "password", "old_password", "new_password", "again", "code"}


# What people choose between on forms that are sent for good.
_GROUPS = (LEVELS, CONSENTS, MANNERS, PHASES, RANKS, TASK_ROLES)
CHOICES = {one.value: words for group in _GROUPS for one, words in group.items()}


def keep_for_later() -> str | None:
    """Keep the posted fields for the person whose session ran out; the key to find them by, None when unknown.

    A text marked as secret is not kept: this system must not hold it (PB-10).
    """
    if not session_key() or any(is_marked(value) for value in request.form.values()):
        return None
    fields = [[name, value] for name, value in fields_of(request.form)]
    return keeping.keep(session_key(), path=request.full_path.rstrip("?"), fields=fields, now=now())


def fields_of(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Everything typed, to be sent again under the hat it was typed under, without secrets and the token made anew."""
    typed = [(name, value) for name, value in form.items(multi=True) if name not in SILENT - TOKENS]
    lost = [(FILES_LOST, "1")] if files_lost() else []
    return typed + [(name, key) for name, key, _digest in kept_now()] + lost


def files_lost() -> bool:
    """Whether files came with this request that were not kept: nobody may say they are still there."""
    return not kept_now() and any(one.filename for one in request.files.values())


def visible(fields: list[tuple[str, str]]) -> list[str]:
    """The texts among them a reader recognises as his own, and what he chose, in the words of the page."""
    told = [(str(CHOICES[value]) if value in CHOICES else value) for name, value in fields if name not in SILENT]
    return [words for words in told if len(words.strip()) > 1 and not _is_code(words)]


# A button that names a paper and what is done with it.
_PICK = re.compile("[0-9]+:")


def _is_code(value: str) -> bool:
    # What stands behind a choice: an id, or a word of ours that means nothing to a reader.
    word = value.partition(":")[2] if _PICK.match(value) else value
    return value.isdigit() or (word.isascii() and word.islower() and word.replace("_", "").isalpha())
