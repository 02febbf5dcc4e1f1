"""The field of attachments for every form: what is uploaded is kept at once, even where the form is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from flask import current_app
from werkzeug.datastructures import FileStorage
from wtforms import Field

from tracker.clock import now
from tracker.domain.file_kinds import ENDINGS
from tracker.models.attachments import Attachment, Scan
from tracker.queries import files as found
from tracker.services import files
from tracker.services.files import Upload
from tracker.web.access import actor
from tracker.web.file_words import href_of, limit_words, refusal_words, scan_words, size_words
from tracker.web.files_kept import note_kept
from tracker.web.sessions import asking
from tracker.web.spoken import lazy_gettext as _l

# Beside the keys: the boxes that choose new files, and the mark that the page showed the field at all.
NEW, SHOWN = "new", "shown"


class FilesField(Field):
    """Attachments of one act: a box to choose files, and a ticked line for each one already uploaded.

    `keys` is what a service takes as `files`. A template shows it with `files_field` of components/files.html inside a
    form opened with `files=True`. `optional`: whether the act does without any.
    """

    accept = ",".join(ENDINGS)

    def __init__(self, label: Any = None, validators: Any = None, *, optional: bool = True, **more: Any) -> None:
        super().__init__(label or _l("附件"), validators, **more)
        self.is_optional = optional
        self._held: list[dict[str, Any]] = []
        self.was_shown = False
        self._uploads: list[FileStorage] = []
        self._keys: list[str] = []

    @property
    def keys(self) -> list[str]:
        """The keys of what is to be handed in, those already uploaded first."""
        return list(self._keys)

    @property
    def keys_shown(self) -> list[str] | None:
        """The same for a paper that is saved again and again; nothing when the page did not show the field, so that a
        form without it takes no attachment away."""
        return self.keys if self.was_shown else None

    def hold(self, attachments: Sequence[Attachment]) -> None:
        """What the paper or the reply has already; ticked unless the posted form says otherwise."""
        self._held = [_row(one) for one in attachments]
        if not self.was_shown:
            self._keys = [one.key for one in attachments]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the ticked keys and the uploads; no name of a file is taken for a key."""
        self.process_errors, self.data = [], None
        if formdata is None:
            return
        self.was_shown = f"{self.name}-{SHOWN}" in formdata
        given = [one for one in formdata.getlist(self.name) if isinstance(one, str)]
        self._keys = list(dict.fromkeys(key for key in given if len(key) == 32 and key.isalnum() and key.isascii()))
        new = formdata.getlist(f"{self.name}-{NEW}")
        self._uploads = [one for one in new if isinstance(one, FileStorage) and one.filename]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Keep the uploads whatever else is wrong with the form; each one that cannot be taken is named."""
        fine = super().validate(form, extra_validators)
        return self.take_in() and fine

    def take_in(self) -> bool:
        """Keep what was uploaded; also for a press that only rearranges the form and judges nothing of it."""
        if not self._uploads or asking() is None:
            return True
        uploads = [Upload(one.filename or "", cast(BinaryIO, one.stream)) for one in self._uploads]
        self._uploads = []
        kept = files.keep(actor(), uploads, now=now())
        self._keys += kept.keys
        note_kept(self.name, kept.keys, kept.digests)
        self.errors = [*self.errors, *(refusal_words(name, code) for name, code in kept.refused)]
        return not kept.refused

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What is shown of each one uploaded: key, name, how large, whether it can be opened, where."""
        held, who = {row["key"] for row in self._held}, asking()
        loose = found.loose(who.person_id, [key for key in self._keys if key not in held]) if who else []
        return [row | {"ticked": row["key"] in self._keys} for row in (*self._held, *map(_row, loose))]

    @property
    def names(self) -> list[str]:
        """The names of what is to be handed in."""
        return [row["name"] for row in self.rows if row["ticked"]]

    @property
    def max_bytes(self) -> int:
        """The largest file, for the script that says so before it is sent."""
        return int(current_app.config["MAX_FILE_MB"]) * 1024 * 1024

    @property
    def max_all_bytes(self) -> int:
        """All files together."""
        return int(current_app.config["MAX_FILES_MB"]) * 1024 * 1024

    @property
    def limits(self) -> str:
        """What may be attached, in words."""
        return limit_words()


def _row(one: Attachment) -> dict[str, Any]:
    href = ""
    if not one.is_loose and one.file.scan is Scan.CLEAN:
        href = href_of(one)
    return {
        "key": one.key,
        "name": one.name,
        "size": size_words(one.file.size),
        "scan": scan_words(one.file),
        "href": href,
        "held": not one.is_loose,
    }
