"""English is complete: every sentence of the screens has its English twin with the same places for facts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "tracker" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "_n": (1, 2), "ngettext": (1, 2)}
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def _sentences(folder: str, method: str, pattern: str) -> set[str]:
    options = {pattern: {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
    found = extract_from_dir(ROOT / folder, [(pattern, method)], options_map=options, keywords=KEYWORDS)
    return {words if isinstance(words, str) else words[0] for _file, _line, words, _notes, _context in found}


@pytest.mark.parametrize(
    ("folder", "method", "pattern"), [("tracker", "python", "**.py"), ("templates", "jinja2", "**.html")]
)
def test_every_sentence_is_translated(english: Catalog, folder: str, method: str, pattern: str) -> None:
    missing = [
        words for words in _sentences(folder, method, pattern) if not (english.get(words) and english.get(words).string)
    ]
    assert not missing, f"{len(missing)} sentences without English: {sorted(missing)[:5]}"


def test_translations_keep_their_places(english: Catalog) -> None:
    for message in english:
        if message.id and isinstance(message.id, str) and isinstance(message.string, str):
            wanted, found = set(PLACES.findall(message.id)), set(PLACES.findall(message.string))
            assert wanted == found, message.id
