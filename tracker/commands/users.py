"""`tracker users …`: who can log in, the first administrators of an installation, a code for who is locked out."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.clock import day_of, now
from tracker.domain.codes import spaced
from tracker.domain.limits import NAME
from tracker.domain.roles import Role
from tracker.queries import accounts as known
from tracker.queries.persons import Sought
from tracker.services import accounts, codes
from tracker.services._load import Invalid
from tracker.settings import SETTINGS

ALL = 100_000
USUAL_ADDRESS = next(one.default for one in SETTINGS if one.name == "BASE_URL")


@click.group("users")
def command() -> None:
    """Accounts, seen from the server. Everything else is done in the application."""


@command.command("list")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Only people who hold this hat today.")
@with_appcontext
def list_(role: str | None) -> None:
    """Every account: log-in name, how it stands, person, hats held today."""
    sought = Sought(role=Role(role) if role else None)
    for line in known.account_lines(sought, None, now=now(), day=day_of(now()), skip=0, size=ALL):
        if line.account is not None:
            hats = ",".join(hat.role.value for hat in line.hats) or "-"
            standing = known.standing_of(line.account).value
            click.echo(f"{line.account.login_name}\t{standing}\t{line.person.name}\t{hats}")


@command.command()
@click.argument("name")
@click.option("--login", default="admin", show_default=True, help="Name to log in with.")
@with_appcontext
def admin(name: str, login: str) -> None:
    """Make NAME the first system administrator and print a one-time code."""
    _appoint(name, login, Role.SYSTEM_ADMIN)


@command.command()
@click.argument("name")
@click.option("--login", default="security", show_default=True, help="Name to log in with.")
@with_appcontext
def security(name: str, login: str) -> None:
    """Make NAME the first security administrator and print a one-time code."""
    _appoint(name, login, Role.SECURITY_ADMIN)


@command.command()
@click.argument("login")
@with_appcontext
def code(login: str) -> None:
    """Print a new one-time code for the account LOGIN; earlier codes are void."""
    account = known.account_named(login)
    if account is None:
        raise click.ClickException(f"There is no account {login!r}. `tracker users list` names them all.")
    if not account.is_active:
        raise click.ClickException(f"The account {login!r} is stopped; start it in the application first.")
    name, days = account.login_name, current_app.config["CODE_DAYS"]
    _tell(name, codes.issue_at_server(account.id, days=days, now=now()))


def _appoint(name: str, login: str, role: Role) -> None:
    drawn = codes.draw()
    if not 0 < len(name.strip()) <= NAME:
        raise click.ClickException(f"A name has 1 to {NAME} characters.")
    try:
        days = current_app.config["CODE_DAYS"]
        accounts.appoint_first(name.strip(), login, drawn, role=role, days=days, now=now())
    except accounts.AlreadyThere as there:
        words = f"There is one already: {there.name}. Further ones are appointed in the application."
        raise click.ClickException(words) from None
    except Invalid as invalid:
        raise click.ClickException(f"{login!r} cannot be used ({invalid}). Another one: --login NAME") from None
    _tell(login, drawn)


def _tell(login: str, drawn: str) -> None:
    click.echo(f"Address         {current_app.config['BASE_URL']}/activate")
    if current_app.config["BASE_URL"] == USUAL_ADDRESS:
        click.echo("                (BASE_URL is not set: put the host and port you serve on in their place)")
    click.echo(f"Log-in name     {login}")
    click.echo(f"One-time code   {spaced(drawn)}")
    click.echo(f"Good for {current_app.config['CODE_DAYS']} days, once. It is shown here and nowhere else.")
