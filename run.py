#!/usr/bin/env python3
"""Makes .venv, installs the pinned packages into it, then serves, tests, checks or measures.

    python3 run.py                       serve at http://127.0.0.1:8000, with a demo congress on the first run
    python3 run.py test [pytest options] the tests, on SQLite
    python3 run.py check                 tests on both databases and in a browser, lint, types, templates
    python3 run.py bench [--json FILE]   the figures, with the machine they were measured on

Standard library only. TRACKER_INSTANCE names the folder for the database, files and settings (default: instance/).
"""

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed-pins"
OLDEST = (3, 11)


def main(arguments):
    refuse_old_python(sys.version_info)
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command != "test":
        parser().error("unknown: " + " ".join(rest))
    if "TRACKER_INSTANCE" in os.environ:  # said from where the user stands, but everything runs from the checkout
        os.environ["TRACKER_INSTANCE"] = os.path.abspath(os.environ["TRACKER_INSTANCE"])
    install("constraints-dev.txt" if options.command in ("test", "check") else "constraints.txt")
    command = [str(PYTHON), *COMMANDS[options.command](options, rest)]
    os.chdir(HERE)
    return hand_over(command)


def parser():
    raw = argparse.RawTextHelpFormatter
    p = argparse.ArgumentParser(prog="run.py", description=__doc__, formatter_class=raw, allow_abbrev=False)
    p.add_argument("command", nargs="?", default="serve", choices=sorted(COMMANDS))
    p.add_argument("--port", type=int, default=8000, help="serve: where to listen (default 8000)")
    p.add_argument("--no-demo", action="store_true", help="serve: start empty, without the demo congress")
    p.add_argument("--lan", action="store_true", help="serve: let other computers in; asks first")
    p.add_argument("--json", metavar="FILE", help="bench: write the figures here too")
    p.add_argument("--full", action="store_true", help="bench: every size, longer than ten minutes; check: all")
    p.add_argument("--tested", action="store_true", help="check: the tests on SQLite have just passed, leave them out")
    return p


def refuse_old_python(version):
    if tuple(version[:2]) < OLDEST:
        sys.exit("This needs Python {}.{} or newer; this is {}.{}.".format(*OLDEST, *version[:2]))


def serve(options, _rest):
    flags = [flag for flag, on in (("--no-demo", options.no_demo), ("--lan", options.lan)) if on]
    return ["-m", "tracker", "serve", "--port", str(options.port), *flags]


def test(_options, rest):
    return ["-m", "pytest", "-n", "2", "-m", "not browser", *rest]


def check(options, _rest):
    flags = [flag for flag, on in (("--tested", options.tested), ("--full", options.full)) if on]
    return [str(Path("tests", "check.py")), *flags]


def bench(options, _rest):
    where = ["--json", os.path.abspath(options.json)] if options.json else []
    return ["-m", "tests.bench", *where, *(["--full"] if options.full else [])]


COMMANDS = {"serve": serve, "test": test, "check": check, "bench": bench}


def install(pins_name):
    """Bring .venv to exactly what the pin file says; does nothing when that file has been installed already."""
    pins = HERE / pins_name
    mark = fingerprint(pins)
    if PYTHON.exists() and STAMP.exists() and mark in STAMP.read_text(encoding="utf-8").split():
        return
    if not (PYTHON.exists() and quiet([PYTHON, "-m", "pip", "--version"])):
        make_venv()
    print(f"Installing the packages of {pins_name} into {VENV} …", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    if subprocess.run([*map(str, pip), "-r", str(pins)]).returncode:
        sys.exit("The packages could not be installed; the lines above say why. Start again when that is put right.")
    marks = {mark}
    if pins_name == "constraints-dev.txt":  # holds the other file whole, at the same versions
        marks.add(fingerprint(HERE / "constraints.txt"))
    STAMP.write_text("\n".join(sorted(marks)), encoding="utf-8")


def fingerprint(pins):
    """Pin file and interpreter together: a Python upgraded underneath .venv leaves its packages unreadable."""
    return hashlib.sha256(pins.read_bytes() + os.path.realpath(PYTHON).encode()).hexdigest()


def make_venv():
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv")
    print(f"Making {VENV} …", flush=True)
    venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")


def quiet(command):
    return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0


def hand_over(command):
    """Become the command, so that Ctrl-C and signals reach it directly; Windows cannot, so there we wait for it."""
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the console has sent it to the command too, which is tidying up


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
