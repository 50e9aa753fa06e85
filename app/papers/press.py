"""Sets a paper: a template of templates/documents and what it tells, which is data and never markup."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from litestar import Response

from domains.shared.loops import PerLoop

TEMPLATES: Final = Path(__file__).parents[2] / "templates" / "documents"
AT_ONCE: Final = 2  # each takes a processor for some hundredths of a second
_room: PerLoop[asyncio.Semaphore] = PerLoop(lambda: asyncio.Semaphore(AT_ONCE))


async def pdf(template: str, told: Mapping[str, Any]) -> bytes:
    """The same data gives the same bytes."""
    async with _room():
        return await asyncio.to_thread(_set, template, json.dumps(told))


def answer(name: str, body: bytes) -> Response[bytes]:
    """Shown by the browser, and saved under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Robots-Tag": "noindex, nofollow"}
    return Response(body, media_type="application/pdf", headers=headers)


def _set(template: str, told: str) -> bytes:
    made = typst.compile(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, sys_inputs={"told": told}, ignore_system_fonts=True
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} is not one document")
    return made
