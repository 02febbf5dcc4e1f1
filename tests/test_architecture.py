"""The shape of the program: which way imports point, how large things may be, who may change a state."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "tracker"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
NAMES = [str(path.relative_to(PACKAGE)) for path in MODULES]

MODULE_LINES = 300
FUNCTION_LINES = 40
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "constants.py"}

# room -> rooms it may look into; a module directly under tracker/ is a room of its own.
ALLOWED = {
    "domain": {"domain"},
    "models": {"models", "domain", "db", "clock"},
    "queries": {"queries", "models", "domain", "db", "clock", "rulebooks"},
    "services": {"services", "queries", "models", "domain", "db", "outside", "clock", "rulebooks", "demo", "settings"},
    "demo": {"demo", "domain", "models"},
    "outside": {"outside", "domain"},
    "web": {"web", "services", "queries", "domain", "models", "clock", "catalogues", "db", "outside", "settings"},
    "rulebooks": {"rulebooks", "domain"},
}
# The database door in `web`: only where a failed transaction is rolled back.
WEB_MAY_TOUCH_DB = {"web/errors.py"}
# Slow libraries that only these commands need, and one knot each.
INNER_IMPORTS = {
    "services/calendars_sync.py": "holidays takes half a second to import",
    "commands/calendar.py": "holidays takes half a second to import",
    "outside/holiday_library.py": "holidays takes half a second to import",
}
# Only `_advance` moves a case, and its twin for histories told in bulk; a signature is no case and has no machine.
STATE_WRITERS = {"services/_advance.py", "services/_replay.py"}
NO_CASE = {"signature", "held"}


def _tree(name: str) -> ast.Module:
    return ast.parse((PACKAGE / name).read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "tracker":
                yield from ((node.lineno, f"tracker.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module


@pytest.mark.parametrize("name", [name for name in NAMES if name.split("/")[0] in ALLOWED])
def test_imports_point_inward(name: str) -> None:
    room = name.split("/", maxsplit=1)[0]
    for line, module in _imports(_tree(name)):
        parts = module.split(".")
        if parts[0] == "tracker" and len(parts) > 1:
            assert parts[1] in ALLOWED[room], f"tracker/{name}:{line}: {room} may not import {module}"
            if room == "web" and parts[1] == "db":
                assert name in WEB_MAY_TOUCH_DB, (
                    f"tracker/{name}:{line}: pages read through queries, write through services"
                )
        elif room == "domain":
            assert parts[0] in sys.stdlib_module_names, f"tracker/{name}:{line}: the domain is pure, {module} is not"


@pytest.mark.parametrize("name", NAMES)
def test_sizes_and_names(name: str) -> None:
    assert Path(name).name not in FORBIDDEN_NAMES, f"{name}: name the thing"
    text = (PACKAGE / name).read_text(encoding="utf-8")
    assert text.count("\n") <= MODULE_LINES, f"{name} has {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= FUNCTION_LINES, f"{name}:{node.lineno} {node.name} has {size} lines"


@pytest.mark.parametrize("name", NAMES)
def test_a_module_says_what_belongs_in_it(name: str) -> None:
    assert ast.get_docstring(_tree(name)), f"{name} has no first line"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in INNER_IMPORTS])
def test_no_import_hides_inside_a_function(name: str) -> None:
    for function in ast.walk(_tree(name)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                assert not isinstance(node, ast.Import | ast.ImportFrom), f"{name}:{node.lineno} imports inside"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in STATE_WRITERS])
def test_only_advance_changes_a_state(name: str) -> None:
    for node in ast.walk(_tree(name)):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        for target in [each for one in targets for each in (one.elts if isinstance(one, ast.Tuple) else [one])]:
            if isinstance(target, ast.Attribute) and target.attr == "state":
                owner = target.value.id if isinstance(target.value, ast.Name) else "?"
                assert owner in NO_CASE, f"{name}:{node.lineno} assigns {owner}.state"


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("services/")])
def test_public_services_are_one_transaction_or_say_that_they_are_none(name: str) -> None:
    """A public function that takes `now=` writes: it is decorated, or its docstring says it runs inside another one."""
    for node in _tree(name).body:
        if (
            not isinstance(node, ast.FunctionDef)
            or node.name.startswith("_")
            or name.rsplit("/", maxsplit=1)[-1].startswith("_")
        ):
            continue
        if "now" not in [argument.arg for argument in node.args.kwonlyargs]:
            continue
        decorated = any(isinstance(one, ast.Name) and one.id == "transactional" for one in node.decorator_list)
        assert decorated or ast.get_docstring(node), f"{name}:{node.lineno} {node.name}"


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name.split("/")[0] in {"domain", "services", "queries", "web"}]
)
def test_nobody_asks_the_time_behind_our_back(name: str) -> None:
    if name.startswith("web/"):
        return
    for node in ast.walk(_tree(name)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            assert called not in {"datetime.now", "datetime.utcnow", "date.today", "clock.now"}, f"{name}:{node.lineno}"
