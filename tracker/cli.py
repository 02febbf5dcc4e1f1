"""The command line `tracker NOUN VERB`: finds the noun's module in tracker/commands and loads that one only."""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules

import click
from flask.cli import ScriptInfo

from tracker import commands, create_app


class Nouns(click.Group):
    """Each module of tracker/commands holds one `command`, called like the module (`import_.py` is `import`).

    Loading is put off because some nouns bring slow libraries with them (Alembic, holidays) that serving never needs.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.rstrip("_") for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        modules = {module.name.rstrip("_"): module.name for module in iter_modules(commands.__path__)}
        if cmd_name not in modules:
            return None
        command: click.Command = import_module(f"{commands.__name__}.{modules[cmd_name]}").command
        return command


@click.group(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"]})
def tracker() -> None:
    """The whole life of a deputy's suggestion: serve it, fill it, look after it."""


def main() -> None:
    """Run the command; the application itself is made by those commands that ask for it."""
    os.umask(0o077)  # database, key and backups are for their owner only
    tracker(prog_name="tracker", obj=ScriptInfo(create_app=create_app))
