"""What a reviewer forgets: every page says who may enter, every sentence can be translated, every setting is told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tracker import settings
from tracker.places import code_folder
from tracker.web.pages import PAGES

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = code_folder("templates")
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
WEB = sorted((ROOT / "tracker" / "web").glob("*.py"))
ROUTES = ROOT / "tests" / "golden" / "routes.txt"
HAN = re.compile(r"[\u3400-\u9fff]")
# Page modules without templates of their own folder: they answer with shared pages or with none.
WITHOUT_FOLDER = {"keeping", "language", "display", "assets", "health", "key_files", "key_papers"}


def _routes(app: Flask) -> list[str]:
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        view = app.view_functions[rule.endpoint]
        lines.append(f"{rule.rule}  {methods}  {rule.endpoint}  {getattr(view, 'access', '-')}")
    return sorted(lines)


def test_the_list_of_routes_is_reviewed(app: Flask) -> None:
    """A page that appears, vanishes or changes who may enter shows in the diff of tests/golden/routes.txt."""
    found = "\n".join(_routes(app)) + "\n"
    if not ROUTES.exists():
        ROUTES.parent.mkdir(exist_ok=True)
        ROUTES.write_text(found, encoding="utf-8")
    assert ROUTES.read_text(encoding="utf-8") == found, "delete tests/golden/routes.txt, run again and read the diff"


def test_every_view_says_who_may_enter(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            access = getattr(app.view_functions[rule.endpoint], "access", None)
            assert access, f"{rule.endpoint} does not say who may enter"


def test_addresses_are_kebab_case_and_typed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        plain = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", plain), rule.rule
        for argument in rule.arguments:
            if argument.endswith("_id"):
                assert f"<int:{argument}>" in rule.rule, rule.rule


def test_every_page_module_has_its_folder_of_templates() -> None:
    for page in PAGES:
        noun = page.__name__.rpartition(".")[2]
        assert noun in WITHOUT_FOLDER or (TEMPLATES / noun).is_dir(), f"templates/{noun}/ is missing"


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_and_uses_what_it_imports(app: Flask, name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    app.jinja_env.get_template(name)
    tree = app.jinja_env.parse(source)
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    for imported in tree.find_all(nodes.FromImport):
        for one in imported.names:
            alias = one if isinstance(one, str) else one[1]
            # What a base imports serves the blocks of its children.
            assert alias in used or name.endswith("base.html"), f"{name} imports {alias} and does not use it"
    assert not re.search(r"\bstyle=|<script(?! src)|\bon[a-z]+=\"|hx-on|\bjs:", source), (
        f"{name}: inline script or style"
    )


@pytest.mark.parametrize("name", NAMES)
def test_sentences_in_templates_go_through_gettext(app: Flask, name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    plain = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - only split into tokens, never rendered
    inside = False
    for line, kind, words in plain.lexer.tokeniter(source, name):
        if kind == "name" and words in ("trans", "endtrans"):
            inside = words == "trans"
        if kind == "data" and HAN.search(words) and not inside:
            found = next(part for part in words.split("\n") if HAN.search(part)).strip()
            pytest.fail(f"{name}:{line}: {found[:60]} is not in _()")


# Word lists that are data, not sentences of the screen.
# (papers.py completes official titles, which stay Chinese in every language.)
DATA_MODULES: set[str] = {"papers.py"}


def _bare_words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    translated: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {
            "_", "_l", "gettext", "ngettext", "_n", "lazy_gettext", "lazy_ngettext",
        }:  # fmt: skip
            translated |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            translated.add(id(node.value))
    for node in ast.walk(tree):
        words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if HAN.search(words) and id(node) not in translated:
            yield node.lineno, words  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", WEB, ids=lambda path: path.name)
def test_sentences_in_pages_go_through_gettext(path: Path) -> None:
    if path.name in DATA_MODULES:
        return
    bare = list(_bare_words(ast.parse(path.read_text(encoding="utf-8"))))
    assert not bare, f"{path.name}: {bare[:5]}"


def test_every_setting_is_told() -> None:
    told = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for setting in settings.SETTINGS:
        assert f"`{setting.name}`" in told, f"docs/settings.md does not tell {setting.name}"


def test_pages_are_listed_once() -> None:
    assert len(PAGES) == len(set(PAGES))
