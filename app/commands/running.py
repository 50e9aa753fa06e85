"""What every command of `barrow` needs to do its work; imported when it is begun, so that `--help` need not wait."""

import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

    from domains.shared.settings import Settings

T = TypeVar("T")


class NewFile(click.Path):
    """A file to be written: told before the work begins that it cannot be."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        folder = Path(value).absolute().parent
        if not folder.is_dir():
            self.fail(f"There is no folder {folder}.", param, ctx)
        if not os.access(folder, os.W_OK):
            self.fail(f"The folder {folder} is closed to this user.", param, ctx)
        return super().convert(value, param, ctx)


def configured() -> None:
    from domains.shared.settings import SERVICES

    missing = [name.upper() for name in SERVICES if not getattr(settings(), name)]
    if missing:
        raise click.ClickException(
            f"No shop runs in {settings().barrow_home}, and these are not set: {', '.join(missing)}. "
            "Start one with `make run`, or see docs/settings.md."
        )


def run(work: Coroutine[Any, Any, T]) -> T:
    import asyncio

    from domains.shared.logs import configure

    configure()
    return asyncio.run(work)


def settings() -> "Settings":
    from domains.shared.settings import settings as read

    return read()


def console() -> "Console":
    from rich.console import Console

    return Console()


def connected(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do the work with the stores of all domains at hand."""
    configured()

    async def within() -> T:
        from domains import stores

        await stores.connect()
        try:
            return await work()
        finally:
            await stores.close()

    return run(within())
