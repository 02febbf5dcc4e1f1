"""All that a change has to pass: lint, types, templates, and the tests on SQLite, on PostgreSQL and in a browser.

Run by `python3 run.py check`. It installs nothing: what the machine lacks is named with the command that brings it, the
rest is checked all the same, and the answer is then "not complete", never "passed".
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
# These never touch a database, or bring their own SQLite file: the second engine has nothing to add to them.
ENGINE_FREE = [
    "domain", "bench", "test_architecture.py", "test_catalogues.py", "test_command_line.py", "test_completeness.py",
    "test_run_py.py", "test_serving.py", "test_supervisor.py", "test_translations.py", "test_wheel.py",
    "test_worker.py",
]  # fmt: skip
# Decided in the code of the pages, with the statements that are asked everywhere.
BY_THE_WEB = ["test_once.py", "test_kept.py", "test_strange_requests.py", "test_production.py"]
# What people see on pages is asked on SQLite in full. On the second engine it is asked of the pages whose statements
# are built by hand (lists, counts, the case), and of everything below the pages.
PAGES_ON_BOTH = ["test_home.py", "test_register.py"]
LEFT_OUT = [
    *(f"--ignore=tests/{name}" for name in (*ENGINE_FREE, *BY_THE_WEB)),
    *(
        f"--ignore={path.relative_to(TESTS.parent)}"
        for path in sorted((TESTS / "web").glob("test_*.py"))
        if path.name not in PAGES_ON_BOTH
    ),
]
# The whole life and the hardest of the procedures, each once.
TWO_JOURNEYS = ["tests/journeys/test_life.py", "tests/journeys/test_objection.py", "-k", "without or objection"]
ON_POSTGRES = [sys.executable, str(TESTS / "postgres_cluster.py")]


def postgresql() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def chromium() -> bool:
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


def chinese_font() -> bool:
    listing = shutil.which("fc-list")
    return bool(listing and subprocess.run([listing, ":lang=zh-cn"], capture_output=True).stdout.strip())


# The Debian package that brings it, and how to tell that it is there.
NEEDS = {"postgresql": postgresql, "chromium": chromium, "fonts-noto-cjk": chinese_font}
DATABASE, BROWSER = ["postgresql"], ["chromium", "fonts-noto-cjk"]

# Of one process each: they are done beside each other.
STILL = [
    ("lint",                [sys.executable, "-m", "ruff", "check", "."]),
    ("types",               [sys.executable, "-m", "mypy"]),
    ("templates",           [sys.executable, "-m", "djlint", "--lint", "--quiet", "templates"]),
]  # fmt: skip
# What is tested, with which command, and which of the above it cannot do without; each has the machine for itself.
PARTS = [
    ("tests, SQLite",       [*PYTEST, "-n", "2", "-m", "not browser"],                                   []),
    ("tests, PostgreSQL",   [*ON_POSTGRES, *PYTEST, "-n", "2", "-m", "not browser", *LEFT_OUT],          DATABASE),
    ("browser",             [*PYTEST, "-n", "2", "-m", "browser"],                                       BROWSER),
    ("browser, PostgreSQL", [*ON_POSTGRES, *PYTEST, "-n", "2", "-m", "browser", *TWO_JOURNEYS],  DATABASE + BROWSER),
]  # fmt: skip


def main(arguments: list[str]) -> int:
    if "--full" in arguments:
        os.environ["TRACKER_TEST_TURN"] = "all"
    missing = [package for package, there in NEEDS.items() if not there()]
    if missing:
        print(f"Not on this machine: {', '.join(missing)}. To bring it: sudo apt-get install {' '.join(missing)}")
    parts = [part for part in PARTS if not ("--tested" in arguments and part[0] == "tests, SQLite")]
    outcomes = looked_at()
    outcomes += [(name, outcome(name, command, set(needs) & set(missing))) for name, command, needs in parts]
    print("\n" + "\n".join(f"{verdict:<11} {name}" for name, verdict in outcomes))
    return 0 if all(verdict.startswith("passed") for _, verdict in outcomes) else 1


def looked_at() -> list[tuple[str, str]]:
    """What is found without running the program, each with what it said."""
    started, said = time.monotonic(), {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    running = [(name, subprocess.Popen(command, cwd=TESTS.parent, **said)) for name, command in STILL]
    found = []
    for name, one in running:
        print(f"\n== {name}\n{one.communicate()[0].strip()}", flush=True)
        verdict = f"passed {time.monotonic() - started:3.0f}s" if one.returncode == 0 else f"FAILED ({one.returncode})"
        found.append((name, verdict))
    return found


def outcome(name: str, command: list[str], lacks: set[str]) -> str:
    if lacks:
        return "NOT RUN"
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=TESTS.parent).returncode
    return f"passed {time.monotonic() - started:3.0f}s" if code == 0 else f"FAILED ({code})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
