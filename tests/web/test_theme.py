"""Colours stand in one file, both dark blocks agree, and every pair that carries words can be read."""

from __future__ import annotations

import re

import pytest

from tracker.web import assets

THEME = (assets.STATIC / "theme.css").read_text("utf-8")
SHEETS = [path for path in assets.css_parts() if path.stem != "theme"]
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|color)\(", re.IGNORECASE)
NAMED = re.compile(
    r":[^;{}]*\b(white|black|red|green|blue|gr[ae]y|yellow|orange|silver|maroon|navy|pink)\b", re.IGNORECASE
)

PAPERS = ("paper", "ground")
# words on what: both themes, at least 4.5 : 1
PAIRS = [
    *((words, on) for words in ("ink", "muted", "link", "brand-text", "late", "soon", "ok") for on in PAPERS),
    *((words, "head") for words in ("ink", "muted", "link")),
    ("ink", "fill"),
    ("muted", "fill"),
    ("ink", "hatch"),
    ("muted", "hatch"),
    ("ink", "day"),
    ("ink", "soon-fill"),
    ("ink", "ok-fill"),
    ("ink", "link-tint"),
    ("link", "link-tint"),
    ("ink", "brand-tint"),
    ("brand-text", "brand-tint"),
    ("late", "late-fill"),
    ("soon", "soon-fill"),
    ("ok", "ok-fill"),
    ("done", "done-fill"),
    ("on-brand", "brand"),
    ("on-brand", "brand-pressed"),
    ("on-solid", "solid"),
    ("on-step", "step"),
    ("bar-text", "bar"),
    ("bar-soft", "bar"),
    ("bar-text", "bar-box"),
    ("bar-soft", "bar-box"),
    ("bar", "bar-text"),
]
# edges of what can be used, and marks: at least 3 : 1
EDGES = [
    ("edge", "paper"),
    ("edge", "ground"),
    ("focus", "paper"),
    ("focus", "ground"),
    ("late", "paper"),
    ("solid", "paper"),
    ("step", "ground"),
]


def _block(start: str) -> dict[str, str]:
    body = THEME[THEME.index(start) + len(start) :]
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", body[: body.index("}")]))


LIGHT = _block(":root {")
DARK = LIGHT | _block('[data-bs-theme="dark"] {')


def _luminance(colour: str) -> float:
    assert re.fullmatch(r"#[0-9a-f]{6}", colour), colour
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "on"), PAIRS)
def test_words_can_be_read(theme: dict[str, str], words: str, on: str) -> None:
    assert _contrast(theme[words], theme[on]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "on"), EDGES)
def test_edges_can_be_seen(theme: dict[str, str], edge: str, on: str) -> None:
    assert _contrast(theme[edge], theme[on]) >= 3


def test_dark_by_choice_and_dark_by_device_are_the_same() -> None:
    assert _block('[data-bs-theme="dark"] {') == _block(':root:not([data-bs-theme="light"]) {')


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_colours_stand_in_the_theme_alone(path: object) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)  # type: ignore[attr-defined]
    assert not COLOUR.findall(text)
    assert not NAMED.findall(text)
    assert "url(" not in text


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_every_token_used_is_defined(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    own = set(re.findall(r"--([a-z0-9-]+)\s*:", text))
    used = {name for name in re.findall(r"var\(--([a-z0-9-]+)", text) if not name.startswith("bs-")}
    assert used <= LIGHT.keys() | own
