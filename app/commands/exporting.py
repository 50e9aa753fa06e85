"""`barrow export`: products, prices, stock or codes as a file that `barrow import` reads again."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from app.gateway.files import EXPORTS


async def export(what: str, out: Path | None) -> None:
    """Into the file, or to where the command's output goes; in UTF-8 whatever the terminal has, piece by piece."""
    try:
        with out.open("wb") if out else nullcontext(sys.stdout.buffer) as file:
            async for piece in EXPORTS[what]():
                file.write(piece.encode())
            file.flush()
    except BrokenPipeError:  # who reads has seen enough, and what is left goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
