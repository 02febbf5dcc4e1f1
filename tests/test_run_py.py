"""run.py alone: it has to work where nothing of ours is installed yet."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCE = (CHECKOUT / "run.py").read_text(encoding="utf-8")


@pytest.fixture
def run_py(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py as a module that believes to stand in an empty checkout."""
    spec = importlib.util.spec_from_file_location("run_py_under_test", CHECKOUT / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("constraints.txt", "constraints-dev.txt"):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "installed-pins")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return module


def imported_names(source: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}


STARTERS = ["run.py", "tests/check.py", "tests/turns.py", "tests/postgres_cluster.py", "tracker/supervisor.py"]


@pytest.mark.parametrize("name", STARTERS)
def test_it_imports_nothing_but_the_standard_library(name: str) -> None:
    source = (CHECKOUT / name).read_text(encoding="utf-8")
    # The turns are one of these themselves.
    assert {top.split(".")[0] for top in imported_names(source)} <= sys.stdlib_module_names | {"turns"}


def test_a_python_too_old_can_still_read_it_and_be_told() -> None:
    ast.parse(SOURCE, feature_version=(3, 7))


def test_a_python_too_old_is_refused_in_one_line(run_py: ModuleType) -> None:
    with pytest.raises(SystemExit) as refusal:
        run_py.refuse_old_python((3, 9, 2))
    assert refusal.value.code == "This needs Python 3.11 or newer; this is 3.9."


def test_it_stays_short() -> None:
    assert len(SOURCE.splitlines()) <= 150


def test_an_unknown_word_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    command = [sys.executable, CHECKOUT / "run.py", "--prot=1"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 2
    assert "--prot" in result.stderr


def test_what_is_installed_already_is_not_installed_again(run_py: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    run_py.PYTHON.parent.mkdir(parents=True)
    run_py.PYTHON.touch()
    marks = [run_py.fingerprint(run_py.HERE / "constraints.txt")]
    run_py.STAMP.write_text("\n".join(marks), encoding="utf-8")
    monkeypatch.setattr(run_py, "subprocess", None)  # any process would be an AttributeError
    run_py.install("constraints.txt")


def test_changed_pins_are_installed(run_py: ModuleType) -> None:
    run_py.PYTHON.parent.mkdir(parents=True)
    run_py.PYTHON.touch()
    before = run_py.fingerprint(run_py.HERE / "constraints.txt")
    (run_py.HERE / "constraints.txt").write_text("flask==9\n", encoding="utf-8")
    assert run_py.fingerprint(run_py.HERE / "constraints.txt") != before


def test_a_missing_venv_module_is_named_with_the_command_that_brings_it(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        run_py.make_venv()


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-dev.txt"])
def test_pins_are_exact_hashed_and_name_no_registry(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert entries
    assert all("==" in line and line.endswith("\\") for line in entries)
    assert "://" not in text


def test_the_pins_for_tests_hold_those_for_serving_unchanged() -> None:
    served, tested = (
        {line for line in (CHECKOUT / name).read_text(encoding="utf-8").splitlines() if line[:1].isalnum()}
        for name in ("constraints.txt", "constraints-dev.txt")
    )
    assert served <= tested


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["-m", "tracker", "serve", "--port", "8000"]),
        (["--port", "9", "--no-demo", "--lan"], ["-m", "tracker", "serve", "--port", "9", "--no-demo", "--lan"]),
        (["check", "--tested"], [str(Path("tests", "check.py")), "--tested"]),
        (["bench", "--full"], ["-m", "tests.bench", "--full"]),
        (["test", "-k", "clock"], ["-m", "pytest", "-n", "2", "-m", "not browser", "-k", "clock"]),
    ],
)
def test_each_command_becomes_a_module_run_in_the_venv(
    run_py: ModuleType, monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: list[str]
) -> None:
    handed_over: list[list[str]] = []
    monkeypatch.setattr(run_py, "install", lambda pins: None)
    monkeypatch.setattr(run_py, "hand_over", handed_over.append)
    monkeypatch.chdir(run_py.HERE)
    run_py.main(arguments)
    assert handed_over == [[str(run_py.PYTHON), *expected]]
