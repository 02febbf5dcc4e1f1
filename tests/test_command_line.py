"""The command line as a whole: every noun loads, and serving stays free of what it does not need."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click
import pytest
from click.testing import CliRunner

from tracker import commands
from tracker.cli import tracker

NOUNS = sorted(module.name for module in iter_modules(commands.__path__))


@pytest.mark.parametrize("noun", NOUNS)
def test_each_module_holds_a_command_that_explains_itself(noun: str) -> None:
    command = import_module(f"tracker.commands.{noun}").command
    assert isinstance(command, click.Command)
    assert command.help


def test_help_lists_every_noun() -> None:
    result = CliRunner().invoke(tracker, ["--help"])
    assert result.exit_code == 0
    assert all(f"  {noun.rstrip('_')} " in result.output for noun in NOUNS)


def test_an_unknown_noun_is_named() -> None:
    result = CliRunner().invoke(tracker, ["sevre"])
    assert result.exit_code == 2
    assert "sevre" in result.output


def test_serving_and_the_worker_do_not_load_what_only_the_command_line_needs(tmp_path: Path) -> None:
    program = (
        "import sys, tracker, tracker.cli, tracker.commands.serve, tracker.commands.worker\n"
        "print(*{'alembic', 'flask_migrate', 'holidays'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""
