"""What the story says of attachments beside the acts they came with."""

from __future__ import annotations

from collections.abc import Callable

from tracker.queries.dossier import FILE_INFECTED, Told
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, what

SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    FILE_INFECTED: what(
        _l("查毒程序"), _l("查出本件有一个附件带病毒，已经隔离，谁也打不开。请上传的人换一个干净的再交。")
    ),
}
LOOKS: dict[str, tuple[str, str]] = {FILE_INFECTED: ("paper", "exclamation-triangle")}
