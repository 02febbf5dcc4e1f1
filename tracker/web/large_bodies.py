"""A form with more in its files than may be sent at once: the files are let go, what was typed is read all the same."""

from __future__ import annotations

import io
from typing import IO, Any, cast

from flask import Flask, Request, current_app, request

from tracker.web.sessions import asking

# Beyond so many times the limit nothing is read any more: that is no slip of somebody who writes to us.
READ_AT_MOST = 4


class _Nowhere(io.BytesIO):
    """Takes everything and keeps nothing."""

    def write(self, data: Any) -> int:
        return len(data)


class OurRequest(Request):
    """A request whose files can be thrown away while its words are read."""

    throws_files_away = False

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.throws_files_away:
            return _Nowhere()
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)


def read_words_only() -> None:
    """Make `request.form` readable though the body is too large, for somebody who is logged in."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    size = request.content_length
    too_much = size is None or size > READ_AT_MOST * limit
    if too_much or request.mimetype != "multipart/form-data" or asking() is None:
        return
    ours = cast(OurRequest, request)
    ours.max_content_length, ours.throws_files_away = size, True


def _close_uploads(_problem: BaseException | None) -> None:
    # Large ones lie in temporary files, which would stay open until memory is cleared.
    request.close()


def init_app(app: Flask) -> None:
    """Let every request be one of ours."""
    app.request_class = OurRequest
    app.teardown_request(_close_uploads)
