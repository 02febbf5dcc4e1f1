"""What is put into a file, and the file: its tables, what it says of itself, how it goes to the browser."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from urllib.parse import quote

from flask import Response

from tracker.clock import SHANGHAI
from tracker.outside.ledgers import Part, write_book, write_csv
from tracker.web.files import SANDBOX
from tracker.web.spoken import gettext as _
from tracker.web.words import instant_words

# The ways to have it, by the code of the button; the number is that of the table for which csv has room.
ENDINGS = {"xlsx": None, "csv": 0, "csv-shares": 1}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# So much of a file stays in memory; the rest waits on the disk.
IN_MEMORY = 4 * 1024 * 1024
PIECE = 64 * 1024


@dataclass
class Made:
    """What goes into a file: its name, the filter in words and as it stands in the address, its tables and what a
    line of each is."""

    name: str
    said: Sequence[str]
    asked: Mapping[str, str]
    parts: Sequence[Part]
    units: Sequence[str] = field(default=())
    # What whoever holds the file is to mind; nothing: what lists of papers leave out.
    mind: str = ""

    def part(self, ending: str) -> Part | None:
        """The table for a csv of this ending, if it has one."""
        no = ENDINGS.get(ending)
        return self.parts[no] if no is not None and no < len(self.parts) else None


def written(made: Made, ending: str, *, who: str, at: datetime) -> IO[bytes]:
    """The file itself. `who` made it stands in it, with the filter, the time and the numbers of rows."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    part = made.part(ending)
    if part is not None:
        write_csv(file, part)
    else:
        words = (
            _("说明"),
            _("续表"),
            _("……（太长，接“续表”第%(n)s行）", n="{n}"),
            (_("表"), _("列"), _("行"), _("接着的文字")),
        )
        write_book(file, made.parts, lambda: _about(made, who, at), words)
    file.seek(0)
    return file


def _about(made: Made, who: str, at: datetime) -> list[tuple[str, str]]:
    lines = [
        (_("名称"), made.name),
        (_("筛选条件"), _("；").join(made.said) or _("没有筛选，导出人看得到的全部")),
        (_("数据截至"), _("%(time)s（北京时间）", time=instant_words(at))),
        (_("导出人"), who),
    ]
    units = [*made.units, *[""] * len(made.parts)]
    for part, unit in zip(made.parts, units, strict=False):
        lines.append((part.name, _("%(n)s行。%(unit)s", n=part.count, unit=unit)))
    lines.append(
        (
            _("请注意"),
            made.mind or _("只含导出人有权看的内容，没有评价理由、联系方式和办理中的意见。请按工作秘密保管。"),
        )
    )
    return lines


def sent_file(file: IO[bytes], name: str, ending: str, at: datetime) -> Response:
    """The file for the browser to save; its name is Chinese and says when it was made."""
    kind = "xlsx" if ending == "xlsx" else "csv"
    called = f"{name}{at.astimezone(SHANGHAI):%Y%m%d-%H%M}.{kind}"
    answer = Response(_pieces(file), mimetype=TYPES[kind])
    # A header holds ASCII alone: the Chinese name stands beside a plain one (RFC 5987).
    told = {"filename": f"list.{kind}", "filename*": f"UTF-8''{quote(called)}"}
    answer.headers.set("Content-Disposition", "attachment", **told)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
