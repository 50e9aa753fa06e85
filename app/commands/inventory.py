"""`barrow inventory`: what Redis remembers of stock is written anew."""

import sys

import click

from app.commands.running import connected, console


@click.group(name="inventory")
def stock() -> None:
    """What pages are told of stock."""


@stock.command()
def rebuild() -> None:
    """Write what Redis remembers of stock anew from PostgreSQL. The shop may go on meanwhile."""
    from domains import inventory

    done = connected(inventory.rebuild)
    console().print(f"{done.written} figures written, {done.removed} of SKUs that exist no more removed.")


@stock.command()
def drift() -> None:
    """Compare what Redis remembers with PostgreSQL; exit 1 where a difference does not mend itself."""
    from domains import inventory

    found = connected(inventory.drift)
    for each in found:
        lasting = "" if each.lasts else ", and is asked for again within half a minute"
        console().print(f"{each.sku}: pages show {each.shown}, {each.is_now} can be sold{lasting}.", highlight=False)
    console().print(f"{len(found)} figures differ.")
    if any(each.lasts for each in found):
        sys.exit(1)
