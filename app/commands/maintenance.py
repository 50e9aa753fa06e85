"""`barrow maintenance`: close the shop to shoppers while an operator works on it, and open it again."""

from functools import partial

import click

from app.commands.running import connected, console


@click.group()
def maintenance() -> None:
    """Close the shop for a while, and open it again."""


@maintenance.command()
@click.option("--minutes", type=int, help="How long it is meant to take; shoppers are told.")
@click.option("--says", default="", help="What shoppers read instead of the usual sentence.")
def begin(minutes: int | None, says: str) -> None:
    """Ask shoppers to come again. Staff, payments and health checks go on; workers and the clock do, too."""
    from domains import catalog

    closure = connected(partial(catalog.close_shop, minutes, says))
    until = f" It is meant to open at {closure.until:%H:%M} UTC." if closure.until else ""
    console().print(f"The shop closes within seconds.{until} `barrow maintenance end` opens it.", highlight=False)


@maintenance.command()
def end() -> None:
    """Let shoppers in again."""
    from domains import catalog

    connected(catalog.reopen_shop)
    console().print("The shop opens within seconds.")
