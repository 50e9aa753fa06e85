"""`barrow staff`: the people who run the shop."""

from functools import partial

import click

from app.commands.running import connected, console, settings


@click.group()
def staff() -> None:
    """The people who run the shop."""


@staff.command(name="create")
@click.argument("email")
@click.option("--role", default="owner", help="The key of a role; owner otherwise.")
@click.option("--name", default="")
@click.password_option(envvar="STAFF_PASSWORD", help="Asked for when absent; STAFF_PASSWORD in scripts.")
def staff_create(email: str, role: str, name: str, password: str) -> None:
    """Let somebody into the back office."""
    from domains import users

    person = connected(partial(users.create_staff, email, password, role, name))
    console().print(f"{person.email} can sign in at {settings().base_url}/admin")


@staff.command(name="unlock")
@click.argument("email")
def staff_unlock(email: str) -> None:
    """Take the second factor away from who has lost it, staff or customer."""
    from domains import users

    connected(partial(users.clear_second_factor, email))
    console().print(f"{email} signs in with the password alone and can set up a new one.")
